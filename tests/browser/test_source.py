import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.reading import ask, chosen, comes_into_view
from tests.browser.small_site import HOSTILE, NOBODY, OPENED, REPEATED, small_assistant

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

TEXTS = small_assistant().texts


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        (OPENED, "It was painted green."),
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
    assert text in TEXTS.values()
    assert page.evaluate("document.scrollingElement.scrollTop") == 0


def test_of_repeated_sentences_the_cited_one_is_chosen(page: Page) -> None:
    starts = []
    for question in ("first tide", "second tide"):
        ask(page, question).get_by_role("link", name="Footnote 1").click()
        page.wait_for_timeout(100)
        starts.append(start_of(chosen(page)))
    assert starts == [0, REPEATED.index("The tide", 1)]


def start_of(mark: Locator) -> int:
    """The code point at which marked words start in the document."""
    return int(
        mark.evaluate(
            """mark => {
              const range = document.createRange();
              range.setStart(mark.closest('.source-text'), 0);
              range.setEndBefore(mark);
              return Array.from(range.toString()).length;
            }"""
        )
    )


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
    turn = ask(page, OPENED)
    turn.locator(".sources summary").click()
    turn.locator(".sources a").nth(2).click()
    expect(chosen(page)).to_have_text("It is 1,149 metres long.")


def test_document_of_the_welcome_opens_unmarked(new: Page) -> None:
    new.get_by_role("list", name="Documents").get_by_role("link").first.click()
    expect(new.locator(".source-text")).to_contain_text("painted green")
    assert new.locator("#source-panel mark").count() == 0


def test_sheet_covers_a_narrow_page_and_gives_focus_back(narrow: Page) -> None:
    turn = ask(narrow, OPENED)
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


def test_cited_passages_are_stepped_through_across_documents(page: Page) -> None:
    turn = ask(page, "two documents")
    turn.get_by_role("link", name="Footnote 1").click()
    expect(page.locator(".count")).to_have_text("1 of 2 cited")
    page.get_by_role("button", name="Next").click()
    expect(chosen(page)).to_have_text("We waited.")
    expect(page.locator("#source-title")).to_have_text("Repeated")
    expect(page.locator(".count")).to_have_text("2 of 2 cited")
    expect(turn.get_by_role("link", name="Footnote 2")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Next").click()
    expect(chosen(page)).to_have_text("It was painted green.")
    page.get_by_role("button", name="Previous").click()
    expect(chosen(page)).to_have_text("We waited.")


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_words_in_the_document_lead_back_to_their_statement(page: Page, way: str) -> None:
    turn = ask(page, OPENED)
    turn.get_by_role("link", name="Footnote 1").click()
    expect(chosen(page)).to_have_count(1)
    if way == "mouse":
        page.locator("mark", has_text="The bridge opened").click()
    else:
        page.get_by_role("link", name="Back to footnote 2 in the answer").focus()
        page.keyboard.press("Enter")
    expect(turn.get_by_role("link", name="Footnote 2")).to_be_focused()
    expect(turn.get_by_role("link", name="Footnote 2")).to_have_attribute("aria-current", "true")


def test_touched_words_in_a_narrow_window_lead_back_too(narrow: Page) -> None:
    turn = ask(narrow, OPENED)
    turn.get_by_role("link", name="Footnote 1").tap()
    narrow.locator("mark", has_text="1,149 metres").tap()
    expect(narrow.locator("#source-panel")).to_be_hidden()
    expect(turn.get_by_role("link", name="Footnote 3")).to_be_focused()


def test_back_closes_the_sheet_and_stays_on_the_page(narrow: Page) -> None:
    turn = ask(narrow, OPENED)
    turn.get_by_role("link", name="Footnote 1").tap()
    expect(chosen(narrow)).to_have_count(1)
    narrow.go_back()
    expect(narrow.locator("#source-panel")).to_be_hidden()
    expect(turn.locator(".statement")).to_have_count(3)


def test_panel_names_the_place_and_offers_the_original(page: Page) -> None:
    turn = ask(page, OPENED)
    turn.get_by_role("link", name="Footnote 3").click()
    expect(page.locator(".place")).to_have_text("paragraph 2 of 2")
    with page.expect_download() as download:
        page.get_by_role("link", name="Original file").click()
    assert download.value.path().read_text(encoding="utf-8") == TEXTS["plain.txt"]


def select(statement: Locator, words: str) -> None:
    """Selects the last place in a statement where the words stand."""
    statement.evaluate(
        """(statement, words) => {
          const texts = [...statement.childNodes].filter((node) => node.nodeType === 3);
          const node = texts.findLast((text) => text.data.includes(words));
          const start = node.data.lastIndexOf(words);
          getSelection().setBaseAndExtent(node, start, node, start + words.length);
        }""",
        words,
    )
    statement.page.get_by_role("button", name="Show in the source").click()


def test_selected_words_find_the_same_words_in_the_document(page: Page) -> None:
    turn = ask(page, OPENED)
    select(turn.locator(".statement.evidence").last, "1,149 metres")
    expect(chosen(page)).to_have_text("1,149 metres")
    chosen(page).click()
    expect(turn.get_by_role("link", name="Footnote 3")).to_be_focused()


def test_words_selected_in_a_later_place_are_shown_there(page: Page) -> None:
    turn = ask(page, "emoji")
    select(turn.locator(".statement"), "the")
    expect(chosen(page)).to_have_text("the")
    assert start_of(chosen(page)) == TEXTS["deep/emoji #1 50%.txt"].index("the mouse")


def test_found_words_are_counted_and_come_into_view(page: Page) -> None:
    ask(page, "second tide").get_by_role("link", name="Footnote 1").click()
    expect(chosen(page)).to_have_count(1)
    search = page.get_by_role("searchbox", name="Find in this document")
    search.fill("THE TIDE")
    expect(page.locator(".finding .found")).to_have_text("1 of 2")
    search.press("Enter")
    expect(page.locator(".finding .found")).to_have_text("2 of 2")
    marked = "() => [...CSS.highlights.get('found-chosen')].map(r => r.toString())"
    assert page.evaluate(marked) == ["The tide"]
    search.fill("no such words")
    expect(page.locator(".finding .found")).to_have_text("Not found")


def test_words_typed_before_the_document_has_come_are_found_in_it(new: Page) -> None:
    held: list[Route] = []
    new.route("**/api/v1/documents/repeated.txt", lambda route: held.append(route))
    new.get_by_role("list", name="Documents").get_by_role("link", name="Repeated").click()
    search = new.get_by_role("searchbox", name="Find in this document")
    search.fill("the tide")
    while not held:
        new.wait_for_timeout(20)
    held[0].continue_()
    expect(new.locator(".finding .found")).to_have_text("1 of 2")
    expect(search).to_have_value("the tide")


def test_far_words_of_a_long_document_come_into_view(page: Page) -> None:
    ask(page, "noon").get_by_role("link", name="Footnote 1").click()
    expect(chosen(page)).to_have_text("Paragraph 2990 of a long book")
    assert comes_into_view(chosen(page))
    expect(page.locator(".place")).to_have_text("paragraph 2,990 of 3,000")
    assert page.locator(".source-text").evaluate("e => e.textContent") == TEXTS["long.txt"]


def test_passage_of_a_refusal_opens_at_its_place(page: Page) -> None:
    turn = ask(page, NOBODY)
    turn.locator(".passages a").first.click()
    expect(chosen(page)).to_have_text("The bridge opened in 1932.")
