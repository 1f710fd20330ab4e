"""How fast indexing goes and how long it may still take, from what it tells of its progress."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

SPAN = 30.0
"""Seconds that the rate is the average of: texts that are known already go by at once, and say
nothing of those to come."""
LEAST = 3.0
"""Seconds before anything is said."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Bytes of files a second, and the seconds left at that rate; None while it is too early to
    tell."""

    rate: float | None = None
    left: float | None = None

    def __str__(self) -> str:
        """`1.2 MB/s, about 3 min left`, and nothing where nothing is known."""
        if self.rate is None or self.left is None:
            return ""
        return f"{_amount(self.rate)}/s, about {_duration(self.left)} left"


UNKNOWN = Pace()


class Pacing:
    """Reckons the pace of one run; tell it of the progress as it is told."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def told(self, done: int, total: int) -> Pace:
        """The pace, now that so many bytes of all are done."""
        now = self._clock()
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()  # another run
        self._seen.append((now, done))
        while len(self._seen) > 2 and self._seen[1][0] <= now - SPAN:
            self._seen.popleft()
        began, before = self._seen[0]
        if now - began < LEAST or done <= before:
            return UNKNOWN
        rate = (done - before) / (now - began)
        return Pace(rate, (total - done) / rate)


def _amount(count: float) -> str:
    for unit in ("B", "kB", "MB"):
        if count < 999.5:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:.3g} GB"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"
