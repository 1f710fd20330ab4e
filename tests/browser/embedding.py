"""Pages of other sites, in a real browser, with the widget of a real server in them.

The server is at 127.0.0.1. The pages are those of `site.test`, which the server's sites file
lists, and of `evil.test`, which it does not. Both names lead to this machine.
"""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.server import build_server, listen
from tests.web.building import build
from tests.web.fake_assistant import FakeAssistant

SITES = """
sites:
  - id: docs
    title: Ask the docs
    origins: ["{origin}"]
    questions: ["When did it open?", "Who is Bob?"]
  - id: plain
    origins: ["{origin}"]
    documents: [plain.txt]
    theme: {{color: "#ffd400", position: left}}
    limits: {{per_session: 2}}
  - id: private
    origins: ["{origin}"]
    private: true
"""
TEXT = "<h1>A page</h1><p>Something about bridges.</p>"


@dataclass
class Line:
    """What stands between the pages and the server: it listens, and fails where it is told to."""

    app: ASGIApp
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    cut: int = 0
    """How many of the next answers are cut off after their first statement."""
    hush: int = 0
    """How many of the next answers fall silent there, on a connection that stays."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.asked.append((scope["method"], scope["path"], headers.get("origin", "")))
        chat = scope["path"] == "/api/v1/chat" and scope["method"] == "POST"
        if chat and self.hush:
            self.hush -= 1
            await self._fall_silent(scope, receive, send)
        elif chat and self.cut:
            self.cut -= 1
            await self._cut_off(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _fall_silent(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone, silent = asyncio.Event(), False

        async def send_some(message: Message) -> None:
            nonlocal silent
            if not silent:
                await send(message)
            silent = silent or b'"statement"' in message.get("body", b"")

        async def receive_some() -> Message:
            message = await receive()
            if message["type"] == "http.disconnect":
                gone.set()
            return message

        await self.app(scope, receive_some, send_some)
        while not gone.is_set():
            await receive_some()

    async def _cut_off(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone = False

        async def send_some(message: Message) -> None:
            nonlocal gone
            if gone:
                raise OSError("cut off")
            if b'"statement"' in message.get("body", b""):
                gone = True
                message = {**message, "more_body": False}
            await send(message)

        async def receive_some() -> Message:
            return {"type": "http.disconnect"} if gone else await receive()

        try:
            await self.app(scope, receive_some, send_some)
        except OSError:
            if not gone:
                raise


@dataclass
class Web:
    """A server, a site that may embed its widget, one that may not, and the pages of both."""

    server: str
    site: str
    evil: str
    line: Line
    pages: dict[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)

    def put(self, path: str, body: str, headers: Mapping[str, str] | None = None) -> str:
        """Puts a page at a path of both sites; gives its address at the one that is allowed."""
        self.pages[path] = (body, headers or {})
        return self.site + path

    def tag(self, **data: str) -> str:
        """The script tag of the widget, for the site `docs` unless it says otherwise."""
        given = {"site": "docs", **data}
        written = "".join(f' data-{name.replace("_", "-")}="{v}"' for name, v in given.items())
        return f'<script defer src="{self.server}/widget.js"{written}></script>'

    def page(self, tag: str, body: str = TEXT, head: str = "", html: str = 'lang="en"') -> str:
        """An ordinary page with that tag."""
        return (
            f"<!doctype html><html {html}><head><title>A page</title>"
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="icon" href="data:,">{head}{tag}</head>'
            f"<body><main>{body}</main></body></html>"
        )


@contextmanager
def web_of(assistant: FakeAssistant, folder: Path, **settings: Any) -> Iterator[Web]:
    """Both servers, in threads, until the end."""
    with listen("127.0.0.1", 0) as listener, listen("127.0.0.1", 0) as host_listener:
        port, host_port = (one.getsockname()[1] for one in (listener, host_listener))
        origin = f"http://site.test:{host_port}"
        sites = folder / "sites.yaml"
        sites.write_text(SITES.format(origin=origin), encoding="utf-8")
        given = Settings(sites=sites, **settings)
        line = Line(build(replace(assistant, settings=given)))
        web = Web(f"http://127.0.0.1:{port}", origin, f"http://evil.test:{host_port}", line)

        def page(request: Request) -> Response:
            found = web.pages.get(request.url.path)
            return HTMLResponse(*found_or_nothing(found))

        hosts = Starlette(routes=[Route("/{path:path}", page)])
        with running(line, listener), running(hosts, host_listener):
            yield web


def found_or_nothing(
    found: tuple[str, Mapping[str, str]] | None,
) -> tuple[str, int, Mapping[str, str]]:
    return (found[0], 200, found[1]) if found else ("", 404, {})


@contextmanager
def running(app: ASGIApp, listener: Any) -> Iterator[None]:
    """Serves an application in a thread."""
    server = build_server(app, log_level="critical")
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def opened(page: Page, name: str = "Ask the docs") -> Locator:
    """The widget's panel, opened by its button."""
    page.locator("footnote-widget .launcher").click()
    panel = page.get_by_role("dialog", name=name)
    expect(panel).to_be_visible()
    return panel


def ask(page: Page, question: str) -> Locator:
    """Asks in the open widget, waits for the end of the reply, and gives the exchange."""
    turns = page.locator("footnote-widget article")
    before = turns.count()
    box = page.locator("footnote-widget textarea")
    box.fill(question)
    box.press("Enter")
    return finished(turns.nth(before))


def finished(turn: Locator) -> Locator:
    """An exchange once its reply is complete."""
    expect(turn).to_be_visible()
    expect(turn.get_by_text("Reading…")).to_have_count(0)
    return turn


def marked(page: Page) -> list[str]:
    """The words that are highlighted in the page itself."""
    return list(
        page.evaluate(
            "() => [...(CSS.highlights.get('footnote') ?? [])].map((range) => range.toString())"
        )
    )


def focused(page: Page) -> str:
    """What has the focus, inside of the widget where it is there: tag and class."""
    return str(
        page.evaluate(
            """() => {
              const inside = document.activeElement?.shadowRoot?.activeElement;
              const at = inside ?? document.activeElement;
              return `${at.localName} ${at.className}`.trim();
            }"""
        )
    )
