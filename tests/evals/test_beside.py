"""Written answers beside extractive ones, in every form of the report."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from assistant.answer import Answer, Statement, Turn
from assistant.written import Helped, Written
from evals.gates import Gate, left_out
from evals.metrics import WRITING_METRICS
from evals.metrics.support import SupportModel
from evals.report.as_json import to_json
from evals.report.beside import counted, sides
from evals.report.html import to_html
from evals.report.junit import to_junit
from evals.report.markdown import to_markdown
from evals.report.results import Report
from evals.report.text import to_text
from evals.run import evaluate
from evals.suite import Suite
from tests.evals.samples import answer, citation, refusal, sample_suite
from tests.evals.test_run import asks

FIRST = Written("1", 9, 2, statements=3, recited=1, dropped=1, unknown=2, prompt_tokens=700,
                completion_tokens=40, seconds={"first": 0.2, "write": 1.0})  # fmt: skip
FAILED = Written("1", 5, 0, statements=1, prompt_tokens=300, seconds={"write": 0.5}, failure="cut")
NOTES = answer(citation(0, 20), said="Ada wrote the notes.", confidence=0.9)
BOTH = answer(citation(21, 47), said="Bob drew the maps in 1890.", confidence=0.8)


def written(of: Answer, account: Written, text: str) -> Answer:
    said = (Statement(text, (1,)), Statement("It rained.", (1,), False, "The source says no."))
    return replace(of, statements=said, mode="written", model="m", writing=account)


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    return sample_suite(tmp_path)


@pytest.fixture
def report(suite: Suite) -> Report:
    """One answer written, one whose writing failed, one refusal; extractively one is missed."""
    with_it = asks(
        replace(written(NOTES, FIRST, "The notes are Ada's."), helping={"repair": Helped(2, 400)}),
        replace(BOTH, writing=FAILED),
        replace(refusal(), helping={"expansion": Helped(1, 100, 30, 0.2)}),
    )  # fmt: skip
    report = evaluate(with_it, suite, judge=SupportModel())
    return replace(report, model="m:1", extractive=evaluate(asks(BOTH, BOTH, refusal()), suite))


def test_run_without_a_model_says_nothing_of_one(suite: Suite) -> None:
    plain = evaluate(asks(NOTES, BOTH, refusal()), suite)
    assert not set(WRITING_METRICS) & set(plain.scores)
    assert (list(counted(plain)), sides(plain)) == ([], ())
    assert "writing" not in to_json(plain)
    for told in (to_text(plain), to_markdown(plain), to_junit(plain), to_html(plain, (), None, {})):
        assert not re.search(r"judge:|Extractive|Written answers", told)


def test_accounts_are_added_up(report: Report) -> None:
    found = {name: value for name, _, value in counted(report)}
    assert found == {
        "answers": "2", "written": "1", "statements": "4", "recited": "1", "rewritten": "0",
        "dropped": "1", "unknown": "2", "trimmed": "2", "prompt_tokens": "1000",
        "completion_tokens": "40", "helping_calls": "3", "helping_prompt_tokens": "500",
        "helping_completion_tokens": "30", "failures.cut": "1", "seconds.first": "0.200 0.200",
        "seconds.write": "0.750 0.975", "judged": "2", "unread": "0",
    }  # fmt: skip


def test_each_metric_has_both_columns_and_the_difference_in_pairs(report: Report) -> None:
    found = {delta.metric: delta for delta in sides(report)}
    assert (found["answer_hit"].before, found["answer_hit"].after) == (0.5, 1.0)
    assert (found["answer_hit"].low, found["answer_hit"].high) == (0.0, 1.0)
    assert found["false_answer_rate"].difference == 0
    assert not set(WRITING_METRICS) & set(found)  # judged on one side alone


def test_terminal_shows_writer_judge_counts_and_both_columns(report: Report) -> None:
    text = to_text(report)
    assert "written by m:1; judge: support model of this project" in text
    assert re.search(r"^dropped, as nothing bore them out +1$", text, re.M)
    assert re.search(r"^answer_hit +0\.500 +1\.000 +\+0\.500 +\+0\.000 to \+1\.000$", text, re.M)
    assert re.search(r"^statement_support +", text, re.M)


def test_markdown_shows_the_same(report: Report) -> None:
    text = to_markdown(report)
    assert "Written beside extractive; written by m:1; judge: support model" in text
    assert "| answer\\_hit | 0.500 | 1.000 | +0.500 |" in text
    assert "| failures: cut | 1 |" in text


def test_json_holds_both_answers_of_a_case_and_the_judgements(report: Report) -> None:
    told = to_json(report)
    assert told["writing"]["model"] == "m:1"
    assert told["writing"]["judge"] == "support model of this project"
    assert (told["writing"]["dropped"], told["writing"]["failures"]) == (1, {"cut": 1})
    assert told["writing"]["beside"]["answer_hit"]["difference"] == 0.5
    first = told["results"][0]
    assert first["answer"]["statements"][0]["text"] == "The notes are Ada's."
    assert first["extractive"]["outcome"] == "miss"
    said = first["extractive"]["answer"]["statements"]
    assert [one["text"] for one in said] == ["Bob drew the maps in 1890."]
    assert [one["statement"] for one in first["judgements"]] == [1]


def test_junit_has_them_as_properties(report: Report) -> None:
    told = {
        one.attrib["name"]: one.attrib["value"]
        for one in fromstring(to_junit(report).encode()).iter("property")
    }
    assert (told["writing.model"], told["writing.dropped"]) == ("m:1", "1")
    assert (told["answer_hit"], told["answer_hit.extractive"]) == ("1.000000", "0.500000")
    assert "alce_citation_recall" in told


def test_page_shows_both_answers_of_a_case_next_to_each_other(report: Report, suite: Suite) -> None:
    page = to_html(report, (), None, suite.documents)
    first = page[page.index("With the language model") : page.index("Without it")]
    assert "The notes are Ada" in first
    assert "<s>It rained.</s>" in first
    assert "3 statements written, 1 recited" in first
    assert "Bob drew the maps in 1890." in page[page.index("Without it") :]
    assert page.count("Without it") == 3
    assert "the writing failed: cut" in page
    anchors = re.findall(r'id="(case-[^"]*)"', page)
    assert len(anchors) == len(set(anchors))


def test_gates_on_written_statements_are_left_out_where_nothing_is_written() -> None:
    gates = (Gate("statement_support", min=0.9), Gate("answer_hit", min=0.5))
    assert left_out(gates) == gates[:1]
    assert left_out(gates, written=True) == ()


def test_crash_with_a_model_supports_nothing(suite: Suite) -> None:
    def crash(question: str, history: Sequence[Turn], documents: Sequence[str], /) -> Answer:
        raise RuntimeError

    scores = evaluate(crash, suite, judge=SupportModel()).scores
    assert {scores[name].value for name in WRITING_METRICS} == {0.0}


def test_judge_without_answers_is_an_error(suite: Suite) -> None:
    with pytest.raises(ValueError, match="judge"):
        evaluate(asks(), suite, retrieve=lambda *_: (), retrieval_only=True, judge=SupportModel())
