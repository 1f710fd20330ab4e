"""How often something may be done: so many times a minute, evenly refilled."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

MINUTE = 60.0
MOST_KEYS = 50_000
"""Keys that are remembered; the one used least recently goes first, and begins anew."""


class Rates:
    """Buckets of tokens, one a key: a bucket for N a minute holds N, and gains N a minute.

    Method: token bucket. Safe to use from several threads. Time in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic, most: int = MOST_KEYS) -> None:
        self._now, self._most = now, most
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, wanted: Sequence[tuple[str, int]]) -> int:
        """Takes one of each (key, number a minute), or none of them where one is empty.

        Gives 0, or the whole seconds until all of them hold one again.
        """
        with self._lock:
            now = self._now()
            levels = [(key, limit, self._level(key, limit, now)) for key, limit in wanted]
            wait = max((self._until(limit, level) for _, limit, level in levels), default=0.0)
            if wait > 0:
                return max(1, math.ceil(wait))
            for key, _, level in levels:
                self._buckets[key] = (level - 1, now)
                self._buckets.move_to_end(key)
            while len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
            return 0

    def _level(self, key: str, limit: int, now: float) -> float:
        level, then = self._buckets.get(key, (float(limit), now))
        return min(float(limit), level + (now - then) * limit / MINUTE)

    @staticmethod
    def _until(limit: int, level: float) -> float:
        return 0.0 if level >= 1 else (1 - level) * MINUTE / limit
