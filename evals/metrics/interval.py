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
    """The statistic of `count` cases with its interval; None where it is undefined."""
    value = value_of(statistic, count)
    return None if value is None else Score(value, count, *bounds_of(statistic, count))


def bounds_of(statistic: Statistic, count: int) -> tuple[float, float]:
    """The percentile bootstrap interval of a statistic that is defined for `count` cases.

    `statistic` takes weights of shape (draws, count) and gives one value a draw, NaN where it is
    undefined; such draws are left out. Source: Efron and Tibshirani, An Introduction to the
    Bootstrap (1993), chapter 13.
    """
    low, high = np.nanquantile(statistic(resamples(count)), (0.025, 0.975))
    return float(low), float(high)


def value_of(statistic: Statistic, count: int) -> float | None:
    """The statistic of `count` cases as they are; None where it is undefined."""
    if count == 0:
        return None
    value = float(statistic(np.ones((1, count)))[0])
    return None if np.isnan(value) else value


def mean_score(values: Sequence[float]) -> Score | None:
    """The mean of the values with its interval; None of no values."""
    return bootstrapped(mean_of(values), len(values))


def mean_of(values: Sequence[float | None]) -> Statistic:
    """The mean of the values; cases that have none (None) do not count."""
    array = np.asarray(values, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(array))
    return lambda weights: divided(weights[:, known] @ array[known], weights[:, known].sum(axis=1))


def quantile_score(values: Sequence[float], quantile: float) -> Score | None:
    """A quantile of the values, interpolated, without an interval; None of no values."""
    return Score(float(np.quantile(values, quantile)), len(values)) if values else None


def divided(above: Floats, below: Floats, otherwise: float = np.nan) -> Floats:
    """The quotient, or `otherwise` where the divisor is 0."""
    quotient = np.full(above.shape, otherwise, dtype=np.float64)
    np.divide(above, below, out=quotient, where=below != 0)
    return quotient
