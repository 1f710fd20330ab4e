"""Questions for the reason and the place of what a sentence states."""

import re
from collections.abc import Iterator, Sequence

from assistant.questions.making.clause import Clause, main_clause, tokens_of
from assistant.questions.making.drafts import is_clear
from assistant.questions.making.english import (
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    SUBORDINATORS,
    is_adverb,
)
from assistant.questions.making.names import MONTHS_AND_DAYS, Names, is_capital
from assistant.questions.making.plain import plain
from assistant.questions.making.turning import inverted, question_of

REASONS = (("because",), ("due", "to"), ("in", "order", "to"), ("owing", "to"), ("thanks", "to"))
"""What leads from a statement to its reason or its purpose."""
FEWEST_OF_REASON = 3
"""Words of a reason that tells something."""
PLACED = frozenset(
    "located situated headquartered born buried held built founded established".split()
)
DONE = {
    "establishment": "established",
    "opening": "opened",
    "construction": "built",
    "foundation": "founded",
    "founding": "founded",
}
"""Nouns for making something, and what was then done."""
MADE = re.compile(
    rf"\b({'|'.join(DONE)}) of (?:an?|the) ((?:[a-z][\w-]* ){{1,5}}[a-z][\w-]*) in ([A-Z]\w+)"
)
SMALL = PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS | DETERMINERS
AT = frozenset("in at on near between along outside".split())


def circumstance_questions(sentence: str, names: Names, *, alone: bool) -> Iterator[str]:
    """ "Why did …?" and "Where was …?", only where the statement can be turned whole; `names` and
    `alone` as `making.drafts.drafts_of` takes them."""
    text = plain(sentence)
    if text is None:
        return
    tokens = tokens_of(text)
    opening = names.opening(tokens)
    at = _reason(tokens)
    if at:
        stated = tokens[: at - (tokens[at - 1] == ",")]
        clause = main_clause(stated, opening)
        if clause and is_clear(clause, alone=alone) and _is_whole(clause, stated):
            yield from _why(clause)
    yield from _where_made(text)
    clause = main_clause(tokens, opening)
    if clause and is_clear(clause, alone=alone):
        yield from _where(clause)


def _reason(tokens: Sequence[str]) -> int | None:
    """Where the reason begins, None where there is none or it comes first."""
    for at in range(3, len(tokens) - FEWEST_OF_REASON):
        if any(tuple(tokens[at : at + len(words)]) == words for words in REASONS):
            return at
    return None


def _is_whole(clause: Clause, tokens: Sequence[str]) -> bool:
    """True where the clause is all that was stated, but for adverbs and commas."""
    kept = (*clause.lead, *clause.subject, *clause.verb, *clause.rest)
    return len(_told(kept)) == len(_told(tokens))


def _told(tokens: Sequence[str]) -> list[str]:
    return [word for word in tokens if word != "," and not is_adverb(word)]


def _why(clause: Clause) -> Iterator[str]:
    turned = inverted(clause)
    if turned is not None and clause.rest[0] != "that":
        front, verb = turned
        yield question_of(["Why"], front, verb, clause.rest, clause.lead)


def _where_made(text: str) -> Iterator[str]:
    """ "The opening of a deep mine in Cerro …": "Where was the deep mine opened?"."""
    for making, made, place in MADE.findall(text):
        words = made.split()
        told = not {*words} & SMALL and not is_adverb(words[0])
        if told and len(words) > 1 and place not in MONTHS_AND_DAYS:
            yield question_of(["Where", "was", "the"], words, [DONE[making]])


def _where(clause: Clause) -> Iterator[str]:
    """ "The mint was founded in Lima in 1568": "Where was the mint founded?"."""
    placed = len(clause.verb) == 2 and clause.verb[0] in BE and clause.verb[1] in PLACED
    named = [word for word in clause.rest[1:5] if word not in ("the", "a")][:1]
    if placed and clause.rest[0] in AT and is_capital(named):
        turned = inverted(clause)
        if turned is not None:
            yield question_of(["Where"], *turned)
