"""A step of a chain that adds what it makes to what is known."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator, Mapping
from contextlib import aclosing, closing
from threading import Event
from typing import Any, TypeVar

from langchain_core.runnables import Runnable, RunnableGenerator
from langchain_core.runnables.utils import AddableDict

Chain = Runnable[Any, dict[str, Any]]
T = TypeVar("T")
Signs = Generator[AddableDict, None, T]
"""A step that takes its time: it gives empty chunks, signs of life where it can be left, then what
it makes."""


def assigned(key: str, step: Callable[[Mapping[str, Any]], Any]) -> Chain:
    """Passes a state on at once, then what the step makes of it, under the key; the signs of life
    of a step that gives them, too.

    Once the state's `left`, an event, is set, nothing more is made: a chain's stream that is closed
    runs its earlier steps to their ends, to trace them.

    As `RunnablePassthrough.assign`, which starts a thread for each call: on a busy machine that
    costs as much as the search.
    """

    def added(chunks: Iterator[dict[str, Any]]) -> Iterator[AddableDict]:
        state: dict[str, Any] = {}
        for chunk in chunks:
            state.update(chunk)
            yield AddableDict(chunk)
        if _left(state):
            return
        made = step(state)
        if isinstance(made, Generator):
            yield from _kept(key, made, state)
        else:
            yield AddableDict({key: made})

    async def added_async(chunks: AsyncIterator[dict[str, Any]]) -> AsyncIterator[AddableDict]:
        state: dict[str, Any] = {}
        async for chunk in chunks:
            state.update(chunk)
            yield AddableDict(chunk)
        if _left(state):
            return
        made = await asyncio.to_thread(_begun, step, state)
        if isinstance(made, Generator):
            async with aclosing(walked(_kept(key, made, state))) as parts:
                async for part in parts:
                    yield part
        else:
            yield AddableDict({key: made})

    return RunnableGenerator(added, added_async, name=key)


def _begun(step: Callable[[Mapping[str, Any]], Any], state: Mapping[str, Any]) -> Any:
    """What a step makes, or its signs after the first: one thread is enough for most."""
    made = step(state)
    if isinstance(made, Generator):
        try:
            next(made)
        except StopIteration as end:
            return end.value
    return made


def _kept(
    key: str, signs: Signs[Any], state: Mapping[str, Any]
) -> Generator[AddableDict, None, None]:
    with closing(signs):
        while not _left(state):
            try:
                yield next(signs)
            except StopIteration as end:
                yield AddableDict({key: end.value})
                return


def _left(state: Mapping[str, Any]) -> bool:
    left: Event | None = state.get("left")
    return left is not None and left.is_set()


def waited(signs: Signs[T]) -> T:
    """What a step makes, waited for."""
    while True:
        try:
            next(signs)
        except StopIteration as end:
            made: T = end.value
            return made


async def walked(made: Generator[AddableDict, None, None]) -> AsyncGenerator[AddableDict]:
    """What an iterator gives, each part made in a thread; left early, the iterator is closed as
    soon as its next part is there."""
    try:
        while True:
            step = asyncio.ensure_future(asyncio.to_thread(next, made, None))
            try:
                part = await asyncio.shield(step)
            except asyncio.CancelledError:
                await asyncio.wait([step])  # an iterator that is running cannot be closed
                raise
            if part is None:
                return
            yield part
    finally:
        made.close()
