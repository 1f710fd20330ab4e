"""The keyboard keeps its place where the page draws a part of itself anew."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.reading import ask
from tests.browser.small_site import OPENED

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def turn(new: Page) -> Locator:
    """An answer on a page whose feedback is taken."""
    new.route("**/api/v1/feedback", lambda route: route.fulfill(status=204))
    return ask(new, OPENED)


def drawn_anew(page: Page) -> None:
    """Has the page draw its answers anew, as after a change of the documents."""
    told = page.request.get(f"{page.url.split('#')[0]}api/v1/status").json()
    news = told | {"synced": "2026-07-15T09:05:00Z"}
    page.route("**/api/v1/status", lambda route: route.fulfill(json=news))
    page.locator(".actions").evaluate("e => (e.dataset.before = 'true')")
    page.evaluate("dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".actions[data-before]")).to_have_count(0)


def test_starter_keeps_the_focus_while_more_are_made(
    site: str, open_page: Callable[..., Page], another_browser: Callable[..., BrowserContext]
) -> None:
    context = another_browser()
    made: list[dict[str, Any]] = [
        {"questions": ["One?"], "ready": False},
        {"questions": ["One?"], "ready": False},
        {"questions": ["One?", "Two?"], "ready": True},
    ]
    context.route("**/api/v1/suggestions", lambda route: route.fulfill(json=made.pop(0)))
    page = open_page(site, context)
    page.get_by_role("button", name="One?").focus()
    expect(page.get_by_role("button", name="Two?")).to_be_visible()
    expect(page.get_by_role("button", name="One?")).to_be_focused()


@pytest.mark.parametrize("name", ["Ask again", "Copy a link to this answer", "Good answer"])
def test_button_keeps_the_focus_as_its_answer_is_drawn_anew(
    turn: Locator, new: Page, name: str
) -> None:
    turn.get_by_role("button", name=name).focus()
    drawn_anew(new)
    expect(turn.get_by_role("button", name=name)).to_be_focused()


def test_comment_is_written_on_as_its_answer_is_drawn_anew(turn: Locator, new: Page) -> None:
    turn.get_by_role("button", name="Something is wrong with this answer").click()
    comment = turn.get_by_role("textbox", name="In your words")
    comment.focus()
    new.keyboard.type("It is ")
    drawn_anew(new)
    new.keyboard.type("red.")
    expect(comment).to_have_value("It is red.")


def test_thumb_keeps_the_focus_once_it_is_pressed(turn: Locator, new: Page) -> None:
    good = turn.get_by_role("button", name="Good answer")
    good.focus()
    new.keyboard.press("Enter")
    expect(good).to_have_attribute("aria-pressed", "true")
    expect(good).to_be_focused()


def test_sent_reasons_give_the_focus_to_their_thumb(turn: Locator, new: Page) -> None:
    bad = turn.get_by_role("button", name="Something is wrong with this answer")
    bad.click()
    turn.get_by_role("button", name="Send").focus()
    new.keyboard.press("Enter")
    expect(turn.locator("form.reasons")).to_have_count(0)
    expect(bad).to_be_focused()


def test_question_has_the_focus_once_all_documents_are_asked(new: Page) -> None:
    new.get_by_role("button", name="Documents").click()
    new.get_by_role("checkbox", name="Ask about “Plain” only").check()
    new.get_by_role("button", name="Ask all documents").focus()
    new.keyboard.press("Enter")
    expect(new.locator("#scope")).to_be_hidden()
    expect(new.get_by_role("textbox", name="Question")).to_be_focused()
