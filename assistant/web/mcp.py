"""The MCP server over streamable HTTP, at /mcp. Every request stands for itself: no sessions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.types import Receive, Scope, Send

from assistant.web.answering import Answering
from assistant.web.api.described import EVENT_STREAM
from assistant.web.problem import problem

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from assistant.assistant import Assistant

PATH = "/mcp"
NOT_RUNNING = "The server is starting or stopping. Try again in some seconds."

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
        await self._manager.handle_request(scope, receive, send)
