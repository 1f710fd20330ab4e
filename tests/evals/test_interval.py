import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.interval import (
    DRAWS,
    bootstrapped,
    bounds_of,
    mean_of,
    mean_score,
    quantile_score,
    resamples,
    value_of,
)


def test_mean_carries_its_count_and_interval() -> None:
    score = mean_score([0.0, 1.0] * 50)
    assert score is not None
    assert (score.value, score.count) == (0.5, 100)
    # The standard error is 0.05, so 95% lie within about 0.1.
    assert score.low == pytest.approx(0.4, abs=0.02)
    assert score.high == pytest.approx(0.6, abs=0.02)


def test_nothing_has_no_mean_and_no_quantile() -> None:
    assert mean_score([]) is None
    assert quantile_score([], 0.5) is None


def test_cases_without_a_value_do_not_count_in_a_mean() -> None:
    mean = mean_of([1.0, None, 0.0, None])
    assert value_of(mean, 4) == 0.5
    weights = np.array([[3.0, 9, 1, 9], [0, 2, 0, 2]])
    kept, none = mean(weights)
    assert kept == 3 / 4
    assert np.isnan(none)


def test_draws_in_which_a_statistic_is_undefined_are_left_out_of_its_bounds() -> None:
    # One value of two: a quarter of the draws lack it.
    assert bounds_of(mean_of([0.25, None]), 2) == (0.25, 0.25)


def test_statistic_that_is_undefined_has_no_score() -> None:
    assert bootstrapped(mean_of([None, None]), 2) is None
    assert value_of(mean_of([]), 0) is None


def test_one_value_is_its_own_interval() -> None:
    score = mean_score([0.25])
    assert score is not None
    assert (score.value, score.low, score.high) == (0.25, 0.25, 0.25)


def test_quantile_has_no_interval() -> None:
    score = quantile_score([4.0, 1.0, 3.0, 2.0], 0.5)
    assert score is not None
    assert (score.value, score.count, score.low, score.high) == (2.5, 4, None, None)


def test_each_resample_draws_as_many_cases_as_there_are() -> None:
    counts = resamples(7)
    assert counts.shape == (DRAWS, 7)
    assert (counts.sum(axis=1) == 7).all()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_interval_contains_the_mean_lies_within_the_values_and_repeats(values: list[float]) -> None:
    score = mean_score(values)
    assert score is not None
    assert score.low is not None
    assert score.high is not None
    tiny = 1e-9
    assert min(values) - tiny <= score.low <= score.value + tiny
    assert score.value - tiny <= score.high <= max(values) + tiny
    assert mean_score(values) == score


def test_intervals_of_a_whole_report_cost_little() -> None:
    started = time.perf_counter()
    for _ in range(20):
        mean_score([0.0, 1.0, 0.5] * 100)
    assert time.perf_counter() - started < 2
