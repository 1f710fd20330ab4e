from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.reading import ask, chosen
from tests.browser.small_site import OPENED, PLAIN, small_assistant
from tests.web.serving import served

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")


def test_kept_answer_finds_its_quotes_again_or_says_that_the_source_has_changed(
    open_page: Callable[..., Page], another_browser: Callable[..., BrowserContext]
) -> None:
    assistant = small_assistant()
    with served(assistant) as address:
        page = open_page(address, another_browser())
        turn = ask(page, OPENED)
        texts = dict(assistant.texts)
        texts["plain.txt"] = "A new first line.\n" + PLAIN.replace("green", "red")
        object.__setattr__(assistant, "texts", texts)
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
        texts = dict(assistant.texts)
        texts["plain.txt"] = "Nothing of it is left.\n"
        object.__setattr__(assistant, "texts", texts)
        turn.get_by_role("link", name="Footnote 2").click()
        expect(page.locator(".source-note")).to_contain_text("has changed since")
        assert page.locator("#source-panel mark").count() == 0
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
