"""Rates: never more than was allowed, whatever is asked for and when."""

import threading

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.web.access.rates import Rates

STEPS = st.lists(st.tuples(st.floats(0, 90), st.integers(0, 2)), max_size=80)


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@settings(deadline=None)
@given(limit=st.integers(1, 30), steps=STEPS)
def test_in_no_time_is_more_taken_than_the_bucket_and_what_flows_into_it(
    limit: int, steps: list[tuple[float, int]]
) -> None:
    clock = Clock()
    rates = Rates(clock)
    taken: list[float] = []
    for pause, times in steps:
        clock.time += pause
        for _ in range(times * limit):
            if rates.take([("a", limit)]) == 0:
                taken.append(clock.time)
    for first, start in enumerate(taken):
        for last in range(first, len(taken)):
            count, passed = last - first + 1, taken[last] - start
            assert count <= limit + limit * passed / 60 + 1e-6


@settings(deadline=None)
@given(limit=st.integers(1, 30), steps=STEPS)
def test_the_seconds_that_are_told_are_long_enough_and_not_a_second_too_long(
    limit: int, steps: list[tuple[float, int]]
) -> None:
    clock = Clock()
    rates = Rates(clock)
    for pause, times in steps:
        clock.time += pause
        for _ in range(times * limit):
            wait = rates.take([("a", limit)])
            if wait > 1:
                clock.time += wait - 1 - 1e-6
                assert rates.take([("a", limit)]) > 0
                clock.time += 1 + 2e-6
                assert rates.take([("a", limit)]) == 0
            elif wait:
                clock.time += wait + 1e-6
                assert rates.take([("a", limit)]) == 0


@settings(deadline=None)
@given(limits=st.lists(st.integers(1, 10), min_size=2, max_size=4), asked=st.integers(1, 40))
def test_a_refused_take_takes_nothing(limits: list[int], asked: int) -> None:
    clock = Clock()
    rates = Rates(clock)
    wanted = [(f"key {n}", limit) for n, limit in enumerate(limits)]
    for _ in range(asked):
        rates.take(wanted)
    given = min(asked, min(limits))
    for key, limit in wanted:
        left = 0
        while rates.take([(key, limit)]) == 0:
            left += 1
        assert left == limit - given


def test_keys_know_nothing_of_each_other() -> None:
    rates = Rates(Clock())
    assert rates.take([("a", 1)]) == 0
    assert rates.take([("a", 1)]) == 60
    assert rates.take([("b", 1)]) == 0


def test_nothing_wanted_is_always_given() -> None:
    assert Rates(Clock()).take([]) == 0


def test_only_so_many_keys_are_remembered_and_the_oldest_goes_first() -> None:
    rates = Rates(Clock(), most=2)
    for key in ("a", "b", "c"):
        assert rates.take([(key, 1)]) == 0
    assert rates.take([("c", 1)]) > 0
    assert rates.take([("b", 1)]) > 0
    assert rates.take([("a", 1)]) == 0


def test_threads_together_take_no_more() -> None:
    rates, taken = Rates(Clock()), []

    def take() -> None:
        for _ in range(100):
            if rates.take([("a", 50)]) == 0:
                taken.append(1)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 50
