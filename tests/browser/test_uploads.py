"""Adding, replacing and removing documents on the page of a real assistant over a real folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assistant.assistant import open_assistant
from assistant.settings import Settings
from tests.browser.reading import ask, chosen
from tests.web.serving import served

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def page(
    tmp_path: Path,
    open_page: Callable[..., Page],
    another_browser: Callable[..., BrowserContext],
) -> Iterator[Page]:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "tower.txt").write_text("The tower was built in 1889 by Anna Berg.\n", "utf-8")
    settings = Settings(documents=folder, data=tmp_path / "data", reader="light", allow_upload=True)
    assistant = open_assistant(settings)
    try:
        with served(assistant) as address:
            page = open_page(address, another_browser(), strict=False)  # a refused file is logged
            page.get_by_role("button", name="Documents").click()
            yield page
            page.context.close()
    finally:
        assistant.close()


def rows(page: Page) -> list[str]:
    return page.locator("#document-list .id").all_text_contents()


def test_files_are_added_and_answer_and_bad_ones_are_named(page: Page) -> None:
    page.locator(".drop input").first.set_input_files(
        [
            {"name": "mill.txt", "mimeType": "text/plain", "buffer": b"The mill burned in 1912.\n"},
            {"name": "song.mp3", "mimeType": "audio/mpeg", "buffer": b"\x00\x01"},
        ]
    )
    expect(page.locator("#document-list > li")).to_have_count(2)
    expect(page.locator(".progress")).to_contain_text("mill.txt: there, being read")
    expect(page.locator(".progress li", has_text="song.mp3")).to_contain_text(".txt")
    assert rows(page) == ["mill.txt", "tower.txt"]
    turn = ask(page, "When did the mill burn?")
    expect(turn.locator(".statement")).to_contain_text("The mill burned in 1912.")


def test_file_with_the_name_of_a_document_replaces_it_only_if_one_is_sure(page: Page) -> None:
    files = [
        {"name": "tower.txt", "mimeType": "text/plain", "buffer": b"Something else.\n"},
        {"name": ".hidden.txt", "mimeType": "text/plain", "buffer": b"Hidden.\n"},
    ]
    page.locator(".drop input").first.set_input_files(files)
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.locator(".progress")).to_contain_text("tower.txt: left as it was")
    expect(page.locator(".progress")).to_contain_text(".hidden.txt: left out")
    page.get_by_role("link", name="Tower").click()
    expect(page.locator(".source-text")).to_contain_text("built in 1889")


def test_dropped_folder_keeps_its_paths(page: Page) -> None:
    page.locator(".drop").evaluate(
        """area => {
          const file = new File(['The weir was finished in 1931.'], 'weir.txt');
          const entry = (name) => ({isFile: true, fullPath: `/works/${name}`,
                                    file: (done) => done(file)});
          const folder = {isFile: false, createReader: () => {
            const batches = [[entry('weir.txt')], []];
            return {readEntries: (done) => done(batches.shift())};
          }};
          const event = new Event('drop', {bubbles: true, cancelable: true});
          event.dataTransfer = {items: [{webkitGetAsEntry: () => folder}]};
          area.dispatchEvent(event);
        }"""
    )
    expect(page.locator("#document-list > li")).to_have_count(2)
    assert rows(page) == ["tower.txt", "works/weir.txt"]


def test_replaced_document_answers_with_its_new_words(page: Page) -> None:
    question = "When was the tower built?"
    turn = ask(page, question)
    expect(turn.locator(".statement")).to_contain_text("1889")
    page.get_by_role("button", name="Documents").click()
    page.locator("#document-list input[type=file]").set_input_files(
        {
            "name": "other name.txt",
            "mimeType": "text/plain",
            "buffer": b"The tower was built in 1890 by Anna Berg.\n",
        }
    )
    expect(page.locator(".turn .chip.stale")).to_have_count(1)
    after = ask(page, question)
    expect(after.locator(".statement")).to_contain_text("1890")
    after.locator(".chip").first.click()
    expect(chosen(page)).to_contain_text("1890")


def test_removed_document_is_gone_from_list_and_answers(page: Page) -> None:
    page.locator(".drop input").first.set_input_files(
        {"name": "mill.txt", "mimeType": "text/plain", "buffer": b"The mill burned in 1912.\n"}
    )
    expect(page.locator("#document-list > li")).to_have_count(2)
    page.get_by_role("button", name="Remove “Tower”").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Remove “Tower” from the folder on the server?")
    dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("#document-list > li")).to_have_count(1)
    assert rows(page) == ["mill.txt"]
    expect(ask(page, "Who built the tower?").locator(".chip")).to_have_count(0)
