"""Whether the citations of a written answer bear it out, asked of a judge.

Only statements that the answer shows as supported count: one that is struck claims nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from assistant.answer import Answer
from assistant.support.support import score
from assistant.support.verdict import judge, least_support
from evals.metrics.fidelity import quotes_of


class Judge(Protocol):
    """Tells whether cited texts, together, bear a statement out."""

    @property
    def name(self) -> str:
        """What a report calls it."""

    def supports(self, statement: str, cited: Sequence[str], /) -> bool | None:
        """None where it gave no answer that can be read."""


class SupportModel:
    """The judge that is at hand everywhere: the support model of this project."""

    name = "support model of this project"

    def supports(self, statement: str, cited: Sequence[str], /) -> bool:
        """True where its score reaches the limit of the assistant's own check."""
        return score(statement, cited) >= least_support(statement, cited)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found about a statement.

    `supported` is the verdict of the assistant's own check, `recall` what the judge says of its
    citations together, None where that could not be read. `citations` counts them, `precise`
    those that are not irrelevant, None where the judge left that open.
    """

    statement: int
    supported: bool
    recall: bool | None
    citations: int
    precise: int | None

    @property
    def unread(self) -> bool:
        """Whether the judge gave an answer that could not be read."""
        return self.recall is None or self.precise is None


def judgements(answer: Answer, asked: Judge) -> tuple[Judgement, ...]:
    """What is found about each statement shown as supported, numbered as in the answer from 1."""
    return tuple(
        _judged(number, one.text, tuple(quotes_of(one, answer)), asked)
        for number, one in enumerate(answer.statements, start=1)
        if one.supported
    )


def _judged(number: int, text: str, cited: tuple[str, ...], asked: Judge) -> Judgement:
    @cache
    def supports(*some: str) -> bool | None:
        return asked.supports(text, some) if some else False

    recall = supports(*cited)
    relevant: list[bool | None] = [recall] * len(cited)
    if recall and len(cited) > 1:
        relevant = [_relevant(place, cited, supports) for place in range(len(cited))]
    precise = None if None in relevant else sum(map(bool, relevant))
    return Judgement(number, judge(text, cited).supported, recall, len(cited), precise)


def _relevant(
    place: int, cited: Sequence[str], supports: Callable[..., bool | None]
) -> bool | None:
    """Whether a citation supports alone, or the others don't without it."""
    alone = supports(cited[place])
    if alone is not False:
        return alone
    rest = supports(*cited[:place], *cited[place + 1 :])
    return None if rest is None else not rest


def statement_support(judged: Sequence[Judgement]) -> float | None:
    """The share of the statements that the assistant's own check of statements bears out.

    Whoever wrote them; None of an answer without statements. Source: here.
    """
    return _share([one.supported for one in judged])


def alce_citation_recall(judged: Sequence[Judgement]) -> float | None:
    """The share of the statements that cite something which, taken together, supports them.

    Statements whose judgement could not be read are left out. Source: ALCE (Gao et al., Enabling
    Large Language Models to Generate Text with Citations, EMNLP 2023, section 4.2), with another
    judge in place of its TRUE model, and without titles before the cited words.
    """
    return _share([one.recall for one in judged if one.recall is not None])


def alce_citation_precision(judged: Sequence[Judgement]) -> float | None:
    """The share of the citations of statements with recall 1 that are not irrelevant, of all.

    Irrelevant is one that does not support its statement alone, where the others do without it.
    0 of an answer that cites nothing. Statements whose judgement could not be read are left out.
    Source: as alce_citation_recall; of many citations none is cut off, where ALCE's program looks
    at three a statement.
    """
    read = [(one.precise, one.citations) for one in judged if one.precise is not None]
    if not read:
        return None
    precise, citations = (sum(column) for column in zip(*read, strict=True))
    return precise / citations if citations else 0.0


def _share(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None
