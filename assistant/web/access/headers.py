"""The headers of every response: what a page may load and run, and who may frame and keep it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.access.root_path import path_of

PAGE = "/"
WIDGET_SCRIPT = "/widget.js"

# Gradio's page runs inline scripts and compiles its HTML templates; nothing else needs either.
PAGE_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
STRICT_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STREAMED = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
"""What has proxies pass a stream of events on piece by piece."""


class SecurityHeaders:
    """Adds the headers to each response; one that a route has set itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, adding the headers as the response starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = path_of(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in headers_for(path).items():
                    headers.setdefault(name, value)
                if headers.get("content-type", "").startswith("text/event-stream"):
                    headers.update(STREAMED)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def headers_for(path: str) -> dict[str, str]:
    """The headers that a response has unless its route says otherwise; strict but for the page."""
    policy = PAGE_POLICY if path == PAGE else STRICT_POLICY
    anywhere = {"Cross-Origin-Resource-Policy": "cross-origin"} if path == WIDGET_SCRIPT else {}
    return {"Content-Security-Policy": policy, **EVERYWHERE, **anywhere}
