import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.retrieval import (
    evidence_iou,
    evidence_precision,
    evidence_recall,
    hit,
    reciprocal_rank,
)
from index.document import Span
from tests.evals.samples import span

SPANS = st.builds(
    lambda document, start, length: Span(document, start, start + length),
    st.sampled_from(["a.txt", "b.txt"]),
    st.integers(0, 50),
    st.integers(1, 30),
)


def test_recall_is_the_share_of_gold_characters_found() -> None:
    assert evidence_recall([span(0, 10), span(20, 30)], [span(5, 25)]) == 10 / 20


def test_precision_is_the_share_of_found_characters_that_are_gold() -> None:
    assert evidence_precision([span(0, 10)], [span(5, 25)]) == 5 / 20


def test_iou_counts_what_was_found_and_what_was_missed() -> None:
    assert evidence_iou([span(0, 10)], [span(5, 25)]) == 5 / (20 + 5)


def test_text_found_twice_is_gold_once_and_paid_for_twice() -> None:
    gold, found = [span(0, 10)], [span(0, 10), span(0, 10)]
    assert evidence_recall(gold, found) == 1
    assert evidence_precision(gold, found) == 10 / 20
    assert evidence_iou(gold, found) == 10 / 20


def test_overlapping_gold_spans_count_each_character_once() -> None:
    assert evidence_recall([span(0, 10), span(5, 15)], [span(0, 12)]) == 12 / 15


def test_same_offsets_in_another_document_are_no_overlap() -> None:
    gold, found = [span(0, 10)], [span(0, 10, "b.txt")]
    assert (evidence_recall(gold, found), hit(gold, found)) == (0, 0)


def test_nothing_found_is_zero() -> None:
    for metric in (evidence_recall, evidence_precision, evidence_iou, hit, reciprocal_rank):
        assert metric([span(0, 10)], []) == 0


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert hit([span(0, 10)], [span(10, 20)]) == 0


def test_reciprocal_rank_is_one_over_the_rank_of_the_first_overlap() -> None:
    assert reciprocal_rank([span(0, 5)], [span(9, 20), span(20, 30), span(4, 6)]) == pytest.approx(
        1 / 3
    )


@given(st.lists(SPANS, min_size=1, max_size=5), st.lists(SPANS, max_size=5))
def test_all_lie_between_0_and_1_and_iou_is_the_smallest(
    gold: list[Span], found: list[Span]
) -> None:
    recall, precision = evidence_recall(gold, found), evidence_precision(gold, found)
    assert 0 <= evidence_iou(gold, found) <= min(recall, precision) <= 1
    assert hit(gold, found) == (recall > 0) == (reciprocal_rank(gold, found) > 0)


@given(st.lists(SPANS, min_size=1, max_size=5), st.lists(SPANS, max_size=5))
def test_recall_is_1_when_the_passages_cover_everything(
    gold: list[Span], found: list[Span]
) -> None:
    assert evidence_recall(gold, [*found, span(0, 80), span(0, 80, "b.txt")]) == 1


@given(st.lists(SPANS, min_size=1, max_size=5), st.lists(SPANS, max_size=5), SPANS)
def test_another_passage_never_lowers_recall(
    gold: list[Span], found: list[Span], more: Span
) -> None:
    assert evidence_recall(gold, [*found, more]) >= evidence_recall(gold, found)
