"""What runs beside the routes for as long as the application is served."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

import anyio.to_thread

from assistant.web.mcp import McpOverHttp

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.web.readiness import Readiness

AT_THE_END = 5.0
"""Seconds that models may still take to load as the server stops."""

Lifespan = Callable[["FastAPI"], AbstractAsyncContextManager[None]]


def running(readiness: "Readiness", mcp: McpOverHttp) -> Lifespan:
    """The lifespan of the application; Gradio, once mounted, runs its own inside."""

    @asynccontextmanager
    async def lifespan(app: "FastAPI") -> AsyncIterator[None]:
        readiness.begin()
        async with mcp.run():
            yield
        await anyio.to_thread.run_sync(readiness.wait, AT_THE_END)

    return lifespan
