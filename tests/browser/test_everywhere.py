"""What the page promises, each promise in a wide and a narrow window, light and dark."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.assistant import open_assistant
from assistant.export.reading import read_export
from assistant.export.verb import current
from assistant.export.verify import verify
from assistant.settings import Settings
from tests.browser.conftest import NARROW, WIDE
from tests.browser.reading import ask, chosen, comes_into_view, finished, questions, sideways, tool
from tests.browser.small_site import GREEN, HOSTILE, NOBODY, OPENED
from tests.browser.test_accessible import tab_to
from tests.web.serving import served

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

LOOKS = [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]
NAMES = ["wide-light", "wide-dark", "narrow-light", "narrow-dark"]
BUILT = "When was the tower built?"
TOWER = "The tower was built in 1889 by Anna Berg."
TOWN = {
    "tower.txt": f"{TOWER}\n\nAnna Berg drew it in Vienna. The tower is 61 metres high.\n",
    "mill.txt": "The mill burned in 1912. Otto Lund paid 400 crowns for the new mill in 1913.\n",
}
COLOUR = "e => getComputedStyle(e).backgroundColor"
LIGHTNESS = """() => {
  const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
  return (r + g + b) / 3 / 255;
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """A window of some size in some colours, in a browser that keeps nothing."""

    narrow: bool
    scheme: str
    open: Callable[[str], Page]

    def press(self, control: Locator) -> None:
        """Touches a control in the narrow window, clicks on it in the wide one."""
        if self.narrow:
            control.tap()
        else:
            control.click()


@pytest.fixture(params=LOOKS, ids=NAMES)
def look(
    request: pytest.FixtureRequest, chromium: Browser, open_page: Callable[..., Page]
) -> Iterator[Look]:
    viewport, scheme = request.param
    narrow = viewport == NARROW
    with ExitStack() as contexts:

        def opened(address: str) -> Page:
            context = chromium.new_context(
                viewport=viewport, color_scheme=scheme, has_touch=narrow, reduced_motion="reduce"
            )
            return open_page(address, contexts.enter_context(context))

        yield Look(narrow, scheme, opened)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents of a small town."""
    folder = tmp_path_factory.mktemp("town")
    for name, text in TOWN.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def town(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real assistant over them, which takes documents and verdicts."""
    data = tmp_path_factory.mktemp("data")
    settings = Settings(
        documents=folder, data=data, reader="light", allow_upload=True, feedback="on"
    )
    assistant = open_assistant(settings)
    assert assistant.bank.wait(60)
    with served(assistant) as address:
        yield address
    assistant.close()


def test_a_footnote_opens_the_source_beside_the_answer_or_over_it(look: Look, site: str) -> None:
    page = look.open(site)
    turn = ask(page, OPENED)
    look.press(turn.get_by_role("link", name="Footnote 2"))
    expect(chosen(page)).to_have_text("The bridge opened in 1932.")
    assert comes_into_view(chosen(page))
    other = page.locator("#source-panel mark:not(.chosen)").first
    assert other.evaluate(COLOUR) != chosen(page).evaluate(COLOUR)
    panel, chat = (page.locator(part).bounding_box() for part in ("#source-panel", "#chat"))
    assert panel is not None
    assert chat is not None
    if look.narrow:
        assert (round(panel["x"]), round(panel["width"])) == (0, 360)
    else:
        assert chat["x"] + chat["width"] <= panel["x"] + 1
    look.press(page.get_by_role("button", name="Next"))
    expect(chosen(page)).to_have_text("It is 1,149 metres long.")
    look.press(chosen(page))
    expect(turn.get_by_role("link", name="Footnote 3")).to_be_focused()
    if look.narrow:
        expect(page.locator("#source-panel")).to_be_hidden()


def test_an_answer_is_short_words_statements_sources_and_what_to_ask_next(
    look: Look, site: str
) -> None:
    page = look.open(site)
    look.press(ask(page, "first tide").get_by_role("button", name=OPENED))
    turn = finished(page, 1)
    expect(turn.locator("strong")).to_have_text("1932")
    expect(turn.locator(".statement")).to_have_count(3)
    expect(turn.locator(".unsure")).to_have_count(0)
    turn.get_by_role("link", name="Footnote 3").focus()
    expect(page.get_by_role("tooltip")).to_contain_text("It is 1,149 metres long.")
    page.keyboard.press("Escape")
    expect(turn.locator(".sources a").first).to_be_hidden()
    look.press(turn.locator(".sources summary"))
    expect(turn.locator(".sources a")).to_have_count(3)
    expect(ask(page, GREEN).locator(".unsure")).to_be_visible()


def test_what_the_documents_do_not_say_looks_like_no_answer(look: Look, site: str) -> None:
    page = look.open(site)
    turn = ask(page, NOBODY)
    expect(turn.locator(".chip, .statement")).to_have_count(0)
    frame = turn.locator(".refusal").evaluate("e => getComputedStyle(e).borderStyle")
    assert frame == "dashed"
    expect(turn.get_by_role("heading", name="Nearest passages (not an answer)")).to_be_visible()
    expect(turn.locator(".searched")).to_contain_text("Searched 6 documents.")
    look.press(turn.locator(".passages a").first)
    expect(chosen(page)).to_have_text("The bridge opened in 1932.")


def test_an_empty_page_says_what_is_there_and_asks_what_is_answered(look: Look, town: str) -> None:
    page = look.open(town)
    expect(page.get_by_role("heading", level=2).first).to_have_text("Ask about these 2 documents")
    expect(page.get_by_role("list", name="Documents").get_by_role("link")).to_have_count(2)
    starters = page.locator(".welcome button[data-ask]")
    expect(starters.first).to_be_visible()
    assert starters.count() <= 4
    look.press(starters.first)
    expect(finished(page, 0)).to_have_attribute("data-state", "answered")


def test_a_conversation_can_be_asked_again_taken_back_and_kept(look: Look, site: str) -> None:
    page = look.open(site)
    ask(page, OPENED)
    expect(ask(page, "And how long is it?").locator(".read-as")).to_contain_text(OPENED)
    look.press(page.get_by_role("button", name="Ask again"))
    finished(page, 1)
    tool(page, "Take back the last question")
    expect(questions(page)).to_have_text([OPENED])
    page.reload()
    expect(questions(page)).to_have_text([OPENED])
    with page.expect_download() as download:
        tool(page, "Export as HTML")
    assert "The bridge opened in 1932." in download.value.path().read_text("utf-8")
    tool(page, "New conversation")
    expect(page.locator(".welcome")).to_be_visible()
    look.press(page.get_by_role("button", name="Conversations"))
    look.press(page.get_by_role("dialog").get_by_role("button", name=OPENED).first)
    expect(questions(page)).to_have_text([OPENED])


def test_a_kept_answer_says_where_its_source_has_changed(
    look: Look, town: str, folder: Path
) -> None:
    page = look.open(town)
    turn = ask(page, BUILT)
    (folder / "tower.txt").write_text(TOWN["tower.txt"].replace("1889", "1890"), "utf-8")
    try:
        assert page.request.post(f"{town}api/v1/sync").ok
        page.reload()
        changed = turn.get_by_role("link", name="the source has changed").first
        look.press(changed)
        expect(page.locator(".source-note")).to_contain_text("has changed since")
    finally:
        (folder / "tower.txt").write_text(TOWN["tower.txt"], "utf-8")
        assert page.request.post(f"{town}api/v1/sync").ok


def test_an_exported_answer_is_verified_and_one_altered_letter_fails(
    look: Look, town: str, folder: Path
) -> None:
    page = look.open(town)
    ask(page, BUILT)
    with page.expect_download() as download:
        tool(page, "Export as Markdown")
    kept = download.value.path().read_bytes()
    assert verify(read_export(kept), current(folder)).holds
    altered = kept.replace(b"Anna Berg", b"Anna Borg", 1)
    assert not verify(read_export(altered), current(folder)).holds


def test_documents_are_listed_found_in_chosen_added_and_removed(look: Look, town: str) -> None:
    page = look.open(town)
    look.press(page.get_by_role("button", name="Documents", exact=True))
    rows = page.locator("#document-list > li")
    expect(rows.first.locator(".facts")).to_contain_text("1 passage")
    weir = {"name": "weir.txt", "mimeType": "text/plain", "buffer": b"The weir leaks in March.\n"}
    page.locator(".drop input").first.set_input_files([weir])
    expect(rows).to_have_count(3)
    look.press(rows.filter(has_text="weir.txt").get_by_role("link", name="Weir"))
    page.get_by_role("searchbox", name="Find in this document").fill("march")
    expect(page.locator(".finding .found")).to_have_text("1 of 1")
    look.press(page.get_by_role("button", name="Close"))
    page.get_by_role("checkbox", name="Ask about “Weir” only").check()
    expect(page.locator("#scope")).to_contain_text("Asking 1 document")
    expect(ask(page, "When does the weir leak?").locator(".statement")).to_contain_text("March")
    look.press(page.get_by_role("button", name="Documents", exact=True))
    look.press(rows.filter(has_text="weir.txt").get_by_role("button", name="Remove"))
    look.press(page.get_by_role("dialog").get_by_role("button", name="Remove"))
    expect(rows).to_have_count(2)


def test_a_verdict_with_its_reason_is_kept(look: Look, town: str) -> None:
    page = look.open(town)
    turn = ask(page, BUILT)
    look.press(turn.get_by_role("button", name="Something is wrong with this answer"))
    turn.get_by_role("radio", name="The quoted words don’t support it").check()
    look.press(turn.get_by_role("button", name="Send"))
    expect(page.locator("#saying")).to_contain_text("Noted")


def test_the_page_is_light_or_dark_as_the_system_is_and_nothing_scrolls_sideways(
    look: Look, site: str
) -> None:
    page = look.open(site)
    assert (page.evaluate(LIGHTNESS) < 0.5) == (look.scheme == "dark")
    for question in (OPENED, NOBODY, "hostile", "hebrew"):
        turn = ask(page, question)
    assert turn.locator(".statement").evaluate("e => getComputedStyle(e).direction") == "rtl"
    look.press(turn.locator(".chip").first)
    expect(chosen(page)).to_have_count(1)
    assert sideways(page) == [0, 0, 0]
    assert page.evaluate("document.getAnimations().length") == 0


def test_the_flow_works_by_keyboard_and_the_end_is_announced(look: Look, site: str) -> None:
    page = look.open(site)
    page.get_by_role("textbox", name="Question").focus()
    page.keyboard.type(OPENED)
    page.keyboard.press("Enter")
    link = finished(page, 0).get_by_role("link", name="Footnote 2")
    expect(page.locator("#announcement")).to_have_text("Answer ready, with 3 footnotes.")
    tab_to(page, link, "Shift+Tab")
    page.keyboard.press("Enter")
    expect(chosen(page)).to_have_text("The bridge opened in 1932.")
    tab_to(page, page.get_by_role("button", name="Next"))
    page.keyboard.press("Enter")
    expect(chosen(page)).to_have_text("It is 1,149 metres long.")
    page.keyboard.press("Escape")
    expect(page.locator("#source-panel")).to_be_hidden()


def test_what_documents_and_people_write_is_shown_as_words(look: Look, site: str) -> None:
    page = look.open(site)
    turn = ask(page, "hostile")
    expect(turn.locator(".statement")).to_contain_text(HOSTILE)
    look.press(turn.get_by_role("link", name="Footnote 1"))
    expect(chosen(page)).to_have_text(HOSTILE)
    page.keyboard.press("Escape")
    expect(ask(page, HOSTILE).locator(".question")).to_have_text(HOSTILE)
    strange = page.locator("#conversation, #source-panel").locator(
        "script, img, style, iframe, form"
    )
    assert strange.count() == 0
    assert page.title() == "Footnote"
