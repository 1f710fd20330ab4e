"""Choosing a footnote marks its words in the page itself, where the page says them."""

import unicodedata
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW
from tests.browser.embedding import Web, ask, focused, marked, opened, web_of
from tests.browser.widget_fixtures import Visit, visit, watch
from tests.web.fake_assistant import Cited, FakeAssistant

__all__ = ["visit", "watch"]

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

CAFE = "The “café” – so it’s said – opened in 1932."
OFTEN = "It rained. The tide came in. We left early.\nIt was dry. The tide came in. We stayed on.\n"
BRACKETS = "[" * 100_000
LONG = "x" * 4999 + "🎉 is where a long answer is cut."
FILLER = "<p>Nothing happens here.</p>" * 80
COLUMN = "<style>main { max-width: 30rem; margin: 0 }</style>"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    assistant = FakeAssistant(
        texts={
            "cafe.txt": f"Before it. {CAFE} After it.\n",
            "often.txt": OFTEN,
            "brackets.txt": f"{BRACKETS}]\n",
            "year.txt": "1932 Bridge\n",
            "long.txt": f"{LONG}\n",
            "hindi.txt": "नमस्ते 🎉 said the 🐈 to the mouse.\n",
        },
        answers={
            "cafe": [Cited("cafe.txt", CAFE)],
            "tide": [Cited("often.txt", "The tide came in.", occurrence=1)],
            "first tide": [Cited("often.txt", "The tide came in.")],
            "brackets": [Cited("brackets.txt", "[" * 15_000 + "]")],
            "year": [Cited("year.txt", "1932")],
            "long": [Cited("long.txt", LONG)],
            "hindi": [Cited("hindi.txt", "नमस्ते 🎉 said the 🐈 to the mouse.")],
        },
    )
    with web_of(assistant, tmp_path_factory.mktemp("web")) as web:
        yield web


def choose(page: Page, question: str) -> None:
    """Opens the widget, asks, and chooses the first footnote of the answer."""
    if page.get_by_role("dialog").count() == 0:
        opened(page)
    page.evaluate("() => { window.chosen = new Promise((done) => Footnote.on('citation', done)); }")
    ask(page, question).locator(".chip").first.click()
    page.evaluate("chosen")


@pytest.mark.parametrize(
    "html",
    [
        "<p>The “café” – so it’s said – opened in 1932.</p>",
        "<p>The <em>“ca</em>fé” – so <a href='#'>it’s</a> said<br>– opened in <b>1932</b>.</p>",
        "<p>The &quot;cafe\u0301&quot; - so it's\n   said\u00a0- o&shy;pened\u200b in 1932.</p>",
        "<p>The “café” – so it’s</p><script>var x = 1</script><p>said – opened in 1932.</p>",
        "<p>The “café” <b hidden>x</b>– so it’s said "
        "<b aria-hidden=true>x</b>– opened in 1932.</p>",
        "<p>The “café” <b style='visibility: hidden'>x</b>– so it’s said – opened in 1932.</p>",
        "<div style='display: contents'><p>The “café” – so it’s "
        "<b style='display: contents'>said – opened</b> in 1932.</p></div>",
        "<p>The “café” <b id=empty></b>– so it’s said – opened in 1932.</p>"
        "<script>empty.append('')</script>",
        "<p>The “café” <b style='display: contents; visibility: hidden'>x</b>– so it’s said "
        "<b hidden><i style='display: contents'>x</i></b>– opened in 1932.</p>",
    ],
    ids=[
        "as it is",
        "markup",
        "other characters",
        "two paragraphs",
        "hidden parts",
        "unseen",
        "without a box",
        "an empty text",
        "unseen without a box",
    ],
)
def test_words_are_marked_whatever_is_in_between(web: Web, visit: Visit, html: str) -> None:
    page = visit(web.put("/", web.page(web.tag(), FILLER + html + FILLER, COLUMN)))
    before = page.evaluate("document.body.innerHTML")
    choose(page, "cafe")
    (words,) = marked(page)
    flat = unicodedata.normalize("NFC", " ".join(words.split()))
    assert flat.startswith("The ")
    assert flat.endswith("1932.")
    seen = """() => {
      const [range] = CSS.highlights.get("footnote");
      const { top, bottom } = range.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }"""
    assert page.evaluate(seen)
    assert page.evaluate("document.body.innerHTML") == before
    expect(page.get_by_role("dialog")).to_be_visible()


def test_mark_is_painted(web: Web, visit: Visit) -> None:
    page = visit(web.put("/", web.page(web.tag(), f"<p id='here'>{CAFE}</p>", COLUMN)))
    before = page.locator("#here").screenshot()
    choose(page, "cafe")
    assert page.locator("#here").screenshot() != before
    assert page.evaluate("getComputedStyle(here, '::highlight(footnote)').backgroundColor") == (
        "rgb(249, 207, 74)"
    )


@pytest.mark.parametrize(
    ("question", "sentence"), [("tide", "We stayed on."), ("first tide", "We left early.")]
)
def test_of_words_that_stand_there_twice_the_cited_ones_are_marked(
    web: Web, visit: Visit, question: str, sentence: str
) -> None:
    lines = "".join(f"<p>{line}</p>" for line in OFTEN.splitlines())
    body = f"<nav>The tide came in.</nav><h2>The tide came in.</h2>{lines}"
    page = visit(web.put("/", web.page(web.tag(), body, COLUMN)))
    choose(page, question)
    assert marked(page) == ["The tide came in."]
    paragraph = (
        """() => [...CSS.highlights.get("footnote")][0].startContainer.parentElement.textContent"""
    )
    assert sentence in page.evaluate(paragraph)


@pytest.mark.parametrize(
    "body",
    [
        "<p>The tide came in.</p><p>Then once more: The tide came in.</p>",
        "<p>Number 5193277, of the 1932nd.</p>",
    ],
    ids=["twice without what is around them", "inside other words"],
)
def test_words_that_may_be_others_are_shown_in_the_panel(web: Web, visit: Visit, body: str) -> None:
    page = visit(web.put("/", web.page(web.tag(), body, COLUMN)))
    choose(page, "tide" if "tide" in body else "year")
    expect(page.locator("footnote-widget .source mark")).to_be_visible()
    assert marked(page) == []


def test_words_are_marked_as_whole_words(web: Web, visit: Visit) -> None:
    body = "<p>5193277 11932 1932nd</p><p id='here'><b>In </b>1932<b>, then</b></p>"
    page = visit(web.put("/", web.page(web.tag(), body, COLUMN)))
    choose(page, "year")
    assert marked(page) == ["1932"]
    assert page.evaluate("here.contains([...CSS.highlights.get('footnote')][0].startContainer)")


def test_sign_that_is_halved_where_an_answer_is_cut_spoils_no_question(
    web: Web, visit: Visit
) -> None:
    page = visit(web.put("/", web.page(web.tag(highlight="off"))))
    opened(page)
    ask(page, "long")
    expect(ask(page, "year").locator(".statement")).to_be_visible()


def test_emoji_and_vowel_signs_do_not_shift_it(web: Web, visit: Visit) -> None:
    body = "<p>👩‍👩‍👧‍👦 𝔘 before. <b>नम</b>स्ते 🎉 said the 🐈 to the mouse. After.</p>"
    page = visit(web.put("/", web.page(web.tag(), body, COLUMN)))
    choose(page, "hindi")
    assert marked(page) == ["नमस्ते 🎉 said the 🐈 to the mouse."]


def test_bar_says_so_and_leads_to_the_panel_which_unmarks(web: Web, visit: Visit) -> None:
    page = visit(web.put("/", web.page(web.tag(), f"<p>{CAFE}</p>", COLUMN)))
    choose(page, "cafe")
    expect(page.get_by_text("Marked on this page.").first).to_be_visible()
    page.get_by_role("button", name="Show the source").click()
    expect(page.locator("footnote-widget .source mark")).to_have_text(CAFE)
    assert marked(page) == []


def test_panel_that_would_cover_the_words_closes_first(web: Web, visit: Visit) -> None:
    wide = visit(
        web.put("/covered", web.page(web.tag(), FILLER + f"<p style='text-align: end'>{CAFE}</p>"))
    )
    narrow = visit(
        web.put("/narrow", web.page(web.tag(), FILLER + f"<p>{CAFE}</p>")), viewport=NARROW
    )
    for page in (wide, narrow):
        choose(page, "cafe")
        expect(page.get_by_role("dialog")).to_be_hidden()
        assert marked(page) == [CAFE]
        assert page.evaluate("scrollY") > 0
        assert focused(page) == "button fill launcher"
        opened(page)
        expect(page.locator("footnote-widget .statement")).to_be_visible()


@pytest.mark.parametrize(
    ("tag", "head"),
    [
        ({"highlight": "off"}, ""),
        ({"document": "often.txt"}, ""),
        (
            {},
            "<script>delete CSS.highlights; Object.defineProperty(CSS, 'highlights', {})</script>",
        ),
    ],
    ids=["switched off", "another document", "an old browser"],
)
def test_otherwise_the_panel_shows_them(
    web: Web, visit: Visit, tag: dict[str, str], head: str
) -> None:
    page = visit(web.put("/", web.page(web.tag(**tag), f"<p>{CAFE}</p>", COLUMN + head)))
    choose(page, "cafe")
    expect(page.locator("footnote-widget .source mark")).to_have_text(CAFE)


def test_words_that_only_the_widget_or_hidden_parts_say_are_not_marked(
    web: Web, visit: Visit
) -> None:
    body = f"<p hidden>{CAFE}</p><textarea>{CAFE}</textarea><nav>{CAFE}</nav>"
    page = visit(web.put("/", web.page(web.tag(), body, COLUMN)))
    choose(page, "cafe")
    expect(page.locator("footnote-widget .source mark")).to_have_text(CAFE)
    assert marked(page) == []


@pytest.mark.parametrize("words", [CAFE, f"<b style='display: contents'>{CAFE}</b>"])
def test_words_inside_a_part_that_scrolls_come_into_view(
    web: Web, visit: Visit, words: str
) -> None:
    body = (
        f"<div style='height: 300px; overflow: auto'>{FILLER}<p id='here'>{words}</p>{FILLER}</div>"
    )
    page = visit(web.put("/", web.page(web.tag(), body, COLUMN)))
    choose(page, "cafe")
    assert page.evaluate(
        """() => {
          const [inner, outer] = [here, here.parentElement].map((e) => e.getBoundingClientRect());
          return outer.top <= inner.top && inner.bottom <= outer.bottom;
        }"""
    )


def test_a_hundred_thousand_brackets_are_searched_at_once(web: Web, visit: Visit) -> None:
    body = f"<p style='overflow: hidden'>{BRACKETS}</p>" * 5
    page = visit(web.put("/", web.page(web.tag(), body, COLUMN)))
    opened(page)
    chip = ask(page, "brackets").locator(".chip").first
    page.evaluate("() => { window.chosen = new Promise((done) => Footnote.on('citation', done)); }")
    chip.click()
    assert page.evaluate("chosen") == {"document": "brackets.txt", "shown": "panel"}
    expect(page.locator("footnote-widget .source mark")).to_be_visible()


def test_demo_page_shows_it(web: Web, visit: Visit) -> None:
    page = visit(f"{web.server}/demo?document=cafe.txt")
    assert page.locator(".first").text_content() == "B"
    opened(page, "Ask the documents")
    ask(page, "cafe").locator(".chip").click()
    expect(page.get_by_text("Marked on this page.").first).to_be_attached()
    assert marked(page) == [CAFE]
