"""Questions that the folder cannot answer, and why that is known."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.questions.making.kinds import kind_of
from assistant.questions.making.names import names_in
from evals.making.blanks import BLANK
from evals.making.candidates import Candidate
from evals.making.foreign import foreign_name, noise
from evals.making.survey import Survey

UnanswerableKind = Literal["foreign-name", "foreign-number", "off-topic", "masked"]

OF_A_PERSON = ("What did {name} do in {year}?", "Where was {name} in {year}?")
OF_A_PLACE = ("What happened in {name} in {year}?", "Who governed {name} in {year}?")
OF_A_THING = ("What happened to {name} in {year}?", "How did {name} change in {year}?")
PLAINEST = ("country", "person", "institution", "people", "unknown", "letters")
"""Kinds of names, those first of which it is plainest that years have to do with them."""
FIRST_YEAR, LAST_YEAR, USUAL_YEAR = 1100, 2024, 1950
CHOICE = 12
"""Years nearest to the usual ones, of which one is taken."""


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """A question without an answer; `masked` are the documents that must be kept away for that."""

    kind: UnanswerableKind
    question: str
    masked: tuple[str, ...] = ()


def foreign_names(candidates: Sequence[Candidate], survey: Survey) -> Iterator[Unanswerable]:
    """Questions of the candidates about a name that the folder does not hold."""
    asked: set[str] = set()
    for candidate in candidates:
        name = "" if BLANK in candidate.draft.question else _named(candidate)
        fresh = foreign_name(name, survey.vocabulary) if name else None
        if fresh is None or name in asked:
            continue
        asked.add(name)
        question = candidate.draft.question.replace(name, fresh)
        yield Unanswerable("foreign-name", question)


def _named(candidate: Candidate) -> str:
    """The name that a question is about, if it names it once."""
    question = candidate.draft.question
    name = candidate.draft.about or _last_name(question.rstrip("?").split())
    plain = name.endswith(("’s", "'s", ",", "’", "'")) is False
    return name if plain and len(name) > 2 and question.count(name) == 1 else ""


def _last_name(spoken: Sequence[str]) -> str:
    """The name that a question ends with, behind a preposition: "… sign in Berne?"."""
    start, end = next(((a, b) for a, b in names_in(spoken) if b == len(spoken)), (0, 0))
    alone = start > 1 and spoken[start - 1] in ("in", "for", "of", "by", "with", "on", "at", "from")
    return " ".join(spoken[start:end]) if alone else ""


def foreign_numbers(candidates: Sequence[Candidate], survey: Survey) -> Iterator[Unanswerable]:
    """Questions about names of the folder in years of which it says nothing."""
    asked: set[str] = set()
    for candidate in sorted(candidates, key=lambda one: PLAINEST.index(kind_of(one.draft.about))):
        name = candidate.draft.about
        year = foreign_year(name, survey) if name and name not in asked else None
        if year is None:
            continue
        asked.add(name)
        kind = kind_of(name)
        forms = {"person": OF_A_PERSON, "country": OF_A_PLACE}.get(kind, OF_A_THING)
        question = forms[len(asked) % len(forms)].format(name=name, year=year)
        yield Unanswerable("foreign-number", question)


def foreign_year(name: str, survey: Survey) -> int | None:
    """A year of which no document says anything, near those that the name's documents are about.

    It is not named anywhere, not even by its decade, and in no stretch of time in the documents
    that hold the name; its century is not named either, where that leaves one.
    """
    years, stretches = survey.years.get(name, (frozenset[int](), frozenset[tuple[int, int]]()))
    held = survey.vocabulary
    free = [
        year
        for year in range(FIRST_YEAR, LAST_YEAR)
        if str(year) not in held
        and f"{year // 10 * 10}s" not in held
        and not any(first <= year <= last for first, last in stretches)
    ]
    middle = sorted(years)[len(years) // 2] if years else USUAL_YEAR
    near = sorted(free, key=lambda year: abs(year - middle))[:CHOICE]
    near = [year for year in near if not _century_named(year, held)] or near
    return near[next(noise(name)) % len(near)] if near else None


def _century_named(year: int, held: Container[str]) -> bool:
    century = -(-year // 100)
    return any(f"{century}{ending}" in held for ending in ("th", "st", "nd", "rd"))


def masked(
    candidates: Sequence[Candidate], numbers: Sequence[int], survey: Survey
) -> Iterator[Unanswerable]:
    """Answerable questions with the only document that answers them kept away.

    `numbers` are the places of the candidates among those that were surveyed.
    """
    if survey.documents < 2:
        return
    for candidate, number in zip(candidates, numbers, strict=True):
        if not survey.is_echoed(number):
            yield Unanswerable("masked", candidate.draft.question, (candidate.span.document,))
