"""What the page asks of Gradio and nobody comes to read: Gradio would answer it, and keep that."""

import asyncio
import json
from collections import Counter
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.access.root_path import path_of
from assistant.web.problem import problem

JOIN, READ = "/gradio_api/queue/join", "/gradio_api/queue/data"
PATIENCE = 10.0
"""Seconds in which the page begins to read what it asked."""
NAMELESS = problem(422, "The body is not JSON with a session_hash. Load the page anew.")


class Joins:
    """Stands before Gradio: stops and drops what a session asks if the session does not read it."""

    def __init__(self, app: ASGIApp, queue: Any, patience: float = PATIENCE) -> None:
        """`queue` is Gradio's own."""
        self.app, self._queue, self._patience = app, queue, patience
        self._readers: Counter[str] = Counter()
        self._late: dict[str, asyncio.TimerHandle] = {}
        self._dropping: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request."""
        path = path_of(scope) if scope["type"] == "http" else ""
        if path == JOIN:
            await self._join(scope, receive, send)
        elif path == READ:
            await self._read(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _join(self, scope: Scope, receive: Receive, send: Send) -> None:
        body: bytes | None = await Request(scope, receive).body()
        session = _session(body)
        if session is None:
            await NAMELESS(scope, receive, send)
            return

        async def receive_again() -> Message:
            nonlocal body
            if body is None:
                return await receive()
            message, body = {"type": "http.request", "body": body}, None
            return message

        await self.app(scope, receive_again, send)
        self._wait(session)

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [""])[0]
        self._readers[session] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._readers[session] -= 1
            self._wait(session)

    def waits_for(self, session: str) -> bool:
        """Whether a session may still begin to read, or what it asked is being dropped."""
        return session in self._late or bool(self._dropping)

    def _wait(self, session: str) -> None:
        if session in self._late:
            self._late[session].cancel()
        loop = asyncio.get_running_loop()
        self._late[session] = loop.call_later(self._patience, self._look, session)

    def _look(self, session: str) -> None:
        del self._late[session]
        if self._readers[session] > 0:
            return
        del self._readers[session]
        task = asyncio.create_task(self._drop(session))
        self._dropping.add(task)
        task.add_done_callback(self._dropping.discard)

    async def _drop(self, session: str) -> None:
        await self._queue.clean_events(session_hash=session)
        self._queue.pending_messages_per_session.pop(session, None)
        self._queue.pending_event_ids_session.pop(session, None)


def _session(body: bytes | None) -> str | None:
    """The session that the body of a question names."""
    try:
        session = json.loads(body or b"")["session_hash"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return session if isinstance(session, str) else None
