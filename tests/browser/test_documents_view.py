from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.reading import ask
from tests.browser.small_site import NOBODY, OPENED

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def view(new: Page) -> Page:
    new.get_by_role("button", name="Documents").click()
    expect(new.locator("#document-list > li")).to_have_count(6)
    return new


def test_every_document_is_listed_with_its_size_and_opens(view: Page) -> None:
    row = view.locator("#document-list > li", has_text="plain.txt")
    expect(row.locator(".facts")).to_contain_text("1 passage · 75 characters")
    row.get_by_role("link", name="Plain").click()
    expect(view.locator(".source-text")).to_contain_text("painted green")
    assert view.locator("#source-panel mark").count() == 0


def test_list_is_narrowed_by_title_or_path(view: Page) -> None:
    view.get_by_role("searchbox", name="Find a document").fill("DEEP/")
    expect(view.locator("#document-list > li:visible")).to_have_count(1)
    expect(view.locator("#document-list > li:visible")).to_contain_text("Emoji")


def test_chosen_documents_are_asked_and_said_until_all_are_asked_again(view: Page) -> None:
    asked: list[str] = []
    view.on("request", lambda one: asked.append(one.post_data or "") if "join" in one.url else None)
    view.get_by_role("checkbox", name="Ask about “Plain” only").check()
    view.get_by_role("checkbox", name="Ask about “Hebrew” only").check()
    expect(view.locator("#scope")).to_contain_text("Asking 2 documents")
    turn = ask(view, NOBODY)
    expect(turn.locator(".searched")).to_contain_text("Searched 2 chosen documents.")
    assert '"documents":["plain.txt","hebrew.txt"]' in asked[-1]
    view.get_by_role("button", name="Ask all documents").click()
    expect(view.locator("#scope")).to_be_hidden()
    ask(view, OPENED)
    assert '"documents":[]' in asked[-1]


def test_questions_to_begin_with_are_of_the_chosen_documents(view: Page) -> None:
    offered = view.locator(".welcome [data-ask]")
    view.get_by_role("button", name="Chat").click()
    expect(offered).not_to_have_count(0)
    first = offered.all_inner_texts()
    view.get_by_role("button", name="Documents").click()
    view.get_by_role("checkbox", name="Ask about “Hebrew” only").check()
    view.get_by_role("button", name="Chat").click()
    expect(offered).to_have_count(0)
    view.get_by_role("button", name="Ask all documents").click()
    expect(offered).to_have_text(first)


def test_indexing_is_told_with_its_rate_and_the_time_left(view: Page) -> None:
    pace = {"state": "indexing", "done": 30, "total": 100, "rate": 12_345, "seconds_left": 170}
    told = view.request.get(f"{view.url}api/v1/status").json() | pace
    view.route("**/api/v1/status", lambda route: route.fulfill(json=told))
    view.reload()
    view.get_by_role("button", name="Documents").click()
    said = "Reading what is new: 30 % · 12 kB/s, about 3 minutes left"
    expect(view.locator("#sync")).to_contain_text(said)


def test_file_dropped_anywhere_does_not_take_the_place_of_the_page(view: Page) -> None:
    stopped = """() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['words'], 'words.txt'));
      const drop = new DragEvent('drop', {dataTransfer, bubbles: true, cancelable: true});
      return !document.querySelector('#documents').dispatchEvent(drop);
    }"""
    assert view.evaluate(stopped)


def test_nothing_can_be_added_or_removed_without_leave(view: Page) -> None:
    expect(view.get_by_role("button", name="Choose files")).to_have_count(0)
    expect(view.get_by_role("button", name="Remove")).to_have_count(0)


def test_empty_page_names_the_documents(
    site: str,
    open_page: Callable[..., Page],
    another_browser: Callable[..., BrowserContext],
) -> None:
    page = open_page(site, another_browser())
    names = page.get_by_role("list", name="Documents").get_by_role("link").all_text_contents()
    assert {"Plain", "Hebrew", "Long"} <= set(names)
