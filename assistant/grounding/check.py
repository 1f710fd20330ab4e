"""Whether a statement says only what the words that it cites say.

Nothing here asks a language model: numbers, units, dates, names, denials, opposites, quotations,
speakers and roles of the statement are each looked up in the cited words. What is said beside
them, such as a reason or a judgement, is not judged.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.grounding.dates import MONTHS, moments
from assistant.grounding.denials import added, dropped
from assistant.grounding.names import held, names
from assistant.grounding.quantities import ONES, Quantity, quantities, rounded, same_value
from assistant.grounding.reversals import reversals
from assistant.grounding.roles import misplaced
from assistant.grounding.slots import exchanged
from assistant.grounding.speech import misattributed
from assistant.grounding.tokens import Token, tokens
from assistant.grounding.units import UNITS

FaultKind = Literal[
    "number", "unit", "date", "name", "negation", "comparison", "quotation", "role", "speaker"
]

QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|„([^“”]+)[“”]|(?<!\w)‘([^’]+)’(?!\w)")
BARE = frozenset(["percent", "dollar", "euro", "pound"])
"""Units without which a number says something else."""
COMPARED = frozenset(["season", "each"])
"""Moments that a source has to gainsay, not only to leave out."""
VAGUE = frozenset("few many several some hundreds thousands".split())
COUNTED = 5
"""Up to so many things, a list in the source may be counted instead of named."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a statement says and its cited words do not.

    `said` are the words of the statement at fault, `reason` a short sentence for people.
    """

    kind: FaultKind
    said: str
    reason: str


def check(statement: str, cited: Sequence[str]) -> tuple[Fault, ...]:
    """What a statement says that the cited words don't; empty where it is faithful to them."""
    if _plain(statement) in {_plain(words) for words in cited} or not _plain(statement):
        return ()
    ours, theirs = tokens([statement]), tokens(cited)
    return tuple(dict.fromkeys(_faults(statement, cited, ours, theirs)))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _faults(
    statement: str, cited: Sequence[str], ours: Sequence[Token], theirs: Sequence[Token]
) -> Iterator[Fault]:
    yield from _quotations(statement, cited)
    yield from _numbers(ours, theirs)
    yield from _vague_units(ours, theirs)
    yield from _rates(ours, theirs)
    yield from _dates(ours, theirs)
    yield from _names(ours, theirs)
    for denial in added(ours, theirs):
        yield Fault("negation", ours[denial.at].text, "The source does not deny this.")
    for denial in dropped(ours, theirs):
        word = theirs[denial.at].text
        yield Fault("negation", word, f"The source denies this: “{word}”.")
    for reversal in reversals(ours, theirs):
        reason = f"The source says “{reversal.source.text}”."
        yield Fault("comparison", reversal.said.text, reason)
    for one, other in pairwise(token for token in ours if token.text != "-"):
        less = one.word in ("less", "least") and not any(t.word == one.word for t in theirs)
        if less and any(other.like(token) for token in theirs) and other.content:
            yield Fault(
                "comparison", f"{one.text} {other.text}", f"The source says “{other.text}”."
            )
    for attribution in misattributed(ours, theirs):
        said = " ".join(token.text for token in attribution.speaker)
        yield Fault("speaker", said, f"The source does not say this of {said}.")
    for verb in exchanged(ours, theirs):
        reason = f"The source has it the other way round with “{verb.text}”."
        yield Fault("role", verb.text, reason)
    for wrong in misplaced(ours, theirs):
        reason = f"The source says this of {wrong.rightful.said}."
        yield Fault("role", wrong.entity.said, reason)


def _quotations(statement: str, cited: Sequence[str]) -> Iterator[Fault]:
    source = " ".join(_letters(words) for words in cited)
    for match in QUOTED.finditer(statement):
        quoted = next(group for group in match.groups() if group)
        if f" {_letters(quoted)} " not in f" {source} ":
            yield Fault("quotation", quoted, "The source does not hold these words.")


def _letters(text: str) -> str:
    """The words of a text with single spaces and without marks, to compare quotations."""
    plain = text.lower().replace("’", "'")
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*|%", plain))


def _numbers(ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Fault]:
    source = quantities(theirs)
    for one in quantities(ours):
        equal = [other for other in source if same_value(one, other)]
        said = one.words(ours)
        if not equal and not _excused(one, ours, theirs):
            kind: FaultKind = "date" if _in_date(one, ours) else "number"
            yield Fault(kind, said, f"The source does not hold {said}.")
        elif equal and not one.unit and all(other.unit in BARE for other in equal):
            yield Fault("unit", said, _unit_reason(equal[0], theirs))
        elif equal and one.unit and all(_other_unit(one, other) for other in equal):
            yield Fault("unit", f"{said} {one.unit}", _unit_reason(equal[0], theirs))
        elif equal and all(_other_bound(one, other) for other in equal):
            yield Fault("comparison", said, f"The source sets another bound to {said}.")


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


def _in_date(one: Quantity, ours: Sequence[Token]) -> bool:
    near = [*ours[max(0, one.first - 1) : one.first], *ours[one.last : one.last + 1]]
    year = 1000 <= one.value <= 2100 and one.value == int(one.value) and one.unit is None
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


def _dates(ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Fault]:
    keys = {moment.key for moment in moments(theirs)}
    sorts = {key.split()[0] for key in keys}
    for moment in moments(ours):
        sort, _, exact = moment.key.partition(" ")
        known = moment.key in keys or sort in keys or (not exact and sort in sorts)
        if not known and (sort in sorts or sort not in COMPARED):
            yield Fault("date", moment.said, f"The source does not say {moment.said}.")


def _names(ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Fault]:
    source = names(theirs)
    for name in names(ours):
        if not held(name, ours, theirs, source):
            said = name.words(ours)
            yield Fault("name", said, f"The source does not hold {said}.")
