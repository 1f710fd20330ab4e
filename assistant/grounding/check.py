"""Whether a statement says only what the words that it cites say.

Nothing here asks a language model: numbers, units, dates, names, denials, opposites, quotations,
speakers and roles of the statement are each looked up in the cited words. What is said beside
them, such as a reason or a judgement, is not judged.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.grounding.agents import crossed_pairs, reversed_relations, usurped
from assistant.grounding.certainty import overclaims
from assistant.grounding.dates import moments
from assistant.grounding.denials import added, dropped
from assistant.grounding.fault import Fault
from assistant.grounding.foreign import foreign_faults
from assistant.grounding.names import held, names
from assistant.grounding.numbers import number_faults
from assistant.grounding.order import disordered
from assistant.grounding.periods import shifted
from assistant.grounding.quantifiers import widened
from assistant.grounding.reversals import reversals
from assistant.grounding.roles import misplaced
from assistant.grounding.slots import exchanged
from assistant.grounding.speech import misattributed
from assistant.grounding.tokens import Token, tokens

QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|„([^“”]+)[“”]|(?<!\w)‘([^’]+)’(?!\w)")
COMPARED = frozenset(["season", "each"])
"""Moments that a source has to gainsay, not only to leave out."""


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
    yield from number_faults(ours, theirs)
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
    for wider, partial in widened(ours, theirs):
        yield Fault("comparison", wider.text, f"The source says “{partial.text}”.")
    for side, told in shifted(ours, theirs):
        yield Fault("date", side.text, f"The source says “{told.text}”.")
    for hedge in overclaims(ours, theirs):
        yield Fault("certainty", hedge.text, f"The source says “{hedge.text}”.")
    yield from foreign_faults(statement, cited)
    for attribution in misattributed(ours, theirs):
        said = " ".join(token.text for token in attribution.speaker)
        yield Fault("speaker", said, f"The source does not say this of {said}.")
    for verb in (
        *exchanged(ours, theirs),
        *reversed_relations(ours, theirs),
        *crossed_pairs(ours, theirs),
    ):
        reason = f"The source has it the other way round with “{verb.text}”."
        yield Fault("role", verb.text, reason)
    for said, rightful in usurped(ours, theirs):
        yield Fault("role", said, f"The source says this of {rightful}.")
    for side, told in disordered(ours, theirs):
        yield Fault("date", side.text, f"The source has it the other way round: “{told.text}”.")
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
