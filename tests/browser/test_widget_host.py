"""The widget in pages that are hostile, strict or strange; and a page that may not have it."""

import json
import socket
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW
from tests.browser.embedding import Web, ask, focused, opened
from tests.browser.small_site import NOBODY, OPENED
from tests.browser.widget_fixtures import Visit, page, visit, watch, web

__all__ = ["page", "visit", "watch", "web"]

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

HOSTILE_CSS = """<style>
  * { all: unset !important; font: 90px/3 fantasy !important; color: red !important; }
  html { font-size: 60px; direction: ltr; }
  footnote-widget { display: none !important; transform: rotate(9deg) !important; }
  body { transform: scale(0.5); filter: blur(1px); }
  :empty { display: none !important; }
</style>"""
LONG = 100_000


def test_strict_policy_and_trusted_types_are_no_hindrance(web: Web, visit: Visit) -> None:
    policy = (
        f"default-src 'none'; script-src {web.server}; connect-src {web.server}; img-src data:; "
        "style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    text = "<h1>A page</h1><p>Here the <b>bridge</b> opened in 1932.</p>"
    address = web.put("/strict", web.page(web.tag(), text), {"Content-Security-Policy": policy})
    page = visit(address)
    panel = opened(page)
    expect(panel).to_have_css("border-radius", "14px")
    turn = ask(page, OPENED)
    turn.get_by_role("button", name="Footnote 1").click()
    expect(panel.locator("mark")).to_have_text("It was painted green.")


def test_styles_of_the_page_do_not_reach_the_widget(web: Web, visit: Visit, page: Page) -> None:
    hostile = visit(web.put("/ugly", web.page(web.tag(), head=HOSTILE_CSS)))
    looks = []
    for one in (page, hostile):
        panel = opened(one)
        ask(one, OPENED)
        looks.append(
            panel.evaluate(
                """panel => [panel, ...panel.querySelectorAll("h2, h3, .chip, textarea, p")]
                  .map((e) => [getComputedStyle(e).font, getComputedStyle(e).color,
                    JSON.stringify(e.getBoundingClientRect())])"""
            )
        )
    assert looks[0] == looks[1]


def test_the_page_is_left_as_it_is(web: Web, visit: Visit) -> None:
    taken = """() => [Object.keys(window).filter((key) => !known.has(key)),
      document.head.innerHTML, document.body.innerHTML, document.adoptedStyleSheets.length,
      localStorage.length, document.cookie, window.onmessage, document.body.onload]"""
    head = "<script>var known = new Set([...Object.keys(window), 'known'])</script>"
    page = visit(web.put("/left", web.page(web.tag(), head=head)))
    opened(page)
    ask(page, OPENED)
    names, *rest = page.evaluate(taken)
    assert names == ["Footnote"]
    assert "footnote-widget" not in rest[1]
    assert rest[2:] == [0, 0, "", None, None]


def test_keys_typed_in_the_widget_are_no_shortcuts_of_the_page(page: Page) -> None:
    page.evaluate(
        """() => {
          window.keys = [];
          for (const name of ["keydown", "keypress", "keyup"])
            addEventListener(name, ({ type, key }) => keys.push([type, key]));
        }"""
    )
    opened(page)
    page.keyboard.type("sup")
    expect(page.locator("footnote-widget textarea")).to_have_value("sup")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate("keys") == []


def test_escape_that_ends_a_composition_leaves_the_panel_open(page: Page) -> None:
    panel = opened(page)
    page.locator("footnote-widget textarea").evaluate(
        """e => e.dispatchEvent(new KeyboardEvent("keydown",
          { key: "Escape", isComposing: true, bubbles: true, composed: true, cancelable: true }))"""
    )
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_right_to_left_page_has_it_on_the_left_and_mirrored(web: Web, visit: Visit) -> None:
    page = visit(web.put("/rtl", web.page(web.tag(), html='lang="ar" dir="rtl"')))
    panel = opened(page)
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] == 20
    close, title = panel.get_by_role("button", name="Close"), panel.get_by_role("heading", level=2)
    left, right = close.bounding_box(), title.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] < right["x"]
    turn = ask(page, "hebrew")
    statement, chip = (
        turn.locator(".statement").bounding_box(),
        turn.locator(".chip").bounding_box(),
    )
    assert statement is not None
    assert chip is not None
    assert chip["x"] + chip["width"] < statement["x"] + statement["width"]


@pytest.mark.parametrize("width", [320, 360])
def test_nothing_scrolls_sideways_in_a_narrow_window(web: Web, visit: Visit, width: int) -> None:
    page = visit(web.put("/", web.page(web.tag())), viewport={"width": width, "height": 640})
    opened(page)
    sideways = """() => [document.scrollingElement, ...document.querySelector("footnote-widget")
      .shadowRoot.querySelectorAll(".panel, .log, .source")]
      .map((part) => part.scrollWidth - part.clientWidth).filter((over) => over > 0)"""
    for question in (OPENED, NOBODY, "hostile", "x" * 300):
        turn = ask(page, question)
        assert page.evaluate(sideways) == []
    turn = ask(page, "hostile")
    turn.get_by_role("button", name="Footnote 1").click()
    page.locator("footnote-widget .source a").wait_for()
    assert page.evaluate(sideways) == []


def test_storage_that_is_denied_is_done_without(web: Web, visit: Visit) -> None:
    denied = """<script>Object.defineProperty(window, "sessionStorage",
      { get() { throw new DOMException("denied", "SecurityError"); } })</script>"""
    page = visit(web.put("/denied", web.page(web.tag(), head=denied)))
    opened(page)
    expect(ask(page, OPENED).locator(".statement")).to_have_count(3)


def test_loaded_twice_there_is_one(web: Web, visit: Visit) -> None:
    page = visit(web.put("/twice", web.page(web.tag() + web.tag())))
    expect(page.locator("footnote-widget")).to_have_count(1)
    opened(page)
    expect(ask(page, OPENED).locator(".statement")).to_have_count(3)


def test_script_may_stand_in_the_head_without_defer(web: Web, visit: Visit) -> None:
    page = visit(web.put("/early", web.page(web.tag().replace("defer ", ""))))
    opened(page)
    expect(ask(page, OPENED).locator(".statement")).to_have_count(3)


def test_server_that_is_down_is_told_quietly(web: Web, visit: Visit) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        down = f"http://127.0.0.1:{closed.getsockname()[1]}"
    page = visit(web.put("/down", web.page(web.tag())))
    page.route(f"{web.server}/api/**", lambda route: route.abort("connectionrefused"))
    page.evaluate(
        "() => { window.told = []; Footnote.on('error', (detail) => told.push(detail)); }"
    )
    panel = opened(page, "Ask the documents")
    expect(panel.locator(".warn")).to_have_text("The assistant cannot be reached.")
    assert page.evaluate("told") == [{"kind": "offline"}]
    turn = ask(page, OPENED)
    expect(turn.locator(".warn")).to_have_text("The assistant cannot be reached.")
    page.unroute(f"{web.server}/api/**")
    turn.get_by_role("button", name="Ask again").click()
    panel = page.get_by_role("dialog", name="Ask the docs")  # by now it is known
    expect(panel.locator(".statement")).to_have_count(3)
    gone = page.context.new_page()
    web.put("/gone", web.page(web.tag().replace(web.server, down)))
    gone.goto(f"{web.site}/gone")
    expect(gone.get_by_role("heading", name="A page")).to_be_visible()


def test_site_that_is_not_listed_gets_a_quiet_message_and_asks_nothing(
    web: Web, visit: Visit
) -> None:
    web.put("/", web.page(web.tag()))
    web.line.asked.clear()
    page = visit(f"{web.evil}/")
    panel = opened(page, "Ask the documents")
    message = "The assistant cannot be reached."
    expect(panel.locator(".warn")).to_have_text(message)
    expect(ask(page, OPENED).locator(".warn")).to_have_text(message)
    asked = {(method, path) for method, path, origin in web.line.asked if origin == web.evil}
    assert asked <= {("OPTIONS", "/api/v1/sessions")}


def test_private_site_is_not_served_outside_of_a_frame(web: Web, visit: Visit) -> None:
    page = visit(web.put("/open-private", web.page(web.tag(site="private"))))
    panel = opened(page, "Ask the documents")
    expect(panel.locator(".warn")).to_be_visible()


@pytest.mark.parametrize("words", ["[" * LONG, "*" * LONG, "(" * LONG])
def test_very_long_questions_are_answered_or_told_and_the_page_goes_on(
    page: Page, web: Web, words: str
) -> None:
    opened(page)
    page.evaluate(f"Footnote.ask({json.dumps(words)})")
    expect(page.locator("footnote-widget .warn")).to_be_visible()
    assert page.evaluate("Promise.resolve(1)") == 1
    expect(ask(page, OPENED).locator(".statement")).to_have_count(3)


def test_colour_of_the_owner_has_words_that_can_be_read(web: Web, visit: Visit) -> None:
    for color in ("#ffd400", "#0a5", "#777777", "#e91e63", "navy", "#fff", "rgb(128 128 128)"):
        page = visit(web.put("/color", web.page(web.tag(color=color))))
        launcher = page.locator("footnote-widget .launcher")
        launcher.wait_for()
        ratio = launcher.evaluate(
            """e => {
              const pixel = (color) => {
                const canvas = new OffscreenCanvas(1, 1).getContext("2d");
                canvas.fillStyle = color;
                canvas.fillRect(0, 0, 1, 1);
                return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((c) => c / 255)
                  .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
                  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
              };
              const { color, backgroundColor } = getComputedStyle(e);
              const [dark, light] = [pixel(color), pixel(backgroundColor)].sort((a, b) => a - b);
              return (light + 0.05) / (dark + 0.05);
            }"""
        )
        assert ratio >= 4.5, color


def test_page_of_the_example_is_one_that_works(web: Web, visit: Visit) -> None:
    import assistant.web

    example = Path(assistant.web.__file__).parent / "examples" / "host.html"
    text = example.read_text(encoding="utf-8")
    assert 'src="http://127.0.0.1:7860/widget.js"' in text
    page = visit(web.put("/example", text.replace("http://127.0.0.1:7860", web.server)))
    page.locator("footnote-widget .launcher").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(ask(page, OPENED).locator(".statement")).to_have_count(3)


def test_touched_in_a_narrow_window_controls_are_large_enough(web: Web, visit: Visit) -> None:
    page = visit(web.put("/", web.page(web.tag())), viewport=NARROW, has_touch=True)
    page.locator("footnote-widget .launcher").tap()
    ask(page, OPENED)
    small = page.locator("footnote-widget button:visible").evaluate_all(
        """all => all.map((e) => [e.className, e.getBoundingClientRect()])
          .filter(([, box]) => box.width < 44 || box.height < 44).map(([name]) => name)"""
    )
    assert small == []
    assert focused(page) == "textarea"
