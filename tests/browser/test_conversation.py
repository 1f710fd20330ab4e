import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.reading import ask, finished, questions, tool
from tests.browser.small_site import NOBODY, OPENED, small_assistant
from tests.web.serving import served

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

Opener = Callable[..., Page]
Contexts = Callable[..., BrowserContext]


def test_conversation_survives_loading_the_page_anew(new: Page) -> None:
    ask(new, OPENED)
    ask(new, NOBODY)
    new.reload()
    expect(new.locator(".turn")).to_have_count(2)
    expect(questions(new)).to_have_text([OPENED, NOBODY])
    expect(new.locator(".turn").first.locator("strong")).to_have_text("1932")
    expect(new.get_by_role("button", name="Good answer")).to_have_count(2)
    expect(new.locator(".searched")).to_contain_text("Searched 6 documents.")
    turn = ask(new, "And then?")
    expect(turn.locator(".read-as")).to_have_text(f"Read as: {NOBODY} And then?")


def test_conversation_survives_a_restart_of_the_server(
    open_page: Opener, another_browser: Contexts
) -> None:
    with served(small_assistant()) as address:
        page = open_page(address, another_browser())
        ask(page, OPENED)
        port = int(address.rsplit(":", 1)[1].strip("/"))
    with served(small_assistant(), port):
        page.reload()
        expect(page.locator(".statement")).to_have_count(3)
        expect(ask(page, "first tide")).to_have_attribute("data-state", "answered")
        page.close()


def test_several_conversations_are_kept_opened_and_deleted(new: Page) -> None:
    ask(new, OPENED)
    tool(new, "New conversation")
    expect(new.locator(".welcome")).to_be_visible()
    ask(new, "first tide")
    new.get_by_role("button", name="Conversations").click()
    dialog = new.get_by_role("dialog")
    expect(dialog.locator(".open")).to_have_count(2)
    dialog.get_by_role("button", name=OPENED).first.click()
    expect(questions(new)).to_have_text([OPENED])
    new.get_by_role("button", name="Conversations").click()
    dialog.get_by_role("button", name="Delete the conversation “first tide”").click()
    new.get_by_role("dialog").last.get_by_role("button", name="Delete", exact=True).click()
    expect(dialog.locator(".open")).to_have_count(1)
    new.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    new.reload()
    expect(questions(new)).to_have_text([OPENED])


@pytest.mark.parametrize("way", ["kept", "new", "undo", "link"])
def test_what_is_chosen_from_the_documents_view_shows_the_conversation(new: Page, way: str) -> None:
    id = ask(new, OPENED).get_attribute("data-id")
    new.get_by_role("button", name="Documents").click()
    if way == "kept":
        new.get_by_role("button", name="Conversations").click()
        new.get_by_role("dialog").locator(".open").click()
    elif way == "new":
        tool(new, "New conversation")
    elif way == "undo":
        tool(new, "Take back the last question")
    else:
        new.evaluate("hash => (location.hash = hash)", f"#ask/x/{id}")
    expect(new.locator("#conversation")).to_be_visible()
    expect(new.locator("#documents")).to_be_hidden()


def test_two_tabs_hold_two_conversations(new: Page, site: str) -> None:
    ask(new, OPENED)
    other = new.context.new_page()
    other.goto(site)
    other.locator(".welcome:not(.waiting)").wait_for()
    ask(other, "first tide")
    new.reload()
    expect(questions(new)).to_have_text([OPENED])
    other.reload()
    expect(questions(other)).to_have_text(["first tide"])


def test_two_tabs_on_one_conversation_lose_nothing(new: Page, site: str) -> None:
    ask(new, OPENED)
    other = new.context.new_page()
    other.goto(site)
    other.get_by_role("button", name=OPENED, exact=True).last.click()
    ask(other, "first tide")
    expect(questions(new)).to_have_text([OPENED, "first tide"])
    ask(new, "second tide")
    tool(new, "New conversation")
    other.reload()
    expect(questions(other)).to_have_text([OPENED, "first tide", "second tide"])


def test_deleted_conversation_does_not_come_back(new: Page) -> None:
    ask(new, OPENED)
    new.get_by_role("button", name="Conversations").click()
    new.get_by_role("dialog").get_by_role("button", name="Delete the conversation").click()
    new.get_by_role("dialog").last.get_by_role("button", name="Delete", exact=True).click()
    expect(new.get_by_role("dialog")).to_contain_text("No conversation is kept yet.")
    new.keyboard.press("Escape")
    tool(new, "New conversation")
    new.reload()
    new.locator(".welcome:not(.waiting)").wait_for()
    expect(new.get_by_role("heading", name="Earlier conversations")).to_have_count(0)


def test_spoilt_store_costs_only_what_is_spoilt(new: Page) -> None:
    ask(new, OPENED)
    ask(new, NOBODY)
    new.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((one) => one.startsWith('footnote:exchange:')
            && localStorage[one].includes('"refused":true'));
          localStorage[key] = '{"id": 3}';
        }"""
    )
    new.reload()
    expect(questions(new)).to_have_text([OPENED])
    tool(new, "New conversation")
    ask(new, "first tide")
    new.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((one) =>
            one.startsWith('footnote:conversation:') && localStorage[one].includes('first tide'));
          localStorage[key] = '{"title": 3}';
        }"""
    )
    new.reload()
    new.get_by_role("button", name="Conversations").click()
    expect(new.get_by_role("dialog").locator(".open")).to_have_text([re.compile(OPENED)])


def test_edited_question_is_asked_again_and_what_came_after_is_gone(new: Page) -> None:
    first = ask(new, "first tide")
    ask(new, NOBODY)
    first.hover()
    first.get_by_role("button", name="Edit this question").click()
    field_ = new.get_by_role("textbox", name="Edit this question")
    expect(field_).to_have_value("first tide")
    field_.fill(OPENED)
    field_.press("Enter")
    sure = new.get_by_role("dialog")
    expect(sure).to_contain_text("The question after it will be removed")
    sure.get_by_role("button", name="Cancel").click()
    expect(questions(new)).to_have_text([NOBODY])  # the first is still being edited
    field_.press("Enter")
    sure.get_by_role("button", name="Ask this").click()
    expect(questions(new)).to_have_text([OPENED])
    finished(new, 0)
    expect(questions(new)).to_have_text([OPENED])
    turn = new.locator(".turn")
    turn.hover()
    turn.get_by_role("button", name="Edit this question").click()
    new.keyboard.press("Escape")
    expect(turn.get_by_role("button", name="Edit this question")).to_be_focused()
    expect(questions(new)).to_have_text([OPENED])


def test_last_question_is_asked_again(new: Page) -> None:
    ask(new, NOBODY)
    before = ask(new, OPENED).get_attribute("id")
    new.get_by_role("button", name="Ask again").click()
    after = finished(new, 1)
    expect(questions(new)).to_have_text([NOBODY, OPENED])
    assert after.get_attribute("id") != before


def test_last_question_is_taken_back_into_the_box(new: Page) -> None:
    ask(new, OPENED)
    ask(new, NOBODY)
    tool(new, "Take back the last question")
    expect(questions(new)).to_have_text([OPENED])
    expect(new.get_by_role("textbox", name="Question")).to_have_value(NOBODY)


def test_cleared_conversation_is_gone(new: Page) -> None:
    ask(new, OPENED)
    tool(new, "Remove every question of this conversation")
    new.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(questions(new)).to_have_text([OPENED])
    tool(new, "Remove every question of this conversation")
    new.get_by_role("dialog").get_by_role("button", name="Clear").click()
    expect(new.locator(".welcome")).to_be_visible()
    new.reload()
    expect(new.locator(".welcome")).to_be_visible()
    expect(new.locator(".turn")).to_have_count(0)


@pytest.mark.parametrize(("name", "ending"), [("Markdown", ".md"), ("HTML", ".html")])
def test_conversation_is_exported_with_its_sources(new: Page, name: str, ending: str) -> None:
    ask(new, OPENED)
    ask(new, NOBODY)
    with new.expect_download() as download:
        tool(new, f"Export as {name}")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert download.value.suggested_filename.endswith(ending)
    assert "It is 1,149 metres long." in text
    assert "plain.txt" in text
    assert NOBODY in text


def test_export_says_what_it_leaves_out(new: Page) -> None:
    ask(new, OPENED)
    ask(new, "fail")
    with new.expect_download() as download:
        tool(new, "Export as Markdown")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "It is 1,149 metres long." in text
    expect(new.locator("#saying")).to_have_text("Saved, without one question that has no answer.")


def test_export_of_a_conversation_without_an_answer_says_that_there_is_none(new: Page) -> None:
    tool(new, "Export as HTML")
    expect(new.locator("#saying")).to_contain_text("there is nothing to export")


def test_two_people_do_not_see_each_other(
    site: str, open_page: Opener, another_browser: Contexts
) -> None:
    ann, ben = (open_page(site, another_browser()) for _ in range(2))
    for page in (ann, ben):
        page.get_by_role("textbox", name="Question").focus()
    ann.keyboard.type(OPENED)
    ben.keyboard.type(NOBODY)
    ann.keyboard.press("Enter")
    ben.keyboard.press("Enter")
    finished(ann, 0)
    finished(ben, 0)
    ask(ann, "first tide")
    expect(questions(ann)).to_have_text([OPENED, "first tide"])
    expect(questions(ben)).to_have_text([NOBODY])
    expect(ben.locator(".statement")).to_have_count(0)


def test_conversation_goes_on_where_the_browser_keeps_nothing(
    site: str, open_page: Opener, another_browser: Contexts
) -> None:
    context = another_browser()
    context.add_init_script(
        """for (const name of ['localStorage', 'sessionStorage'])
             Object.defineProperty(window, name, {get() { throw new Error('denied'); }});"""
    )
    page = open_page(site, context)
    ask(page, OPENED)
    expect(page.locator("#saying")).to_contain_text("store is full")
    expect(ask(page, "first tide")).to_have_attribute("data-state", "answered")


def test_store_that_becomes_full_is_said(new: Page) -> None:
    ask(new, OPENED)
    new.evaluate(
        """() => {
          for (let size = 1 << 20; size > 16; size >>= 1)
            try { for (let n = 0; ; n++) localStorage.setItem(`x${size}-${n}`, 'x'.repeat(size)); }
            catch {}
        }"""
    )
    ask(new, "first tide")
    expect(new.locator("#saying")).to_contain_text("store is full")


def test_what_is_being_edited_stays_while_an_answer_arrives(new: Page) -> None:
    first = ask(new, "first tide")
    new.get_by_role("textbox", name="Question").fill(OPENED)
    new.keyboard.press("Enter")
    first.hover()
    first.get_by_role("button", name="Edit this question").click()
    new.get_by_role("textbox", name="Edit this question").fill("second tide")
    finished(new, 1)
    expect(new.get_by_role("textbox", name="Edit this question")).to_have_value("second tide")


def test_welcome_forgets_the_failure_once_the_server_is_back(
    site: str, open_page: Opener, another_browser: Contexts
) -> None:
    new = open_page(site, another_browser(), strict=False)  # the failed request is logged
    look = "dispatchEvent(new Event('visibilitychange'))"
    new.route("**/api/v1/status", lambda route: route.fulfill(status=503, json={"detail": "away"}))
    new.evaluate(look)
    expect(new.locator(".failure")).to_have_text("away")
    new.unroute("**/api/v1/status")
    new.evaluate(look)
    expect(new.locator(".welcome")).to_contain_text("Ask about these 6 documents")
