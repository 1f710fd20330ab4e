"""A real Chromium on a real server. Nothing may leave 127.0.0.1, nothing may go wrong unseen.

The server runs in a thread of the test: `served` takes a fake assistant or the real one.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from tests.browser.small_site import small_assistant
from tests.web.serving import served

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.test 127.0.0.1",
)
PATIENCE = 20_000  # milliseconds; a busy machine is slow, and what is there is not waited for
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 640}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser; one a module, since an open Playwright keeps the thread's event loop."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = f"no Chromium found (looked for {', '.join(NAMES)})"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def serving() -> Iterator[Callable[[Any], str]]:
    """A function that serves an assistant, a fake or the real one, and gives its address."""
    with ExitStack() as stack:
        yield lambda assistant: stack.enter_context(served(assistant))


class Watch:
    """What pages have asked for and what has gone wrong on them."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.wrong: list[str] = []

    def on(self, page: Page, *, strict: bool = True) -> None:
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("pageerror", self._failed)
        if strict:
            page.on("console", lambda said: said.type == "error" and self._said(said.text))
        page.on("dialog", lambda dialog: (self.wrong.append(dialog.message), dialog.dismiss()))

    def _failed(self, error: Error) -> None:
        self._said(str(error))

    def _said(self, said: str) -> None:
        # Gradio's client breaks off its own stream where a page is left while it starts, or as it
        # is loaded anew.
        broken_off = said.startswith("AbortError: signal is aborted") and "/assets/" in said
        if not (broken_off or said.strip() == "Unexpected error Connection errored out."):
            self.wrong.append(said)

    def verdict(self) -> None:
        local = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
        asked, self.asked = self.asked, []
        wrong, self.wrong = self.wrong, []
        assert [url for url in asked if not url.startswith(local)] == []
        assert wrong == []


@pytest.fixture(scope="module")
def wide(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser with a wide window, whose cache spares the pages after the first some time."""
    with chromium.new_context(viewport=WIDE) as context:
        yield context


@pytest.fixture(scope="module")
def watch() -> Watch:
    """The one that watches all pages of a module."""
    return Watch()


@pytest.fixture(autouse=True)
def nothing_went_wrong(watch: Watch) -> Iterator[None]:
    """Fails the test in which a page asked another host for something or reported an error."""
    yield
    watch.verdict()


@pytest.fixture(scope="module")
def open_page(wide: BrowserContext, watch: Watch) -> Callable[..., Page]:
    """A function that opens an address: in the wide window, or in another browser context."""

    def opened(address: str, context: BrowserContext = wide, *, strict: bool = True) -> Page:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        watch.on(page, strict=strict)
        page.goto(address)
        page.locator(".welcome:not(.waiting)").wait_for()
        return page

    return opened


@pytest.fixture
def another_browser(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A function that makes a browser context with options: its own cache, cookies, window."""
    with ExitStack() as contexts:
        yield lambda **options: contexts.enter_context(chromium.new_context(**options))


@pytest.fixture(scope="module")
def site(serving: Callable[[Any], str]) -> str:
    """The address of a server over the small document set."""
    return serving(small_assistant())


@pytest.fixture
def new(site: str, open_page: Callable[..., Page], another_browser: Any) -> Page:
    """A page on which nothing has been asked, in a browser that keeps nothing."""
    return open_page(site, another_browser(viewport=WIDE))


@pytest.fixture(scope="module")
def page(site: str, open_page: Callable[..., Page]) -> Iterator[Page]:
    """A page on which one test after another asks, as in a long conversation."""
    with open_page(site) as page:
        yield page


@pytest.fixture
def narrow(site: str, open_page: Callable[..., Page], another_browser: Any) -> Page:
    """The same in a small window that is touched."""
    return open_page(site, another_browser(viewport=NARROW, has_touch=True))
