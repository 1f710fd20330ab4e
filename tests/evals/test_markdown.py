from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from evals.report.markdown import SHOWN, escaped, to_markdown
from evals.report.results import Report
from tests.evals.compared import AFTER, BEFORE, GATES, brought, comparison, reworded

HOSTILE = "a | b\n<script>alert(1)</script> [x](http://y) `c` *d* @ada #12 <!-- &lt; \\| $e$ ~~f~~"


def rendered(text: str) -> str:
    """As a page that lets HTML through, as GitHub's does before it is cleaned."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)


def shown(text: str) -> str:
    """A cell's text as a reader sees it."""
    tokens = (
        MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .parse(f"| a |\n|---|\n| {escaped(text)} |")
    )
    (cell,) = [t for before, t in pairwise(tokens) if before.type == "td_open"]
    kinds = {child.type for child in cell.children or ()}
    assert kinds <= {"text", "html_inline", "text_special"}, kinds
    inline = [child.content for child in cell.children or () if child.type == "html_inline"]
    assert set(inline) <= {"<br>", "<!-- -->"}
    return "".join("\n" if c.content == "<br>" else c.content for c in cell.children or ()
                   if c.content != "<!-- -->")  # fmt: skip


def test_verdict_comes_first() -> None:
    first, *_ = to_markdown(AFTER, GATES, comparison()).splitlines()
    assert first == "❌ **s** fails: 1 gate fails, 1 case newly fails"
    first, *_ = to_markdown(BEFORE, GATES[:1], comparison(BEFORE)).splitlines()
    assert first == "✅ **s** passes: all gates hold, nothing got worse"


def test_gate_that_fails_is_named() -> None:
    text = to_markdown(AFTER, GATES)
    assert "- gate fails: false\\_answer\\_rate (odd) &lt;= 0: not measured by any case" in text


def test_metrics_have_interval_count_and_change() -> None:
    after, before = (Report("s", tuple(brought(str(n), came) for n in range(20)))
                     for came in ("refusal", "hit"))  # fmt: skip
    text = to_markdown(after, (), comparison(after, before))
    assert "| metric | value | 95% interval | cases | since the baseline |" in text
    assert (
        "| answer\\_hit | 0.000 | 0.000 to 0.000 | 20 "
        "| **-1.000 (-1.000 to -1.000) worse** |" in text
    )


def test_without_a_baseline_there_is_no_column_of_changes() -> None:
    text = to_markdown(AFTER)
    assert "| metric | value | 95% interval | cases |\n" in text
    assert "baseline" not in text


def test_what_is_new_is_told_with_question_and_reason() -> None:
    text = to_markdown(AFTER, GATES, comparison())
    assert "**Newly failing (1)**" in text
    assert "| lost | Who is lost? | refused, but the document says “Ada wrote the notes.” |" in text
    assert "**Newly passing (1)**" in text
    assert "| won | Who is won? |" in text


def test_changed_answers_are_folded_with_both_texts() -> None:
    html = rendered(to_markdown(AFTER, GATES, comparison()))
    (block,) = [part for part in html.split("<details>") if "Changed answers (3)" in part]
    row = "<td>reworded</td>\n<td>Who is reworded?</td>\n<td>Ada wrote the notes.</td>"
    assert row + "\n<td>It was Ada.</td>" in block
    assert "</table>" in block.split("</details>")[0]


def test_cases_that_came_and_went_are_named() -> None:
    text = to_markdown(AFTER, GATES, comparison())
    assert "Added cases (2)" in text
    assert "Removed cases (1)" in text
    assert "| gone | Who is gone? |" in text


def test_long_list_is_cut_and_says_so() -> None:
    after, before = (Report("s", tuple(brought(f"c{n:02}", came) for n in range(23)))
                     for came in ("refusal", "hit"))  # fmt: skip
    text = to_markdown(after, (), comparison(after, before))
    news = text.split("<details>")[0]
    assert news.count("| Who is c") == 20
    assert "and 3 more; the JSON report has all" in news


def test_words_of_documents_and_questions_can_neither_break_a_table_nor_add_markup() -> None:
    after = Report("s", (reworded(brought("lost", "miss", question=HOSTILE), HOSTILE),))
    before = Report("s", (brought("lost", "hit", question=HOSTILE),))
    html = rendered(to_markdown(after, (), comparison(after, before)))
    assert html.count("<tr>") == html.count("</tr>")
    for mark in ("<script", "<a ", "<em>", "<code>", "<s>", "<!-- &"):
        assert mark not in html, mark
    assert "@ada" not in html
    assert "#12" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    for row in html.split("<tr>"):
        assert row.count("<td") in (0, 2, 3, 4, 5)


@pytest.mark.parametrize(
    "text", [HOSTILE, "a\\", "\\|", "| --- |", "<details>", "&amp;", "![i](j)"]
)
def test_escaped_text_shows_as_it_is(text: str) -> None:
    assert shown(text) == text


@given(st.text(max_size=60))
def test_every_text_stays_in_its_cell(text: str) -> None:
    lines = (" ".join(line.split()) for line in text.strip().splitlines())
    expected = "\n".join(line for line in lines if line).replace("\x00", "\ufffd")
    assert shown(text) == expected


def test_long_text_is_cut() -> None:
    assert len(escaped("x" * 5000)) == SHOWN
    assert escaped("x" * 5000).endswith("…")


def test_report_without_cases_wrong_or_gates_is_short() -> None:
    good = replace(BEFORE, results=BEFORE.results[:2])
    assert "<details>" not in to_markdown(good)
