"""Numbers with their units, in digits or in words, and whether a source holds the same ones."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor, isclose, isinf, log10

from assistant.grounding.bounds import PREFIXED, bound_of, is_negative
from assistant.grounding.tokens import FUNCTION, Token
from assistant.grounding.units import BASIC, UNITS

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORDS = {word: value for value, word in enumerate(ONES)} | {
    word: 20 + 10 * index for index, word in enumerate(TENS)
}
WORDS |= {
    "dozen": 12,
    "couple": 2,
    "twice": 2,
    "both": 2,
    "pair": 2,
    "twin": 2,
    "thrice": 3,
    "double": 2,
}
ORDINALS = {
    word: value
    for value, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split(),
        1,
    )
}
PARTS = {"half": 0.5, "quarter": 0.25}
MAGNITUDES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12,
    "dozen": 12, "dozens": 12, "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12,
}  # fmt: skip
WRITTEN_MAGNITUDES = frozenset(name for name in MAGNITUDES if len(name) > 2)

SAME = 1e-14
"""Relative difference up to which two numbers are one: what arithmetic loses, and no digit."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at `tokens[first:last]`, with its unit in one spelling, None where none is told.

    `bound` is 1 for "more than", -1 for "less than", 0 for neither. `about` says that the text
    itself calls it inexact.
    """

    value: float
    unit: str | None
    first: int
    last: int
    ordinal: bool = False
    bound: int = 0
    about: bool = False
    decade: bool = False

    def words(self, tokens: Sequence[Token]) -> str:
        """The number as it is written, with a "-" where it is below zero."""
        sign = "-" if self.value < 0 else ""
        return sign + " ".join(token.text for token in tokens[self.first : self.last])


def quantities(tokens: Sequence[Token]) -> tuple[Quantity, ...]:
    """The numbers of a text in order. A range lends the unit of its end to its start."""
    found = list(_read(tokens))
    for index in range(len(found) - 2, -1, -1):
        one, following = found[index], found[index + 1]
        between = [token.word for token in tokens[one.last : following.first]]
        if (
            one.unit is None
            and following.unit
            and between in (["to"], ["-"], ["–"], ["and"], ["or"], [","])
        ):
            found[index] = _with(one, unit=following.unit)
    return tuple(found)


def _with(one: Quantity, unit: str | None) -> Quantity:
    return replace(one, unit=unit)


def _read(tokens: Sequence[Token]) -> Iterator[Quantity]:
    at = 0
    while at < len(tokens):
        value, last, ordinal = _value(tokens, at)
        if value is None:
            at += 1
            continue
        unit, end = _unit(tokens, at, last)
        bound, about = bound_of(tokens, at, end if unit else last)
        decade = tokens[at].kind == "decade"
        value = -value if is_negative(tokens, at) else value
        yield Quantity(value, unit, at, last, ordinal, bound, about, decade)
        at = max(end if unit else last, at + 1)


def _value(tokens: Sequence[Token], at: int) -> tuple[float | None, int, bool]:
    """The number that starts at a token, where it ends, and whether it is an ordinal."""
    token = tokens[at]
    after = tokens[at + 1].word if at + 1 < len(tokens) else ""
    if token.kind == "number":
        value, last = float(token.word), at + 1
        if after in ("st", "nd", "rd", "th") and tokens[at + 1].start == token.start + len(
            token.text
        ):
            return value, last + 1, True
    elif token.kind == "decade":
        return float(re.sub(r"\D", "", token.text)), at + 1, True
    elif token.word in WORDS:
        value, last = float(WORDS[token.word]), at + 1
        if value in range(20, 100, 10) and last < len(tokens):
            step = 1 if tokens[last].word == "-" else 0
            unit = tokens[last + step].word if last + step < len(tokens) else ""
            if 0 < WORDS.get(unit, 0) < 10 and unit in ONES:
                value, last = value + WORDS[unit], last + step + 1
            elif 0 < ORDINALS.get(unit, 0) < 10:
                return value + ORDINALS[unit], last + step + 1, True
    elif token.word in ORDINALS:
        return float(ORDINALS[token.word]), at + 1, True
    elif token.word in PARTS:
        return PARTS[token.word], at + 1, False
    elif token.word in WRITTEN_MAGNITUDES:
        value, last = 1.0, at
    else:
        return None, at, False
    return (*_magnified(tokens, value, at, last), False)


def _magnified(tokens: Sequence[Token], value: float, first: int, last: int) -> tuple[float, int]:
    """The value with the magnitudes and smaller numbers that follow: "two hundred and five"."""
    while last < len(tokens):
        word = tokens[last].word
        glued = tokens[last].start == tokens[last - 1].start + len(tokens[last - 1].text)
        short = word in MAGNITUDES and word not in WRITTEN_MAGNITUDES
        money = first > 0 and tokens[first - 1].text in PREFIXED
        if word in WRITTEN_MAGNITUDES or (short and glued and (word != "m" or money)):
            value *= MAGNITUDES[word]
            last += 1
            continue
        step = 1 if word == "and" else 0
        rest = tokens[last + step].word if last + step < len(tokens) else ""
        spelt = value >= 100 and tokens[last - 1].word in WRITTEN_MAGNITUDES
        if (
            spelt
            and tokens[last - 1].word == "hundred"
            and rest in WORDS
            and rest in (*ONES, *TENS)
        ):
            value, last = value + WORDS[rest], last + step + 1
            continue
        return value, last
    return value, last


def _unit(tokens: Sequence[Token], first: int, last: int) -> tuple[str | None, int]:
    """The unit before or after a number, and where it ends."""
    if first and tokens[first - 1].text in PREFIXED:
        return UNITS[tokens[first - 1].text], last
    for at in range(last, min(last + 3, len(tokens))):
        word = tokens[at].word
        if word == "per" and at + 1 < len(tokens) and tokens[at + 1].word == "cent":
            return "percent", at + 2
        if word == "square" or word == "cubic":
            continue
        if word in UNITS and (len(word) > 1 or tokens[at].kind == "mark" or at == last):
            power = tokens[at - 1].word if tokens[at - 1].word in ("square", "cubic") else ""
            return f"{power} {UNITS[word]}".strip(), at + 1
        if tokens[at].kind != "word" and word != "-":
            break
        if (at > last and word != "-") or word in FUNCTION or _before_number(tokens, at + 1):
            break
    return None, last


def _before_number(tokens: Sequence[Token], at: int) -> bool:
    """True for the "$" of "2021 to $2.7 billion", which is no unit of what comes before it."""
    return at + 1 < len(tokens) and tokens[at].text in PREFIXED and tokens[at + 1].kind == "number"


def same_value(one: Quantity, other: Quantity) -> bool:
    """True where both are one number, or the first is the other rounded and says so."""
    if _exact(one, other):
        return True
    if one.decade and not one.value % 10:
        return 0 <= other.value - one.value < 10
    if one.unit == "percent" and other.value in PARTS.values() and other.unit is None:
        return isclose(one.value, 100 * other.value)
    if other.unit == "percent" and one.value in PARTS.values() and one.unit is None:
        return isclose(100 * one.value, other.value)
    return one.about and _rounds(one.value, other.value, one.bound)


def rounded(one: Quantity, other: Quantity) -> bool:
    """True for "more than 2,400" where the source has 2,431: the bound comes from the rounding."""
    return not _exact(one, other) and one.about and _rounds(one.value, other.value, one.bound)


def _exact(one: Quantity, other: Quantity) -> bool:
    if isclose(one.value, other.value, rel_tol=SAME):
        return True
    return bool(one.unit and other.unit) and _converted(one) == _converted(other)


def _converted(one: Quantity) -> tuple[float, str | None]:
    """The value in the basic unit of its dimension, as far as one is known."""
    factor, unit = BASIC.get(one.unit or "", (1.0, one.unit))
    return round(one.value * factor, 9), unit


def _rounds(value: float, exact: float, bound: int) -> bool:
    """True where `value` is `exact` rounded to the digits that `value` shows, on the side told."""
    if value < 0 and exact < 0:
        value, exact, bound = -value, -exact, -bound
    if not value or not exact or isinf(exact) or abs(value - exact) > 0.1 * abs(exact):
        return False
    digits = f"{value:.0f}".rstrip("0") if value >= 1 else f"{value:g}".lstrip("0.")
    scale = 10 ** (floor(log10(abs(exact))) - max(1, len(digits)) + 1)
    near = abs(value - exact) <= scale
    return near and (bound == 0 or (value <= exact if bound > 0 else value >= exact))
