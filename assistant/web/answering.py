"""The web's one way of asking: whoever asks, so many questions are answered at once, no more.

Threads call `ask` and `stream`; what runs in the event loop awaits `asked` and `streamed`, which
wait for their turn without holding a thread, and stop when they are cancelled.
"""

import asyncio
import contextlib
import os
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from anyio import CancelScope

from assistant.answer import Answer, Turn
from assistant.web.drafts import Chunk, paced
from assistant.web.slots import Place, Slots
from index.errors import Busy, InvalidInput, InvalidQuestion, UnknownDocument

if TYPE_CHECKING:
    from assistant.assistant import Assistant

Way = Literal["api", "widget", "page", "openai", "mcp"]
"""How a question came in."""
T = TypeVar("T")

AT_ONCE = min(8, max(2, os.cpu_count() or 2))
"""An answer keeps a core busy: more at once than cores give no more answers, only later ones."""
AT_ONCE_WRITING = 16
"""A language model is mostly waited for, which takes no core."""
WAITING = 60
LOOK = 0.5
"""Seconds between two looks whether somebody who waits in a thread is still there."""
OF_THE_ASKER = (InvalidQuestion, InvalidInput, UnknownDocument)
"""What is wrong with the question, not with the answering."""


class Counts(Protocol):
    """What counts questions: never their words."""

    def answered(self, way: str, answer: Answer) -> None:
        """A question was answered or refused."""

    def failed(self, way: str) -> None:
        """A question could not be answered through no fault of its own."""

    def turned_away(self, way: str) -> None:
        """A question was not taken on, since too many were waiting."""


class Answering:
    """Asks the assistant, `at_once` questions at a time; `waiting` more wait for their turn."""

    def __init__(
        self,
        assistant: "Assistant",
        at_once: int | None = None,
        waiting: int = WAITING,
        metrics: Counts | None = None,
    ) -> None:
        """`at_once` without a number: as many as the machine, or the language model, can take."""
        if at_once is None:
            at_once = AT_ONCE if assistant.model is None else AT_ONCE_WRITING
        self._assistant, self._metrics = assistant, metrics
        self._slots = Slots(at_once, waiting)
        # Its own threads: those that serve other routes are never all taken by answers.
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="answer")

    @property
    def queue(self) -> tuple[int, int]:
        """How many questions wait, and how many are being answered."""
        return self._slots.queue

    def ask(
        self, way: Way, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Answer:
        """One answer, as `Assistant.ask`; blocks until its turn. Raises `Busy`, too."""
        for chunk in self.stream(way, question, history, documents):
            if "answer" in chunk:
                return _answer(chunk)
        raise RuntimeError("the assistant gave no answer")

    def stream(
        self,
        way: Way,
        question: str,
        history: Sequence[Turn] = (),
        documents: Sequence[str] = (),
        stopped: Callable[[], bool] = lambda: False,
    ) -> Generator[Chunk]:
        """The chunks of `Assistant.stream`, drafts `paced`; blocks until its turn. Raises `Busy`,
        too.

        While it waits, and while a model is silent, empty chunks come: who reads them can leave
        there. Ends without an answer as soon as `stopped()` is true, while it waits or between
        chunks.
        """
        with self._join(way) as place:
            while not _granted(place):
                if stopped():
                    return
                yield {}
            with contextlib.closing(self._chunks(way, question, history, documents)) as chunks:
                for chunk in chunks:
                    yield chunk
                    if stopped():
                        return

    async def asked(
        self, way: Way, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Answer:
        """`ask` for the event loop; cancelled, it stops."""
        async with contextlib.aclosing(self.streamed(way, question, history, documents)) as chunks:
            async for chunk in chunks:
                if "answer" in chunk:
                    return _answer(chunk)
        raise RuntimeError("the assistant gave no answer")

    async def streamed(
        self, way: Way, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> AsyncGenerator[Chunk]:
        """`stream` for the event loop, without its empty chunks; cancelled or closed, it stops.

        Before the chunks comes `{"state": "waiting"}`, unless a slot is free, and then
        `{"state": "searching"}`: so `Busy` is raised before anything is given.
        """
        with self._join(way) as place:
            if not place.granted.done():
                yield {"state": "waiting"}
                await place.wait()
            yield {"state": "searching"}
            async with contextlib.aclosing(
                self._in_a_thread(lambda: self._chunks(way, question, history, documents))
            ) as chunks:
                async for chunk in chunks:
                    yield chunk

    async def turn(self, way: Way, work: Callable[[], T]) -> T:
        """What some other work on the index gives, done in a thread once it is its turn."""
        with self._join(way) as place:
            await place.wait()
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _join(self, way: Way) -> Place:
        try:
            return self._slots.join()
        except Busy:
            if self._metrics:
                self._metrics.turned_away(way)
            raise

    def _chunks(
        self, way: Way, question: str, history: Sequence[Turn], documents: Sequence[str]
    ) -> Generator[Chunk]:
        """The assistant's chunks, counted; closing this closes those, and so a model's stream."""
        try:
            given = self._assistant.stream(question, history, documents)
            with contextlib.closing(paced(dict(chunk) for chunk in given)) as chunks:
                for chunk in chunks:
                    if self._metrics and "answer" in chunk:
                        self._metrics.answered(way, _answer(chunk))
                    yield chunk
        except OF_THE_ASKER:
            raise
        except Exception:
            if self._metrics:
                self._metrics.failed(way)
            raise

    async def _in_a_thread(self, made: Callable[[], Generator[Chunk]]) -> AsyncGenerator[Chunk]:
        """What a generator gives, made and walked in one thread; closing this ends the walk at
        its next chunk, empty ones too, and waits for that: so a slot is not freed while its thread
        still works."""
        loop = asyncio.get_running_loop()
        arrived: asyncio.Queue[Chunk | None] = asyncio.Queue()
        stop = threading.Event()

        def put(chunk: Chunk | None) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens
                loop.call_soon_threadsafe(arrived.put_nowait, chunk)

        def walk() -> None:
            try:
                with contextlib.closing(made()) as chunks:
                    for chunk in chunks:
                        if chunk:
                            put(chunk)
                        if stop.is_set():
                            return
            finally:
                put(None)

        walked = loop.run_in_executor(self._threads, walk)
        try:
            while (chunk := await arrived.get()) is not None:
                yield chunk
            await walked
        finally:
            stop.set()
            with CancelScope(shield=True):  # a cancelled scope would cut every wait in it short
                await asyncio.wait([walked])
            if not walked.cancelled():
                walked.exception()  # seen, so that nothing is said about it


def _granted(place: Place) -> bool:
    try:
        place.granted.result(LOOK)
    except NotYet:
        return False
    return True


def _answer(chunk: Chunk) -> Answer:
    answer: Answer = chunk["answer"]
    return answer
