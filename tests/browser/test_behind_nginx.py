"""The page below a path, behind a real nginx with the configuration that ships."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from assistant.settings import Settings
from tests.browser.reading import ask, chosen
from tests.browser.small_site import OPENED, small_assistant
from tests.web.nginx import nginx_before, nginx_path

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def below(serving: Callable[[Any], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page as nginx serves it."""
    nginx_path()
    settings = Settings(root_path="/docs", proxies="127.0.0.1", per_address=0, in_all=0)
    port = urlsplit(serving(replace(small_assistant(), settings=settings))).port
    assert port is not None
    with ExitStack() as stack:
        names = {"www.example.org": "127.0.0.1"}
        place = tmp_path_factory.mktemp("nginx")
        nginx = stack.enter_context(nginx_before(place, port, port, names))
        yield f"http://127.0.0.1:{nginx.port}/docs/"


def test_page_below_a_path_asks_and_opens_the_words(
    below: str, open_page: Callable[..., Page], another_browser: Callable[..., Any]
) -> None:
    context = another_browser()
    asked: list[str] = []
    context.on("request", lambda sent: asked.append(sent.url))
    page = open_page(below, context)
    turn = ask(page, OPENED)
    expect(turn).to_have_attribute("data-state", "answered")
    turn.get_by_role("link", name="Footnote 1").click()
    expect(chosen(page).first).to_be_visible()
    assert [url for url in asked if not url.startswith(below)] == []
