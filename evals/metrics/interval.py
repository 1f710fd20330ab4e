"""A metric's value with its count and its 95% bootstrap interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Statistic: TypeAlias = Callable[[Floats], Floats]

DRAWS = 1000
SEED = 1


@dataclass(frozen=True, slots=True)
class Score:
    """A value over `count` cases. `low` and `high` bound it with 95%; None for quantiles."""

    value: float
    count: int
    low: float | None = None
    high: float | None = None


def resamples(count: int) -> Floats:
    """How often each of `count` cases is drawn, one row for each of DRAWS draws; always the same.

    As counts, every statistic below becomes a few matrix operations for all draws at once.
    """
    picks = np.random.default_rng(SEED).integers(0, count, size=(DRAWS, count))
    picks += count * np.arange(DRAWS)[:, None]
    counts = np.bincount(picks.ravel(), minlength=DRAWS * count)
    return counts.reshape(DRAWS, count).astype(np.float64)


def bootstrapped(statistic: Statistic, count: int) -> Score | None:
    """The statistic of `count` cases, with its percentile bootstrap interval.

    `statistic` takes weights of shape (draws, count) and gives one value a draw, NaN where it is
    undefined; such draws are left out. None where it is undefined for the cases as they are.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
    """
    if count == 0:
        return None
    value = float(statistic(np.ones((1, count)))[0])
    if np.isnan(value):
        return None
    low, high = np.nanquantile(statistic(resamples(count)), (0.025, 0.975))
    return Score(value, count, float(low), float(high))


def mean_score(values: Sequence[float]) -> Score | None:
    """The mean of the values with its interval; None of no values."""
    array = np.asarray(values, dtype=np.float64)
    return bootstrapped(lambda weights: weights @ array / weights.sum(axis=1), array.size)


def quantile_score(values: Sequence[float], quantile: float) -> Score | None:
    """A quantile of the values, interpolated, without an interval; None of no values."""
    return Score(float(np.quantile(values, quantile)), len(values)) if values else None
