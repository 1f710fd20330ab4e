"""The chat page's head: its title, and links to our own style sheets and scripts."""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.access.root_path import path_of

STATIC = Path(str(files("assistant.web") / "static"))
TITLE = "Footnote"
SHEETS = ("frame", "conversation", "source", "documents", "print")


class OwnFiles(StaticFiles):
    """Our style sheets and scripts, under an address that changes with them: kept for good."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, which the browser needs not ask for again."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


@cache
def hashed(folder: Path) -> str:
    """A name for what is in a folder: another one as soon as a byte of it is another."""
    content = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        content.update(file.name.encode() + file.read_bytes())
    return content.hexdigest()[:16]


def own_files() -> str:
    """The path of our files below the page."""
    return f"ui/{hashed(STATIC)}"


def page_head() -> str:
    """The title, which Gradio's scripts would set late, and the links to our files.

    Scripts are all named, so that the browser need not find one through another.
    """
    place = own_files()
    scripts = sorted(file.name for file in STATIC.glob("*.js"))
    return "".join(
        (
            f"<title>{TITLE}</title>",
            '<link rel="icon" href="favicon.ico">',  # not the one of a host that we are a path of
            *(f'<link rel="stylesheet" href="{place}/{name}.css">' for name in SHEETS),
            *(f'<link rel="modulepreload" href="{place}/{name}">' for name in scripts),
            f'<script async type="module" src="{place}/chat.js"></script>',
        )
    )


class OwnHead:
    """Puts our links into the page's head, before Gradio's own.

    Gradio's `head` is put in by its scripts, once they run; so one would wait for them to type.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request; the page itself with our links in it."""
        if scope["type"] != "http" or path_of(scope) != "/":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        parts: list[bytes] = []

        async def send_page(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            page = b"".join(parts).replace(b"<head>", b"<head>" + page_head().encode(), 1)
            if scope["method"] != "HEAD":
                MutableHeaders(scope=start)["Content-Length"] = str(len(page))
            await send(start)
            await send({"type": "http.response.body", "body": page})

        await self.app(_uncompressed(scope), receive, send_page)


def _uncompressed(scope: Scope) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}
