"""The viewer that "Open the document" leads to: a document's words, and no script."""

from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.embedding import Web
from tests.browser.small_site import HOSTILE, small_assistant
from tests.browser.widget_fixtures import Visit, visit, watch, web

__all__ = ["visit", "watch", "web"]

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

TEXTS = small_assistant().texts


def viewer(web: Web, document: str, words: str, **more: str) -> str:
    start = TEXTS[document].index(words)
    query = "".join(f"&{name}={value}" for name, value in more.items())
    place = f"start={start}&end={start + len(words)}{query}#cited"
    return f"{web.server}/view/{quote(document)}?{place}"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("plain.txt", "It was painted green."),
        ("deep/emoji #1 50%.txt", "नमस्ते 🎉 said the 🐈 to the mouse."),
        ("hostile.txt", HOSTILE),
        ("hebrew.txt", "הגשר נפתח בשנת 1932."),
        ("long.txt", "Paragraph 2990 of a long book"),
    ],
)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_cited_words_are_marked_in_the_whole_text_and_in_view(
    web: Web, visit: Visit, document: str, words: str, scripts: bool
) -> None:
    page = visit(viewer(web, document, words), java_script_enabled=scripts)
    mark = page.locator("#cited")
    assert mark.text_content() == words
    assert page.locator("main").text_content() == TEXTS[document]
    expect(mark).to_be_in_viewport()
    assert page.locator("main *:not(div, mark)").count() == 0
    title = document.rpartition("/")[2].removesuffix(".txt")
    assert page.title().casefold() == title.casefold()


def test_viewer_is_clean_to_axe_and_scrolls_in_one_direction(web: Web, chromium: Browser) -> None:
    def without_policy(route: Route) -> None:  # which keeps axe from running
        got = route.fetch()
        headers = {k: v for k, v in got.headers.items() if k != "content-security-policy"}
        route.fulfill(response=got, headers=headers)

    for viewport, scheme in ((WIDE, "light"), (NARROW, "dark")):
        with chromium.new_context(viewport=viewport, color_scheme=scheme) as context:
            page = context.new_page()
            page.route("**/view/**", without_policy)
            page.goto(viewer(web, "hostile.txt", HOSTILE))
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            over = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
            assert page.evaluate(over) == 0


def test_changed_document_says_so_and_marks_nothing(web: Web, visit: Visit) -> None:
    page = visit(viewer(web, "plain.txt", "It was painted green.", digest="sha256:0"))
    expect(page.get_by_text("This document has changed since it was cited.")).to_be_visible()
    assert page.locator("mark").count() == 0
    assert page.locator("main").text_content() == TEXTS["plain.txt"]


def test_original_is_offered_for_download(web: Web, visit: Visit) -> None:
    page = visit(viewer(web, "plain.txt", "It was painted green."))
    with page.expect_download() as download:
        page.get_by_role("link", name="Original file").click()
    assert download.value.path().read_text(encoding="utf-8") == TEXTS["plain.txt"]


def test_viewer_speaks_the_readers_language(web: Web, visit: Visit) -> None:
    page = visit(viewer(web, "plain.txt", "It was painted green."), locale="es-MX")
    expect(page.get_by_text("Párrafo 2 de 2")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "es"
