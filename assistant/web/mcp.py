"""The MCP server over streamable HTTP, at /mcp. Every request stands for itself: no sessions."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from assistant.web.answering import Answering
from assistant.web.api.described import EVENT_STREAM
from assistant.web.problem import problem

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from assistant.assistant import Assistant

PATH = "/mcp"
NOT_RUNNING = "The server is starting or stopping. Try again in some seconds."

NO_MESSAGE = {
    -32700: "The body is no JSON.",
    -32602: "This is no message of JSON-RPC 2.0: it needs `jsonrpc`, a `method`, and an `id` where "
    "an answer is wanted.",
}
"""What is wrong with a message that cannot be read, by its code."""

MESSAGE: dict[str, Any] = {
    "type": "object",
    "description": "A message of JSON-RPC 2.0, as the Model Context Protocol says.",
}
ANSWERED: dict[str, Any] = {
    "application/json": {"schema": MESSAGE},
    "text/event-stream": EVENT_STREAM,
}
DESCRIBED: dict[str, Any] = {
    "tags": ["MCP"],
    "summary": "The Model Context Protocol, over streamable HTTP",
    "description": "Tools `ask`, `search_passages` and `read_document`, and each document as a "
    "resource. There are no sessions: every request stands for itself. Use a client of the "
    "protocol; `footnote mcp` is the same over standard input and output. `Accept` has to allow "
    "both `application/json` and `text/event-stream`.",
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": MESSAGE,
                "example": {
                    "jsonrpc": "2.0",
                    "id": 1,
                    "method": "tools/call",
                    "params": {"name": "ask", "arguments": {"question": "When did it open?"}},
                },
            }
        },
    },
    "responses": {
        "200": {"description": "The answer to the message.", "content": ANSWERED},
        "202": {"description": "Taken, without an answer: the message was no request."},
        "400": {"description": "Not a message of the protocol, or not for this server."},
        "404": {"description": "There is no such method."},
        "406": {"description": "`Accept` lacks a form of the answer."},
    },
}
"""What the application's description says of the route."""


class McpOverHttp:
    """The ASGI application at /mcp; it answers while `run` is entered.

    Which hosts and origins may ask is decided before it, as for every other route.
    """

    def __init__(self, assistant: "Assistant", answering: Answering) -> None:
        from assistant.mcp.server import build_server

        asking, in_turn = partial(answering.asked, "mcp"), partial(answering.turn, "mcp")
        self._server = build_server(assistant, asking, in_turn)
        self._manager: StreamableHTTPSessionManager | None = None

    @asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Answers requests until the end; may be entered again."""
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
        from mcp.server.transport_security import TransportSecuritySettings

        guarded = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        manager = StreamableHTTPSessionManager(
            self._server, stateless=True, security_settings=guarded
        )
        async with manager.run():
            self._manager = manager
            try:
                yield
            finally:
                self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["method"] != "POST":  # a stream of notices, or the end of a session: none here
            refusal = problem(405, "This path does not take that method.", {"Allow": "POST"})
            await refusal(scope, receive, send)
            return
        if self._manager is None:
            await problem(503, NOT_RUNNING, {"Retry-After": "5"})(scope, receive, send)
            return
        await self._manager.handle_request(scope, receive, _in_plain_words(send))


def _in_plain_words(send: Send) -> Send:
    """Says in our words what is no message: the library tells of its own classes instead."""
    start: Message | None = None
    said = b""

    async def send_plainly(message: Message) -> None:
        nonlocal start, said
        if message["type"] == "http.response.start" and message["status"] == 400:
            start = message
        elif start is None:
            await send(message)
        else:
            said += message.get("body", b"")
            if not message.get("more_body"):
                said = _plain(said)
                MutableHeaders(scope=start)["Content-Length"] = str(len(said))
                await send(start)
                await send({"type": "http.response.body", "body": said})

    return send_plainly


def _plain(body: bytes) -> bytes:
    try:
        told = json.loads(body)
        if told["id"] is None:
            told["error"]["message"] = NO_MESSAGE[told["error"]["code"]]
    except (ValueError, KeyError, TypeError):
        return body
    return json.dumps(told).encode()
