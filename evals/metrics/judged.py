"""Metrics that need all answers together: of confidence, and of the choice to refuse.

Each takes what is known of the cases and gives a statistic of them: weights of shape (draws,
cases) to one value a draw, NaN where it is undefined; see `interval.bootstrapped`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.metrics.interval import Floats, Statistic, divided

BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of one answer: `right` means answered, with a citation of the evidence."""

    answerable: bool
    refused: bool
    right: bool
    confidence: float
    failed: bool = False


def answerability_auroc(judged: Sequence[Judged]) -> Statistic:
    """The chance that an answerable case has more confidence than an unanswerable one.

    A tie counts half; 0.5 is chance, 1 is perfect; undefined unless there are both. A failed case
    is ranked at the wrong end. Source: Hanley and McNeil, Radiology 143 (1982).
    """
    confidence = _floats(
        (0.0 if one.answerable else 1.0) if one.failed else one.confidence for one in judged
    )
    answerable = _flags(one.answerable for one in judged)
    return lambda weights: auroc(confidence, answerable, weights)


def aurc(judged: Sequence[Judged]) -> Statistic:
    """The area under the risk-coverage curve of the questions that were answered; 0 is best.

    Risk is the share answered wrongly: without a citation of the evidence, or unanswerable.
    Refusals are not covered. A failed case counts as a wrong answer, wholly confident. Undefined
    where everything was refused. Source: Geifman, Uziel and El-Yaniv, Bias-Reduced Uncertainty
    Estimation for Deep Neural Classifiers (ICLR 2019); for questions, Kamath, Jia and Liang,
    Selective Question Answering under Domain Shift (ACL 2020).
    """
    answered = np.flatnonzero(_flags(one.failed or not one.refused for one in judged))
    confidence = _confidence(judged)[answered]
    wrong = _flags(one.failed or not one.right for one in judged)[answered]
    return lambda weights: risk_coverage_area(confidence, wrong, weights[:, answered])


def ece(judged: Sequence[Judged]) -> Statistic:
    """The gap between confidence and the share of right answers, weighted over 10 equal bins.

    0 is best. A refusal is no right answer, so its confidence should be near 0. A failed case
    counts as wrong and wholly confident. Source: Guo et al., On Calibration of Modern Neural
    Networks (ICML 2017).
    """
    confidence = _confidence(judged)
    right = _flags(one.right and not one.failed for one in judged)
    return lambda weights: calibration_error(confidence, right, weights)


def balanced_refusal_accuracy(judged: Sequence[Judged]) -> Statistic:
    """The mean of: unanswerable cases refused, answerable cases answered. Needs both.

    That is 1 less the mean of false_answer_rate and false_refusal_rate. Standard.
    """
    well = _floats(not one.failed and one.refused != one.answerable for one in judged)
    answerable = _flags(one.answerable for one in judged)
    return lambda weights: balanced_accuracy(well, answerable, weights)


def auroc(confidence: Floats, positive: NDArray[np.bool_], weights: Floats) -> Floats:
    """Area under the ROC curve: pairs of positive and negative in the right order, ties half."""
    order, starts = _levels(confidence)
    up = np.add.reduceat((weights * positive)[:, order], starts, axis=1)
    down = np.add.reduceat((weights * ~positive)[:, order], starts, axis=1)
    below = np.cumsum(down, axis=1) - down
    pairs = up.sum(axis=1) * down.sum(axis=1)
    return divided((up * (below + down / 2)).sum(axis=1), pairs)


def risk_coverage_area(confidence: Floats, wrong: NDArray[np.bool_], weights: Floats) -> Floats:
    """Mean over k of the share wrong among the k most confident.

    Cases of equal confidence have no order, so the mean over all their orders is taken. Within
    a level of n cases, w of them wrong, after b cases with a wrong, the j-th of them adds
    (a + jw/n) / (b + j), which sums to w + (a - bw/n) (H(b+n) - H(b)), H the harmonic numbers.
    """
    if not confidence.size:
        return np.full(len(weights), np.nan)
    order, starts = _levels(-confidence)
    count = np.add.reduceat(weights[:, order], starts, axis=1)
    bad = np.add.reduceat((weights * wrong)[:, order], starts, axis=1)
    total = np.cumsum(count, axis=1)
    before, bad_before = total - count, np.cumsum(bad, axis=1) - bad
    harmonic = np.concatenate(([0.0], np.cumsum(1 / np.arange(1, total.max() + 1))))
    steps = harmonic[total.astype(int)] - harmonic[before.astype(int)]
    share = divided(bad, count, 0.0)
    area = (bad + (bad_before - before * share) * steps).sum(axis=1)
    return divided(area, total[:, -1])


def calibration_error(confidence: Floats, right: NDArray[np.bool_], weights: Floats) -> Floats:
    """Expected calibration error: the bins' gaps, weighted by how many cases are in each."""
    bins = np.clip(np.floor(confidence * BINS), 0, BINS - 1).astype(int)
    member = np.eye(BINS)[bins]
    gaps: Floats = np.abs((weights * (right - confidence)) @ member)
    return divided(gaps.sum(axis=1), weights.sum(axis=1))


def balanced_accuracy(well: Floats, positive: NDArray[np.bool_], weights: Floats) -> Floats:
    """The mean of the share done well among the positives and among the others."""
    shares = [
        divided((weights * group) @ well, weights @ group.astype(np.float64))
        for group in (positive, ~positive)
    ]
    mean: Floats = (shares[0] + shares[1]) / 2
    return mean


def _confidence(judged: Sequence[Judged]) -> Floats:
    return _floats(1.0 if one.failed else one.confidence for one in judged)


def _floats(values: Iterable[float]) -> Floats:
    return np.array(list(values), dtype=np.float64)


def _flags(values: Iterable[bool]) -> NDArray[np.bool_]:
    return np.array(list(values), dtype=bool)


def _levels(values: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The order from the lowest value up, and where in it each new value starts."""
    order = np.argsort(values, kind="stable")
    return order, np.flatnonzero(np.diff(values[order], prepend=np.nan) != 0)
