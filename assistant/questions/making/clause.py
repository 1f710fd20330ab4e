"""The main statement of a sentence: subject, verb and the rest, or nothing where that is unsure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.questions.making.english import (
    DETERMINERS,
    DO,
    MODALS,
    NEGATIONS,
    POINTING,
    PREPOSITIONS,
    SUBORDINATORS,
    is_adverb,
)
from assistant.questions.making.names import Opening, is_capital, is_name
from assistant.questions.making.predicate import LONGEST_SUBJECT, find_verb, finite, hides_verb
from assistant.questions.making.tails import cut_tail
from assistant.questions.making.verbs import is_participle

MARKS = re.compile(r"([,;:])(?=\s|$)")
LONGEST_LEAD = 7
"""Words of what is kept before a statement."""
LEADS = frozenset("in on at during since after before by from under among throughout until".split())
DROPPED_LEADS = frozenset(
    "despite unlike like alongside while although given following besides as with".split()
)
DANGLING = frozenset("and or stating saying noting including being arguing claiming".split())
ASIDE_OPENERS = frozenset(
    "which who whose where a an the also known located based led called formerly now one".split()
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A statement in four parts. `lead` is what stood before it ("in 1994"), lower-case.

    `verb` begins with the finite verb; what follows in it belongs to it ("was first founded").
    `opening` tells whether the subject begins with a name.
    """

    lead: tuple[str, ...]
    subject: tuple[str, ...]
    verb: tuple[str, ...]
    rest: tuple[str, ...]
    opening: Opening

    @property
    def inner_subject(self) -> tuple[str, ...]:
        """The subject as it is written inside a sentence."""
        first, *others = self.subject
        return (first[:1].lower() + first[1:] if self.opening == "word" else first, *others)


def tokens_of(text: str) -> list[str]:
    """The words of a plain sentence, commas and the like as words of their own."""
    return MARKS.sub(r" \1", re.sub(r"\s*[—–]\s+|\s+[—–-]\s*|—", " ; ", text)).split()


def joined(tokens: Sequence[str]) -> str:
    """Words as text again."""
    return re.sub(r" ([,;:])", r"\1", " ".join(tokens))


def main_clause(tokens: Sequence[str], opening: Opening) -> Clause | None:
    """The statement that a sentence makes; `opening` is what its first word is."""
    opened = _lead(list(tokens))
    if opened is None:
        return None
    lead, body = opened
    first = body[0].lower() if body else "which"
    counted = body[1:2] and body[1][:1].isdigit()  # "Over 60% of goods …"
    if first in SUBORDINATORS or (first in PREPOSITIONS and not counted) or is_adverb(first):
        return None
    if is_participle(first) and opening != "name":  # "Founded by monks, …"
        return None
    if len(body) < len(tokens):
        opening = "name" if is_capital(body[:1]) else "word"
    return _clause(_without_aside(body), lead, opening)


def relative_clause(tokens: Sequence[str]) -> Clause | None:
    """The statement that a sentence adds about a name: "…, which includes 11 states"."""
    for at in range(2, len(tokens) - 2):
        if tokens[at] != "," or tokens[at + 1] not in ("which", "who"):
            continue
        start = at
        while start and (is_capital([tokens[start - 1]]) or tokens[start - 1] == "the"):
            start -= 1
        name, before = list(tokens[start:at]), tokens[start - 1] if start else ""
        if not start or not is_name(name) or before in (",", "of", "in", "at", "from", "on", "and"):
            continue
        told = list(tokens[at + 2 :])
        told = told[: told.index(",")] if "," in told else told
        clause = _clause([*name, *told], [], "name")
        if clause and len(clause.subject) == len(name):
            return clause
    return None


def _clause(body: list[str], lead: list[str], opening: Opening) -> Clause | None:
    found = find_verb(body)
    if found is None:
        return None
    start, end = found
    while start > 1 and is_adverb(body[start - 1]):
        start -= 1
    if any(hides_verb(body, at) for at in range(1, start)):
        return None
    subject = tuple(body[:start])
    verb = tuple(word for word in body[start:end] if not is_adverb(word))
    rest = tuple(cut_tail(body[end:]))
    while rest and rest[-1].lower() in PREPOSITIONS | DETERMINERS | DANGLING:
        rest = rest[:-1]
    clause = Clause(tuple(lead), subject, verb, rest, opening)
    whole = verb[0] not in MODALS | DO or len(verb) > 1
    return clause if rest and whole and _stands_alone(clause) else None


def _lead(tokens: list[str]) -> tuple[list[str], list[str]] | None:
    """What stands before the statement up to the first comma, and the statement; None where
    the statement might not hold without it."""
    first = tokens[0].lower()
    if first == "in" and re.fullmatch(r"(?:1\d|20)\d\d", " ".join(tokens[1:2])):
        return ["in", tokens[1]], [*tokens[2 + (tokens[2:3] == [","]) :]]
    if first not in LEADS | DROPPED_LEADS or "," not in tokens[:-1]:
        return [], tokens
    at = tokens.index(",")
    lead, body = [first, *tokens[1:at]], tokens[at + 1 :]
    if re.fullmatch(r"\d{4}", body[0]):  # "On July 4, 1776, …"
        if body[1:2] != [","]:
            return None
        lead, body = [*lead, ",", body[0]], body[2:]
    keeps = first in LEADS and at <= LONGEST_LEAD
    keeps = keeps and not any(w.endswith("ing") or w in SUBORDINATORS | {"to"} for w in lead)
    if keeps:
        return lead, body
    while body and is_participle(body[0]) and "," in body:
        body = body[body.index(",") + 1 :]
    return ([], body) if body and first in DROPPED_LEADS else None


def _without_aside(tokens: list[str]) -> list[str]:
    """A statement less what is set between commas after its subject."""
    if "," not in tokens[1:LONGEST_SUBJECT]:
        return tokens
    first = tokens.index(",")
    if any(finite(tokens[at], tokens[:at]) for at in range(1, first)):
        return tokens
    if tokens[first + 1 : first + 2] and tokens[first + 1].lower() in ASIDE_OPENERS:
        for at in range(first + 2, len(tokens) - 1):
            ahead = [word for word in tokens[at + 1 : at + 3] if not is_adverb(word)]
            if tokens[at] == "," and ahead and finite(ahead[0], tokens[:first]):
                return tokens[:first] + tokens[at + 1 :]
    return tokens


def _stands_alone(clause: Clause) -> bool:
    words = [word.lower() for word in (*clause.lead, *clause.subject, *clause.verb, *clause.rest)]
    every = {word for at, word in enumerate(words) if words[max(at - 1, 0)] != "each"}
    subject = {word.lower() for word in clause.subject}
    if subject & {"after", "before"} or subject & {"its", "their", "his", "her", "it", "there"}:
        return False
    return not every & (POINTING | NEGATIONS) or _both(clause)


def _both(clause: Clause) -> bool:
    every = [word.lower() for word in (*clause.lead, *clause.subject, *clause.verb, *clause.rest)]
    leaning = [word for word in every if word in POINTING | NEGATIONS]
    return leaning == ["both"] and "and" in every[every.index("both") :]
