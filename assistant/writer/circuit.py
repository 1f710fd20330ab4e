"""Leaving a model alone that fails again and again, after M. Nygard's circuit breaker."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from assistant.writer.failures import ModelFailed

ENOUGH = 3
"""Failures in a row after which a model is left alone."""
FIRST_REST, LONGEST_REST = 30.0, 300.0
"""Seconds of the first rest; each that follows is twice as long, up to the longest."""
LONGEST_WISH = 3600.0
"""Seconds that a server's wish to be left alone is granted for at most."""


class Circuit:
    """Says whether a model may be asked; safe to use from several threads.

    It opens after `ENOUGH` failures in a row, or at once where the server says when to come back
    (`Retry-After`). After the rest one request may try; it closes the circuit, or begins the next
    rest. Of short requests that help and of those that write, each sort's success clears its own
    failures alone: a server may manage the short ones only. What a question may be the cause of is
    no failure here: nothing said, no end, a request that the server cannot take (400, 413, 422),
    too little time (`Streaming`).
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = Counter[bool]()
        """By whether the requests helped."""
        self._rests = 0
        self._until: float | None = None
        self._trying = False

    def enter(self) -> bool:
        """Lets a request through, and tells whether it is the one that tries after a rest.

        Raises `ModelFailed` ("resting", with the seconds left) while the circuit is open.
        """
        with self._lock:
            if self._until is None:
                return False
            left = self._until - self._clock()
            if left > 0 or self._trying:
                raise ModelFailed("resting", max(left, 1.0))
            self._trying = True
            return True

    def succeeded(self, trial: bool, helps: bool = False) -> None:
        """The model answered; `helps` tells of a short request beside the one that writes."""
        with self._lock:
            if trial or self._until is None:
                self._failures[helps] = 0
                if not self._failures.total():
                    self._rests = 0
                self._until, self._trying = None, False

    def failed(self, trial: bool, retry_after: float | None = None, helps: bool = False) -> None:
        """The model failed, and wants to be left alone so many seconds if its server says so."""
        with self._lock:
            if self._until is not None and not trial:
                return  # it was let through before the circuit opened
            self._failures[helps] += 1
            if trial or retry_after is not None or self._failures.total() >= ENOUGH:
                rest = min(FIRST_REST * 2.0**self._rests, LONGEST_REST)
                if retry_after is not None:
                    rest = min(retry_after, LONGEST_WISH)
                self._rests = min(self._rests + 1, 10)
                self._until, self._trying = self._clock() + rest, False

    def left(self, trial: bool) -> None:
        """The request was given up, or not one to judge by: nothing is known of the model."""
        with self._lock:
            if trial:
                self._trying = False
