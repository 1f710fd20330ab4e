"""Fixtures of the widget's tests; a module takes them by importing the names."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import PATIENCE, WIDE, Watch
from tests.browser.embedding import Web, web_of
from tests.browser.small_site import small_assistant

Visit = Callable[..., Page]
EXPECTED_OF_BROWSERS = (
    "Failed to load resource",
    "blocked by CORS policy",
    "frame-ancestors",
    "does not match the recipient window's origin",
)
"""What a browser itself says on the console where a request, or a frame, is refused."""


class WebWatch(Watch):
    """The same over pages of the two sites: nothing else may be asked for anything."""

    def __init__(self, web: Web) -> None:
        super().__init__()
        self.allowed = (web.server, web.site, web.evil, "data:", "blob:")

    def verdict(self) -> None:
        assert [url for url in self.asked if not url.startswith(self.allowed)] == []
        assert [
            said for said in self.wrong if not any(e in said for e in EXPECTED_OF_BROWSERS)
        ] == []


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """The server over the small document set, which keeps feedback, and the pages."""
    folder = tmp_path_factory.mktemp("web")
    with web_of(small_assistant(), folder, data=folder / "data", feedback="on") as web:
        yield web


@pytest.fixture(scope="module")
def watch(web: Web) -> Watch:
    return WebWatch(web)


@pytest.fixture
def visit(chromium: Browser, watch: Watch) -> Iterator[Visit]:
    """A function that opens an address in a new browser context with options."""
    contexts: list[BrowserContext] = []

    def opened(address: str, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": WIDE, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        watch.on(page)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(web: Web, visit: Visit) -> Page:
    """A page of the allowed site with the widget in it, in a wide window."""
    return visit(web.put("/", web.page(web.tag())))
