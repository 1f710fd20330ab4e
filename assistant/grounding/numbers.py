"""Whether the numbers, units and bounds of a statement are those of its source."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.grounding.dates import MONTHS
from assistant.grounding.fault import Fault, FaultKind
from assistant.grounding.quantities import ONES, Quantity, quantities, rounded, same_value
from assistant.grounding.tokens import Token
from assistant.grounding.units import UNITS

BARE = frozenset(["percent", "dollar", "euro", "pound"])
"""Units without which a number says something else."""
VAGUE = frozenset("few many several some hundreds thousands".split())
COUNTED = 5
"""Up to so many things, a list in the source may be counted instead of named."""
EXACT = frozenset("exactly precisely just".split())
LIMITING = frozenset(
    "maximum limit limits limited cap capped ceiling most many within can could may might almost "
    "more over above nearly close short approaching reach potentially possibly high".split()
)
"""Words that leave room below a number, such as "a limit of 50" and "as many as 50"."""
LIMITED, OR_MORE = 6, 4
"""So many words before and after a number may hold one of them."""
BELOW = frozenset(
    "loss lose deficit shortfall below negative minus decrease fall decline drop shrink reduce "
    "reduction lower down contract contraction".split()
)
"""With these, three is what "-3" is."""


def number_faults(ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Fault]:
    """The numbers of a statement that its source has not, or has with another unit or bound."""
    source = quantities(theirs)
    for one in quantities(ours):
        equal = [other for other in source if same_value(one, other)]
        said = one.words(ours)
        if not equal and _turned(one, source, ours, theirs):
            continue
        if not equal and not _excused(one, ours, theirs):
            kind: FaultKind = "date" if _in_date(one, ours) else "number"
            yield Fault(kind, said, f"The source does not hold {said}.")
        elif equal and not one.unit and all(other.unit in BARE for other in equal):
            yield Fault("unit", said, _unit_reason(equal[0], theirs))
        elif equal and one.unit and all(_other_unit(one, other) for other in equal):
            yield Fault("unit", f"{said} {one.unit}", _unit_reason(equal[0], theirs))
        elif equal and all(_other_bound(one, other) for other in equal):
            yield Fault("comparison", said, f"The source sets another bound to {said}.")
        elif equal and all(_exceeds(one, other, ours) for other in equal):
            less = "less" if equal[0].bound < 0 else "more"
            yield Fault("comparison", said, f"The source says {less} than {said}.")
    yield from _vague_units(ours, theirs)
    yield from _rates(ours, theirs)


def _vague_units(ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Fault]:
    """ "Many years", where the source speaks of other units and of no years."""
    held = {UNITS[token.word] for token in theirs if token.word in UNITS}
    for one, other in pairwise(ours):
        unit = UNITS.get(other.word, "")
        if one.word in VAGUE and len(other.word) > 2 and held and unit and unit not in held:
            yield Fault(
                "unit", f"{one.text} {other.text}", f"The source does not say {other.text}."
            )


def _rates(ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Fault]:
    """ "$5 a gallon" for "$5 a barrel"."""
    held = dict(_rated(theirs))
    for unit, said in _rated(ours):
        if held and unit not in held:
            yield Fault("unit", said, f"The source says {next(iter(held.values()))}.")


def _rated(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    for before, one, unit in zip(tokens, tokens[1:], tokens[2:], strict=False):
        rate = one.word == "per" or (one.word in ("a", "an") and before.kind == "number")
        if rate and unit.word in UNITS:
            yield UNITS[unit.word], f"{one.text} {unit.text}"


def _other_unit(one: Quantity, other: Quantity) -> bool:
    if one.value != other.value and one.unit and other.unit:
        return False  # the same in another unit, or they would not count as equal
    return one.unit != other.unit and not (one.ordinal and other.ordinal)


def _unit_reason(other: Quantity, theirs: Sequence[Token]) -> str:
    words = other.words(theirs)
    return f"The source says {words} {other.unit}." if other.unit else f"The source says {words}."


def _other_bound(one: Quantity, other: Quantity) -> bool:
    if other.bound == 0 and rounded(one, other):
        return False
    return one.bound != 0 and one.bound != other.bound


def _turned(
    one: Quantity, source: Sequence[Quantity], ours: Sequence[Token], theirs: Sequence[Token]
) -> bool:
    """True for "a loss of 3" and "fell by 3" where the source has "-3", and the reverse."""
    if one.first and ours[one.first - 1].word in ("to", "at"):
        return False  # "fell to 3" is not "fell to -3"
    turned = replace(one, value=-one.value)
    texts = ours if one.value > 0 else theirs
    below = any(not token.keys.isdisjoint(BELOW) for token in texts)
    return below and any(other.value and same_value(turned, other) for other in source)


def _exceeds(one: Quantity, other: Quantity, ours: Sequence[Token]) -> bool:
    """True for "50" and "exactly 50" where the source has "fewer than 50"; "more than 50" holds
    50 too, so that only "exactly 50" says more."""
    exact = one.first > 0 and ours[one.first - 1].word in EXACT
    if not other.bound or one.bound or (one.about and not exact) or _in_date(one, ours):
        return False
    near = [*ours[max(0, one.first - LIMITED) : one.first], *ours[one.last : one.last + OR_MORE]]
    return exact or (other.bound < 0 and not any(token.word in LIMITING for token in near))


def _in_date(one: Quantity, ours: Sequence[Token]) -> bool:
    near = [*ours[max(0, one.first - 1) : one.first], *ours[one.last : one.last + 1]]
    year = 1000 <= one.value <= 2100 and one.value == int(one.value) and one.unit is None
    year = year and "," not in ours[one.first].text
    return year or any(token.word in MONTHS for token in near)


def _excused(one: Quantity, ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """True for numbers that paraphrase without counting: "one of", "first", "both countries"."""
    word = ours[one.first].word
    if word in ("one", "first", "half", "couple"):
        return True
    if word in ("twice", "double"):
        return any("double" in token.keys for token in theirs)
    if one.value <= COUNTED and not one.unit and (word in ONES or word in ("both", "pair")):
        return _listed(int(one.value), theirs) or (one.value == 2 and _both(theirs))
    return False


def _both(theirs: Sequence[Token]) -> bool:
    return any(
        token.word in ("both", "either", "neither", "pair", "respectively") for token in theirs
    )


def _listed(count: int, theirs: Sequence[Token]) -> bool:
    """True where the source lists so many things: "A, B, and C" are three."""
    run = 1
    for at, token in enumerate(theirs):
        if token.text == ",":
            run += 1
        elif token.word in ("and", "or"):
            run += 0 if at and theirs[at - 1].text == "," else 1
            if run == count or (count == 2 and run >= 2):
                return True
            run = 1
        elif token.text in (".", ";", ":"):
            run = 1
    return False
