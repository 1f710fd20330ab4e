"""Answers that are stopped, cut off or replaced before they are there."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.reading import ask, questions
from tests.browser.small_site import OPENED, small_assistant
from tests.web.fake_assistant import Cited, FakeAssistant
from tests.web.serving import served

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

Opener = Callable[..., Page]
Contexts = Callable[..., BrowserContext]


STEPS_A_SECOND = 10


@dataclass(frozen=True)
class Endless(FakeAssistant):
    """Goes on with "go" for minutes unless it is stopped; tells when it has been."""

    ended: threading.Event = field(default_factory=threading.Event)
    steps: list[None] = field(default_factory=list)

    def stream(self, *asked: Any, **more: Any) -> Iterator[dict[str, Any]]:
        try:
            for chunk in super().stream(*asked, **more):
                if "answer" in chunk and asked[0] == "go":
                    for _ in range(1200):
                        time.sleep(1 / STEPS_A_SECOND)
                        self.steps.append(None)
                        yield {}
                yield chunk
        finally:
            self.ended.set()


@pytest.fixture
def endless(open_page: Opener, another_browser: Contexts) -> Iterator[tuple[Endless, Page]]:
    assistant = Endless({"a.txt": "One. Two."}, {"go": [Cited("a.txt", "One.")]})
    with served(assistant) as address:
        page = open_page(address, another_browser(), strict=False)  # Gradio logs what is stopped
        page.get_by_role("textbox", name="Question").fill("go")
        page.keyboard.press("Enter")
        page.locator(".statement").wait_for()
        yield assistant, page
        page.context.close()


def test_stop_ends_the_work_and_keeps_what_has_come(endless: tuple[Endless, Page]) -> None:
    assistant, page = endless
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".turn")).to_have_attribute("data-state", "stopped")
    expect(page.locator(".statement")).to_contain_text("One.")
    assert assistant.ended.wait(30)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.reload()
    expect(page.locator(".turn")).to_have_attribute("data-state", "stopped")


def again(page: Page, question: str) -> None:
    """Edits the one question of the page into another, which is being answered then."""
    page.locator(".turn").hover()
    page.get_by_role("button", name="Edit this question").click()
    page.get_by_role("textbox", name="Edit this question").fill(question)
    page.keyboard.press("Enter")
    page.locator(".turn[data-state='reading'] .statement").wait_for()


@pytest.fixture
def replacing(open_page: Opener, another_browser: Contexts) -> Iterator[Page]:
    """A page whose one answered question has been edited into one without an end."""
    quotes = [Cited("a.txt", "One."), Cited("a.txt", "Two.")]
    assistant = Endless({"a.txt": "One. Two."}, {"go": quotes[:1], "both": quotes})
    with served(assistant) as address:
        page = open_page(address, another_browser(), strict=False)
        ask(page, "both")
        again(page, "go")
        yield page
        page.context.close()


def test_answer_comes_back_where_the_one_that_was_to_replace_it_is_stopped(
    replacing: Page,
) -> None:
    replacing.get_by_role("button", name="Stop").click()
    expect(replacing.locator("#saying")).to_have_text("Stopped.")
    expect(replacing.locator(".statement")).to_have_count(2)
    expect(replacing.get_by_role("textbox", name="Edit this question")).to_have_value("go")
    replacing.keyboard.press("Escape")
    expect(questions(replacing)).to_have_text(["both"])
    replacing.reload()
    expect(questions(replacing)).to_have_text(["both"])
    expect(replacing.locator(".statement")).to_have_count(2)


def test_answer_comes_back_where_the_page_is_loaded_before_it_is_replaced(
    replacing: Page,
) -> None:
    replacing.reload()
    expect(questions(replacing)).to_have_text(["both"])
    expect(replacing.locator(".statement")).to_have_count(2)


@dataclass(frozen=True)
class Breaking(FakeAssistant):
    """Fails where the first statement has come."""

    def stream(self, *asked: Any, **more: Any) -> Iterator[dict[str, Any]]:
        for chunk in super().stream(*asked, **more):
            yield chunk
            if "statements" in chunk:
                raise RuntimeError("broken")


def test_what_had_come_stays_where_an_answer_fails(
    open_page: Opener, another_browser: Contexts
) -> None:
    with served(Breaking({"a.txt": "One."}, {"go": [Cited("a.txt", "One.")]})) as address:
        page = open_page(address, another_browser())
        turn = ask(page, "go")
        expect(turn.locator(".failure")).to_contain_text("Something went wrong")
        expect(turn.locator(".statement")).to_have_text("One.1")
        page.reload()
        expect(turn.locator(".statement")).to_have_text("One.1")
        page.context.close()


def test_closing_the_page_ends_the_work_within_a_second_or_so(
    endless: tuple[Endless, Page],
) -> None:
    assistant, page = endless
    page.close()
    before = len(assistant.steps)
    assert assistant.ended.wait(30)
    # Counted in steps of the work: on a busy machine they take as much longer as its end does.
    assert len(assistant.steps) - before <= 1.5 * STEPS_A_SECOND


def test_server_that_starts_anew_in_mid_answer_is_said_and_answers_again(
    open_page: Opener, another_browser: Contexts
) -> None:
    endless = Endless({"a.txt": "One. Two."}, {"go": [Cited("a.txt", "One.")]})
    with served(endless) as address:
        page = open_page(address, another_browser(), strict=False)
        port = int(address.rsplit(":", 1)[1].strip("/"))
        page.get_by_role("textbox", name="Question").fill("go")
        page.keyboard.press("Enter")
        page.locator(".statement").wait_for()
    with served(small_assistant(), port):
        with page.expect_navigation(timeout=30_000):
            pass  # by itself: Gradio listens no more to a stream that broke off
        expect(page.locator(".failure")).to_contain_text("The server was started anew")
        expect(ask(page, "first tide")).to_have_attribute("data-state", "answered")
        page.context.close()


def test_answer_stays_where_asking_again_fails(
    open_page: Opener, another_browser: Contexts
) -> None:
    with served(small_assistant()) as address:
        page = open_page(address, another_browser(), strict=False)
        ask(page, OPENED)
        page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#saying")).to_contain_text("does not answer")
    expect(page.locator(".statement")).to_have_count(3)
    page.context.close()


def test_conversation_deleted_in_another_tab_does_not_come_back_with_its_answer(
    endless: tuple[Endless, Page],
) -> None:
    assistant, page = endless
    kept = "Object.keys(localStorage).filter((one) => /:(conversation|exchange):/.test(one))"
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Conversations").click()
    other.get_by_role("button", name="Delete the conversation").click()
    other.get_by_role("dialog").last.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".welcome")).to_be_visible()
    assert assistant.ended.wait(30)
    assert page.evaluate(kept) == []


SILENT = """Object.defineProperty(window, 'footnote', {set() {}, get: () => ({
  ask() {}, watch() {}, stop() { window.stopped = true; }})});"""


@pytest.fixture
def silent(site: str, open_page: Opener, another_browser: Contexts) -> Callable[..., Page]:
    """A function that opens a page whose questions nobody hears, and asks one."""

    def asking(status: Callable[[Route], None]) -> Page:
        context = another_browser()
        context.add_init_script(SILENT)
        context.route("**/api/v1/status", status)
        page = open_page(site, context, strict=False)
        page.get_by_role("textbox", name="Question").fill("go")
        page.keyboard.press("Enter")
        return page

    return asking


def looked_for(page: Page) -> None:
    """Waits until the page has looked for its silent server."""
    with page.expect_response("**/api/v1/status", timeout=60_000) as response:
        pass
    response.value.finished()
    page.evaluate("new Promise(resolve => setTimeout(resolve, 100))")


def test_server_that_takes_no_more_requests_for_now_is_waited_for(
    silent: Callable[..., Page],
) -> None:
    page = silent(lambda route: route.fulfill(status=429, json={"detail": "Too many requests."}))
    looked_for(page)
    expect(page.locator(".turn")).to_have_attribute("data-state", "reading")


def test_server_that_was_away_at_first_was_not_started_anew(silent: Callable[..., Page]) -> None:
    away = [True, True, True]  # as the page loads, as it is drawn, as it asks
    page = silent(lambda route: route.abort() if away and away.pop() else route.continue_())
    looked_for(page)
    expect(page.locator(".turn")).to_have_attribute("data-state", "reading")


def test_question_of_a_server_out_of_reach_is_stopped_for_when_it_is_not(
    silent: Callable[..., Page],
) -> None:
    page = silent(lambda route: route.abort())
    expect(page.locator(".failure")).to_contain_text("does not answer", timeout=60_000)
    assert page.evaluate("window.stopped")


def test_dead_server_is_said(open_page: Opener, another_browser: Contexts) -> None:
    with served(small_assistant()) as address:
        page = open_page(address, another_browser(), strict=False)
        page.wait_for_load_state("networkidle")
    page.get_by_role("textbox", name="Question").fill(OPENED)
    page.keyboard.press("Enter")
    failure = page.locator(".failure")
    expect(failure).to_contain_text("The server does not answer")
    page.context.close()
