"""The widget in a frame, for what the page around it must not read."""

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import NARROW
from tests.browser.embedding import Web, focused
from tests.browser.small_site import OPENED
from tests.browser.widget_fixtures import Visit, visit, watch, web

__all__ = ["visit", "watch", "web"]

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")


def framed(page: Page, name: str = "Ask the documents") -> FrameLocator:
    """The frame of the widget, opened."""
    page.locator("footnote-widget .launcher").click()
    expect(page.get_by_role("dialog", name=name)).to_be_visible()
    return page.frame_locator("footnote-widget iframe")


def private(web: Web, **data: str) -> str:
    return web.put("/private", web.page(web.tag(site="private", mode="frame", **data)))


def test_private_site_is_answered_in_a_frame_that_the_page_cannot_read(
    web: Web, visit: Visit
) -> None:
    page = visit(private(web))
    frame = framed(page)
    expect(frame.get_by_text("Each sentence has a footnote")).to_be_visible()
    box = frame.get_by_role("textbox", name="Question")
    box.fill(OPENED)
    box.press("Enter")
    expect(frame.locator(".statement")).to_have_count(3)
    element = page.locator("footnote-widget iframe")
    assert element.evaluate("e => e.contentDocument") is None
    assert element.get_attribute("title") == "Ask the documents"
    assert "allow-top-navigation" not in str(element.get_attribute("sandbox"))
    frame.get_by_role("button", name="Footnote 1").click()
    expect(frame.locator("mark")).to_have_text("It was painted green.")
    with page.context.expect_page() as other:
        frame.get_by_role("link", name="Open the document").click()
    expect(other.value.locator("mark#cited")).to_have_text("It was painted green.")


def test_page_around_may_ask_and_reset_and_is_told_no_words(web: Web, visit: Visit) -> None:
    page = visit(private(web, title="Internal", greeting="Welcome in."))
    frame = framed(page, "Internal")
    expect(frame.get_by_text("Welcome in.")).to_be_visible()
    page.evaluate(
        """() => {
          window.told = [];
          for (const name of ["question", "answer"])
            Footnote.on(name, (detail) => told.push([name, detail]));
        }"""
    )
    assert page.evaluate(f"Footnote.ask({OPENED!r})") is True
    expect(frame.locator(".statement")).to_have_count(3)
    page.wait_for_function("told.length === 2")
    assert page.evaluate("told") == [
        ["question", {}],
        ["answer", {"refused": False, "citations": 3}],
    ]
    page.get_by_role("button", name="New conversation").click()
    expect(frame.locator(".statement")).to_have_count(0)


def test_question_of_the_page_opens_the_frame_and_is_asked_there(web: Web, visit: Visit) -> None:
    page = visit(private(web))
    assert page.evaluate(f"Footnote.ask({OPENED!r})") is True
    expect(page.frame_locator("footnote-widget iframe").locator(".statement")).to_have_count(3)


def test_conversation_that_is_ended_before_the_frame_opens_is_not_shown_there(
    web: Web, visit: Visit
) -> None:
    page = visit(private(web))
    page.evaluate(f"Footnote.ask({OPENED!r})")
    frame = page.frame_locator("footnote-widget iframe")
    expect(frame.locator(".statement")).to_have_count(3)
    page.evaluate("Footnote.close()")
    page.reload()
    web.line.asked.clear()
    page.evaluate("Footnote.reset()")
    page.wait_for_timeout(300)
    assert web.line.asked == []
    framed(page)
    expect(frame.get_by_text("Each sentence has a footnote")).to_be_visible()
    expect(frame.locator(".statement")).to_have_count(0)


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_escape_inside_closes_it_and_the_focus_comes_back(
    web: Web, visit: Visit, size: str
) -> None:
    page = visit(private(web), **({"viewport": NARROW} if size == "narrow" else {}))
    frame = framed(page)
    frame.get_by_role("textbox", name="Question").click()
    page.wait_for_function("Footnote.ask('')")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert focused(page) == "button fill launcher"


def test_site_that_is_not_listed_gets_no_frame(web: Web, visit: Visit) -> None:
    private(web)
    page = visit(f"{web.evil}/private")
    page.clock.install()
    framed(page)
    page.wait_for_timeout(300)
    page.clock.run_for(11_000)
    expect(page.get_by_text("The assistant cannot be reached.")).to_be_visible()


def test_messages_of_strangers_are_not_listened_to(web: Web, visit: Visit) -> None:
    page = visit(f"{web.server}/embed?site=private")
    page.evaluate(
        """() => {
          const { port1, port2 } = new MessageChannel();
          window.heard = 0;
          port1.onmessage = () => (heard += 1);
          const forged = new MessageEvent("message", {
            data: "footnote", origin: "http://evil.test", source: window, ports: [port2] });
          dispatchEvent(forged);
          port1.postMessage(["ask", "Who?"]);
        }"""
    )
    expect(page.locator("footnote-widget .panel")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("heard") == 0
    assert page.locator("article").count() == 0
