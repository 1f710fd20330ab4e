from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.reading import ask, chosen, finished
from tests.browser.small_site import NOBODY, OPENED
from tests.conftest import ROOT

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

ARTEFACTS = ROOT / "test-artefacts"
LOOKS = [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]


@pytest.fixture(params=LOOKS, ids=["wide-light", "wide-dark", "narrow-light", "narrow-dark"])
def looked_at(
    request: pytest.FixtureRequest,
    site: str,
    open_page: Callable[..., Page],
    another_browser: Callable[..., BrowserContext],
) -> Iterator[tuple[Page, str]]:
    viewport, scheme = request.param
    page = open_page(site, another_browser(viewport=viewport, color_scheme=scheme))
    yield page, request.node.callspec.id
    page.context.close()


def test_axe_finds_nothing_in_any_state(looked_at: tuple[Page, str]) -> None:
    page, look = looked_at
    page.emulate_media(reduced_motion="reduce")

    def clean(state: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        page.screenshot(path=Path(ARTEFACTS) / f"{state}-{look}.png")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{state}: {found.generate_report()}"

    clean("welcome")
    turn = ask(page, OPENED)
    turn.locator(".sources summary").click()
    clean("answer")
    turn.locator(".chip").first.focus()
    expect(page.locator("#quote-card")).to_be_visible()
    clean("quote")
    turn.hover()
    turn.get_by_role("button", name="Edit this question").click()
    clean("edit")
    page.keyboard.press("Escape")
    turn.locator(".how summary").click()
    clean("how")
    turn.locator(".chip").first.click()
    expect(chosen(page)).to_have_count(1)
    clean("source")
    page.keyboard.press("Escape")
    turn.get_by_role("button", name="Something is wrong with this answer").click()
    clean("reasons")
    ask(page, NOBODY)
    clean("refusal")
    ask(page, "hello")
    clean("notice")
    ask(page, "fail")
    clean("failure")
    page.locator(".tools .menu summary").click()
    clean("menu")
    page.get_by_role("button", name="Clear").click()
    clean("sure")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Conversations").click()
    clean("conversations")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Documents").click()
    clean("documents")


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Goes by keyboard to a control, which has to be reached and to show it."""
    for _ in range(60):
        page.keyboard.press(key)
        if target.evaluate("e => e === document.activeElement"):
            break
    expect(target).to_be_focused()
    assert target.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_the_whole_flow_works_by_keyboard(new: Page) -> None:
    new.get_by_role("textbox", name="Question").focus()
    new.keyboard.type(OPENED)
    new.keyboard.press("Enter")
    turn = finished(new, 0)
    link = turn.get_by_role("link", name="Footnote 2")
    tab_to(new, link, "Shift+Tab")
    new.keyboard.press("Enter")
    expect(chosen(new)).to_have_text("The bridge opened in 1932.")
    new.keyboard.press("Escape")
    expect(new.locator("#source-panel")).to_be_hidden()
    expect(link).to_be_focused()
    tab_to(new, turn.locator(".actions summary"))
    new.keyboard.press("Enter")
    tab_to(new, turn.get_by_role("button", name="Markdown"))
    new.keyboard.press("Escape")
    expect(turn.locator(".actions summary")).to_be_focused()
    tab_to(new, turn.get_by_role("button", name="Good answer"))
    tab_to(new, new.get_by_role("button", name="Documents"), "Shift+Tab")
    new.keyboard.press("Enter")
    tab_to(new, new.get_by_role("checkbox", name="Ask about “Plain” only"))
    new.keyboard.press("Space")
    expect(new.locator("#scope")).to_contain_text("Asking 1 document")


def test_finished_answer_is_announced_politely_and_once(new: Page) -> None:
    new.evaluate(
        """() => {
          window.said = [];
          const place = document.querySelector('#announcement');
          new MutationObserver(() => said.push(place.textContent))
            .observe(place, {childList: true, subtree: true, characterData: true});
        }"""
    )
    ask(new, OPENED)
    expect(new.locator("#announcement")).to_have_attribute("role", "status")
    assert new.evaluate("said") == ["Answer ready, with 3 footnotes."]


def test_tools_are_named_by_the_words_that_they_show(new: Page) -> None:
    shown = """all => all.map(e => [e.textContent, e.getAttribute('aria-label')])"""
    for words, name in new.locator(".tools .menu button[aria-label]").evaluate_all(shown):
        assert name.startswith(words)


def test_escape_in_the_question_closes_the_panel_and_leaves_the_focus(new: Page) -> None:
    ask(new, OPENED).locator(".chip").first.click()
    expect(chosen(new)).to_have_count(1)
    box = new.get_by_role("textbox", name="Question")
    box.focus()
    new.keyboard.press("Escape")
    expect(new.locator("#source-panel")).to_be_hidden()
    expect(box).to_be_focused()


def test_skip_link_leads_to_the_box(new: Page) -> None:
    new.get_by_role("link", name="Skip to the question").focus()
    new.keyboard.press("Enter")
    expect(new.get_by_role("textbox", name="Question")).to_be_focused()
