import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.reading import ask, chosen, finished
from tests.browser.small_site import HOSTILE, NOBODY, OPENED
from tests.web.fake_assistant import GREETING, REFUSAL

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")


def test_empty_page_says_what_can_be_asked(new: Page) -> None:
    expect(new.get_by_role("heading", level=1)).to_have_text("Footnote")
    expect(new.get_by_role("heading", level=2).first).to_have_text("Ask about these 6 documents")
    new.get_by_role("button", name=OPENED).click()
    expect(finished(new, 0)).to_have_attribute("data-state", "answered")


def test_answer_arrives_statement_by_statement(new: Page) -> None:
    new.get_by_role("textbox", name="Question").fill(OPENED)
    new.keyboard.press("Enter")
    seen: list[str] = []
    ends = time.monotonic() + 15
    while time.monotonic() < ends:
        turn = new.evaluate(
            """() => {
              const turn = document.querySelector('.turn');
              const text = turn?.querySelector('.answer')?.textContent ?? '';
              return {text, state: turn?.dataset.state};
            }"""
        )
        if turn["text"] not in seen:
            seen.append(turn["text"])
        if turn["state"] == "answered":
            break
        time.sleep(0.02)
    statements = [text for text in seen if text]
    assert len(statements) >= 2
    assert all(after.startswith(before) for before, after in pairwise(statements))
    expect(new.get_by_role("textbox", name="Question")).to_have_value("")
    expect(new.locator("#announcement")).to_have_text("Answer ready, with 3 footnotes.")


def test_short_answer_and_context_are_told_apart(page: Page) -> None:
    turn = ask(page, OPENED)
    expect(turn.locator("strong")).to_have_text("1932")
    sizes = [
        float(
            turn.locator(f".{role}").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        )
        for role in ("context", "evidence")
    ]
    assert sizes[0] < sizes[1]


def test_refusal_looks_different_and_opens_its_nearest_passages(page: Page) -> None:
    turn = ask(page, NOBODY)
    expect(turn).to_have_attribute("data-state", "refused")
    expect(turn.locator(".refusal-text")).to_have_text(REFUSAL)
    headings = turn.locator(".refusal").get_by_role("heading", level=3)
    expect(headings).to_have_text(["What they do answer", "Nearest passages (not an answer)"])
    expect(turn.locator(".chip, .statement")).to_have_count(0)
    turn.locator(".passages a").first.click()
    expect(chosen(page)).to_have_text("The bridge opened in 1932.")


def test_notice_and_failures_are_plain_words(page: Page) -> None:
    assert ask(page, "hello").locator("p").all_text_contents() == [GREETING]
    failed = ask(page, "fail")
    expect(failed).to_have_attribute("data-state", "failed")
    assert "secret" not in (failed.text_content() or "")
    expect(ask(page, OPENED)).to_have_attribute("data-state", "answered")


def test_follow_up_shows_how_it_was_read(page: Page) -> None:
    ask(page, OPENED)
    turn = ask(page, "And how long is it?")
    expect(turn.locator(".read-as")).to_have_text("Read as: When did it open? And how long is it?")


def test_hostile_words_are_shown_as_words(page: Page) -> None:
    turn = ask(page, "hostile")
    expect(turn.locator(".statement")).to_contain_text(HOSTILE)
    turn.get_by_role("link", name="Footnote 1").click()
    expect(chosen(page)).to_have_count(1)
    assert chosen(page).text_content() == HOSTILE
    asked = ask(page, HOSTILE)
    expect(asked.locator(".question")).to_have_text(HOSTILE)
    strange = page.locator("#conversation, #source-panel").locator(
        "script, img, style, iframe, form"
    )
    assert strange.count() == 0
    assert page.title() == "Footnote"


def test_what_is_typed_while_an_answer_arrives_stays(new: Page) -> None:
    box = new.get_by_role("textbox", name="Question")
    box.fill(OPENED)
    new.keyboard.press("Enter")
    new.locator(".statement").first.wait_for()
    new.keyboard.type("and next")
    finished(new, 0)
    expect(box).to_have_value("and next")


def test_footnote_shows_its_quote_to_pointer_and_focus_and_escape_hides_it(page: Page) -> None:
    chip = ask(page, OPENED).get_by_role("link", name="Footnote 3")
    card = page.get_by_role("tooltip")
    chip.hover()
    expect(card).to_contain_text("It is 1,149 metres long.")
    page.mouse.move(0, 0)
    expect(card).to_be_hidden()
    chip.focus()
    expect(card).to_contain_text("It is 1,149 metres long.")
    expect(chip).to_have_accessible_description("It is 1,149 metres long. Plain")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


@pytest.mark.parametrize("form", ["Text", "Markdown", "HTML"])
def test_answer_is_copied_with_its_footnotes(
    site: str,
    open_page: Callable[..., Page],
    another_browser: Callable[..., BrowserContext],
    form: str,
) -> None:
    may = ["clipboard-read", "clipboard-write"]
    page = open_page(site, another_browser(permissions=may))
    turn = ask(page, OPENED)
    turn.get_by_text("Copy", exact=True).click()
    turn.get_by_role("button", name=form, exact=True).click()
    expect(page.locator("#saying")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "The bridge opened in" in copied
    assert "characters 50" in copied
    assert ("<" in copied) == (form == "HTML")


def test_link_leads_to_the_answer_here_and_asks_elsewhere(
    site: str,
    open_page: Callable[..., Page],
    another_browser: Callable[..., BrowserContext],
) -> None:
    may = ["clipboard-read", "clipboard-write"]
    here = open_page(site, another_browser(permissions=may))
    ask(here, "first tide")
    ask(here, OPENED).get_by_role("button", name="Copy a link to this answer").click()
    expect(here.locator("#saying")).to_have_text("Copied.")
    link = here.evaluate("navigator.clipboard.readText()")
    again = here.context.new_page()
    again.goto(link)
    expect(again.locator(".turn")).to_have_count(2)
    expect(again.locator(".turn").last.locator(".question")).to_be_focused()
    elsewhere = another_browser().new_page()
    elsewhere.goto(link)
    expect(elsewhere.locator(".turn")).to_have_count(1)
    expect(finished(elsewhere, 0).locator(".statement")).to_have_count(3)
    elsewhere.reload()
    expect(elsewhere.locator(".turn")).to_have_count(1)


def test_refusal_says_what_was_searched_and_what_to_try(page: Page) -> None:
    turn = ask(page, NOBODY)
    expect(turn.locator(".searched")).to_contain_text("Searched 6 documents.")
    expect(turn.locator(".searched")).to_contain_text("Try the words that the documents might use")


def test_what_to_ask_next_asks_and_stands_at_the_last_answer_only(new: Page) -> None:
    turn = ask(new, "first tide")
    expect(turn.get_by_role("heading", name="Ask next")).to_be_visible()
    turn.get_by_role("button", name=OPENED).click()
    after = finished(new, 1)
    expect(after.locator(".question")).to_have_text(OPENED)
    expect(after.locator(".question")).to_be_focused()
    expect(turn.get_by_role("heading", name="Ask next")).to_have_count(0)
