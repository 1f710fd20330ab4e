"""Answers as streams of events: produced once, read by whoever resumes.

All of this lives in the event loop.
"""

import asyncio
import contextlib
import json
import logging
import secrets
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Iterator
from typing import Any, NamedTuple

from assistant.web.problem import details

GRACE = 0.8
"""Seconds for which a stream goes on without a reader."""
KEPT = 60.0
"""Seconds for which what a finished one said can be read again."""
KEPT_OF_ONE = 3
"""Finished streams of one session that are kept."""
KEPT_BYTES = 64_000_000
"""Bytes of all finished streams that are kept; the oldest goes first."""
ID_BYTES = 16
DRAFT = "draft"
"""The event that stands for no longer than until the next one."""
LINE_ENDS = {ord(character): f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}
"""What many clients take for the end of a line, though to server-sent events it is none."""

logger = logging.getLogger(__name__)


class Event(NamedTuple):
    """A server-sent event before it has a number."""

    name: str
    data: dict[str, Any]


INTERRUPTED = Event(
    "error",
    {**details(503, "The answer was interrupted. Ask again."), "reason": "interrupted"}
    | {"retry": True},
)
FAILED = Event(
    "error",
    {**details(500, "Something went wrong while answering. Ask again."), "reason": "failed"}
    | {"retry": True},
)


class Stream:
    """The events of one answer so far, as bytes to send; the nth is `events[n - 1]`.

    A draft is empty there as soon as another event has taken its place: its number stays, and who
    comes later does not get it. `owner` is the id of the session that asked.
    """

    def __init__(self, id: str, owner: str) -> None:
        self.id, self.owner = id, owner
        self.events: list[bytes] = []
        self.ended = False
        self._drafted = False
        self.forgotten: asyncio.TimerHandle | None = None
        """What will drop it, once it has ended and is kept."""
        self._readers = 0
        self._task: asyncio.Task[None] | None = None
        self._stopped = False
        self._giving_up: asyncio.TimerHandle | None = None
        self._grown = asyncio.Event()

    @contextlib.contextmanager
    def read(self) -> Iterator[None]:
        """Holds the stream going for as long as somebody reads it."""
        self._readers += 1
        if self._giving_up is not None:
            self._giving_up.cancel()
        try:
            yield
        finally:
            self._readers -= 1
            self.give_up_unless_read()

    async def grows(self, known: int, seconds: float) -> bool:
        """True once there are more events than those known, or it ended; False where that takes
        longer."""
        if len(self.events) == known and not self.ended:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._grown.wait()
        return len(self.events) > known or self.ended

    def give_up_unless_read(self) -> None:
        """Stops it soon, unless it has ended or somebody reads it by then."""
        if self._readers == 0 and not self.ended and self._task is not None:
            self._giving_up = self._task.get_loop().call_later(GRACE, self.stop)

    def stop(self) -> None:
        """Stops the work on the answer; the stream then ends with an error event."""
        # Cancelled once: a second time would cut short the wait for the thread that works.
        if self._task is not None and not self.ended and not self._stopped:
            self._stopped = True
            self._task.cancel()

    def run(self, events: AsyncGenerator[Event]) -> asyncio.Task[None]:
        """Goes on taking up the events until they end, fail or are stopped."""
        self._task = asyncio.create_task(self._run(events))
        return self._task

    def add(self, event: Event) -> None:
        """Takes up one event, under the next number."""
        data = json.dumps(event.data, ensure_ascii=False, separators=(",", ":"))
        data = data.translate(LINE_ENDS)
        if self._drafted:
            self.events[-1] = b""
        self._drafted = event.name == DRAFT
        number = len(self.events) + 1
        self.events.append(
            f"id: {self.id}.{number}\nevent: {event.name}\ndata: {data}\n\n".encode()
        )
        self._tell()

    async def _run(self, events: AsyncGenerator[Event]) -> None:
        try:
            async with contextlib.aclosing(events):
                async for event in events:
                    self.add(event)
        except asyncio.CancelledError:
            self.add(INTERRUPTED)
        except Exception:
            # It may name paths of the server: the log has it, the reader does not.
            logger.exception("a question could not be answered")
            self.add(FAILED)
        finally:
            self.end()

    def end(self) -> None:
        """Ends it, if it has not ended; one that was stopped before it ran does not by itself."""
        if self._giving_up is not None:
            self._giving_up.cancel()
        if not self.ended:
            self.ended = True
            self._tell()

    def _tell(self) -> None:
        self._grown.set()
        self._grown = asyncio.Event()


class Streams:
    """The streams that run, and those that ended a short while ago."""

    def __init__(self) -> None:
        self._running: dict[str, Stream] = {}
        self._ended: OrderedDict[str, Stream] = OrderedDict()
        self._bytes = 0

    async def begin(self, owner: str, answer: Callable[[str], AsyncGenerator[Event]]) -> Stream:
        """A stream of the events that `answer` gives for the id of the stream.

        What is raised before the first event is raised here, and then there is no stream.
        """
        stream = Stream(secrets.token_hex(ID_BYTES), owner)
        events = answer(stream.id)
        stream.add(await anext(events))
        self._running[stream.id] = stream
        stream.run(events).add_done_callback(lambda task: self._keep(stream))
        stream.give_up_unless_read()
        return stream

    def find(self, owner: str, id: str) -> Stream | None:
        """The stream of that id, if it is that session's."""
        stream = self._running.get(id) or self._ended.get(id)
        return stream if stream is not None and stream.owner == owner else None

    def forget(self, owner: str) -> None:
        """Stops and drops whatever a session has asked."""
        for stream in [*self._running.values(), *self._ended.values()]:
            if stream.owner == owner:
                stream.stop()
                self._drop(stream)

    def _keep(self, stream: Stream) -> None:
        stream.end()
        if self._running.pop(stream.id, None) is None:
            return  # its session is over
        self._ended[stream.id] = stream
        self._bytes += _size(stream)
        of_one = [other for other in self._ended.values() if other.owner == stream.owner]
        for other in of_one[:-KEPT_OF_ONE]:
            self._drop(other)
        while self._bytes > KEPT_BYTES:
            self._drop(next(iter(self._ended.values())))
        stream.forgotten = asyncio.get_running_loop().call_later(KEPT, self._drop, stream)

    def _drop(self, stream: Stream) -> None:
        self._running.pop(stream.id, None)
        if self._ended.pop(stream.id, None) is not None:
            self._bytes -= _size(stream)
        if stream.forgotten is not None:
            stream.forgotten.cancel()  # else it would hold what was said until its time


def _size(stream: Stream) -> int:
    return sum(map(len, stream.events))
