"""The README's pictures, as this run makes them; `make pictures` puts them in their places."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.assistant import Assistant
from assistant.cli import main
from tests.browser.conftest import WIDE, Watch
from tests.browser.embedding import ask as ask_widget
from tests.browser.embedding import marked
from tests.browser.reading import ask, chosen, comes_into_view
from tests.conftest import ROOT

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

MADE = ROOT / "test-artefacts" / "pictures"
"""Here they lie as in the project."""
SUITE = "evals/suites/article"
WHY = "Which countries did Lavrov visit, and why does their location matter?"
LAVROV = "Which countries did Lavrov visit?"


@pytest.fixture(scope="module")
def address(serving: Callable[[Assistant], str], article_assistant: Assistant) -> str:
    """The address of a server over the article."""
    return serving(article_assistant)


def keep(page: Page, path: str) -> None:
    """Makes the picture whose path in the project is given."""
    kept = MADE / path
    kept.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=kept, animations="disabled")


def test_an_answer_stands_beside_its_source(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(address)
    turn = ask(page, LAVROV)
    turn.locator(".chip").last.click()
    expect(chosen(page)).to_have_text(re.compile("visited both countries"))
    assert comes_into_view(chosen(page))
    expect(turn.locator("[data-ask]")).not_to_have_count(0)
    keep(page, "assistant/web/pictures/answer.png")


def test_a_widget_marks_what_the_page_says(
    address: str, wide: BrowserContext, watch: Watch
) -> None:
    page = wide.new_page()
    watch.on(page)
    page.goto(f"{address}demo")
    page.locator("footnote-widget .launcher").click()
    chip = ask_widget(page, "Where is the nuclear centre?").locator(".chip").first
    chip.click()
    expect(page.get_by_text("Marked on this page.").first).to_be_visible()
    assert any("El Alto" in words for words in marked(page))
    page.mouse.move(1, 1)  # else the quote beside the footnote stays open
    assert not chip.evaluate("(one) => one.matches(':hover')")
    keep(page, "assistant/web/pictures/widget.png")


def test_a_report_shows_a_case_beside_its_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chromium: Browser
) -> None:
    """Of two kinds of questions alone, which takes a moment."""
    shutil.copytree(ROOT / "documents", tmp_path / "documents")
    (tmp_path / SUITE).mkdir(parents=True)
    head, *cases = re.split(r"(?m)^(?=  - id: )", (ROOT / SUITE / "cases.yaml").read_text("utf-8"))
    some = [case for case in cases if re.search("kind: (several|off-topic)\n", case)]
    (tmp_path / SUITE / "cases.yaml").write_text(head + "".join(some), "utf-8")
    monkeypatch.chdir(tmp_path)
    main(["eval", SUITE, "--html", "report.html"])
    with chromium.new_context(viewport=WIDE) as context:  # a file, which asks for nothing
        page = context.new_page()
        page.goto((tmp_path / "report.html").as_uri())
        case = page.locator(".case", has_text=WHY)
        case.locator("summary").first.click()
        case.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
        expect(case).to_contain_text("visited both countries")
        expect(case.locator("mark")).not_to_have_count(0)
        keep(page, "evals/pictures/report.png")


def test_the_readme_shows_no_picture_but_these() -> None:
    shown = re.findall(r"!\[[^]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    made = re.findall(r'keep\(page, "([^"]+)"\)', Path(__file__).read_text("utf-8"))
    assert sorted(shown) == sorted(made)
    assert all((ROOT / path).is_file() for path in shown)
