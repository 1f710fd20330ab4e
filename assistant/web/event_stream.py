"""The response that sends a stream's events: heartbeats, a limit on slow readers, resumption."""

import asyncio
from collections.abc import Callable

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from assistant.web.access.headers import STREAMED
from assistant.web.streams import Stream

HEARTBEAT = 15.0
"""Seconds of silence after which a comment tells that the connection is there."""
SLOWEST = 30.0
"""Seconds for which a reader may take nothing."""
COMMENT = b": \n\n"
ABORT = "footnote.abort"
"""The ASGI extension by which the server drops a connection at once: a function."""


class EventStream(Response):
    """The events of a stream after the nth, as they come, as `text/event-stream`.

    A client that goes away, or takes nothing for `SLOWEST` seconds, is let go; the stream itself
    goes on for a moment, see `Stream`.
    """

    media_type = "text/event-stream"

    def __init__(self, stream: Stream, after: int = 0) -> None:
        super().__init__(headers=STREAMED)
        del self.headers["content-length"]
        self._stream, self._after = stream, after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends until the stream ends or the client is gone."""
        with self._stream.read():
            sending = asyncio.create_task(self._send_all(send))
            gone = asyncio.create_task(_gone(receive))
            try:
                await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                both = (sending, gone)
                for task in both:
                    task.cancel()
                await asyncio.gather(*both, return_exceptions=True)
        if not sending.cancelled():
            try:
                sending.result()
            except TimeoutError:
                abort(scope)

    async def _send_all(self, send: Send) -> None:
        async def pass_on(message: Message) -> None:
            async with asyncio.timeout(SLOWEST):
                await send(message)

        await pass_on({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        stream, sent = self._stream, self._after
        while True:
            new = stream.events[sent:]
            sent += len(new)
            if new:
                await pass_on(_body(b"".join(new)))  # the newest is never empty
            elif stream.ended:
                break
            elif not await stream.grows(sent, HEARTBEAT):
                await pass_on(_body(COMMENT))
        await pass_on({"type": "http.response.body", "body": b"", "more_body": False})


def abort(scope: Scope) -> None:
    """Drops the connection of a request, where the server can."""
    drop: Callable[[], None] | None = scope.get("extensions", {}).get(ABORT)
    if drop is not None:
        drop()


async def _gone(receive: Receive) -> None:
    """Returns once the client has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _body(content: bytes) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": True}
