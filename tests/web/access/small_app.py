"""A small application whose answers are long, large or without an end."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, StreamingResponse


class Small:
    """A small application, and what became of its endless streams."""

    def __init__(self) -> None:
        self.ended = 0
        self.app = FastAPI()
        self.app.add_api_route("/", self.here)
        self.app.add_api_route("/", self.here, methods=["POST"])
        self.app.add_api_route("/stream", self.stream)
        self.app.add_api_route("/events", self.events)
        self.app.add_api_route("/large", self.large)
        self.app.add_api_route("/headers", self.headers)

    async def here(self) -> str:
        return "here"

    async def large(self) -> PlainTextResponse:
        return PlainTextResponse("x" * 20_000_000)

    async def headers(self, request: Request) -> list[str]:
        await request.body()
        return request.headers.keys()

    async def stream(self) -> StreamingResponse:
        """Gives as much as is taken."""

        async def parts() -> AsyncIterator[bytes]:
            try:
                while True:
                    yield b"x" * 65536
                    await asyncio.sleep(0)
            finally:
                self.ended += 1

        return StreamingResponse(parts())

    async def events(self) -> StreamingResponse:
        """Says something now and then, for longer than a request's headers may take."""

        async def parts() -> AsyncIterator[bytes]:
            for number in range(12):
                yield b"data: %d\n\n" % number
                await asyncio.sleep(0.1)

        return StreamingResponse(parts(), media_type="text/event-stream")
