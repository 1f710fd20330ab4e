"""A model's words as they come, from a request that can be given up at any moment."""

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import cache, partial
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import NamedTuple, Self

from assistant.writer.circuit import Circuit
from assistant.writer.failures import ModelFailed, failure_of, status_of

IDLE = 0.045
"""Seconds without a word after which "" is given, so that the caller can go on with the rest: two
of them and a check are to take less than 150 ms."""
GRACE = 1.0
"""Seconds after the time limit by which a request must have ended by itself."""
ANSWERED = ("empty", "endless")
"""Failures of an answer, not of the server: see `Circuit`."""
OF_THE_QUESTION = (400, 413, 422)
"""Statuses of a request that the server cannot take; others it may."""

_log = logging.getLogger(__name__)


class Usage(NamedTuple):
    """Tokens by the model's own count."""

    prompt: int
    completion: int


Producer = Callable[[Callable[[str], None]], Awaitable[Usage | None]]
"""Asks a model and hands on its words, "" for whatever else comes; gives its count of tokens, if it
tells."""


class Streaming:
    """`with model.stream(…) as deltas: for text in deltas: …`

    Gives pieces of text as they come, and "" where none came for `IDLE` seconds. Raises
    `ModelFailed`, on entering or while iterating; with no time left, without asking. Leaving the
    block closes the connection, in whatever state the answer is.
    """

    def __init__(
        self,
        produce: Producer,
        seconds: float,
        circuit: Circuit,
        asked: str,
        fair: float = 0.0,
        helps: bool = False,
    ) -> None:
        """`asked` is who, for the log. With less than `fair` seconds to answer in, taking longer
        is not held against the model. `helps`: see `Circuit`."""
        self._produce, self._seconds, self._circuit = produce, seconds, circuit
        self._succeeded = partial(circuit.succeeded, helps=helps)
        self._failed = partial(circuit.failed, helps=helps)
        self._asked, self._fair = asked, fair
        self._queue: SimpleQueue[str | ModelFailed | None] = SimpleQueue()
        self._heard = self._left = self._trial = False
        self._unsettled = threading.Lock()
        """Taken by whoever tells the circuit how it went, which is told once."""
        self.usage: Usage | None = None
        """The model's own count, after the end; None where it does not tell."""

    def __enter__(self) -> Self:
        if self._seconds <= 0:
            raise ModelFailed("timeout")
        self._trial = self._circuit.enter()
        self._ends = time.monotonic() + self._seconds
        self._future = asyncio.run_coroutine_threadsafe(self._run(), _loop())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._left = True
        self._future.cancel()
        if self._heard:
            self._settle(self._succeeded)
        else:
            self._settle(self._circuit.left)

    def __iter__(self) -> Iterator[str]:
        while True:
            try:
                came = self._queue.get(timeout=IDLE)
            except Empty:
                if time.monotonic() > self._ends + GRACE:
                    self._settle_timeout()
                    raise ModelFailed("timeout") from None
                yield ""
                continue
            if isinstance(came, ModelFailed):
                raise came
            if came is None:
                return
            yield came

    async def _run(self) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                self.usage = await self._produce(self._hear)
        except Exception as error:
            failure = failure_of(error, self._heard)
            # Never the error's own words: they may repeat a key or the prompt.
            status = status_of(error)
            name = type(error).__name__
            _log.warning("%s: %s (%s %s)", self._asked, failure.kind, name, status or "")
            if status in OF_THE_QUESTION:
                self._settle(self._circuit.left)
            elif failure.kind == "timeout" and status is None:
                self._settle_timeout()
            elif failure.kind in ANSWERED:
                self._settle(self._succeeded)
            else:
                self._settle(self._failed, failure.retry_after)
            self._queue.put(failure)
        else:
            self._settle(self._succeeded)
            self._queue.put(None)

    def _settle_timeout(self) -> None:
        fair = self._seconds >= self._fair
        self._settle(self._failed if fair else self._circuit.left)

    def _settle(self, tell: Callable[..., None], *said: float | None) -> None:
        if self._unsettled.acquire(blocking=False):
            tell(self._trial, *said)

    def _hear(self, text: str) -> None:
        # A package may lose the cancellation that ends this in the race with what just came.
        if self._left:
            raise asyncio.CancelledError
        if time.monotonic() > self._ends:
            raise ModelFailed("timeout")
        if text:
            self._heard = True
            self._queue.put(text)


_starting = threading.Lock()


def _loop() -> asyncio.AbstractEventLoop:
    """The loop in which models are asked: one for the process, as clients are bound to theirs."""
    with _starting:
        return _started()


@cache
def _started() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="language model", daemon=True).start()
    return loop
