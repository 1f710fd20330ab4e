"""Bodies of requests: how large they may be, and how long they may take to come."""

import asyncio
import contextlib
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.access.root_path import path_of
from assistant.web.problem import problem

LARGEST_BODY = 1_000_000
LARGEST_UPLOAD = 100_000_000
LARGEST_EXPORT = 8_000_000
"""A long conversation with the passages of its refusals."""
EXPORTED_BY = "/api/v1/export"
UPLOADED_TO = "/api/v1/documents/"


@dataclass(frozen=True, slots=True)
class BodyPace:
    """How long a body may take, in seconds: in all, and without a byte of it coming.

    An upload may take longer by the time that its bytes take at `rate`, in bytes a second.
    """

    in_all: float = 30
    silent: float = 10
    rate: float = 50_000


def is_upload(scope: Scope) -> bool:
    """True for a request that puts a document into the folder."""
    return bool(scope["method"] == "PUT" and path_of(scope).startswith(UPLOADED_TO))


class BodyRefused(Exception):
    """A body went over a limit while it was read."""


class BodyLimit:
    """Refuses a request body over `largest` bytes (`upload` bytes for a document that is put,
    `LARGEST_EXPORT` for a conversation to export), announced or not, with status 413, and one
    that is too slow with status 408."""

    def __init__(
        self, app: ASGIApp, largest: int, upload: int, pace: BodyPace = BodyPace()
    ) -> None:
        self.app, self.largest, self.upload, self.pace = app, largest, upload, pace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request unless its body is too large or too slow."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        upload = is_upload(scope)
        largest = LARGEST_EXPORT if path_of(scope) == EXPORTED_BY else self.largest
        body = _Body(self.upload if upload else largest, self.pace, upload, receive, send)
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdecimal() and int(announced) > body.largest:
            await _refusal(413, body.largest)(scope, receive, send)
            return
        with contextlib.suppress(BodyRefused):
            await self.app(scope, body.receive, body.send)
        if body.refused and not body.answered:
            await _refusal(body.refused, body.largest)(scope, receive, send)


class _Body:
    """One body as it is read: counted and timed. `refused` is the status it is refused with."""

    def __init__(
        self, largest: int, pace: BodyPace, upload: bool, receive: Receive, send: Send
    ) -> None:
        self.largest, self.pace, self.upload = largest, pace, upload
        self.refused, self.answered = 0, False
        self._receive, self._send = receive, send
        self._read, self._waited, self._whole = 0, 0.0, False

    async def receive(self) -> Message:
        """The next message of the request; raises BodyRefused."""
        # Once the body is there, the next message is that the client left: however late.
        message = await (self._receive() if self._whole else self._next_part())
        self._read += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._read > self.largest:
            self.refused = 413
            raise BodyRefused
        return message

    async def _next_part(self) -> Message:
        loop = asyncio.get_running_loop()
        more = self._read / self.pace.rate if self.upload else 0.0
        left = self.pace.in_all + more - self._waited
        began = loop.time()
        try:
            async with asyncio.timeout(max(0.0, min(self.pace.silent, left))):
                return await self._receive()
        except TimeoutError:
            self.refused = 408
            raise BodyRefused from None
        finally:
            self._waited += loop.time() - began

    async def send(self, message: Message) -> None:
        """Sends the route's answer, unless the body was refused before it began."""
        # A route may turn the broken-off body into an error of its own: ours is the truth.
        if self.refused and not self.answered:
            return
        self.answered = True
        await self._send(message)


def _refusal(status: int, largest: int) -> ASGIApp:
    said = {413: f"The body is over {largest:,} bytes.", 408: "The body came too slowly."}
    return problem(status, said[status], {"Connection": "close"})
