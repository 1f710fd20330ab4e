"""Whose pages may send requests: our own anything, listed sites' what the widget needs.

A browser says with a request which page sends it, and asks before it sends many kinds. Both are
answered here, before anything runs. Programs are none of this module's business: they can claim
any origin, so keys and rates are for them.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.access.headers import WIDGET_SCRIPT
from assistant.web.access.root_path import path_of
from assistant.web.access.sites import Sites
from assistant.web.problem import problem

WIDGET_ROUTES = ("/api/v1/sessions", "/api/v1/chat", "/api/v1/sources")
READING = frozenset({"GET", "HEAD", "OPTIONS"})
OF_OUR_OWN = ("same-origin", "none")
"""What a browser says of requests that our page or the address bar makes."""
PORTS = {"http": 80, "https": 443}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": "600",
}
REFUSED = (
    "Pages of another site may not do that here. If this is the server's own page, the proxy "
    "before it has to pass the Host header on."
)


def is_widgets(path: str) -> bool:
    """Whether a path is one of those that the widget asks."""
    return any(path == route or path.startswith(f"{route}/") for route in WIDGET_ROUTES)


def is_own(scope: Scope) -> bool:
    """Whether a request comes from a page of this server: its Origin has the host it was sent to.

    Whether that is http or https is known for certain only where it is https: a proxy that ends
    TLS need not be one that is believed.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin", "")
    try:
        page, server = urlsplit(origin), urlsplit(f"//{headers.get('host', '')}")
        port = PORTS.get(page.scheme)
        same = (page.hostname, page.port or port) == (server.hostname, server.port or port)
    except ValueError:
        return False
    whole = origin == f"{page.scheme}://{page.netloc}" and "@" not in origin
    downgraded = scope.get("scheme") == "https" and page.scheme != "https"
    return bool(page.hostname) and port is not None and same and whole and not downgraded


class Origins:
    """Refuses what pages of other sites send, with status 403, before anything runs."""

    def __init__(self, app: ASGIApp, sites: Sites) -> None:
        self.app, self.sites = app, sites

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, or refuses it. Nothing here is served over web sockets."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, path, method = Headers(scope=scope), path_of(scope), scope["method"]
        origin = headers.get("origin")
        if path == WIDGET_SCRIPT and method in ("GET", "HEAD"):
            await self.app(scope, receive, _readable_by("*", send))
        elif origin is None or is_own(scope):
            ours = headers.get("sec-fetch-site", "none") in OF_OUR_OWN
            allowed = ours or method in READING
            answer = self.app if allowed else problem(403, REFUSED)
            await answer(scope, receive, _varying(send) if is_widgets(path) else send)
        elif is_widgets(path) and self.sites.allows(origin):
            asks_first = method == "OPTIONS" and "access-control-request-method" in headers
            answer = Response(status_code=204, headers=PREFLIGHT) if asks_first else self.app
            await answer(scope, receive, _varying(_readable_by(origin, send)))
        else:
            await problem(403, REFUSED, {"Vary": "Origin"})(scope, receive, send)


def _readable_by(origin: str, send: Send) -> Send:
    async def send_readable(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = origin
            if origin != "*":
                headers["Access-Control-Expose-Headers"] = "Retry-After"
        await send(message)

    return send_readable


def _varying(send: Send) -> Send:
    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Origin")
        await send(message)

    return send_varying
