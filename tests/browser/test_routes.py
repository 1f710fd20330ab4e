"""What the page asks the server for is all that Gradio serves; what is refused is told plainly."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from assistant.settings import Settings
from assistant.web.access.gradio_routes import POSTED, READ, READ_BELOW
from tests.browser.reading import ask, finished
from tests.browser.small_site import OPENED, small_assistant

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

OURS = ("/api/", "/ui/")
UNREPORTED = "/favicon.ico"
"""A browser asks for it, and does not say so."""


def test_page_asks_gradio_for_what_is_served_and_for_nothing_else(
    site: str, open_page: Callable[..., Page], another_browser: Callable[..., Any]
) -> None:
    context = another_browser()
    asked: set[tuple[str, str]] = set()
    refused: list[str] = []
    context.on("request", lambda sent: asked.add((sent.method, urlsplit(sent.url).path)))
    context.on("response", lambda got: got.status >= 400 and refused.append(got.url))
    page = open_page(site, context)
    page.get_by_role("textbox", name="Question").fill(OPENED)
    with page.expect_response("**/queue/join*"):
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Stop").click()
    expect(finished(page, 0)).to_have_attribute("data-state", "stopped")
    expect(ask(page, "second tide")).to_have_attribute("data-state", "answered")
    page.reload()
    expect(finished(page, 1)).to_have_attribute("data-state", "answered")
    gradio = {(method, path) for method, path in asked if not path.startswith(OURS)}
    for method, path in gradio:
        served = path in POSTED if method == "POST" else path in READ or path.startswith(READ_BELOW)
        assert served, (method, path)
    wanted = {path for _, path in gradio}
    assert wanted | {UNREPORTED} >= POSTED | READ
    for folder in READ_BELOW:
        assert any(path.startswith(folder) for path in wanted), folder
    assert refused == []


def test_a_question_too_many_is_told_to_wait_and_the_page_goes_on(
    serving: Callable[[Any], str],
    open_page: Callable[..., Page],
    another_browser: Callable[..., Any],
) -> None:
    limited = serving(replace(small_assistant(), settings=Settings(per_address=2)))
    page = open_page(limited, another_browser(), strict=False)
    for question in ("second tide", "first tide"):
        expect(ask(page, question)).to_have_attribute("data-state", "answered")
    turn = ask(page, OPENED)
    expect(turn).to_contain_text("Too many requests in a short time. Try again in")
    expect(turn.get_by_role("button", name="Ask again")).to_be_enabled()
