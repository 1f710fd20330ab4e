"""The widget's states, wide and narrow, light and dark: looked at by axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.embedding import Web, ask, opened
from tests.browser.small_site import GREEN, NOBODY, OPENED
from tests.browser.widget_fixtures import Visit, visit, watch, web
from tests.conftest import ROOT

__all__ = ["visit", "watch", "web"]

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

ARTEFACTS = ROOT / "test-artefacts"
LOOKS = [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]
HEAD = "<style>:root { color-scheme: light dark }</style>"


@pytest.fixture(params=LOOKS, ids=["wide-light", "wide-dark", "narrow-light", "narrow-dark"])
def looked_at(request: pytest.FixtureRequest, web: Web, visit: Visit) -> tuple[Page, str]:
    viewport, scheme = request.param
    address = web.put("/look", web.page(web.tag(), head=HEAD))
    return visit(address, viewport=viewport, color_scheme=scheme), request.node.callspec.id


def test_axe_finds_nothing_in_any_state(looked_at: tuple[Page, str]) -> None:
    page, look = looked_at

    def clean(state: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        page.screenshot(path=ARTEFACTS / f"widget-{state}-{look}.png")
        found = Axe().run(page)
        wrong = [
            (rule["id"], [node["html"] for node in rule["nodes"]])
            for rule in found.response["violations"]
        ]
        assert wrong == [], state

    clean("closed")
    panel = opened(page)
    expect(panel.locator(".could button").first).to_be_visible()
    clean("open")
    turn = ask(page, OPENED)
    clean("answer")
    turn.locator(".chip").nth(1).click()
    panel.locator(".source a").wait_for()
    clean("citation")
    page.keyboard.press("Escape")
    ask(page, NOBODY)
    clean("refusal")
    ask(page, GREEN)
    clean("doubt")
    ask(page, "hello")
    clean("notice")
    ask(page, "fail")
    clean("failure")


def test_no_animation_moves_where_motion_is_not_wanted(web: Web, visit: Visit) -> None:
    page = visit(web.put("/", web.page(web.tag())), reduced_motion="reduce")
    opened(page)
    ask(page, OPENED)
    moving = "document.getAnimations().map((one) => one.animationName)"
    assert page.evaluate(moving) == []


def test_forced_colours_keep_edges_and_marks(web: Web, visit: Visit) -> None:
    page = visit(web.put("/", web.page(web.tag())), forced_colors="active")
    panel = opened(page)
    ask(page, OPENED).locator(".chip").first.click()
    panel.locator(".source a").wait_for()
    color = "(e) => getComputedStyle(e).backgroundColor"
    assert panel.locator("mark").evaluate(color) != panel.evaluate(color)
    edge = panel.get_by_role("button", name="Back").evaluate(
        "e => getComputedStyle(e).borderTopColor"
    )
    assert edge != panel.evaluate(color)
