"""The panel shows the page of a PDF with boxes on the cited words."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from tests.browser.conftest import NARROW
from tests.browser.reading import ask, chosen, comes_into_view
from tests.index.pdf_samples import columns, running

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

CROSSING = "How many people cross the harbour every day?"
PAID = "Were fees paid on time?"
ELECTED = "How many of the seven members are elected by the town?"


@pytest.fixture(scope="module")
def of_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant over two PDFs and a text."""
    place = tmp_path_factory.mktemp("pages")
    documents = place / "documents"
    documents.mkdir()
    for name, content in (("bridges.pdf", columns()), ("report.pdf", running())):
        (documents / name).write_bytes(content)
    (documents / "fruit.txt").write_text("Apples are red and pears are green.")
    assistant = open_assistant(Settings(documents=documents, data=place / "data", reader="light"))
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def address(serving: Callable[[Any], str], of_pages: Assistant) -> str:
    """The address of a server over them."""
    return serving(of_pages)


def sheets(page: Page) -> Locator:
    return page.locator("#source-panel .sheet:not([aria-busy])")


def in_view(box: Locator) -> bool:
    """Whether a box comes to stand inside the visible part of the pictures."""
    return bool(
        box.evaluate(
            """async box => {
              const part = box.closest('.sheets').getBoundingClientRect();
              for (let tries = 0; tries < 60; tries++) {
                const {top, bottom, left} = box.getBoundingClientRect();
                const inside = part.left <= left && left < part.right;
                if (inside && part.top <= top && bottom <= part.bottom) return true;
                await new Promise(resolve => setTimeout(resolve, 50));
              }
              return false;
            }"""
        )
    )


def test_the_pages_that_a_quote_goes_on_to_are_shown_and_can_be_folded_by_keyboard(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(address)
    turn = ask(page, ELECTED)
    turn.get_by_role("link", name="Footnote 2").click()
    expect(sheets(page)).to_have_count(3)
    summary = page.locator(".source-page summary")
    expect(summary).to_have_text("page 1, page 2, page 3")
    for number in range(3):
        expect(sheets(page).nth(number).locator(".box")).not_to_have_count(0)
    summary.press("Enter")
    expect(sheets(page).first).to_be_hidden()
    summary.press("Enter")
    expect(sheets(page).first).to_be_visible()


def test_footnote_of_a_pdf_shows_its_page_with_the_words_in_boxes(
    address: str,
    open_page: Callable[..., Page],
    another_browser: Callable[..., BrowserContext],
) -> None:
    page = open_page(address, another_browser(viewport=NARROW))
    turn = ask(page, CROSSING)
    turn.get_by_role("link", name="Footnote 1").click()
    expect(sheets(page)).to_have_count(1)
    picture = page.get_by_role("img", name="Page 1 of “Bridges of the harbour”")
    assert picture.evaluate("e => e.naturalWidth") > 1000
    boxes = sheets(page).locator(".box")
    expect(boxes).to_have_count(2)  # the sentence stands on two lines
    assert in_view(boxes.first)
    expect(chosen(page)).to_have_count(1)
    assert comes_into_view(chosen(page))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.context.close()


def test_a_document_without_pages_shows_no_picture(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(address)
    ask(page, "Are pears green?").get_by_role("link", name="Footnote 1").click()
    expect(chosen(page)).to_have_count(1)
    expect(page.locator(".source-page")).to_be_hidden()


def test_a_page_that_cannot_be_shown_is_said_and_the_text_is_there(
    address: str, open_page: Callable[..., Page], of_pages: Assistant
) -> None:
    page = open_page(address, strict=False)
    turn = ask(page, PAID)
    path = of_pages.settings.documents / "report.pdf"
    content = path.read_bytes()
    path.write_bytes(columns())
    try:
        turn.get_by_role("link", name="Footnote 1").click()
        expect(page.get_by_text("This page cannot be shown.")).to_be_visible()
        expect(chosen(page)).to_have_count(1)
    finally:
        path.write_bytes(content)
