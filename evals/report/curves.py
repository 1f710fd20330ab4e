"""The figures that the plots of a report draw, from its results."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

import numpy as np

from evals.metrics.judged import BINS
from evals.report.results import CaseResult
from evals.report.svg import ticks

BARS = 24
"""About how many bars the distribution of seconds has."""
LONG_TAIL = 1.5
"""Seconds beyond so many times the 95th percentile share the last bar."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of like confidence: how many, their mean confidence, the share answered right."""

    number: int
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Bar:
    """How many questions took more than `low`, and at most `high` seconds where that is given."""

    low: float
    high: float | None
    count: int


def risk_curve(results: Sequence[CaseResult]) -> list[tuple[float, float]]:
    """Coverage and risk as the questions answered are added, the most confident first.

    The k-th of n points is at coverage k/n. Its risk is the share wrong among the k; where
    confidence is equal, its mean over their orders. The mean of all risks is the metric `aurc`,
    and as there a crash is a wrong answer, wholly confident.
    """
    answered = [r for r in results if r.answer is None or not r.answer.refused]
    ranked = sorted(answered, key=_confidence, reverse=True)
    curve: list[tuple[float, float]] = []
    wrong = 0.0
    for _, level in groupby(ranked, key=_confidence):
        faults = [not _right(result) for result in level]
        share = sum(faults) / len(faults)
        for _ in faults:
            wrong += share
            count = len(curve) + 1
            curve.append((count / len(ranked), wrong / count))
    return curve


def calibration_bins(results: Sequence[CaseResult]) -> list[Bin]:
    """Those of the 10 equal bins of the metric `ece` that hold cases, low confidence first.

    The gaps between `confidence` and `right`, weighted by `count`, have that metric as mean.
    """
    members: dict[int, list[CaseResult]] = {}
    for result in results:
        number = int(np.clip(np.floor(_confidence(result) * BINS), 0, BINS - 1))
        members.setdefault(number, []).append(result)
    return [
        Bin(
            number,
            len(group),
            sum(map(_confidence, group)) / len(group),
            sum(map(_right, group)) / len(group),
        )
        for number, group in sorted(members.items())
    ]


def latency_bars(results: Sequence[CaseResult]) -> list[Bar]:
    """The distribution of seconds from 0 up, in bars of equal, round width.

    One very slow question would press all others into the first bar, so the last bar holds
    everything well beyond the 95th percentile.
    """
    seconds = [result.seconds for result in results]
    if not seconds:
        return []
    reach = LONG_TAIL * float(np.quantile(seconds, 0.95))
    edges = ticks(min(max(seconds), reach), BARS)
    width, last = edges[1], len(edges) - 1
    counts = [0] * (last + 1)
    for one in seconds:
        counts[min(max(ceil(one / width - 1e-9) - 1, 0), last)] += 1
    bars = [
        Bar(low, high, count) for low, high, count in zip(edges, edges[1:], counts, strict=False)
    ]
    return bars + ([Bar(edges[-1], None, counts[-1])] if counts[-1] else [])


def _confidence(result: CaseResult) -> float:
    return 1.0 if result.answer is None else result.answer.confidence


def _right(result: CaseResult) -> bool:
    return result.outcome == "hit"
