"""ALCE's definitions on cases small enough to count by hand."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Statement
from evals.metrics.support import (
    SupportModel,
    alce_citation_precision,
    alce_citation_recall,
    judgements,
    statement_support,
)
from tests.evals.samples import answer, span


class Knows:
    """A judge that holds each statement supported by texts that hold all of its words; "?" it
    cannot answer."""

    name = "all words"

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def supports(self, statement: str, cited: Sequence[str], /) -> bool | None:
        self.asked.append((statement, tuple(cited)))
        if "?" in statement:
            return None
        return set(statement.split()) <= set(" ".join(cited).split())


def written(*statements: tuple[str, Sequence[str]], supported: bool = True) -> Answer:
    """An answer of statements, each with the quotes that it cites."""
    quotes = list(dict.fromkeys(quote for _, cited in statements for quote in cited))
    citations = tuple(
        Citation(n, "evidence", span(0, len(q)), q, "A", None, "sha256:0")
        for n, q in enumerate(quotes, start=1)
    )
    said = tuple(
        Statement(text, tuple(quotes.index(q) + 1 for q in cited), supported)
        for text, cited in statements
    )
    return replace(answer(), statements=said, citations=citations, mode="written", model="m")


def figures(given: Answer) -> tuple[float | None, float | None]:
    found = judgements(given, Knows())
    return alce_citation_recall(found), alce_citation_precision(found)


@pytest.mark.parametrize(
    ("statements", "recall", "precision"),
    [
        ([("a b", ["a b c"])], 1, 1),
        ([("a b", ["a c"])], 0, 0),
        ([("a b", [])], 0, 0),  # what cites nothing has neither
        ([("a b", ["a", "b"])], 1, 1),  # neither does alone, and neither can be left out
        ([("a b", ["a b", "z"])], 1, 1 / 2),  # z alone does not, and is not missed
        ([("a b", ["a b", "a b c"])], 1, 1),  # each does alone
        ([("a b", ["a", "b", "z"])], 1, 2 / 3),
        ([("a b", ["a", "z"])], 0, 0),  # without recall no citation is precise
        ([("a", ["a"]), ("b", ["a"])], 1 / 2, 1 / 2),
        ([("a", ["a"]), ("b", [])], 1 / 2, 1),  # precision is over citations
        ([("a", ["a"]), ("b", ["x", "y", "z"])], 1 / 2, 1 / 4),
    ],
)
def test_recall_and_precision_are_those_of_alce(
    statements: list[tuple[str, list[str]]], recall: float, precision: float
) -> None:
    assert figures(written(*statements)) == (recall, precision)


def test_one_call_judges_a_statement_with_one_citation() -> None:
    judge = Knows()
    judgements(written(("a", ["a"]), ("b", ["a"]), ("c", [])), judge)
    assert judge.asked == [("a", ("a",)), ("b", ("a",))]


def test_unreadable_judgement_is_left_out_and_counted() -> None:
    found = judgements(written(("a", ["a"]), ("b ?", ["b"])), Knows())
    assert [one.unread for one in found] == [False, True]
    assert (alce_citation_recall(found), alce_citation_precision(found)) == (1, 1)
    only = judgements(written(("b ?", ["b"])), Knows())
    assert (alce_citation_recall(only), alce_citation_precision(only)) == (None, None)


def test_answer_without_statements_has_no_figures() -> None:
    assert figures(answer(refused=True)) == (None, None)
    assert statement_support(()) is None


def test_struck_statement_claims_nothing() -> None:
    assert judgements(written(("a", ["a"]), supported=False), Knows()) == ()


def test_statement_support_is_the_share_that_the_check_bears_out() -> None:
    source = "The bridge opened in 1932."
    given = written((source, [source]), ("The bridge opened in 1933.", [source]), (source, []))
    found = judgements(given, SupportModel())
    assert [one.supported for one in found] == [True, False, False]
    assert statement_support(found) == 1 / 3


def test_support_model_is_a_judge_with_the_name_that_reports_show() -> None:
    model = SupportModel()
    assert model.name == "support model of this project"
    assert model.supports("Ada wrote the notes.", ["Ada wrote the notes.", "Bob drew."])
    assert not model.supports("Cid sold both.", ["The rain fell on the hills all day."])
