"""Questions that a number or a year answers: "How many", "What percentage", "In what year"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.questions.making.clause import Clause, joined
from assistant.questions.making.english import (
    CONJUNCTIONS,
    FINITE_BE,
    PREPOSITIONS,
    SUBORDINATORS,
    is_adverb,
)
from assistant.questions.making.names import MONTHS_AND_DAYS, is_capital
from assistant.questions.making.phrases import is_copula
from assistant.questions.making.turning import Draft, about, inverted, question_of, stated
from assistant.questions.making.verbs import form_of, is_participle

DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
YEAR = re.compile(r"(?:1\d|20)\d\d")
MONEY = re.compile(r"(?:US)?[$€£]\d[\d,.]*(?<=\d)")
PERCENT = re.compile(r"\d+(?:\.\d+)?%")
WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty "
    "forty fifty sixty seventy eighty ninety".split()
)
SCALES = frozenset("hundred thousand million billion trillion dozen".split())
HEDGES = frozenset(
    "about around approximately nearly almost roughly over more than at least up to an estimated "
    "some less fewer under only just exactly".split()
)
PLURALS = frozenset("people men women children feet species countries genes mice cattle".split())
MEASURES = frozenset("long wide tall high deep old thick".split())
LATER = frozenset("until since after before following".split())
"""Words behind which a date may belong to another event."""
VAGUE = frozenset(
    "other more additional different main major types times ways kinds things groups years months "
    "days weeks hours reasons parts factors former latter thousands hundreds millions".split()
)
"""What a count tells too little of, or what may be counted again elsewhere."""


@dataclass(frozen=True, slots=True)
class _Count:
    """A number among words: from its hedge to the end of what it counts."""

    start: int
    number: int
    end: int
    word: str
    after: int

    def answers(self, words: Sequence[str]) -> tuple[str, ...]:
        exact = joined(words[self.number : self.end])
        hedged = joined(words[self.start : self.end])
        return (exact,) if exact == hedged else (exact, hedged)


def number_questions(clause: Clause) -> Iterator[Draft]:
    """The questions that a number in the clause answers."""
    yield from _years(clause)
    yield from _subject_count(clause)
    yield from _counts(clause)


def _years(clause: Clause) -> Iterator[Draft]:
    turned = inverted(clause)
    span = _date(clause.rest)
    if turned is None:
        return
    front, verb = turned
    if clause.lead and _date(clause.lead) == (0, len(clause.lead)):
        if span is None and len(clause.rest) > 2:
            question = question_of([_when(clause.lead)], front, verb, clause.rest)
            yield Draft("number", question, (joined(clause.lead[1:]),), about(clause))
    elif span and not clause.lead:
        start, end = span
        before, after = clause.rest[:start], clause.rest[end:]
        plain = not any(is_participle(word) or word in SUBORDINATORS for word in before)
        ends = not after or after[0] in PREPOSITIONS - {"to", "of", "until"}
        told = (verb or before) and not set(before) & LATER and before[-1:] != ("and",)
        if plain and ends and told and not _date(after):
            question = question_of([_when(clause.rest[start:end])], front, verb, before, after)
            yield Draft("number", question, (joined(clause.rest[start + 1 : end]),), about(clause))


def _when(date: Sequence[str]) -> str:
    return "In what year" if len(date) == 2 else "When"


def _date(words: Sequence[str]) -> tuple[int, int] | None:
    """Where "in 1994", "in July 1994" or "on July 4, 1994" stands."""
    for at, word in enumerate(words[:-1]):
        if word not in ("in", "on"):
            continue
        end = at + 1
        while end < len(words) and (
            words[end] in MONTHS_AND_DAYS
            or re.fullmatch(r"\d{1,2}", words[end])
            or words[end] == ","
        ):
            end += 1
        if end < len(words) and YEAR.fullmatch(words[end]):
            return at, end + 1
    return None


def _subject_count(clause: Clause) -> Iterator[Draft]:
    if clause.opening == "name":
        return
    found = _count(clause.inner_subject, 0)
    if found and found.start == 0:
        subject = (*found.word.split(), *clause.subject[found.end :])
        question = question_of(subject, clause.verb, clause.rest, clause.lead)
        yield Draft("number", question, found.answers(clause.inner_subject))


def _counts(clause: Clause) -> Iterator[Draft]:
    turned = inverted(clause)
    found = next((f for at in range(len(clause.rest)) if (f := _count(clause.rest, at))), None)
    if turned is None or found is None:
        return
    front, verb = turned
    end = _with_of(clause.rest, found.after)
    before, after = clause.rest[: found.start], clause.rest[end:]
    counted = (*found.word.split(), *clause.rest[found.end : end])
    if after and after[0] in SUBORDINATORS | CONJUNCTIONS | {"with"}:
        after = ()
    copula = is_copula(clause)
    if not before and copula:
        if not after or after[0] not in MEASURES:
            return
        question = question_of(counted, after[:1], front, after[1:], clause.lead)
    elif not before:
        question = question_of(counted, front, verb, after, clause.lead)
    elif len(before) == 1 and before[0] in PREPOSITIONS and not copula:
        question = question_of(before, counted, front, verb, after, clause.lead)
    elif clause.rest[found.number] != "two":
        question = question_of(stated(clause), before, counted, after, clause.lead)
    else:
        return
    yield Draft("number", question, found.answers(clause.rest), about(clause))


def _with_of(words: tuple[str, ...], at: int) -> int:
    """The end of "of water" behind what is counted."""
    if words[at : at + 1] != ("of",):
        return at
    end = at + 1
    stops = PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS | {",", ";", ":", "to"}
    while end < len(words) and words[end] not in stops:
        end += 1
    return end


def _count(words: tuple[str, ...], at: int) -> _Count | None:
    """The count that begins with the word at that place, hedges in front of it included."""
    number = at
    while number < len(words) and words[number] in HEDGES:
        number += 1
    if number >= len(words) or (at and words[at - 1] in HEDGES):
        return None
    if at and not (words[at - 1] in PREPOSITIONS - {"to"} or _is_base(words, at - 1)):
        return None
    return _counted(words, at, number)


def _is_base(words: Sequence[str], at: int) -> bool:
    verb = form_of(words[at])
    return at > 0 and words[at - 1] == "to" and verb is not None and verb.base == words[at]


def _counted(words: tuple[str, ...], start: int, number: int) -> _Count | None:
    word, end = words[number], number + 1
    if PERCENT.fullmatch(word) or (DIGITS.fullmatch(word) and words[end : end + 1] == ("percent",)):
        end += not word.endswith("%")
        shared = words[end : end + 1] == ("of",)
        return _Count(start, number, end, "what percentage", end) if shared else None
    while end < len(words) and words[end] in SCALES:
        end += 1
    if MONEY.fullmatch(word):
        return _Count(start, number, end, "how much money", end) if end == len(words) else None
    known = word in WORDS or (DIGITS.fullmatch(word) and not YEAR.fullmatch(word))
    if not known:
        return None
    after = end
    while after < len(words) and after < end + 4 and _counts_as_noun(words[after]):
        after += 1
    nouns = words[end:after]
    if not nouns or set(nouns) & VAGUE or (after < len(words) and words[after] in CONJUNCTIONS):
        return None
    head = nouns[-1]
    plural = head in PLURALS or (head.endswith("s") and not head.endswith(("ss", "us", "is")))
    return _Count(start, number, end, "how many", after) if plural else None


def _counts_as_noun(word: str) -> bool:
    if word in PREPOSITIONS | SUBORDINATORS | CONJUNCTIONS | FINITE_BE or not word[:1].isalpha():
        return False
    verb = form_of(word)
    finite = verb is not None and verb.form in ("past", "participle")
    return not (finite or is_adverb(word) or is_capital([word]) or word in MEASURES)
