import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.interval import Statistic, bootstrapped
from evals.metrics.judged import (
    Judged,
    answerability_auroc,
    aurc,
    balanced_refusal_accuracy,
    ece,
)

JUDGED = st.builds(
    lambda answerable, refused, right, confidence, failed: Judged(
        answerable, refused, right and answerable and not refused, confidence, failed
    ),
    *[st.booleans()] * 3,
    st.floats(0, 1),
    st.booleans(),
)


def judged(
    confidence: float = 0.5,
    answerable: bool = True,
    refused: bool = False,
    right: bool = False,
    failed: bool = False,
) -> Judged:
    return Judged(answerable, refused, right, confidence, failed)


def right(confidence: float) -> Judged:
    return judged(confidence, right=True)


def value(metric: Callable[[Sequence[Judged]], Statistic], cases: Sequence[Judged]) -> float:
    """Of the cases as they are, each once."""
    return float(metric(cases)(np.ones((1, len(cases))))[0])


def test_auroc_is_the_share_of_pairs_in_the_right_order_with_ties_half() -> None:
    cases = [judged(0.9), judged(0.4), judged(0.4, False), judged(0.1, False)]
    assert value(answerability_auroc, cases) == (1 + 1 + 0.5 + 1) / 4


def test_auroc_ranks_a_failed_case_at_the_wrong_end() -> None:
    cases = [judged(0.9, failed=True), judged(0.8), judged(0.1, False)]
    assert value(answerability_auroc, cases) == 1 / 2


def test_auroc_needs_answerable_and_unanswerable_cases() -> None:
    assert math.isnan(value(answerability_auroc, [judged(0.9), judged(0.4)]))


def test_aurc_is_the_mean_risk_over_all_coverages() -> None:
    # Risks at coverage 1, 2, 3 of 3: 0/1, 1/2, 1/3.
    assert value(aurc, [right(0.2), judged(0.5), right(0.9)]) == pytest.approx(
        (0 + 1 / 2 + 1 / 3) / 3
    )


def test_aurc_of_equal_confidence_is_the_mean_over_all_orders() -> None:
    # Right first: risks 0, 1/2; wrong first: 1, 1/2.
    assert value(aurc, [right(0.5), judged(0.5)]) == pytest.approx((0.25 + 0.75) / 2)


def test_aurc_leaves_refusals_out_and_counts_failures_as_confident_and_wrong() -> None:
    refused = judged(0.95, refused=True)
    assert value(aurc, [right(0.9), refused]) == 0
    assert value(aurc, [right(0.9), judged(failed=True)]) == pytest.approx((1 + 1 / 2) / 2)
    assert math.isnan(value(aurc, [refused]))


def test_ece_weighs_the_gap_of_each_bin_by_its_cases() -> None:
    # Bin 0.9–1: confidence 0.95, half right, gap 0.45; bin 0.1–0.2: 0.15, none right, gap 0.15.
    cases = [right(1.0), judged(0.9), judged(0.15, refused=True)]
    assert value(ece, cases) == pytest.approx((2 * 0.45 + 0.15) / 3)


def test_ece_counts_a_failed_case_as_confident_and_wrong() -> None:
    assert value(ece, [judged(0.0, failed=True)]) == 1


def test_balanced_refusal_accuracy_weighs_both_kinds_alike() -> None:
    cases = [
        judged(answerable=False, refused=True),
        judged(),
        judged(),
        judged(),
        judged(refused=True),
    ]
    assert value(balanced_refusal_accuracy, cases) == (1 + 3 / 4) / 2


def test_failed_case_was_neither_answered_nor_refused_well() -> None:
    cases = [judged(answerable=False, failed=True), judged(failed=True)]
    assert value(balanced_refusal_accuracy, cases) == 0
    assert math.isnan(value(balanced_refusal_accuracy, [judged()]))


@given(st.lists(JUDGED, max_size=12))
def test_all_lie_between_0_and_1_whatever_the_order_of_cases(cases: list[Judged]) -> None:
    for metric in (answerability_auroc, aurc, ece, balanced_refusal_accuracy):
        score = bootstrapped(metric(cases), len(cases))
        if score is not None:
            assert score.low is not None
            assert score.high is not None
            assert -1e-9 <= score.low <= score.high <= 1 + 1e-9
            assert -1e-9 <= score.value <= 1 + 1e-9
            assert value(metric, cases[::-1]) == pytest.approx(score.value)


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=12))
def test_aurc_agrees_with_going_down_the_ranking(cases: list[tuple[int, bool]]) -> None:
    # Distinct confidences leave one order only.
    distinct = [judged((level + n / 100) / 11, right=ok) for n, (level, ok) in enumerate(cases)]
    ranked = sorted(distinct, key=lambda one: -one.confidence)
    risks = [sum(not one.right for one in ranked[:k]) / k for k in range(1, len(ranked) + 1)]
    assert value(aurc, distinct) == pytest.approx(sum(risks) / len(risks))
