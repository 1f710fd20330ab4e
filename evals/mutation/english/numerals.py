"""Numbers as they stand in a text, in figures or in words, and what they are worth."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

WORD_VALUES = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, 2)
}
VALUE_WORDS = {value: word for word, value in WORD_VALUES.items()}

ORDINALS = tuple(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split()
)

UNIT_TAILS = (
    "year|month|week|day|hour|minute|second|mile|foot|metre|meter|inch|member|fold|page|point|seat|"
    "story|storey|man|person|part|game|week-long|season|episode|term|letter|bit|pound|dollar|acre"
)
FIGURES = re.compile(
    r"(?<![\w.,/:−+~^'’-])(?<![-–—])(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
    rf"(?![\w/:^°'′’]|[.,][0-9]|[-–][A-Z0-9]|-(?!(?:{UNIT_TAILS})\b)\w|\s?[×/]\s?[0-9])"
)
SPELLED = rf"(?:(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_ONES[1:10])}))?|{'|'.join(_ONES)})"
"""The pattern of a number in letters."""
WORDS = re.compile(rf"(?<![\w-]){SPELLED}(?![\w]|-(?!(?:{UNIT_TAILS})\b)\w)", re.I)
ANY_FIGURES = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")


class Numeral(NamedTuple):
    """`text[start:end]` is a number worth `value`; `words` where it is written in letters."""

    start: int
    end: int
    text: str
    value: Decimal
    words: bool


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers that stand by themselves: no part of a name, a range or a fraction."""
    for match in FIGURES.finditer(text):
        value = Decimal(match[0].replace(",", ""))
        yield Numeral(match.start(), match.end(), match[0], value, False)
    for match in WORDS.finditer(text):
        yield Numeral(match.start(), match.end(), match[0], Decimal(_value(match[0])), True)


def values(text: str) -> frozenset[Decimal]:
    """Every number that occurs in a text, in whatever form, parts of names and dates included."""
    figures = {Decimal(m[0].replace(",", "")) for m in ANY_FIGURES.finditer(text)}
    worded = {Decimal(_value(m[0])) for m in WORDS.finditer(text)}
    ranked = {
        Decimal(i) for i, word in enumerate(ORDINALS, 1) if re.search(rf"\b{word}", text, re.I)
    }
    return frozenset(figures | worded | ranked)


def in_words(value: int) -> str | None:
    """A number below a hundred in letters; None where it is larger."""
    if value in VALUE_WORDS:
        return VALUE_WORDS[value]
    if 20 < value < 100:
        return f"{VALUE_WORDS[value - value % 10]}-{VALUE_WORDS[value % 10]}"
    return None


def _value(word: str) -> int:
    return sum(WORD_VALUES[part] for part in word.lower().split("-"))
