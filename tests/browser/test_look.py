import ast
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assistant.composing import TRANSLATED
from assistant.language import language_note
from assistant.notice import PROGRAM, REPLIES, WRITTEN, choice_of, notice
from assistant.overview import WHY
from assistant.reader.cross_features import ANSWER_FEATURES as CROSS
from assistant.reader.feature_reader import TO_BEGIN_WITH
from assistant.reader.light_features import ANSWER_FEATURES as LIGHT
from assistant.web.answer_events import GONE
from assistant.web.api.feedback import NO_ROOM, NOT_KEPT
from assistant.web.api.uploads import NOT_ALLOWED
from assistant.web.chat import UNREADABLE
from assistant.web.exchange import FAILED
from assistant.web.head import own_files
from assistant.web.problem import CHROMA_GONE
from assistant.web.slots import FULL
from assistant.whole.meant import UNREAD
from index.catalog import DocumentEntry
from index.ignoring import REASON as LEFT_OUT
from index.links import NO_NAME, OUTSIDE, OUTSIDE_FOLDER
from tests.browser.conftest import NARROW, WIDE
from tests.browser.reading import ask, chosen, sideways
from tests.browser.small_site import GREEN, NOBODY, OPENED
from tests.conftest import ROOT

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

Opener = Callable[..., Page]
Contexts = Callable[..., BrowserContext]
TOLD = re.compile(r"(?:The (?:source|checks|body)|Too many) .*\.$")
FILLED = "3 seconds"
PAPER = "getComputedStyle(document.body).backgroundColor"


@pytest.mark.parametrize("width", [320, 360])
def test_nothing_scrolls_sideways(
    site: str, open_page: Opener, another_browser: Contexts, width: int
) -> None:
    page = open_page(site, another_browser(viewport={"width": width, "height": 640}))
    assert sideways(page) == [0, 0, 0]
    for question in (OPENED, NOBODY, "hostile"):
        ask(page, question)
        assert sideways(page) == [0, 0, 0]
    page.locator(".chip").last.click()
    expect(chosen(page)).to_have_count(1)
    assert sideways(page) == [0, 0, 0]


def test_dark_by_the_system_and_by_the_switch(
    site: str, open_page: Opener, another_browser: Contexts
) -> None:
    dark = open_page(site, another_browser(color_scheme="dark")).evaluate(PAPER)
    page = open_page(site, another_browser(color_scheme="light"))
    light = page.evaluate(PAPER)
    assert dark != light
    page.locator(".tools .menu summary").click()
    page.get_by_role("combobox", name="Appearance").select_option("Dark")
    assert page.evaluate(PAPER) == dark
    page.reload()
    page.locator("#question").wait_for()
    assert page.evaluate(PAPER) == dark


def test_spanish_browser_gets_a_spanish_page(
    site: str, open_page: Opener, another_browser: Contexts
) -> None:
    page = open_page(site, another_browser(locale="es-MX"))
    assert page.evaluate("document.documentElement.lang") == "es"
    expect(page.get_by_role("heading", level=2)).to_have_text("Pregunte sobre estos 6 documentos")
    page.get_by_role("textbox", name="Pregunta").fill(NOBODY)
    page.get_by_role("button", name="Preguntar", exact=True).click()
    expect(page.locator(".refusal-text")).to_have_text("Los documentos no lo dicen.")


def test_spanish_page_counts_in_millions(
    site: str, open_page: Opener, another_browser: Contexts
) -> None:
    page = open_page(site, another_browser(locale="es-ES"))
    counted = page.evaluate(
        """async place => {
          const { t } = await import(new URL(place, document.baseURI));
          return [1, 1000000, 2000000].map((n) => t("characters", { n }));
        }""",
        f"{own_files()}/strings.js",
    )
    assert counted == ["1 carácter", "1.000.000 caracteres", "2.000.000 caracteres"]


def test_both_languages_have_every_string(new: Page) -> None:
    strings = new.evaluate(
        """async (place) => {
          const source = await (await fetch(place)).text();
          const table = source.slice(source.indexOf('{'), source.indexOf('\\n};') + 2);
          const strings = Function(`return ${table}`)();
          const names = (words) => (typeof words === 'string' ? words : Object.values(words).join())
            .match(/\\{\\w+\\}/g)?.sort().join() ?? '';
          return Object.values(strings).map((one) =>
            Object.entries(one).map(([key, words]) =>
              [key, [...new Set(names(words).split(","))]]));
        }""",
        f"{own_files()}/strings.js",
    )
    english, spanish = (dict(one) for one in strings)
    assert english == spanish
    assert len(english) > 100


def sentences(folder: str) -> list[str]:
    """What a part of the assistant says to people, with `FILLED` for what it fills in."""
    said = []
    for path in (ROOT / "assistant" / folder).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        whole = [node for node in ast.walk(tree) if id(node) not in docs]
        said += [words for node in whole if TOLD.match(words := words_of(node))]
    return said


def reasons() -> list[str]:
    """Why files are not read, with `FILLED` for what is filled in."""
    errors = ("UnreadableDocument", "Unsettled")
    named = [
        words_of(node.args[0])
        for path in (ROOT / "index").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args
        if node.func.id in errors
    ]
    return [*filter(None, named), NO_NAME, OUTSIDE, OUTSIDE_FOLDER, LEFT_OUT]


def words_of(node: ast.AST) -> str:
    """The text of a string, with `FILLED` for each of its places; empty for anything else."""
    if isinstance(node, ast.JoinedStr):
        return "".join(words_of(part) or FILLED for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_spanish_page_tells_in_spanish_what_the_server_says(
    site: str, open_page: Opener, another_browser: Contexts
) -> None:
    entry = DocumentEntry("a.txt", "A bridge", "text/plain", "sha256:0", 1, 1)
    few, many = (
        notice("list documents", lambda: [entry]),
        notice("list files", lambda: [entry] * 12),
    )
    fixed = [*(reply for _, reply in REPLIES), PROGRAM, FAILED, UNREADABLE, GONE, TRANSLATED]
    refused = [NOT_KEPT, NO_ROOM, NOT_ALLOWED, FULL, CHROMA_GONE, *sentences("web/access")]
    parts = [*CROSS.values(), *LIGHT.values(), TO_BEGIN_WITH, WHY]
    said = [
        *fixed, *refused, few, many, *parts, *sentences("grounding"), *reasons(),
        choice_of([entry] * 6), choice_of([entry] * 12), UNREAD.format(read=3, every=7),
        WRITTEN.format(model="ollama:llama3.2"),
        language_note("Où se trouve le pont dans la ville?", ["en"]),
        language_note("¿Dónde está el puente de la ciudad?", ["en"]),
    ]  # fmt: skip
    page = open_page(site, another_browser(locale="es-MX"))
    told = page.evaluate(
        """async ([place, said]) =>
            said.map((await import(new URL(place, document.baseURI))).inWords)""",
        [f"{own_files()}/told.js", said],
    )
    assert [one for one, other in zip(said, told, strict=True) if one == other] == []
    assert told[len(fixed) + len(refused)] == "1 documento: A bridge."
    assert told[-1] == "El modelo de búsqueda solo lee inglés; se ha buscado solo por palabras."
    assert not any("{" in one for one in told)


def test_right_to_left_words_run_from_the_right(page: Page) -> None:
    turn = ask(page, "hebrew")
    assert turn.locator(".statement").evaluate("e => getComputedStyle(e).direction") == "rtl"
    turn.get_by_role("link", name="Footnote 1").click()
    expect(chosen(page)).to_have_text("הגשר נפתח בשנת 1932.")
    box, panel = chosen(page).bounding_box(), page.locator(".source-text").bounding_box()
    assert box is not None
    assert panel is not None
    assert box["x"] - panel["x"] > panel["x"] + panel["width"] - box["x"] - box["width"]
    question = page.get_by_role("textbox", name="Question")
    question.fill("מתי נפתח הגשר?")
    assert question.evaluate("e => getComputedStyle(e).direction") == "rtl"
    question.fill("")


def test_what_has_arrived_does_not_move_while_more_arrives(new: Page) -> None:
    new.get_by_role("textbox", name="Question").fill(GREEN)
    new.keyboard.press("Enter")
    new.locator(".statement").first.wait_for()
    where = "document.querySelector('.statement').getBoundingClientRect().top"
    before = new.evaluate(where)
    expect(new.locator(".turn")).to_have_attribute("data-state", "answered")
    expect(new.locator(".lead")).to_have_text("The document says:")
    expect(new.locator(".unsure")).to_contain_text("may answer it")
    assert new.evaluate(where) == before


def test_reduced_motion_moves_nothing(
    site: str, open_page: Opener, another_browser: Contexts
) -> None:
    page = open_page(site, another_browser(viewport=NARROW, reduced_motion="reduce"))
    ask(page, "noon").locator(".chip").click()
    expect(chosen(page)).to_have_count(1)
    assert page.evaluate("document.getAnimations().length") == 0


def test_printed_page_shows_the_whole_conversation_without_controls(
    site: str, open_page: Opener, another_browser: Contexts
) -> None:
    page = open_page(site, another_browser(viewport=WIDE))
    first, last = ask(page, OPENED), ask(page, NOBODY)
    page.emulate_media(media="print")
    expect(first.locator(".statement").first).to_be_visible()
    expect(last.locator(".refusal-text")).to_be_visible()
    for control in ("#composer", "#masthead nav", ".actions >> nth=0", "#source-panel"):
        expect(page.locator(control)).to_be_hidden()
    assert page.evaluate("document.body.scrollHeight") >= page.evaluate(
        "document.querySelector('#turns').scrollHeight"
    )
