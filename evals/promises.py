"""What the product promises of answers that a language model writes, held against a run."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer
from evals.metrics.fidelity import quotes_of
from evals.report.results import Report
from evals.scripted.trials import complaints, own_words, plain
from index.document import Document

SLACK = 15.0
"""Seconds beyond a model's own for all else: searching, reading, understanding the question."""
LIVE = re.compile(r"https?://\S+|!\[|\]\(|<[a-z/][^>]*>", re.IGNORECASE)
"""Links, pictures and tags, as they would be in what a page shows."""
NAMED = 5
"""Cases that a broken promise names at most."""


@dataclass(frozen=True, slots=True)
class Watched:
    """An answer as it came: all its chunks, and the seconds to its end, to the first word and to
    the first checked statement, where there were any."""

    question: str
    answer: Answer
    chunks: tuple[Mapping[str, Any], ...]
    seconds: float
    first_word: float | None
    first_statement: float | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise, and where it was broken."""

    says: str
    broken: tuple[str, ...]

    @property
    def kept(self) -> bool:
        """Whether it was broken nowhere."""
        return not self.broken


def promises(
    report: Report, seen: Sequence[Watched], documents: Mapping[str, Document], limit: float
) -> tuple[Promise, ...]:
    """Each promise with where the run broke it; `limit` is the seconds of a written answer."""
    found = {
        "every question is answered or refused": _crashed(report),
        "quotes are exact, statements cite, and what came is what the answer holds": (
            f"{one.question}: {what}"
            for one in seen
            for what in complaints(one.answer, one.chunks, documents)
        ),
        "every statement shown as supported passes the check against its citations": (
            _unsupported(report)
        ),
        "where the model fails, the documents' own words are given": (
            f"{one.question}: {one.answer.writing.failure}"
            for one in seen
            if one.answer.writing and one.answer.writing.failure and not own_words(one.answer)
        ),
        f"every answer comes within {limit:.0f} s, and {SLACK:.0f} s for all else": (
            f"{one.question}: {one.seconds:.1f} s" for one in seen if one.seconds > limit + SLACK
        ),
        "no link, picture or tag but those of the documents": (
            f"{one.question}: {what}" for one in seen for what in _live(one.answer)
        ),
        "at least one answer is the model's": _wrote(seen),
    }
    return tuple(Promise(says, _first(broken)) for says, broken in found.items())


def _first(broken: Iterator[str]) -> tuple[str, ...]:
    every = list(broken)
    more = [f"and {len(every) - NAMED} more"] if len(every) > NAMED else []
    return (*every[:NAMED], *more)


def _crashed(report: Report) -> Iterator[str]:
    return (f"{one.case.question}: {one.error}" for one in report.results if one.error)


def _unsupported(report: Report) -> Iterator[str]:
    """Statements in English, as the check without the model reads no other language."""
    for one in report.results:
        if one.answer and one.case.lang in ("", "en"):
            for judged in one.judgements:
                if not judged.supported:
                    yield f"{one.case.question}: {one.answer.statements[judged.statement - 1].text}"


def _live(answer: Answer) -> Iterator[str]:
    if answer.mode == "written":
        for statement in answer.statements:
            cited = plain(" ".join(quotes_of(statement, answer)))
            for found in LIVE.findall(statement.text):
                if found not in cited:
                    yield found


def _wrote(seen: Sequence[Watched]) -> Iterator[str]:
    if not any(one.answer.mode == "written" for one in seen):
        accounts = [one.answer.writing for one in seen if one.answer.writing]
        kinds = sorted({one.failure or "nothing stands" for one in accounts})
        yield f"not one answer is written: {', '.join(kinds) or 'it was never asked'}"
