"""The whole product in a browser: the real assistant on the article that ships."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assistant.assistant import Assistant
from tests.browser.conftest import NARROW
from tests.browser.reading import ask, chosen, comes_into_view, finished, sideways
from tests.conftest import ROOT

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

ARTEFACTS = ROOT / "test-artefacts"
CENTRE = "Where is the nuclear centre?"
OFF_TOPIC = "How do I bake sourdough bread?"


@pytest.fixture(scope="module")
def address(serving: Callable[[Assistant], str], article_assistant: Assistant) -> str:
    """The address of a server over the article."""
    return serving(article_assistant)


@pytest.fixture(scope="module")
def page(address: str, open_page: Callable[[str], Page]) -> Page:
    """A page of that server, on which the tests go on with one conversation."""
    return open_page(address)


def picture(page: Page, name: str) -> None:
    """Keeps a picture of the page for people to look at."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=Path(ARTEFACTS) / f"{name}.png")


def test_a_footnote_opens_the_article_at_exactly_the_cited_words(
    page: Page, article_assistant: Assistant
) -> None:
    question = "Which countries did Lavrov visit?"
    turn = ask(page, question)
    answer = article_assistant.ask(question)
    chips = turn.locator(".chip")
    expect(chips).to_have_count(len(answer.citations))
    for place, citation in enumerate(answer.citations):
        chips.nth(place).click()
        expect(chosen(page)).to_have_text(citation.quote)
        assert comes_into_view(chosen(page))
    picture(page, "answer")


def test_the_article_says_or_says_plainly_not(page: Page) -> None:
    expect(ask(page, OFF_TOPIC)).to_have_attribute("data-state", "refused")
    picture(page, "refusal")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_how_it_was_found_opens_by_keyboard_and_fits_a_narrow_window(
    address: str,
    open_page: Callable[..., Page],
    another_browser: Callable[..., BrowserContext],
    scheme: str,
) -> None:
    page = open_page(address, another_browser(viewport=NARROW, color_scheme=scheme))
    for question in ("Where is the nuclear centre, and who visited Cuba?", CENTRE, OFF_TOPIC):
        turn = ask(page, question)
        panel = turn.locator(".how")
        expect(panel.locator(".steps")).to_be_hidden()
        panel.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(panel.locator(".steps")).to_be_visible()
        expect(panel).to_contain_text("meaning and words, as the light reader sees them")
        assert sideways(page) == [0, 0, 0]
    picture(page, f"how-{scheme}")
    page.context.close()


def test_a_follow_up_is_shown_as_it_was_read(page: Page) -> None:
    ask(page, "Did Argentina join BRICS Plus?")
    turn = ask(page, "What about Venezuela?")
    expect(turn.locator(".read-as")).to_contain_text("Did Venezuela join BRICS Plus?")
    expect(turn.locator(".statement").last).to_contain_text("imminent accession")


def test_starting_questions_come_from_the_article_and_are_answered(
    address: str, open_page: Callable[[str], Page], article_assistant: Assistant
) -> None:
    assert article_assistant.bank.wait(120)
    questions = article_assistant.starters()
    assert questions
    for question in questions:
        page = open_page(address)
        buttons = page.locator(".welcome button[data-ask]")
        expect(buttons).to_have_text(list(questions))
        buttons.get_by_text(question, exact=True).click()
        turn = finished(page, 0)
        expect(turn).to_have_attribute("data-state", "answered")
        expect(turn).to_contain_text(question)
        expect(turn.locator(".chip").first).to_be_visible()
        page.close()
