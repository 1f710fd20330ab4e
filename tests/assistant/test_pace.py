"""What is told of the pace of indexing."""

import pytest

from assistant.pace import LEAST, SPAN, UNKNOWN, Pace, Pacing


class Clock:
    """A clock that stands until it is set."""

    now = 100.0

    def __call__(self) -> float:
        return self.now

    def after(self, pacing: Pacing, seconds: float, done: int) -> Pace:
        self.now += seconds
        return pacing.told(done, 10_000)


def test_nothing_is_said_before_there_is_something_to_go_by() -> None:
    clock = Clock()
    pacing = Pacing(clock)
    assert pacing.told(0, 10_000) == UNKNOWN
    assert clock.after(pacing, LEAST / 2, 500) == UNKNOWN
    assert str(UNKNOWN) == ""
    assert clock.after(pacing, LEAST / 2, 600) == Pace(600 / LEAST, 9400 / (600 / LEAST))


def test_the_rate_is_that_of_the_last_half_minute() -> None:
    clock = Clock()
    pacing = Pacing(clock)
    pacing.told(0, 10_000)
    clock.after(pacing, 1, 5000)  # known already
    done = 5000
    for _ in range(int(SPAN) + 5):
        done += 10
        pace = clock.after(pacing, 1, done)
    assert pace.rate == pytest.approx(10)
    assert pace.left == pytest.approx((10_000 - done) / 10)


def test_a_standstill_is_no_pace_and_another_run_begins_anew() -> None:
    clock = Clock()
    pacing = Pacing(clock)
    pacing.told(0, 10_000)
    clock.after(pacing, 10, 5000)
    clock.after(pacing, SPAN, 5000)
    assert clock.after(pacing, 1, 5000) == UNKNOWN
    assert clock.after(pacing, 1, 10) == UNKNOWN
    assert clock.after(pacing, 10, 110) == Pace(10, 989)


@pytest.mark.parametrize(
    ("pace", "words"),
    [
        (Pace(1_234_567, 61), "1.23 MB/s, about 61 s left"),
        (Pace(999_900, 0), "1 MB/s, about 1 s left"),
        (Pace(4200, 170), "4.2 kB/s, about 3 min left"),
        (Pace(12, 9000), "12 B/s, about 2.5 h left"),
    ],
)
def test_a_pace_is_told_in_few_words(pace: Pace, words: str) -> None:
    assert str(pace) == words
