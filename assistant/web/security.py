"""What stands before every route: headers, host names, a limit on bodies, few ways to Gradio."""

import contextlib
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.problem import problem

LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
ANY_ADDRESS = ("0.0.0.0", "::")
LARGEST_BODY = 1_000_000
LARGEST_UPLOAD = 100_000_000
UPLOADED_TO = "/api/v1/documents/"

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
STRICT_PATHS = ("/api/", "/healthz", "/ui/")

GRADIO_ROUTES = "/gradio_api/"
NEEDED_BY_THE_PAGE = frozenset(
    GRADIO_ROUTES + name
    for name in ("cancel", "info", "queue/data", "queue/join", "reset", "startup-events")
)
HEARTBEAT = GRADIO_ROUTES + "heartbeat/"

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def guards(host: str, *, uploads: bool = False) -> list[Middleware]:
    """The middleware of an app that listens on `host`, outermost first.

    With `uploads`, what is put under `UPLOADED_TO` may be as large as a document.
    """
    return [
        Middleware(SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=allowed_hosts(host), www_redirect=False),
        Middleware(
            BodyLimit, largest=LARGEST_BODY, upload=LARGEST_UPLOAD if uploads else LARGEST_BODY
        ),
        # No origin is allowed. Without this Gradio would answer any origin on a named host.
        Middleware(CORSMiddleware, allow_origins=()),
        Middleware(OnlyThePage),
    ]


def allowed_hosts(host: str) -> Sequence[str]:
    """The names a request may call this server by."""
    if host in ANY_ADDRESS:
        return ("*",)
    bracketed = (f"[{host}]",) if ":" in host else ()
    return (*LOOPBACK, host.lower(), *bracketed)


class SecurityHeaders:
    """Adds the security headers to each response; one that a route has set itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, adding the headers as the response starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", policy(scope["path"]))
                for name, value in EVERYWHERE.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def policy(path: str) -> str:
    """The content security policy for a path: strict for all that is not Gradio's."""
    return STRICT_POLICY if path.startswith(STRICT_PATHS) else PAGE_POLICY


class OnlyThePage:
    """Refuses those of Gradio's routes that our page has no use for: uploads, files, proxies, …"""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, or answers 404."""
        if scope["type"] == "http" and not needed(scope["path"]):
            await problem(404, "There is nothing at this path.")(scope, receive, send)
            return
        await self.app(scope, receive, send)


def needed(path: str) -> bool:
    """False for a route of Gradio's that the page does not call."""
    if not path.startswith(GRADIO_ROUTES):
        return True
    return path in NEEDED_BY_THE_PAGE or path.startswith(HEARTBEAT)


def is_upload(scope: Scope) -> bool:
    """True for a request that puts a document into the folder."""
    return bool(scope["method"] == "PUT" and scope["path"].startswith(UPLOADED_TO))


class BodyTooLarge(Exception):
    """The body of a request went over the limit while it was read."""


class BodyLimit:
    """Refuses a request body over `largest` bytes (`upload` bytes for a document that is put),
    announced or not, with status 413."""

    def __init__(self, app: ASGIApp, largest: int, upload: int) -> None:
        self.app = app
        self.largest = largest
        self.upload = upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request unless its body is too large."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        largest = self.upload if is_upload(scope) else self.largest
        refusal = problem(413, f"The body is over {largest:,} bytes.", {"Connection": "close"})
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdecimal() and int(announced) > largest:
            await refusal(scope, receive, send)
            return
        read, too_large, started = 0, False, False

        async def receive_counted() -> Message:
            nonlocal read, too_large
            message = await receive()
            read += len(message.get("body", b""))
            if read > largest:
                too_large = True
                raise BodyTooLarge
            return message

        async def send_unless_refused(message: Message) -> None:
            nonlocal started
            # A route may turn the broken-off body into an error of its own: ours is the truth.
            if too_large and not started:
                return
            started = True
            await send(message)

        with contextlib.suppress(BodyTooLarge):
            await self.app(scope, receive_counted, send_unless_refused)
        if too_large and not started:
            await refusal(scope, receive, send)
