import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Statement, Turn
from assistant.grounding.fault import Fault
from evals.case import Case, Gold
from evals.report.html import UNSHOWABLE, to_html
from evals.report.results import CaseResult, Report
from evals.report.templating import TEMPLATES
from index.document import Document, Span
from tests.evals.html_samples import ASKED, HOSTILE, TURNED, page_of, said, sample

EMPTY = {"meta", "link", "input", "br", "wbr", "img", "hr"}


class Page(HTMLParser):
    """A page as a browser reads it: tags in order, attributes, and the text of every element."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        text: list[str] = []
        self.elements.append((tag, {name: value or "" for name, value in attrs}, text))
        if tag not in EMPTY:
            self._open.append((tag, text))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, text in self._open:
            text.append(data)

    def texts(self, tag: str, class_: str = "") -> list[str]:
        """The text of each element with the tag and class."""
        return [
            "".join(text)
            for name, attributes, text in self.elements
            if name == tag and (not class_ or class_ in attributes.get("class", "").split())
        ]

    def marked(self, kind: str) -> dict[str, str]:
        """The words that each gold span or each citation highlights, by its number."""
        found: dict[str, str] = {}
        for name, attributes, text in self.elements:
            for number in attributes.get(f"data-{kind}", "").split() if name == "mark" else ():
                found[number] = found.get(number, "") + "".join(text)
        return found


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page_of(tmp_path_factory.mktemp("suite"))


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def alone(page: str, id: str) -> Page:
    """The part of a page with one case."""
    cases = re.split(r'(?=<details class="case )', page)
    return Page(next(c for c in cases if f'id="case-{id}"' in c).split('<script>')[0]
                .removesuffix("  </div>\n</section>\n</main>\n"))  # fmt: skip


def test_verdict_and_counts_head_the_page(page: Page) -> None:
    assert page.texts("h1") == ["2 gates fail, 1 case newly fails, 1 metric is worse"]
    assert page.texts("title")[:1] == [
        "sample: 2 gates fail, 1 case newly fails, 1 metric is worse"
    ]
    counts = " ".join(page.texts("p", "counts")[0].split())
    assert counts.startswith("9 cases 4 not ok 4 hit ")
    assert "1 false answer" in counts


def test_every_metric_is_in_the_table_with_value_interval_count_and_change(
    tmp_path: Path, page: Page
) -> None:
    report, _, comparison, _ = sample(tmp_path)
    assert comparison is not None
    rows = {row.split()[0]: " ".join(row.split()) for row in page.texts("tr") if row.split()}
    for name, score in report.scores.items():
        row = rows[name]
        assert f" {score.value:.3f} " in row
        assert f" {score.count}" in row
        if score.low is not None:
            assert f"{score.low:.3f} to {score.high:.3f}" in row
    for delta in comparison.deltas:
        assert f" {delta.before:.3f} " in rows[delta.metric]
        assert rows[delta.metric].endswith(" worse") == delta.worse
    assert comparison.worse


def test_gates_are_listed_with_their_value_and_result(page: Page) -> None:
    rows = [" ".join(row.split()) for row in page.texts("tr")]
    assert "fails quote_exact ≥ 1 0.857" in rows
    assert "fails answer_hit ≥ 0.9 0.571" in rows


def test_what_is_wrong_comes_first_and_what_newly_fails_before_it(page: Page) -> None:
    questions = page.texts("h3", "question")
    assert questions[:4] == [
        "When were the maps drawn?",
        "What breaks?",
        "How far is the sun?",
        "Who drew the maps?",
    ]
    assert sorted(questions) == sorted(case.question for case, _ in ASKED)


def test_failing_case_shows_why_what_was_said_and_what_should_have_been(html: str) -> None:
    miss = alone(html, "miss")
    assert "answered without citing the evidence" in miss.texts("div", "why")[0]
    assert "says “Cid”, which it must not" in miss.texts("div", "why")[0]
    facts = dict(zip(miss.texts("dt"), miss.texts("dd"), strict=True))
    assert facts["Right short answers"] == "1890"
    assert facts["Must not say"] == "Cid"
    assert facts["Confidence"] == "0.60"
    assert facts["Seconds"] == "0.030"
    assert facts["Evidence found"] == "in passage 1 of 1"
    assert "Bob did." in miss.texts("div", "history")[0]
    assert miss.texts("p", "statement") == ["Cid sold both. [1]", "Bob drew the maps in 1890."]
    assert "hit, confidence 0.80" in miss.texts("div", "before")[0]


def test_crash_and_masked_documents_are_said(html: str) -> None:
    assert (
        "crashed: RuntimeError: no more memory"
        in alone(html, "crash%20%3Cb%3E").texts("div", "why")[0]
    )
    sun = alone(html, "sun")
    assert dict(zip(sun.texts("dt"), sun.texts("dd"), strict=True))["Asked without"] == "long.txt"


def test_highlights_are_the_words_of_evidence_and_citations(html: str) -> None:
    for case, answer in ASKED:
        if not isinstance(answer, Answer) or case.id == "hostile/1":
            continue
        shown = alone(html, case.id)
        assert shown.marked("gold") == {str(n): g.text for n, g in enumerate(case.evidence, 1)}
        assert shown.marked("cited") == {str(c.marker): c.quote for c in answer.citations}


def test_marker_in_the_answer_leads_to_the_end_of_its_words(page: Page) -> None:
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [value for tag, name, value in page.attributes if (tag, name) == ("a", "href")]
    assert "#case-hit:1" in links
    assert {link[1:] for link in links} <= set(ids)


def test_long_document_is_cut_around_its_evidence(html: str) -> None:
    (text,) = alone(html, "long").texts("div", "text")
    assert text.startswith("… ")
    assert text.rstrip().endswith(" …")
    assert len(text) < 1000


def test_faults_and_misquoted_words_are_said_beside_their_statement(tmp_path: Path) -> None:
    report, gates, _, documents = sample(tmp_path, compared=False)
    hit = report.results[0]
    assert hit.answer is not None
    (citation,) = hit.answer.citations
    spoilt = replace(
        hit,
        answer=replace(hit.answer, citations=(replace(citation, quote="Eve wrote."),)),
        statement_faults=((Fault("name", "Ada", "nobody of that name"),),),
    )
    html = to_html(replace(report, results=(spoilt,)), gates, None, documents)
    faults = alone(html, "hit").texts("p", "fault")
    assert faults[0] == "name “Ada”: nobody of that name"
    assert faults[1].startswith("[1] quotes “Eve wrote.”, which notes.txt does not say from 1 to")


def test_without_baseline_there_is_no_word_of_one(tmp_path: Path) -> None:
    page = Page(to_html(*sample(tmp_path, compared=False)))
    assert page.texts("h1") == ["2 gates fail"]
    assert "aseline" not in "".join(page.texts("body")).split("use strict")[0]


def test_where_nothing_was_asked_the_passages_are_shown(tmp_path: Path) -> None:
    page = Page(to_html(*sample(tmp_path, compared=False, retrieval_only=True)))
    assert "Left out: nothing was asked, so there are no confidences." in page.texts("figcaption")
    assert len(page.texts("details", "passages")) == len(ASKED)
    assert page.texts("b").count("Holds evidence.") == 4


def test_nothing_in_the_page_points_outside(html: str, page: Page) -> None:
    for tag, name, value in page.attributes:
        assert not name.startswith("on"), (tag, name)
        assert name not in ("src", "srcset", "style", "action", "background"), (tag, name)
        if name in ("href", "xlink:href"):
            assert value.startswith("#"), (tag, value)
    (style,) = page.texts("style")
    assert not re.search(r"url\(|@import|@font-face|image-set", style)
    assert "http:" not in html
    assert "https:" not in html


def test_policy_allows_the_style_and_the_script_of_the_page_and_nothing_else(page: Page) -> None:
    policy = next(a["content"] for _, a, _ in page.elements if "http-equiv" in a)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    for tag in ("style", "script"):
        (text,) = page.texts(tag)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules.pop(f"{tag}-src") == f"'sha256-{digest}'"
    assert rules == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}


def test_same_results_give_the_same_page(tmp_path: Path, html: str) -> None:
    assert page_of(tmp_path) == html


def test_direction_of_writing_ends_where_its_element_ends(html: str) -> None:
    hostile = alone(html, "hostile%2F1")
    holders = [a for _, a, text in hostile.elements if TURNED in "".join(text)]
    assert any(attributes.get("dir") == "auto" for attributes in holders)
    assert HOSTILE in hostile.texts("h3")[0]


# Markup, template and script syntax, directions of writing, what UTF-8 and HTML cannot hold.
WORDS = st.text(
    st.one_of(
        st.sampled_from("<>&\"'/={}%#`-! \n\r\t\x00\x1b\u202e\u2066\u2028\ud800\uffff"),
        st.characters(),
    ),
    min_size=1,
    max_size=40,
) | st.sampled_from([HOSTILE, "</style>", "</script>", "<!--", "-->", "]]>", "&lt;", "&#60;"])


def written_with(words: str) -> str:
    """A page in which the words stand wherever somebody else's words can."""
    id = "a.txt"
    document = Document(id, words, words, words, words, (), (), Path(id))
    span = Span(id, 0, len(words))
    citation = Citation(1, "evidence", span, words, words, None, words)
    case = Case(
        words, words, True, (Gold(span, words),), (words,), (Turn(words, words),), id, "document",
        words, words, masked=(words,),
    )  # fmt: skip
    answer = replace(
        said(citation), statements=(Statement(words, (1,), False, words),), model=words
    )
    fault = Fault("name", words, words)
    results = (
        CaseResult(case, {"answer_hit": 1.0}, 0.1, answer, statement_faults=((fault,),)),
        CaseResult(replace(case, id=f"{words}2"), {"answer_hit": 0.0}, 0.1, error=words),
    )
    return to_html(Report(words, results), (), None, {id: document})


TAGS = Page(written_with("x")).tags


@settings(max_examples=40, deadline=None)
@given(WORDS)
def test_no_words_become_markup(words: str) -> None:
    html = written_with(words)
    page = Page(html)
    assert page.tags == TAGS
    assert {name for _, name, _ in page.attributes if name.startswith("on")} == set()
    html.encode()
    shown = UNSHOWABLE.sub("\ufffd", words)
    assert page.texts("h3", "question") == [shown, shown]
    assert page.marked("gold")["1"] == shown * 2
    assert page.texts("style")[0] == (TEMPLATES / "report.css").read_text(encoding="utf-8")


def test_report_of_300_cases_over_long_documents_stays_small() -> None:
    text = "It is said that nothing happens here. " * 35_000
    documents = {"a.txt": Document("a.txt", "A", text, "", "text/plain", (), (), Path("a.txt"))}
    results = []
    for number in range(300):
        starts = [number * 4000 + 38 * step for step in (0, 30, 60, 90)]
        gold, *cited = [Span("a.txt", start, start + 37) for start in starts]
        case = Case(
            f"case-{number}", "What is said?", True, (Gold(gold, text[gold.start : gold.end]),)
        )
        citations = [
            Citation(n, "evidence", span, text[span.start : span.end], "A", None, "")
            for n, span in enumerate(cited, start=1)
        ]
        results.append(CaseResult(case, {"answer_hit": 0.0}, 0.1, said(*citations)))
    assert len(to_html(Report("large", tuple(results)), (), None, documents).encode()) < 3_000_000


def test_all_words_have_contrast_in_light_and_dark() -> None:
    css = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w{6});", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    )
    fields = {
        "paper": ("ink", "soft", "link", "good", "warn"),
        "sheet": ("ink", "soft", "link"),
        "tint": ("ink",),
        "warn-tint": ("warn",),
        "mark": ("ink",),
        "gold": ("ink",),
    }
    for colours in (light, dark):
        for field, words in fields.items():
            for word in words:
                assert contrast(colours[field], colours[word]) >= 4.5, (field, word)
        # Lines that carry meaning, and the frames of fields.
        for field, drawn in (("gold", "gold-edge"), ("mark", "mark-edge"), ("paper", "edge"),
                             ("paper", "bar"), ("sheet", "edge")):  # fmt: skip
            assert contrast(colours[field], colours[drawn]) >= 3, (field, drawn)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours. Source: WCAG 2.2."""
    darker, lighter = sorted(luminance(colour) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
