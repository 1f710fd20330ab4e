"""Written answers in a real browser: nothing looks settled before it is checked, what is taken back
is gone, what is not borne out is struck, and nothing that a model writes takes effect."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.reading import sideways
from tests.waiting import until
from tests.web.writing import (
    ATTACK,
    COLOURS,
    DOUBTED,
    FIRST,
    GOOD,
    HOSTILE,
    LOST,
    MODEL,
    NOTE,
    QUOTES,
    REASON,
    WritingAssistant,
)

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

Opener = Callable[..., Page]
Contexts = Callable[..., BrowserContext]
BY = f"Written by {MODEL}, each sentence checked against its footnotes."
THERE = (
    f"Answers are written by {MODEL} at models.example: your question, the conversation and the "
    "passages found are sent there."
)
HERE = (
    "Answers are written by small: your question, the conversation and the passages found are sent "
    "to a server on this machine."
)
TO_THE_FIRST_DRAFT, TO_THE_FIRST_STATEMENT, TO_THE_LOSS = 4, 6, 7
COLOUR = "e => getComputedStyle(e).color"
TOP = "e => e.getBoundingClientRect().top"


@pytest.fixture(scope="module")
def model() -> WritingAssistant:
    return WritingAssistant(held=True)


@pytest.fixture(scope="module")
def site(serving: Callable[[Any], str], model: WritingAssistant) -> Iterator[str]:
    address = serving(model)
    httpx.get(f"{address}healthz", timeout=60)  # it is there
    yield address
    model.allow(1_000)


@pytest.fixture(autouse=True)
def silent(model: WritingAssistant) -> None:
    """Each test begins with a model that says nothing yet."""
    while model.leave.acquire(blocking=False):
        pass
    model.closed.clear()


@pytest.fixture(scope="module")
def page(site: str, open_page: Opener) -> Page:
    """A page on which one test after another asks, as in a long conversation."""
    return open_page(site)


@pytest.fixture(params=[(WIDE, "light"), (NARROW, "dark")], ids=["wide-light", "narrow-dark"])
def look(
    request: pytest.FixtureRequest, site: str, open_page: Opener, another_browser: Contexts
) -> Page:
    """A page on which nothing has been asked."""
    viewport, scheme = request.param
    context = another_browser(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    return open_page(site, context)


def asked(page: Page, question: str) -> Locator:
    """The exchange of a question that has just been asked."""
    before = page.locator(".turn").count()
    page.get_by_role("textbox", name="Question").fill(question)
    page.keyboard.press("Enter")
    return page.locator(".turn").nth(before)


def answered(turn: Locator) -> Locator:
    expect(turn).to_have_attribute("data-state", "answered")
    return turn


def clean(page: Page) -> None:
    page.wait_for_function("document.title !== ''")  # Gradio gives it late
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert sideways(page) == [0, 0, 0]


def test_what_is_written_is_pale_until_it_is_checked_and_then_stands_there(
    look: Page, model: WritingAssistant
) -> None:
    look.evaluate(
        """() => {
          window.said = [];
          const place = document.querySelector('#announcement');
          new MutationObserver(() => said.push(place.textContent))
            .observe(place, {childList: true, subtree: true, characterData: true});
        }"""
    )
    model.allow(TO_THE_FIRST_DRAFT)
    turn = asked(look, GOOD)
    draft = turn.locator(".draft")
    expect(draft).to_contain_text("not yet checked")
    assert FIRST.startswith(draft.locator(".written").inner_text())
    assert draft.locator(".chip").count() == 0
    draft.locator(".written").select_text()
    expect(turn.locator(".show-selection")).to_have_count(0)
    pale, top = draft.evaluate(COLOUR), draft.evaluate(TOP)
    clean(look)
    model.allow(2)
    statement = turn.locator(".statement:not(.draft)")
    expect(statement).to_have_text([f"{FIRST}1"])
    assert statement.evaluate(COLOUR) != pale
    assert statement.evaluate(TOP) == top
    assert look.locator("#question").evaluate("e => e === document.activeElement")
    statement.evaluate("e => { window.first = e; }")
    chip = statement.get_by_role("link")
    chip.focus()
    model.allow(2)
    expect(draft.locator(".written")).to_have_text(COLOURS[: len(COLOURS) * 2 // 4 + 1])
    assert turn.locator(".statement").first.evaluate("e => e === window.first")
    model.allow(100)
    statement = answered(turn).locator(".statement")
    expect(statement).to_have_text([f"{FIRST}1", f"{COLOURS}23", f"{QUOTES[0]}1"])
    assert statement.first.evaluate(TOP) == top
    expect(turn.get_by_role("link", name="Footnote 1").first).to_be_focused()
    expect(turn.locator(".by")).to_have_text(BY)
    expect(turn.locator(".draft")).to_have_count(0)
    assert look.evaluate("said") == ["Answer ready, with 3 footnotes."]


def test_the_account_of_the_writing_is_told_with_how_it_was_found(
    page: Page, model: WritingAssistant
) -> None:
    model.allow(100)
    turn = answered(asked(page, GOOD))
    turn.locator(".how summary").click()
    told = turn.locator(".how").inner_text()
    for words in ("without room3", "cited anew1", "not borne out1", "tokens read1,200"):
        assert words in " ".join(told.split())
    clean(page)
    page.reload()  # the page keeps no more than the answer
    page.locator(".how summary").last.click()
    expect(page.locator(".how").last).to_contain_text("tokens written")
    expect(page.locator(".by").last).to_have_text(BY)


def test_what_is_taken_back_is_gone_and_the_documents_own_words_come(
    look: Page, model: WritingAssistant
) -> None:
    model.allow(TO_THE_LOSS - 1)
    turn = asked(look, LOST)
    expect(turn.locator(".draft .written")).to_have_text("And then")
    turn.get_by_role("link", name="Footnote 1").focus()
    model.allow(1)
    expect(turn.locator(".statement")).to_have_count(0)
    expect(turn.locator(".note")).to_have_text("What was written so far is taken back.")
    expect(look.locator("#announcement")).to_have_text("What was written so far is taken back.")
    expect(turn.locator(".question")).to_be_focused()
    expect(look.locator("#quote-card")).to_be_hidden()
    clean(look)
    model.allow(100)
    expect(answered(turn).locator(".statement")).to_have_text([f"{QUOTES[0]}1", f"{QUOTES[1]}2"])
    expect(turn.locator(".note")).to_have_text([NOTE])
    expect(turn.locator(".by")).to_have_count(0)


def test_what_is_not_borne_out_is_struck_and_stays_so_where_it_is_copied_to(
    look: Page, model: WritingAssistant
) -> None:
    model.allow(100)
    turn = answered(asked(look, DOUBTED))
    doubtful = turn.locator(".unsupported")
    expect(doubtful.locator("s")).to_have_text("It opened in 1933.")
    expect(doubtful.locator(".warning")).to_have_text(
        f"The cited words do not confirm this. {REASON}"
    )
    expect(turn.locator("s")).to_have_count(1)
    clean(look)
    look.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn.locator(".actions summary").click()
    turn.get_by_role("button", name="Markdown").click()
    expect(look.locator("#saying")).to_have_text("Copied.")
    copied = look.evaluate("navigator.clipboard.readText()")
    assert "~~It opened in 1933.~~[^1] *The cited words do not confirm this." in copied


def test_nothing_that_a_model_writes_takes_effect(page: Page, model: WritingAssistant) -> None:
    model.allow(5)
    turn = asked(page, ATTACK)
    expect(turn.locator(".draft")).to_contain_text("<img src=x")
    model.allow(100)
    answered(turn)
    expect(turn.locator(".statement").first).to_have_text(f"{' '.join(HOSTILE.split())}1")
    expect(turn.locator(".note")).to_have_text(HOSTILE)
    expect(turn.locator(":is(img, script, code, b)")).to_have_count(0)
    links = turn.locator("a").evaluate_all("all => all.map(e => e.getAttribute('href'))")
    assert all(link.startswith("./#cite/") for link in links)
    assert page.title() == "Footnote"


def test_stop_stops_the_model_and_leaves_no_draft(page: Page, model: WritingAssistant) -> None:
    model.allow(TO_THE_FIRST_STATEMENT + 1)
    turn = asked(page, GOOD)
    expect(turn.locator(".draft")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(turn.locator(".statement")).to_have_text([f"{FIRST}1"])
    expect(turn).to_have_attribute("data-state", "stopped")
    until(lambda: model.closed == [GOOD])  # though it says nothing more


def test_a_closed_page_stops_the_model(
    site: str, open_page: Opener, model: WritingAssistant
) -> None:
    page = open_page(site)
    model.allow(TO_THE_FIRST_DRAFT)
    expect(asked(page, GOOD).locator(".draft")).to_be_visible()
    page.close()
    until(lambda: model.closed == [GOOD])


def test_the_page_says_where_text_goes(page: Page) -> None:
    expect(page.locator("#composer")).to_contain_text(THERE)
    clean(page)


@pytest.mark.parametrize(
    ("writer", "line"),
    [(None, ""), ({"model": "small", "where": "this machine", "local": True}, HERE)],
    ids=["no model", "local"],
)
def test_nothing_leaves_without_a_model_or_with_one_that_is_here(
    site: str, open_page: Opener, another_browser: Contexts, writer: Any, line: str
) -> None:
    context = another_browser()
    told = context.request.get(f"{site}api/v1/status").json() | {"writer": writer}
    context.route("**/api/v1/status", lambda route: route.fulfill(json=told))
    page = open_page(site, context)
    expect(page.locator("#writer")).to_have_text(line)
    expect(page.locator("#writer")).to_be_visible(visible=bool(line))


def test_a_spanish_page_tells_all_of_it_in_spanish(
    site: str, open_page: Opener, another_browser: Contexts, model: WritingAssistant
) -> None:
    page = open_page(site, another_browser(locale="es-ES"))
    expect(page.locator("#writer")).to_contain_text("Las respuestas las escribe llama3.2 en")
    model.allow(100)
    page.get_by_role("textbox", name="Pregunta").fill(GOOD)
    page.keyboard.press("Enter")
    expect(page.locator(".by")).to_contain_text("Escrito por llama3.2")


# The widget


@pytest.fixture
def widget(site: str, another_browser: Contexts, watch: Any) -> Page:
    page = another_browser(viewport=NARROW, color_scheme="dark").new_page()
    watch.on(page)
    page.goto(f"{site}demo")
    page.get_by_role("button", name="Ask").first.click()
    return page


def put(widget: Page, question: str) -> Locator:
    widget.get_by_role("textbox").fill(question)
    widget.keyboard.press("Enter")
    return widget.locator("article.turn").last


def test_the_widget_shows_drafts_pale_and_takes_back_what_is_withdrawn(
    widget: Page, model: WritingAssistant
) -> None:
    expect(widget.locator(".end").last).to_contain_text(f"{MODEL} at models.example")
    model.allow(TO_THE_LOSS - 1)
    turn = put(widget, LOST)
    expect(turn.locator(".context")).to_have_text("And then")
    expect(turn).to_contain_text("Not yet checked…")
    expect(turn.locator(".statement:not(.context)")).to_have_text([f"{FIRST}1"])
    model.allow(1)
    expect(turn.locator(".statement")).to_have_count(0)
    model.allow(100)
    expect(turn.locator(".statement")).to_have_text([f"{QUOTES[0]}1", f"{QUOTES[1]}2"])
    expect(turn).to_contain_text(NOTE)


def test_the_widget_strikes_what_is_not_borne_out_and_nothing_takes_effect(
    widget: Page, model: WritingAssistant
) -> None:
    model.allow(100)
    turn = put(widget, DOUBTED)
    expect(turn.locator("s")).to_have_text("It opened in 1933.")
    expect(turn.locator("small")).to_contain_text(REASON)
    model.allow(100)
    turn = put(widget, ATTACK)
    expect(turn.locator(".statement").first).to_contain_text("<img src=x")
    expect(turn.locator(":is(img, script, a)")).to_have_count(0)
    found = Axe().run(widget, context="footnote-widget")
    assert found.violations_count == 0, found.generate_report()
