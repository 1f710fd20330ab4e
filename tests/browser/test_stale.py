from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.reading import ask, chosen
from tests.browser.small_site import FILLER, NOBODY, OPENED, PLAIN, small_assistant
from tests.web.serving import served

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")


def write(assistant: Any, text: str) -> None:
    """Gives plain.txt another text."""
    object.__setattr__(assistant, "texts", {**assistant.texts, "plain.txt": text})


def change(assistant: Any, text: str) -> None:
    """The same, and the next look at the server tells that something changed."""
    write(assistant, text)
    object.__setattr__(assistant, "synced", f"2026-07-14T09:06:{len(text) % 60:02}Z")


def test_kept_answer_finds_its_quotes_again_or_says_that_the_source_has_changed(
    open_page: Callable[..., Page], another_browser: Callable[..., BrowserContext]
) -> None:
    assistant = small_assistant()
    with served(assistant) as address:
        page = open_page(address, another_browser())
        turn = ask(page, OPENED)
        write(assistant, "A new first line.\n" + PLAIN.replace("green", "red"))
        page.reload()
        expect(turn.locator(".chip.stale")).to_have_count(1)
        changed = turn.get_by_role("link", name="Footnote 1, Plain, the source has changed")
        changed.click()
        expect(page.locator(".source-note")).to_contain_text("has changed since")
        expect(chosen(page)).to_have_count(0)
        turn.get_by_role("link", name="Footnote 2").click()
        expect(page.locator(".source-note")).to_contain_text("still stand in it")
        expect(chosen(page)).to_have_text("The bridge opened in 1932.")
        page.context.close()


def test_document_that_changes_while_the_page_is_open_is_noticed_as_it_is_opened(
    open_page: Callable[..., Page], another_browser: Callable[..., BrowserContext]
) -> None:
    assistant = small_assistant()
    with served(assistant) as address:
        page = open_page(address, another_browser())
        turn = ask(page, OPENED)
        write(assistant, "Nothing of it is left.\n")
        turn.get_by_role("link", name="Footnote 2").click()
        expect(page.locator(".source-note")).to_contain_text("has changed since")
        assert page.locator("#source-panel mark").count() == 0
        page.context.close()


def look(page: Page) -> None:
    """Comes back to the page, which then asks the server what is new."""
    with page.expect_response("**/api/v1/documents"):
        page.evaluate("dispatchEvent(new Event('visibilitychange'))")


def test_footnote_opened_before_and_after_a_change_marks_its_words_each_time(
    open_page: Callable[..., Page], another_browser: Callable[..., BrowserContext]
) -> None:
    assistant = small_assistant()
    quote = "The bridge opened in 1932."
    with served(assistant) as address:
        page = open_page(address, another_browser())
        link = ask(page, OPENED).get_by_role("link", name="Footnote 2")
        link.click()
        expect(chosen(page)).to_have_text(quote)
        page.keyboard.press("Escape")
        change(assistant, f"A new first line.\n{PLAIN.replace('green', 'red')}")
        look(page)
        expect(page.locator(".chip.stale")).to_have_count(1)
        link.click()
        expect(page.locator(".source-note")).to_contain_text("still stand in it")
        expect(chosen(page)).to_have_text(quote)
        page.keyboard.press("Escape")
        change(assistant, PLAIN)
        look(page)
        expect(page.locator(".chip.stale")).to_have_count(0)
        link.click()
        expect(page.locator(".source-note")).to_be_hidden()
        expect(chosen(page)).to_have_text(quote)
        page.context.close()


def test_words_that_are_gone_are_shown_and_no_other_footnote_is_gone_to(
    open_page: Callable[..., Page], another_browser: Callable[..., BrowserContext]
) -> None:
    assistant = small_assistant()
    with served(assistant) as address:
        page = open_page(address, another_browser())
        turn = ask(page, OPENED)
        change(assistant, FILLER + PLAIN.replace("green", "red"))
        turn.get_by_role("link", name="Footnote 1").click()
        expect(page.locator(".source-note q")).to_have_text("It was painted green.")
        expect(turn.locator(".chip.stale")).to_have_count(1)
        expect(page.locator("#source-panel mark")).to_have_count(2)
        page.wait_for_timeout(300)
        assert page.locator(".source-text").evaluate("e => e.scrollTop") == 0
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.context.close()


def test_document_that_cannot_be_opened_says_why(
    open_page: Callable[..., Page], another_browser: Callable[..., BrowserContext]
) -> None:
    with served(small_assistant()) as address:
        page = open_page(address, another_browser(), strict=False)
        turn = ask(page, OPENED)
        page.wait_for_load_state("networkidle")
    turn.get_by_role("link", name="Footnote 1").click()
    expect(page.locator(".source-note")).to_contain_text("cannot be opened: The server does not")
    page.context.close()


def test_refusal_tells_how_many_documents_were_searched_then(
    open_page: Callable[..., Page], another_browser: Callable[..., BrowserContext]
) -> None:
    assistant = small_assistant()
    with served(assistant) as address:
        page = open_page(address, another_browser())
        ask(page, NOBODY)
        object.__setattr__(assistant, "texts", {"plain.txt": PLAIN})
        page.reload()
        expect(page.locator(".searched")).to_contain_text("Searched 6 documents.")
        page.context.close()


def test_document_that_is_gone_is_said(
    open_page: Callable[..., Page], another_browser: Callable[..., BrowserContext]
) -> None:
    assistant = small_assistant()
    with served(assistant) as address:
        page = open_page(address, another_browser())
        turn = ask(page, OPENED)
        rest = {id: text for id, text in assistant.texts.items() if id != "plain.txt"}
        object.__setattr__(assistant, "texts", rest)
        page.reload()
        expect(turn.locator(".chip.stale")).to_have_count(3)
        name = "Footnote 1, Plain, the source is gone"
        expect(turn.get_by_role("link", name=name)).to_be_visible()
        page.context.close()
