"""Who may answer now and who waits: first come, first served, with an end to the queue."""

import asyncio
import math
import threading
import time
from collections import deque
from concurrent.futures import Future
from types import TracebackType

from index.errors import Busy

FULL = "Too many questions are waiting. Ask again shortly."
LONGEST_ADVICE = 60
"""Seconds that somebody who is turned away is told to wait at most."""
WEIGHT = 0.2
"""How much the newest answer counts in the mean time of an answer."""


class Place:
    """A place in the queue, then a slot. As a context manager it is left whatever happens."""

    def __init__(self, slots: "Slots") -> None:
        self._slots = slots
        self.granted: Future[None] = Future()
        """Done once the slot is there."""
        self.since: float | None = None

    async def wait(self) -> None:
        """Returns once the slot is there. The thread is free meanwhile."""
        # A copy that can be cancelled without cancelling what it copies.
        await asyncio.shield(asyncio.wrap_future(self.granted))

    def leave(self) -> None:
        """Frees the slot, or leaves the queue; harmless where that has been done."""
        self._slots.leave(self)

    def __enter__(self) -> "Place":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.leave()


class Slots:
    """`at_once` slots and a queue of at most `waiting`. Safe to use from several threads."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._at_once, self._most = at_once, waiting
        self._lock = threading.Lock()
        self._held: set[Place] = set()
        self._queue: deque[Place] = deque()
        self._mean = 0.0  # seconds for which a slot is held

    @property
    def queue(self) -> tuple[int, int]:
        """How many wait, and how many hold a slot."""
        with self._lock:
            return len(self._queue), len(self._held)

    def join(self) -> Place:
        """A place at the end of the queue, granted at once where a slot is free; raises `Busy`
        where the queue is full."""
        place = Place(self)
        with self._lock:
            if len(self._held) >= self._at_once and len(self._queue) >= self._most:
                raise Busy(FULL, self._advice())
            self._queue.append(place)
        self._grant()
        return place

    def leave(self, place: Place) -> None:
        """As `Place.leave`."""
        with self._lock:
            if place in self._held:
                self._held.remove(place)
                took = time.monotonic() - (place.since or 0.0)
                self._mean += WEIGHT * (took - self._mean)
            elif place in self._queue:
                self._queue.remove(place)
        self._grant()

    def _grant(self) -> None:
        granted: list[Place] = []
        with self._lock:
            while self._queue and len(self._held) < self._at_once:
                place = self._queue.popleft()
                place.since = time.monotonic()
                self._held.add(place)
                granted.append(place)
        for place in granted:  # outside of the lock: who waits goes on from here
            place.granted.set_result(None)

    def _advice(self) -> int:
        seconds = math.ceil(self._mean * self._most / self._at_once)
        return min(max(1, seconds), LONGEST_ADVICE)
