"""A case with `draft` waits for somebody to finish it: it loads, is not asked, and fails."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.answer import Answer, Turn
from evals.command import Asked, run_eval
from evals.gates import check_gates
from evals.metrics import CASE_METRICS
from evals.report.junit import to_junit
from evals.report.text import to_text
from evals.run import evaluate
from evals.suite import load_suite
from index.document import Passage
from index.errors import InvalidInput
from tests.evals.samples import answer, citation, passage, refusal, sample_suite, write_suite

CASES = """\
document: a.txt
gates:
  wrong: {max: 0}
cases:
  - id: notes
    question: Who wrote the notes?
    evidence: [{quote: Ada wrote the notes.}]
  - id: maps
    kind: should-answer
    draft: quote the words that answer
    question: Who drew the maps?
"""
MENDED = CASES.replace(
    "draft: quote the words that answer", "evidence: [{quote: Bob drew the maps in 1890.}]"
)


class Knowing:
    """Answers the two questions, and remembers which it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, question: str, history: Sequence[Turn], documents: Sequence[str], /) -> Answer:
        self.asked.append(question)
        places = {"Who wrote the notes?": (0, 20), "Who drew the maps?": (21, 47)}
        place = places.get(question)
        return answer(citation(*place)) if place else refusal()

    def retrieve(
        self, question: str, history: Sequence[Turn], documents: Sequence[str], k: int, /
    ) -> Sequence[Passage]:
        self.asked.append(question)
        return (passage(0, 47),)


def test_a_draft_loads_without_evidence(tmp_path: Path) -> None:
    notes, maps = sample_suite(tmp_path, CASES).cases
    assert (notes.draft, maps.draft) == ("", "quote the words that answer")
    assert maps.evidence == ()


@pytest.mark.parametrize("retrieval_only", [False, True])
def test_a_draft_is_not_asked_and_has_the_worst_of_everything(
    tmp_path: Path, retrieval_only: bool
) -> None:
    knowing = Knowing()
    suite = sample_suite(tmp_path, CASES)
    report = evaluate(knowing.ask, suite, retrieve=knowing.retrieve, retrieval_only=retrieval_only)
    notes, maps = report.results
    assert "Who drew the maps?" not in knowing.asked
    assert (notes.ok, maps.ok) == (True, False)
    assert (maps.outcome, maps.why) == ("failed", "draft: quote the words that answer")
    assert maps.values == {
        metric.name: metric.worst
        for metric in CASE_METRICS
        if metric.applies(maps.case)
        and (metric.needs == "passages" or (metric.needs == "answer" and not retrieval_only))
    }
    assert report.wrong == report.failed == (maps,)


def test_run_fails_and_names_the_draft_until_it_is_mended(tmp_path: Path) -> None:
    def run(cases: str) -> tuple[int, str]:
        (folder / "cases.yaml").write_text(cases, "utf-8")
        out = io.StringIO()
        return run_eval(
            Asked(folder), lambda _: Knowing(), out=out, err=io.StringIO()
        ), out.getvalue()

    folder = write_suite(tmp_path, CASES)
    code, told = run(CASES)
    assert code == 1
    assert "failed: maps: Who drew the maps?: draft: quote the words that answer\n" in told
    assert "gate FAILS: wrong <= 0: 1.000" in told
    code, told = run(MENDED)
    assert code == 0
    assert "gate holds: wrong <= 0: 0.000" in told


def test_without_gates_a_draft_fails_the_run_as_a_crash_does(tmp_path: Path) -> None:
    suite = sample_suite(tmp_path, CASES.replace("gates:\n  wrong: {max: 0}\n", ""))
    report = evaluate(Knowing().ask, suite)
    (gate,) = check_gates(suite.gates, report.bounded, report.bounded_by_kind)
    assert not gate.holds


def test_gate_on_wrong_cases_counts_those_of_its_kind(tmp_path: Path) -> None:
    gates = "gates:\n  wrong: [{max: 1}, {max: 0, kind: should-answer}, {max: 0, kind: fact}]\n"
    cases = CASES.replace("gates:\n  wrong: {max: 0}\n", gates)
    suite = sample_suite(tmp_path, cases.replace("- id: notes\n", "- id: notes\n    kind: fact\n"))
    report = evaluate(Knowing().ask, suite)
    results = check_gates(suite.gates, report.bounded, report.bounded_by_kind)
    assert [(one.value, one.holds) for one in results] == [(1, True), (1, False), (0, True)]


def test_reports_tell_a_draft_from_a_crash(tmp_path: Path) -> None:
    report = evaluate(Knowing().ask, sample_suite(tmp_path, CASES))
    assert 'message="draft: quote the words that answer" type="draft"' in to_junit(report)
    assert "crashed" not in to_text(report)


@pytest.mark.parametrize(
    ("draft", "reason"), [("true", "True, not a text"), ('" "', "blank"), ("[]", "a list")]
)
def test_draft_that_does_not_say_what_is_lacking_is_refused(
    tmp_path: Path, draft: str, reason: str
) -> None:
    cases = CASES.replace("draft: quote the words that answer", f"draft: {draft}")
    with pytest.raises(InvalidInput, match=f"'draft' is {reason}"):
        load_suite(write_suite(tmp_path, cases))
