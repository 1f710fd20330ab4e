import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.answer import Answer, Turn
from evals.command import run_eval
from index.document import Passage
from index.errors import InvalidInput
from tests.evals.samples import CASES, answer, citation, passage, refusal, write_suite

GATES = "gates: {answer_hit: {min: 0.9}, false_answer_rate: {max: 0, kind: off-topic}}\n"


class NotesOnly:
    """Answers every question about notes, and refuses the others."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Answer:
        return answer(citation(0, 20)) if "notes" in question else refusal()

    def retrieve(
        self,
        question: str,
        history: Sequence[Turn] = (),
        documents: Sequence[str] = (),
        k: int | None = None,
    ) -> tuple[Passage, ...]:
        return (passage(0, 20),)


class Run:
    """One run of the command with what it wrote."""

    def __init__(
        self, suite: Path, *, json_file: Path | None = None, retrieval_only: bool = False
    ) -> None:
        self.opened: list[Path] = []
        out, err = io.StringIO(), io.StringIO()

        def open_assistant(folder: Path) -> NotesOnly:
            self.opened.append(folder)
            return NotesOnly()

        self.code = run_eval(
            suite, open_assistant, json_file=json_file, retrieval_only=retrieval_only, out=out,
            err=err,
        )  # fmt: skip
        self.out, self.err = out.getvalue(), err.getvalue()


def test_exit_code_is_0_where_all_gates_hold(tmp_path: Path) -> None:
    run = Run(write_suite(tmp_path))
    assert run.code == 0
    assert run.opened == [(tmp_path / "docs").resolve()]
    assert "gate holds: quote_exact >= 1: 1.000" in run.out


def test_exit_code_is_1_where_a_gate_fails_and_the_gate_is_named(tmp_path: Path) -> None:
    run = Run(write_suite(tmp_path, GATES + CASES))
    assert run.code == 1
    assert "gate FAILS: answer_hit >= 0.9: 0.500" in run.out
    assert "gate holds: false_answer_rate (off-topic) <= 0: 0.000" in run.out


def test_retrieval_only_checks_no_gate_on_answers(tmp_path: Path) -> None:
    run = Run(write_suite(tmp_path, GATES + CASES), retrieval_only=True)
    assert run.code == 0
    assert "gate" not in run.out
    assert "hit@5" in run.out
    assert "answer_hit" not in run.out


def test_progress_goes_to_standard_error_only(tmp_path: Path) -> None:
    run = Run(write_suite(tmp_path))
    assert "3/3" in run.err
    assert "3/3" not in run.out


def test_json_file_has_the_report_with_its_gates(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    Run(write_suite(tmp_path, GATES + CASES), json_file=file)
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["gates"][0] == {
        "metric": "answer_hit", "kind": None, "min": 0.9, "max": None, "value": 0.5, "holds": False
    }  # fmt: skip
    assert len(told["results"]) == 3


def test_report_that_cannot_be_written_is_refused_before_the_run(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    with pytest.raises(InvalidInput, match="its folder does not exist"):
        Run(suite, json_file=tmp_path / "none" / "report.json")
    with pytest.raises(InvalidInput, match="is a folder"):
        Run(suite, json_file=tmp_path)


def test_suite_that_does_not_fit_is_refused_before_the_assistant_opens(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="holds no cases"):
        Run(write_suite(tmp_path, "cases: []"))
