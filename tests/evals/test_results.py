"""What is wrong with a case, in words; and the groups that cases are counted in."""

from dataclasses import replace

import pytest

from assistant.answer import Answer, Statement
from assistant.grounding.fault import Fault
from evals.case import Case
from evals.report.results import CaseResult, Outcome, Report, documents_of
from tests.evals.samples import TEXT, answer, case, citation, refusal, span

NOTES = case(span(0, 20))
GOOD = answer(citation(0, 20), said="Ada wrote the notes.")
UNCITED = replace(GOOD, statements=(*GOOD.statements, Statement("Cid sold both.", ())))


def result(
    of: Case = NOTES,
    came: Answer | None = GOOD,
    faults: tuple[tuple[Fault, ...], ...] = (),
    error: str | None = None,
    **values: float,
) -> CaseResult:
    return CaseResult(of, {"answer_hit": 1.0} | values, 0.1, came, (), error, faults)


@pytest.mark.parametrize(
    ("brought", "outcome"),
    [
        (result(), "hit"),
        (result(case(), refusal(), answer_hit=0), "refusal"),
        (result(came=None, **{"hit@5": 1.0}), "found"),
        (result(case(), None), "nothing to find"),
    ],
)
def test_case_is_ok_with_the_evidence_cited_a_due_refusal_or_the_evidence_found(
    brought: CaseResult, outcome: Outcome
) -> None:
    assert (brought.outcome, brought.ok, brought.why) == (outcome, True, "")


@pytest.mark.parametrize(
    ("brought", "why"),
    [
        (
            result(answer_hit=0),
            "answered without citing the evidence; it cites “Ada wrote the notes.”",
        ),
        (result(came=answer(), answer_hit=0), "answered without citing the evidence"),
        (result(came=refusal()), "refused, but the document says “Ada wrote the notes.”"),
        (result(case()), "answered, though the documents don't say: “Ada wrote the notes.”"),
        (result(came=None, error="KeyError: 'x'\n  y"), "crashed: KeyError: 'x' y"),
        (
            result(came=None, **{"hit@5": 0.0}),
            "none of the first 5 passages holds the evidence",
        ),
        (result(quote_exact=0.5), "a quote is not what its document says at that place"),
        (result(came=UNCITED), "statement 2 cites nothing"),
        (
            result(faults=((), (Fault("number", "7", "its source says 5"),))),
            "statement 2 says “7”: its source says 5",
        ),
        (
            result(replace(NOTES, must_not_say=("Bob", "ADA"))),
            "says “ADA”, which it must not",
        ),
    ],
)
def test_what_is_wrong_is_told_in_plain_words_on_one_line(brought: CaseResult, why: str) -> None:
    assert (brought.ok, brought.why) == (False, why)


def test_everything_that_is_wrong_is_told() -> None:
    told = result(came=UNCITED, answer_hit=0, quote_exact=0).why
    assert len(told.split("; ")) == 4
    assert told.endswith("statement 2 cites nothing")


def test_long_words_are_cut() -> None:
    told = result(case(), replace(GOOD, statements=(Statement(TEXT * 9, (1,)),))).why
    assert told.endswith("…”")
    assert len(told) < 150


def test_faults_are_those_of_all_statements() -> None:
    one, two = Fault("number", "7", "a"), Fault("name", "Bob", "b")
    assert result(faults=((one,), (), (two, one))).faults == (one, two, one)


def test_wrong_cases_come_worst_first_and_faulty_hits_last() -> None:
    faulty = result(replace(NOTES, id="faulty"), quote_exact=0)
    missed = result(replace(NOTES, id="missed"), answer_hit=0)
    crashed = result(replace(NOTES, id="crashed"), None, error="x")
    report = Report("s", (faulty, result(), missed, crashed))
    assert [one.case.id for one in report.wrong] == ["crashed", "missed", "faulty"]


def test_case_counts_for_the_document_that_it_names_or_those_of_its_evidence() -> None:
    far = span(0, 5, "b.txt")
    assert documents_of(case(far, document="a.txt")) == ("a.txt",)
    assert documents_of(case(far, span(0, 5), far)) == ("b.txt", "a.txt")
    assert documents_of(case()) == ()


def test_metrics_are_given_by_language_and_document() -> None:
    both = case(span(0, 20), span(0, 5, "b.txt"), lang="en")
    report = Report("s", (result(both), result(replace(NOTES, lang="de"), answer_hit=0.0)))
    assert [(lang, scores["answer_hit"].value) for lang, scores in report.by_lang.items()] == [
        ("en", 1),
        ("de", 0),
    ]
    scores = report.by_document
    assert (scores["a.txt"]["answer_hit"].value, scores["a.txt"]["answer_hit"].count) == (0.5, 2)
    assert (scores["b.txt"]["answer_hit"].value, scores["b.txt"]["answer_hit"].count) == (1, 1)


def test_case_without_language_or_document_is_in_no_group() -> None:
    report = Report("s", (result(case()),))
    assert (report.by_lang, report.by_document, report.by_kind) == ({}, {}, {})
