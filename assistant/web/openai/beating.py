"""Signs of life in a stream that has nothing to say yet."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, TypeAlias

from anyio import CancelScope

from assistant.web.event_stream import HEARTBEAT

Beating: TypeAlias = AsyncGenerator[dict[str, Any] | None]


async def beating(chunks: AsyncGenerator[dict[str, Any]], seconds: float = HEARTBEAT) -> Beating:
    """The same chunks, and None each time that none comes for that long. Closing this closes the
    chunks."""
    coming: asyncio.Future[dict[str, Any]] | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(chunks))
            await asyncio.wait({coming}, timeout=seconds)
            if not coming.done():
                yield None
                continue
            try:
                chunk = coming.result()
            except StopAsyncIteration:
                return
            coming = None
            yield chunk
    finally:
        with CancelScope(shield=True):  # who goes away cancels each wait, these too
            if coming is not None:
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)
            await chunks.aclose()
