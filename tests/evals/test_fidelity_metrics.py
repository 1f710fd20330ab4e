from dataclasses import replace

from assistant.answer import Answer, Statement
from assistant.grounding.fault import Fault
from evals.metrics.answers import false_answer_rate, false_refusal_rate
from evals.metrics.fidelity import (
    fidelity,
    forbidden_said,
    forbidden_words,
    statement_faults,
)
from tests.evals.samples import answer, case, citation, refusal, span

SEVEN = Fault("number", "7", "the cited words don't hold it")


def says(*statements: tuple[str, tuple[int, ...]]) -> Answer:
    """Statements with their markers; [1] cites the notes, [2] the maps."""
    notes, maps = citation(0, 20), replace(citation(21, 47), marker=2)
    said = tuple(Statement(text, markers) for text, markers in statements)
    return replace(answer(notes, maps), statements=said)


def test_fidelity_is_the_share_of_statements_that_are_cited_and_without_fault() -> None:
    told = says(("A.", (1,)), ("B.", (2,)), ("C.", (1, 2)), ("D.", ()))
    # B has a fault and D cites nothing.
    assert fidelity(told, [(), (SEVEN,), (), ()]) == 2 / 4


def test_marker_of_no_citation_is_no_citation() -> None:
    assert fidelity(says(("A.", (9,))), [()]) == 0


def test_answer_without_statements_has_no_fidelity() -> None:
    assert fidelity(refusal(), []) is None


def test_statement_is_checked_against_the_words_that_it_cites_only() -> None:
    right, wrong, uncited = statement_faults(
        says(
            ("Bob drew the maps in 1890.", (2,)),
            ("Bob drew the maps in 1890.", (1,)),
            ("Bob drew the maps in 1890.", ()),
        )
    )
    assert right == uncited == ()
    assert {fault.said for fault in wrong} >= {"1890"}


def test_forbidden_words_count_in_a_statement_whole_and_side_by_side() -> None:
    forbids = case(span(0, 20), must_not_say=("the cartographer Bob", "map", "Notes, by"))
    assert forbidden_said(forbids, says(("Cartographer Bob drew maps.", (1,)))) == 1
    told = says(("A cartographer named Bob drew maps and notes.", (1,)), ("By Ada.", (1,)))
    assert forbidden_said(forbids, told) == 0
    assert forbidden_said(forbids, refusal()) == 0


def test_forbidden_words_that_were_said_are_named() -> None:
    forbids = case(span(0, 20), must_not_say=("Bob", "Cid", "1890"))
    assert forbidden_words(forbids, says(("Cid sold it in 1890.", (1,)))) == ("Cid", "1890")


def test_false_answers_and_refusals_are_1_where_it_was_the_wrong_choice() -> None:
    told = answer(citation(0, 20))
    assert (false_answer_rate(case(), told), false_answer_rate(case(), refusal())) == (1, 0)
    answerable = case(span(0, 20))
    assert (false_refusal_rate(answerable, told), false_refusal_rate(answerable, refusal())) == (
        0,
        1,
    )
