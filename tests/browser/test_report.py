"""The report of an evaluation in a browser, opened as the file that it is."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NARROW, WIDE, Watch
from tests.conftest import ROOT
from tests.evals.html_samples import ASKED, HOSTILE, page_of

CASES = len(ASKED)
ARTEFACTS = ROOT / "test-artefacts"
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    file = folder / "report.html"
    file.write_text(page_of(folder), encoding="utf-8")
    return file.as_uri()


class OnlyTheFile(Watch):
    """Of a page that may ask for nothing but itself."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def verdict(self) -> None:
        assert {url.split("#")[0] for url in self.asked} == {self.address}
        assert self.wrong == []


@pytest.fixture(scope="module")
def watch(address: str) -> Watch:
    return OnlyTheFile(address)


@pytest.fixture
def opened(chromium: Browser, watch: Watch, address: str) -> Iterator[Opener]:
    """Opens the report, at a place in it, in a browser with options."""
    contexts = []

    def open_at(place: str = "", **options: object) -> Page:
        contexts.append(chromium.new_context(**{"viewport": WIDE, **options}))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        watch.on(page)
        page.goto(address + place)
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.fixture
def page(opened: Opener) -> Page:
    return opened()


def shown(page: Page) -> list[str]:
    """The questions of the cases that the filter leaves."""
    return page.locator(".case:visible .question").all_text_contents()


def sideways(page: Page) -> int:
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def test_all_cases_are_there_and_closed_those_that_are_not_ok_first(page: Page) -> None:
    expect(page.locator(".case")).to_have_count(CASES)
    expect(page.locator(".case[open]")).to_have_count(0)
    assert shown(page)[0] == "When were the maps drawn?"
    expect(page.locator("h1")).to_contain_text("2 gates fail")


def test_filter_by_kind_and_outcome_tells_how_many_are_shown(page: Page) -> None:
    page.get_by_label("Kind", exact=True).select_option("off-topic")
    assert shown(page) == ["How far is the sun?", "How far is the moon?"]
    expect(page.get_by_role("status")).to_have_text(f"2 of {CASES} cases")
    page.get_by_label("Show").select_option("false-answer")
    assert shown(page) == ["How far is the sun?"]
    expect(page.get_by_role("status")).to_have_text(f"1 of {CASES} cases")


def test_words_are_looked_for_in_question_and_id(page: Page) -> None:
    box = page.get_by_role("searchbox", name="Question or id")
    box.fill("MAPS drawn")
    assert shown(page) == ["When were the maps drawn?"]
    box.fill("moon")
    assert shown(page) == ["How far is the moon?"]
    box.fill("nobody asks this")
    assert shown(page) == []
    page.get_by_role("button", name="Show all cases").click()
    assert len(shown(page)) == CASES
    expect(box).to_be_focused()


def test_choice_is_kept_in_the_address(page: Page, address: str) -> None:
    page.get_by_label("Kind", exact=True).select_option("<i>")
    page.get_by_label("Show").select_option("hit")
    page.get_by_role("searchbox").fill("a & b #")
    assert page.url.startswith(f"{address}#")
    page.reload()
    expect(page.get_by_label("Kind", exact=True)).to_have_value("<i>")
    expect(page.get_by_label("Show")).to_have_value("hit")
    expect(page.get_by_role("searchbox")).to_have_value("a & b #")
    page.get_by_role("searchbox").fill("")
    assert shown(page) == [f"What of {HOSTILE}?"]


def test_choice_that_the_report_does_not_have_is_none(opened: Opener) -> None:
    page = opened("#kind=gone&show=gone")
    assert len(shown(page)) == CASES
    expect(page.get_by_label("Kind", exact=True)).to_have_value("")


def test_newly_failing_cases_are_chosen_and_linked(page: Page) -> None:
    page.get_by_label("Show").select_option("newly-failing")
    assert shown(page) == ["When were the maps drawn?"]
    page.get_by_label("Show").select_option("refusal")
    page.locator(".changes").get_by_role("link", name="miss").first.click()
    case = page.locator(".case[open]")
    expect(case).to_have_count(1)
    expect(case.locator("summary").first).to_be_focused()
    expect(case.locator(".why")).to_be_in_viewport()


def test_count_in_the_head_leads_to_its_cases(page: Page) -> None:
    page.get_by_role("link", name="4 not ok").click()
    assert len(shown(page)) == 4
    expect(page.get_by_role("heading", name="Cases", exact=True)).to_be_in_viewport()
    assert page.url.endswith("#show=not-ok")


def test_address_of_a_case_opens_it(opened: Opener) -> None:
    page = opened("#case-hostile%2F1")
    case = page.locator(".case[open]")
    expect(case).to_have_count(1)
    expect(case.locator(".question")).to_have_text(f"What of {HOSTILE}?")
    expect(case.locator(".answer")).to_be_in_viewport()


def test_everything_works_by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="Close all").focus()
    page.keyboard.press("Tab")
    summary = page.locator(".case > summary").first
    expect(summary).to_be_focused()
    assert summary.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".case").first).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    chip = page.get_by_role("link", name="Citation 1").first
    expect(chip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("sup:focus")).to_have_text("[1]")


def test_evidence_and_citations_are_told_apart_without_colour(page: Page) -> None:
    page.get_by_role("button", name="Open all").click()
    expect(page.locator(".case[open]")).to_have_count(CASES)

    def lines(kind: str) -> list[str]:
        mark = page.locator(f".text mark[class='{kind}']").first
        script = "e => (s => [s.textDecorationLine, s.borderBottomStyle])(getComputedStyle(e))"
        return list(mark.evaluate(script))

    assert lines("gold") == ["underline", "none"]
    assert lines("cited") == ["none", "dotted"]
    assert lines("gold cited") == ["underline", "dotted"]
    page.get_by_role("button", name="Close all").click()
    expect(page.locator(".case[open]")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [WIDE, NARROW], ids=["wide", "narrow"])
def test_page_fits_its_window_in_light_and_dark(
    opened: Opener, scheme: str, window: dict[str, int]
) -> None:
    page = opened(viewport=window, color_scheme=scheme, reduced_motion="reduce")
    assert sideways(page) == 0
    for summary in page.locator("main > section:not(.cases) details > summary").all():
        summary.click()
    page.get_by_role("button", name="Open all").click()
    for summary in page.locator(".passages > summary").all():
        summary.click()
    assert sideways(page) == 0
    red, green, blue = map(
        int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))
    )
    assert (max(red, green, blue) < 60) == (scheme == "dark")
    assert (min(red, green, blue) > 200) == (scheme == "light")
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=Path(ARTEFACTS) / f"report-{scheme}-{window['width']}.png", full_page=True)


def test_without_scripts_all_is_readable(opened: Opener) -> None:
    page = opened(java_script_enabled=False)
    expect(page.locator("#filter")).to_be_hidden()
    expect(page.locator(".case:visible")).to_have_count(CASES)
    page.locator(".case > summary").first.click()
    expect(page.locator(".case .why").first).to_be_visible()


def test_hostile_words_are_shown_as_words(opened: Opener) -> None:
    page = opened()
    assert page.title().startswith("sample: ")
    page.get_by_role("button", name="Open all").click()
    assert page.locator("body script, img, iframe, main style, a[href*='//']").count() == 1
    expect(page.locator("mark[data-gold]").filter(has_text="alert(1)")).to_have_text(HOSTILE)


def test_policy_blocks_what_would_be_loaded(chromium: Browser, address: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        came: list[str] = []
        page.on("response", lambda response: came.append(response.url))
        page.goto(address)
        blocked = page.evaluate(
            """() => new Promise(resolve => {
              const blocked = [];
              addEventListener('securitypolicyviolation', event => {
                blocked.push(event.effectiveDirective);
                if (blocked.length === 2) resolve(blocked.sort());
              });
              document.body.append(Object.assign(new Image(), {src: 'https://leak.test/a.png'}));
              fetch('https://leak.test/b').catch(() => {});
            })"""
        )
    assert blocked == ["connect-src", "img-src"]
    assert came == [address]
