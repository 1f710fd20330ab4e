"""Answers that come before their request has: they have to reach whoever still sends it."""

import asyncio
import contextlib

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOMENT = 2.0
"""Seconds for which the rest of a body is let in."""


class Unread:
    """Reads and drops what is left of a body once its request is answered, for a moment.

    A connection that ends while bytes lie unread takes the answer with them: a proxy would say
    502 where the body was too large, or the question one too many.
    """

    def __init__(self, app: ASGIApp, moment: float = MOMENT) -> None:
        self.app, self.moment = app, moment

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request."""
        if scope["type"] != "http" or not _has_body(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        whole = False

        async def receive_watched() -> Message:
            nonlocal whole
            message = await receive()
            whole = not message.get("more_body", False)
            return message

        async def send_and_take_the_rest(message: Message) -> None:
            ends = message["type"] == "http.response.body" and not message.get("more_body", False)
            if not ends or whole:
                await send(message)
                return
            await send({**message, "more_body": True})
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.moment):
                    while not whole:
                        await receive_watched()
            await send({"type": "http.response.body", "body": b""})

        await self.app(scope, receive_watched, send_and_take_the_rest)


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
