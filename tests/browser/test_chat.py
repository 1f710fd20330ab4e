import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW
from tests.browser.reading import ask, chosen, comes_into_view, finished, sideways
from tests.web.fake_assistant import GREETING, REFUSAL, Cited, FakeAssistant

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

Opener = Callable[..., Page]
Contexts = Callable[..., BrowserContext]

PLAIN = "The bridge opened in 1932.\nIt was painted green. It is 1,149 metres long.\n"
FILLER = "Nothing happens in this line, which is here to make the page long.\n" * 60
EMOJI = (
    "👩‍👩‍👧‍👦 e\u0301e\u0301 𝔘nicode 🏳️‍🌈 comes first.\n"
    + FILLER
    + "नमस्ते 🎉 said the 🐈 to the mouse. The end 🏁.\n"
)
REPEATED = "The tide came in. We waited.\n" + FILLER + "The tide came in. We left.\n" + FILLER
HOSTILE = (
    "<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\">"
    "<a href='javascript:document.title=1'>x</a> [link](https://leak.test/a) "
    "![image](https://leak.test/b) $e^{x}$ $$y$$ `code` **bold** ${document.title='owned'} "
    "{{7*7}} &lt;b&gt; <style>*{display:none}</style>"
)
FAKE = FakeAssistant(
    texts={
        "plain.txt": PLAIN,
        "deep/emoji #1 50%.txt": EMOJI,
        "repeated.txt": REPEATED,
        "hostile.txt": f"Start. {HOSTILE} End.",
    },
    answers={
        "When did it open?": [
            Cited("plain.txt", "It was painted green.", role="context"),
            Cited("plain.txt", "The bridge opened in 1932.", short="1932"),
            Cited("plain.txt", "It is 1,149 metres long."),
        ],
        "emoji": [Cited("deep/emoji #1 50%.txt", "नमस्ते 🎉 said the 🐈 to the mouse.", short="🐈")],
        "second tide": [Cited("repeated.txt", "The tide came in.", occurrence=1)],
        "first tide": [Cited("repeated.txt", "The tide came in.")],
        "both tides": [
            Cited("repeated.txt", "The tide came in."),
            Cited("repeated.txt", "The tide came in. We left."),
            Cited("repeated.txt", "We left."),
        ],
        "hostile": [Cited("hostile.txt", HOSTILE)],
        HOSTILE: [Cited("plain.txt", "The bridge opened in 1932.")],
    },
    starting=("When did it open?", "Who is Bob?"),
    pause=0.1,
)


@pytest.fixture(scope="module")
def site(serving: Callable[[Any], str]) -> str:
    return serving(FAKE)


@pytest.fixture
def new(site: str, open_page: Opener) -> Iterator[Page]:
    """A page on which nothing has been asked."""
    with open_page(site) as page:
        yield page


@pytest.fixture(scope="module")
def page(site: str, open_page: Opener) -> Iterator[Page]:
    """A page on which one test after another asks, as in a long conversation."""
    with open_page(site) as page:
        yield page


@pytest.fixture
def narrow(site: str, open_page: Opener, another_browser: Contexts) -> Page:
    return open_page(site, another_browser(viewport=NARROW, has_touch=True))


def test_empty_page_says_what_can_be_asked(new: Page) -> None:
    expect(new.get_by_role("heading", level=1)).to_have_text("Footnote")
    expect(new.get_by_role("heading", level=2).first).to_have_text("Ask about these 4 documents")
    new.get_by_role("button", name="When did it open?").click()
    expect(finished(new, 0)).to_have_attribute("data-state", "answered")


def test_answer_arrives_statement_by_statement(new: Page) -> None:
    new.get_by_role("textbox", name="Question").fill("When did it open?")
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
    turn = ask(page, "When did it open?")
    expect(turn.locator("strong")).to_have_text("1932")
    sizes = [
        float(
            turn.locator(f".{role}").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        )
        for role in ("context", "evidence")
    ]
    assert sizes[0] < sizes[1]


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("When did it open?", "It was painted green."),
        ("emoji", "नमस्ते 🎉 said the 🐈 to the mouse."),
        ("second tide", "The tide came in."),
        ("hostile", HOSTILE),
    ],
)
def test_footnote_opens_the_document_at_its_words(page: Page, question: str, quote: str) -> None:
    turn = ask(page, question)
    turn.get_by_role("link", name="Footnote 1").click()
    expect(chosen(page)).to_have_count(1)
    assert chosen(page).text_content() == quote
    assert comes_into_view(chosen(page))
    text = page.locator(".source-text").evaluate("e => e.textContent")
    assert text in FAKE.texts.values()
    assert page.evaluate("document.scrollingElement.scrollTop") == 0


def test_of_repeated_sentences_the_cited_one_is_chosen(page: Page) -> None:
    starts = []
    for question in ("first tide", "second tide"):
        ask(page, question).get_by_role("link", name="Footnote 1").click()
        page.wait_for_timeout(100)
        starts.append(
            chosen(page).evaluate(
                """mark => {
                  const range = document.createRange();
                  range.setStart(mark.closest('.source-text'), 0);
                  range.setEndBefore(mark);
                  return range.toString().length;
                }"""
            )
        )
    assert starts == [0, REPEATED.index("The tide", 1)]


def test_all_cited_words_are_marked_and_overlaps_keep_the_chosen_whole(page: Page) -> None:
    turn = ask(page, "both tides")
    turn.get_by_role("link", name="Footnote 3").click()
    expect(chosen(page)).to_have_text("We left.")
    marks = page.locator("#source-panel mark")
    assert marks.all_text_contents() == ["The tide came in.", "The tide came in. ", "We left."]
    turn.get_by_role("link", name="Footnote 2").click()
    expect(chosen(page)).to_have_text("The tide came in. We left.")
    assert marks.all_text_contents() == ["The tide came in.", "The tide came in. We left."]


def test_quote_in_the_sources_opens_too(page: Page) -> None:
    turn = ask(page, "When did it open?")
    turn.locator(".sources summary").click()
    turn.locator(".sources a").nth(2).click()
    expect(chosen(page)).to_have_text("It is 1,149 metres long.")


def test_document_of_the_welcome_opens_unmarked(new: Page) -> None:
    new.get_by_role("list", name="Documents").get_by_role("link").first.click()
    expect(new.locator(".source-text")).to_contain_text("painted green")
    assert new.locator("#source-panel mark").count() == 0


def test_refusal_looks_different_and_opens_its_nearest_passages(page: Page) -> None:
    turn = ask(page, "Who is Bob?")
    expect(turn).to_have_attribute("data-state", "refused")
    expect(turn.locator(".refusal-text")).to_have_text(REFUSAL)
    expect(turn.get_by_role("heading", level=3)).to_have_text("Nearest passages (not an answer)")
    expect(turn.locator(".chip, .statement")).to_have_count(0)
    turn.locator(".passages a").first.click()
    expect(chosen(page)).to_have_text("The bridge opened in 1932.")


def test_notice_and_failures_are_plain_words(page: Page) -> None:
    assert ask(page, "hello").locator("p").all_text_contents() == [GREETING]
    failed = ask(page, "fail")
    expect(failed).to_have_attribute("data-state", "failed")
    assert "secret" not in (failed.text_content() or "")
    expect(ask(page, "When did it open?")).to_have_attribute("data-state", "answered")


def test_follow_up_shows_how_it_was_read(page: Page) -> None:
    ask(page, "When did it open?")
    turn = ask(page, "And how long is it?")
    expect(turn.locator(".read-as")).to_have_text("Read as: When did it open? And how long is it?")


def test_everything_works_by_keyboard(new: Page) -> None:
    new.get_by_role("textbox", name="Question").focus()
    new.keyboard.type("When did it open?")
    new.keyboard.press("Enter")
    turn = finished(new, 0)
    for _ in range(10):
        new.keyboard.press("Shift+Tab")
        if new.evaluate("document.activeElement.getAttribute('aria-label')") == "Footnote 2, Plain":
            break
    link = turn.get_by_role("link", name="Footnote 2")
    expect(link).to_be_focused()
    assert link.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    new.keyboard.press("Enter")
    expect(chosen(new)).to_have_text("The bridge opened in 1932.")
    new.keyboard.press("Escape")
    expect(new.locator("#source-panel")).to_be_hidden()
    expect(link).to_be_focused()


def test_sheet_covers_a_narrow_page_and_gives_focus_back(narrow: Page) -> None:
    turn = ask(narrow, "When did it open?")
    link = turn.get_by_role("link", name="Footnote 2")
    link.tap()
    close = narrow.get_by_role("button", name="Close")
    expect(close).to_be_focused()
    expect(chosen(narrow)).to_have_text("The bridge opened in 1932.")
    narrow.wait_for_timeout(300)
    box = narrow.locator("#source-panel").bounding_box()
    assert box is not None
    assert (round(box["x"]), round(box["width"])) == (0, 360)
    assert narrow.locator("#chat").get_attribute("inert") is not None
    close.tap()
    expect(narrow.locator("#source-panel")).to_be_hidden()
    expect(link).to_be_focused()
    assert narrow.locator("#chat").get_attribute("inert") is None


@pytest.mark.parametrize("width", [320, 360])
def test_nothing_scrolls_sideways(
    site: str, open_page: Opener, another_browser: Contexts, width: int
) -> None:
    page = open_page(site, another_browser(viewport={"width": width, "height": 640}))
    assert sideways(page) == [0, 0, 0]
    for question in ("When did it open?", "Who is Bob?", "hostile"):
        ask(page, question)
        assert sideways(page) == [0, 0, 0]
    page.locator(".chip").last.click()
    expect(chosen(page)).to_have_count(1)
    assert sideways(page) == [0, 0, 0]


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


def test_two_people_do_not_see_each_other(
    site: str, open_page: Opener, another_browser: Contexts
) -> None:
    ann, ben = (open_page(site, another_browser()) for _ in range(2))
    ask(ann, "When did it open?")
    ask(ben, "Who is Bob?")
    ask(ann, "And then?")
    assert ann.locator(".question").all_text_contents() == ["When did it open?", "And then?"]
    assert ben.locator(".question").all_text_contents() == ["Who is Bob?"]
    ben.reload()
    ben.locator(".welcome").wait_for()
    assert ben.locator(".turn").count() == 0


def test_changed_document_is_said_and_not_marked(page: Page) -> None:
    turn = ask(page, "When did it open?")
    turn.locator(".chip").first.evaluate("e => e.dataset.digest = 'sha256:0'")
    turn.locator(".chip").first.click()
    expect(page.locator(".source-note")).to_contain_text("has changed")
    assert page.locator("#source-panel mark").count() == 0


def test_what_is_typed_while_an_answer_arrives_stays(new: Page) -> None:
    box = new.get_by_role("textbox", name="Question")
    box.fill("When did it open?")
    new.keyboard.press("Enter")
    new.locator(".statement").first.wait_for()
    new.keyboard.type("and next")
    finished(new, 0)
    expect(box).to_have_value("and next")
