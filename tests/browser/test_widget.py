"""What a visitor does with the widget, on an ordinary page of a site that may embed it."""

import json
import re
from typing import Literal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.embedding import Web, ask, finished, focused, opened
from tests.browser.small_site import GREEN, HOSTILE, NOBODY, OPENED
from tests.browser.widget_fixtures import Visit, page, visit, watch, web

__all__ = ["page", "visit", "watch", "web"]

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

RECORD = """() => {
  window.told = [];
  const names = "ready open close question answer citation feedback error";
  for (const name of names.split(" "))
    Footnote.on(name, (detail) => told.push([name, detail]));
}"""


def test_nothing_is_asked_and_nothing_takes_the_focus_before_it_is_opened(
    page: Page, web: Web
) -> None:
    web.line.asked.clear()
    expect(page.locator(".launcher")).to_be_visible()
    page.wait_for_timeout(300)
    assert web.line.asked == []
    assert focused(page) == "body"


def test_open_widget_greets_and_its_questions_can_be_asked(page: Page) -> None:
    panel = opened(page)
    expect(panel.get_by_role("heading", level=2)).to_have_text("Ask the docs")
    assert focused(page) == "textarea"
    panel.get_by_role("button", name=OPENED).click()
    turn = panel.get_by_role("article")
    expect(turn.locator(".statement")).to_have_count(3)
    expect(turn.get_by_role("heading", level=3)).to_have_text(OPENED)


def test_statements_carry_footnotes_and_context_is_paler(page: Page) -> None:
    opened(page)
    turn = ask(page, OPENED)
    expect(turn.locator(".statement")).to_have_text(
        ["It was painted green.1", "The bridge opened in 1932.2", "It is 1,149 metres long.3"]
    )
    colors = turn.locator(".statement").evaluate_all(
        "all => all.map(e => getComputedStyle(e).color)"
    )
    assert colors[0] != colors[1] == colors[2]
    chip = turn.get_by_role("button", name="Footnote 2, Plain")
    assert chip.get_attribute("aria-description") == "The bridge opened in 1932."


@pytest.mark.parametrize("way", ["hover", "focus"])
def test_quote_shows_where_a_footnote_is_pointed_at(page: Page, way: str) -> None:
    opened(page)
    chip = ask(page, "two documents").get_by_role("button", name="Footnote 2")
    tip = "e => getComputedStyle(e, '::before').content"
    assert chip.evaluate(tip) == "none"
    if way == "hover":
        chip.hover()
    else:
        page.keyboard.press("Shift+Tab")
        for _ in range(20):
            if chip.evaluate("e => e === e.getRootNode().activeElement"):
                break
            page.keyboard.press("Shift+Tab")
    assert chip.evaluate(tip) in ("attr(aria-description)", '"We waited."')


def test_doubtful_answer_says_so_with_its_lead(page: Page) -> None:
    opened(page)
    turn = ask(page, GREEN)
    expect(turn.get_by_text("This may answer it, or only be near it.")).to_be_visible()
    expect(turn.get_by_text("The document says:")).to_be_visible()


def test_follow_up_shows_how_it_was_read(page: Page) -> None:
    opened(page)
    ask(page, OPENED)
    turn = ask(page, "And when?")
    expect(turn.get_by_text(f"Read as: {OPENED} And when?")).to_be_visible()


def test_refusal_shows_nearest_passages_as_no_answer(page: Page) -> None:
    opened(page)
    turn = ask(page, NOBODY)
    expect(turn.get_by_text("The documents don’t say.")).to_be_visible()
    expect(turn.get_by_text("Nearest passages (not an answer)")).to_be_visible()
    assert turn.locator(".statement").count() == 0
    turn.get_by_role("button", name="plain.txt").click()
    source = page.locator("footnote-widget .source")
    expect(source.locator("mark")).to_have_text("The bridge opened in 1932.")
    expect(source.get_by_role("heading")).to_have_text("Plain")


def test_small_talk_is_answered_plainly(page: Page) -> None:
    opened(page)
    turn = ask(page, "hello")
    expect(turn.get_by_text("Hello. Ask me about the documents.")).to_be_visible()
    assert turn.locator(".refusal").count() == 0


def test_follow_ups_are_asked_and_only_the_last_turn_offers_some(page: Page) -> None:
    opened(page)
    first = ask(page, OPENED)
    first.get_by_role("button", name="emoji").click()
    second = page.locator("footnote-widget article").nth(1)
    expect(second.locator(".statement")).to_have_count(1)
    expect(second.locator(".could button").first).to_be_visible()
    expect(first.locator(".could")).to_be_hidden()


def test_source_shows_title_place_words_around_and_leads_to_the_viewer(
    page: Page, web: Web
) -> None:
    opened(page)
    turn = ask(page, "two documents")
    chip = turn.get_by_role("button", name="Footnote 1")
    chip.click()
    source = page.locator("footnote-widget .source")
    expect(source.get_by_role("heading")).to_have_text("Plain")
    expect(source.get_by_text("Paragraph 2 of 2")).to_be_visible()
    expect(source.locator("mark")).to_have_text("It was painted green.")
    expect(source.locator("blockquote")).to_contain_text("The bridge opened in 1932.")
    link = source.get_by_role("link", name="Open the document")
    assert link.get_attribute("rel") == "noreferrer"  # and so no opener
    with page.context.expect_page() as other:
        link.click()
    viewer = other.value
    expect(viewer.locator("mark#cited")).to_have_text("It was painted green.")
    assert viewer.url.startswith(f"{web.server}/view/plain.txt?site=docs&start=")
    assert viewer.url.endswith("#cited")
    assert viewer.evaluate("window.opener") is None
    page.bring_to_front()
    source.get_by_role("button", name="Next source").click()
    expect(source.locator("mark")).to_have_text("We waited.")
    expect(source.get_by_role("heading")).to_have_text("Repeated")
    source.get_by_role("button", name="Next source").click()
    source.get_by_role("button", name="Previous source").click()
    expect(source.locator("mark")).to_have_text("We waited.")
    page.keyboard.press("Escape")
    expect(source).to_be_hidden()
    expect(chip).to_be_focused()


def test_quote_of_a_document_that_changed_is_told_gone(page: Page, web: Web) -> None:
    opened(page)
    turn = ask(page, OPENED)
    page.route(
        "**/api/v1/sources",
        lambda route: route.fulfill(
            status=410, body="{}", headers={"Access-Control-Allow-Origin": web.site}
        ),
    )
    turn.get_by_role("button", name="Footnote 1").click()
    expect(page.get_by_text("The document no longer says this.")).to_be_visible()
    expect(page.locator("footnote-widget mark")).to_have_text("It was painted green.")


def test_escape_and_the_close_button_give_the_focus_back(page: Page) -> None:
    for close in ("Escape", "Close"):
        panel = opened(page)
        if close == "Escape":
            page.keyboard.press("Escape")
        else:
            panel.get_by_role("button", name="Close").click()
        expect(panel).to_be_hidden()
        assert focused(page) == "button fill launcher"


def test_beside_a_wide_page_the_panel_is_not_modal(page: Page) -> None:
    opened(page)
    page.get_by_role("heading", name="A page").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert (
        page.evaluate(
            "document.querySelector('footnote-widget').shadowRoot.querySelector(':modal')"
        )
        is None
    )


def test_narrow_window_is_filled_and_keeps_the_focus_inside(web: Web, visit: Visit) -> None:
    body = "<h1>A page</h1><a href='#'>One</a><a href='#'>Two</a>"
    page = visit(web.put("/narrow", web.page(web.tag(), body)), viewport=NARROW, has_touch=True)
    panel = opened(page)
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 640}
    assert focused(page) == "h2"
    for _ in range(12):
        page.keyboard.press("Tab")
        assert focused(page).split()[0] != "a"
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert focused(page) == "button fill launcher"


def test_arrival_is_announced_once_whole_and_moves_no_focus(page: Page) -> None:
    opened(page)
    page.evaluate(
        """() => {
          window.said = [];
          const { shadowRoot } = document.querySelector("footnote-widget");
          const place = shadowRoot.querySelector(".unseen");
          const hear = () => said.push(place.textContent);
          new MutationObserver(hear).observe(place, { childList: true });
        }"""
    )
    ask(page, OPENED)
    expect(page.locator("footnote-widget .unseen")).to_have_attribute("role", "status")
    assert page.evaluate("said") == [
        "It was painted green. [1] The bridge opened in 1932. [2] It is 1,149 metres long. [3]"
    ]
    assert focused(page) == "textarea"


def test_focus_on_a_footnote_stays_while_more_arrives(page: Page) -> None:
    opened(page)
    page.locator("footnote-widget textarea").fill(OPENED)
    page.keyboard.press("Enter")
    page.locator("footnote-widget .chip").first.focus()
    expect(page.locator("footnote-widget .chip")).to_have_count(3)
    expect(page.locator("footnote-widget .chip").first).to_be_focused()


def test_answer_can_be_stopped_and_asked_again(page: Page) -> None:
    opened(page)
    page.locator("footnote-widget textarea").fill(OPENED)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Stop").click()
    turn = page.locator("footnote-widget article")
    expect(turn.get_by_text("Interrupted.")).to_be_visible()
    turn.get_by_role("button", name="Ask again").click()
    expect(turn.locator(".statement")).to_have_count(3)
    expect(turn).to_have_count(1)


def test_broken_connection_is_taken_up_again_without_asking_twice(page: Page, web: Web) -> None:
    opened(page)
    web.line.asked.clear()
    web.line.cut = 1
    turn = ask(page, OPENED)
    expect(turn.locator(".statement")).to_have_text(
        ["It was painted green.1", "The bridge opened in 1932.2", "It is 1,149 metres long.3"]
    )
    assert [path for method, path, _ in web.line.asked if method == "POST"].count(
        "/api/v1/chat"
    ) == 2


def test_connection_that_stays_broken_is_told_and_can_be_asked_again(page: Page, web: Web) -> None:
    opened(page)
    page.locator("footnote-widget textarea").fill(OPENED)
    page.context.set_offline(False)
    web.line.cut = 1
    page.route(
        "**/api/v1/chat", lambda route: route.abort() if web.line.cut == 0 else route.continue_()
    )
    page.keyboard.press("Enter")
    turn = page.locator("footnote-widget article")
    expect(turn.get_by_text("Interrupted.")).to_be_visible()
    expect(turn.locator(".statement")).to_have_text(["It was painted green.1"])
    page.unroute("**/api/v1/chat")
    turn.get_by_role("button", name="Ask again").click()
    expect(turn.locator(".statement")).to_have_count(3)


def test_connection_that_falls_silent_counts_as_cut_off(page: Page, web: Web) -> None:
    page.clock.install()
    opened(page)
    web.line.hush = 1
    page.locator("footnote-widget textarea").fill(OPENED)
    page.keyboard.press("Enter")
    statements = page.locator("footnote-widget .statement")
    expect(statements).to_have_count(1)
    page.clock.run_for(41_000)
    expect(statements).to_have_count(3)


def test_too_many_questions_are_told_with_the_seconds(web: Web, visit: Visit) -> None:
    page = visit(web.put("/limited", web.page(web.tag(site="plain"))))
    opened(page, "Ask the documents")
    ask(page, OPENED)
    ask(page, OPENED)
    turn = ask(page, OPENED)
    expect(turn.locator(".warn")).to_have_text(
        re.compile(r"Too many questions\. Ask again in \d+ s\.")
    )


def test_conversation_survives_pages_of_the_site_and_the_end_of_its_session(
    page: Page, web: Web
) -> None:
    opened(page)
    ask(page, OPENED)
    web.put("/other", web.page(web.tag()))
    page.goto(f"{web.site}/other")
    turn = page.locator("footnote-widget article")
    expect(turn.locator(".statement")).to_have_count(3)
    assert focused(page) == "body"
    page.evaluate(
        """() => {
          const key = Object.keys(sessionStorage).find((key) => key.startsWith("footnote "));
          const kept = JSON.parse(sessionStorage[key]);
          sessionStorage[key] = JSON.stringify({ ...kept, token: "gone" });
        }"""
    )
    page.goto(f"{web.site}/")
    expect(ask(page, "And when?").get_by_text(f"Read as: {OPENED} And when?")).to_be_visible()
    expect(turn).to_have_count(2)


def test_conversation_of_more_than_two_hours_ago_is_gone(page: Page, web: Web) -> None:
    opened(page)
    ask(page, OPENED)
    page.evaluate(
        """() => {
          const key = Object.keys(sessionStorage).find((key) => key.startsWith("footnote "));
          const kept = JSON.parse(sessionStorage[key]);
          sessionStorage[key] = JSON.stringify({ ...kept, at: Date.now() - 2 * 3600 * 1000 - 1 });
        }"""
    )
    page.reload()
    opened(page)
    assert page.locator("footnote-widget .statement").count() == 0


def test_answer_that_a_page_change_cut_off_is_taken_up_or_told(page: Page) -> None:
    opened(page)
    page.locator("footnote-widget textarea").fill(OPENED)
    page.keyboard.press("Enter")
    page.locator("footnote-widget .statement").first.wait_for()
    page.reload()
    turn = page.locator("footnote-widget article")
    expect(turn).to_have_count(1)
    expect(turn.get_by_text("Interrupted.").or_(turn.locator(".statement").nth(2))).to_be_visible()


def test_new_conversation_forgets_the_old_one_and_its_session(page: Page, web: Web) -> None:
    panel = opened(page)
    ask(page, OPENED)
    panel.get_by_role("button", name="New conversation").click()
    expect(panel.locator(".statement")).to_have_count(0)
    expect(panel.get_by_role("button", name=OPENED)).to_be_visible()
    assert ("DELETE", "/api/v1/sessions/me", web.site) in web.line.asked
    page.reload()
    expect(page.locator("footnote-widget .statement")).to_have_count(0)
    turn = ask(page, "And when?")
    assert turn.get_by_text("Read as").count() == 0


def test_verdict_is_kept_where_the_server_keeps_some(page: Page) -> None:
    opened(page)
    page.evaluate(RECORD)
    ask(page, OPENED).get_by_role("button", name="Good answer").click()
    expect(page.get_by_text("Noted. Thank you.")).to_be_visible()
    assert ["feedback", {"verdict": "good"}] in page.evaluate("told")


def test_interface_tells_what_happens_and_never_what_was_said(page: Page) -> None:
    page.evaluate(RECORD)
    page.evaluate("Footnote.open(); Footnote.toggle(); Footnote.toggle()")
    assert page.evaluate(f"Footnote.ask({json.dumps(OPENED)})") is True
    expect(page.locator("footnote-widget .statement")).to_have_count(3)
    page.get_by_role("button", name="Footnote 2").click()
    expect(page.locator("footnote-widget .source mark")).to_be_visible()
    page.evaluate("Footnote.reset(); Footnote.close(); Footnote.close()")
    told = page.evaluate("told")
    assert [name for name, _ in told if name in ("open", "close")] == ["open", "close"] * 2
    assert {name for name, _ in told} >= {
        "ready",
        "open",
        "close",
        "question",
        "answer",
        "citation",
    }
    assert ["answer", {"refused": False, "citations": 3}] in told
    assert ["citation", {"document": "plain.txt", "shown": "panel"}] in told
    assert "bridge" not in json.dumps(told)


def test_listener_can_be_taken_off_and_one_that_fails_harms_nothing(
    page: Page, watch: object
) -> None:
    page.evaluate(
        """() => {
          window.count = 0;
          const off = Footnote.on("open", () => (count += 1));
          Footnote.open();
          Footnote.close();
          off();
        }"""
    )
    opened(page)
    assert page.evaluate("count") == 1


def test_destroyed_widget_leaves_nothing_behind(page: Page) -> None:
    opened(page)
    page.evaluate("Footnote.destroy()")
    assert page.locator("footnote-widget").count() == 0
    assert page.evaluate("[typeof window.Footnote, document.adoptedStyleSheets.length]") == [
        "undefined",
        0,
    ]


def test_attributes_win_over_the_sites_file_which_wins_over_the_defaults(
    web: Web, visit: Visit
) -> None:
    questions = json.dumps([NOBODY]).replace('"', "&quot;")
    tag = web.tag(
        title="Hi",
        greeting="Welcome.",
        questions=questions,
        position="left",
        lang="es",
        z_index="77",
    )
    page = visit(web.put("/set", web.page(tag)))
    panel = opened(page, "Hi")
    expect(panel.get_by_text("Welcome.")).to_be_visible()
    expect(panel.locator(".could button")).to_have_text([NOBODY])
    expect(panel.get_by_role("button", name="Preguntar")).to_be_visible()
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] == 20
    assert page.locator("footnote-widget").evaluate("e => getComputedStyle(e).zIndex") == "77"
    themed = visit(web.put("/themed", web.page(web.tag(site="plain"))))
    panel = opened(themed, "Ask the documents")
    expect(
        themed.locator("footnote-widget .left")
    ).to_be_attached()  # what the server says comes later
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] == 20
    fill = themed.locator("footnote-widget .box .fill")
    assert fill.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 212, 0)"


def test_language_follows_the_page(web: Web, visit: Visit) -> None:
    page = visit(web.put("/es", web.page(web.tag(site="plain"), html='lang="es"')))
    opened(page, "Pregunte a los documentos")
    box = page.locator("footnote-widget textarea")
    box.fill(NOBODY)
    box.press("Enter")
    expect(page.get_by_text("Los documentos no lo dicen.")).to_be_visible()


def test_inline_widget_stands_in_its_element_without_a_button(web: Web, visit: Visit) -> None:
    body = "<h1>A page</h1><div id='here' style='--footnote-height: 400px'></div>"
    page = visit(web.put("/inline", web.page(web.tag(mount="#here"), body)))
    panel = page.locator("#here footnote-widget .panel")
    expect(panel).to_be_visible()
    assert page.locator(".launcher").count() == 0
    assert focused(page) == "body"
    box = panel.bounding_box()
    assert box is not None
    assert box["height"] == 400
    expect(ask(page, OPENED).locator(".statement")).to_have_count(3)
    assert page.evaluate("scrollY") == 0


def test_whole_flow_works_by_keyboard(page: Page) -> None:
    def tab_to(name: str, key: str = "Tab") -> None:
        target = page.locator("footnote-widget").get_by_role("button", name=name).first
        for _ in range(40):
            page.keyboard.press(key)
            if target.evaluate("e => e === e.getRootNode().activeElement"):
                break
        expect(target).to_be_focused()
        assert target.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"

    tab_to("Ask the documents")
    page.keyboard.press("Enter")
    page.keyboard.type("two documents")
    page.keyboard.press("Enter")
    finished(page.locator("footnote-widget article"))
    tab_to("Footnote 2", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("footnote-widget .source mark")).to_have_text("We waited.")
    tab_to("Previous source")
    page.keyboard.press("Enter")
    expect(page.locator("footnote-widget .source mark")).to_have_text("It was painted green.")
    page.keyboard.press("Escape")
    assert focused(page) == "button chip"
    page.keyboard.press("Escape")
    assert focused(page) == "button fill launcher"


def test_hostile_words_of_documents_and_visitors_stay_words(page: Page) -> None:
    opened(page)
    turn = ask(page, "hostile")
    expect(turn.locator(".statement")).to_have_text(f"{HOSTILE}1")
    turn.get_by_role("button", name="Footnote 1").click()
    expect(page.locator("footnote-widget .source mark")).to_have_text(HOSTILE)
    expect(page.locator("footnote-widget blockquote")).to_contain_text("Start. ")
    page.keyboard.press("Escape")
    expect(ask(page, HOSTILE).locator("h3")).to_have_text(HOSTILE)
    for tag in ("script", "img", "style", "b"):
        assert page.locator(f"footnote-widget {tag}").count() == 0
    assert page.title() == "A page"


def test_question_asked_over_a_source_closes_it_and_shows_the_answer(page: Page) -> None:
    opened(page)
    ask(page, OPENED).get_by_role("button", name="Footnote 1").click()
    source = page.locator("footnote-widget .source")
    expect(source.locator("mark")).to_be_visible()
    turn = ask(page, NOBODY)
    expect(source).to_be_hidden()
    assert focused(page) == "textarea"
    assert page.locator("footnote-widget .log").evaluate("e => e.inert") is False
    turn.get_by_role("button", name="plain.txt").click()
    expect(source).to_be_visible()


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        ('{"a": 1}', [OPENED, NOBODY]),
        ('"What is it?"', ["What is it?"]),
        ('[1, null, ["x"], "Who?"]', ["Who?"]),
        ("7", [OPENED, NOBODY]),
        ("no JSON", [OPENED, NOBODY]),
    ],
)
def test_questions_that_are_no_list_of_words_are_none_or_one(
    web: Web, visit: Visit, given: str, offered: list[str]
) -> None:
    tag = web.tag(questions=given.replace('"', "&quot;"))
    panel = opened(visit(web.put("/questions", web.page(tag))))
    expect(panel.locator(".could button")).to_have_text(offered)


@pytest.mark.parametrize("selector", ["###", "#nowhere"])
def test_selector_that_finds_nothing_leaves_the_widget_floating(
    web: Web, visit: Visit, selector: str
) -> None:
    page = visit(web.put("/mount", web.page(web.tag(mount=selector))))
    opened(page)
    expect(ask(page, OPENED).locator(".statement")).to_have_count(3)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_place_and_link_of_a_source_stay_in_sight_beside_its_words(
    web: Web, visit: Visit, viewport: ViewportSize
) -> None:
    page = visit(web.put("/", web.page(web.tag())), viewport=viewport)
    opened(page)
    ask(page, "noon").get_by_role("button", name="Footnote 1").click()
    source = page.locator("footnote-widget .source")
    link = source.get_by_role("link", name="Open the document")
    on_top = """e => {
      const { left, top, right, bottom } = e.getBoundingClientRect();
      const found = e.getRootNode().elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return e === found;
    }"""
    link.wait_for()
    seen = (source.get_by_text("Paragraph 2990 of 3000"), link, source.locator("mark"))
    for scroll in ("", "e => { e.scrollTop = 0 }", "e => { e.scrollTop = 1e6 }"):
        if scroll:
            source.evaluate(scroll)
        for part in seen if scroll == "" else seen[:2]:
            assert part.evaluate(on_top), scroll


@pytest.mark.parametrize("after", [None, "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_too_many_questions_without_a_time_are_told_without_one(
    page: Page, web: Web, after: str | None
) -> None:
    opened(page)
    headers = {
        "Access-Control-Allow-Origin": web.site,
        "Access-Control-Expose-Headers": "Retry-After",
        **({"Retry-After": after} if after else {}),
    }
    page.route(
        "**/api/v1/chat", lambda route: route.fulfill(status=429, body="{}", headers=headers)
    )
    expect(ask(page, OPENED).locator(".warn")).to_have_text("Too many questions.")


@pytest.mark.parametrize("page_is", ["light", "dark", "light dark"])
@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize("mode", ["page", "frame"])
def test_colours_are_those_of_the_page_not_of_the_system(
    web: Web, visit: Visit, page_is: str, system: Literal["light", "dark"], mode: str
) -> None:
    head = "" if page_is == "light" else f"<style>:root {{ color-scheme: {page_is} }}</style>"
    tag = web.tag(site="private", mode="frame") if mode == "frame" else web.tag()
    page = visit(web.put("/scheme", web.page(tag, head=head)), color_scheme=system)
    page.locator("footnote-widget .launcher").click()
    inside = page.frame_locator("footnote-widget iframe") if mode == "frame" else page
    paper = inside.locator("footnote-widget .panel").last
    dark = (system if " " in page_is else page_is) == "dark"
    expect(paper).to_have_css(
        "background-color", "rgb(30, 33, 36)" if dark else "rgb(255, 255, 255)"
    )
