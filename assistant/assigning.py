"""A step of a chain that adds what it makes to what is known."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any

from langchain_core.runnables import Runnable, RunnableGenerator
from langchain_core.runnables.utils import AddableDict

Chain = Runnable[Any, dict[str, Any]]


def assigned(key: str, step: Callable[[Mapping[str, Any]], Any]) -> Chain:
    """Passes a state on at once, then what the step makes of it, under the key.

    As `RunnablePassthrough.assign`, which starts a thread for each call: on a busy machine that
    costs as much as the search.
    """

    def added(chunks: Iterator[dict[str, Any]]) -> Iterator[AddableDict]:
        state: dict[str, Any] = {}
        for chunk in chunks:
            state.update(chunk)
            yield AddableDict(chunk)
        yield AddableDict({key: step(state)})

    async def added_async(chunks: AsyncIterator[dict[str, Any]]) -> AsyncIterator[AddableDict]:
        state: dict[str, Any] = {}
        async for chunk in chunks:
            state.update(chunk)
            yield AddableDict(chunk)
        yield AddableDict({key: await asyncio.to_thread(step, state)})

    return RunnableGenerator(added, added_async, name=key)
