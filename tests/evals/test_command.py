import io
import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Turn
from evals.command import Asked, AssistantLike, Writing, run_eval
from evals.metrics.support import SupportModel
from evals.remote import ServerUnusable
from index.document import Passage
from index.errors import InvalidInput
from tests.evals.samples import CASES, TEXT, answer, citation, passage, refusal, write_suite
from tests.evals.serving import Response, Told, told_server

GATES = "gates: {answer_hit: {min: 0.9}, false_answer_rate: {max: 0, kind: off-topic}}\n"


class NotesOnly:
    """Answers every question about notes, and refuses the others."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Answer:
        return answer(citation(0, 20)) if "notes" in question else refusal()

    def quote(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Answer:
        return refusal()

    def retrieve(
        self,
        question: str,
        history: Sequence[Turn] = (),
        documents: Sequence[str] = (),
        k: int | None = None,
    ) -> tuple[Passage, ...]:
        return (passage(0, 20),)


class Terminal(io.StringIO):
    """Standard error as a person's terminal."""

    def isatty(self) -> bool:
        return True


class Run:
    """One run of the command with what it wrote."""

    def __init__(self, suite: Path, assistant: AssistantLike | None = None, **asked: Any) -> None:
        self.opened: list[Path] = []
        out, err = io.StringIO(), asked.pop("err", io.StringIO())
        writing: Writing | None = asked.pop("writing", None)

        def open_assistant(folder: Path) -> AssistantLike:
            self.opened.append(folder)
            return assistant or NotesOnly()

        self.code = run_eval(
            Asked(suite, **asked), open_assistant, writing=writing, out=out, err=err
        )
        self.out, self.err = out.getvalue(), err.getvalue()


class FindsNothing(NotesOnly):
    """Finds a passage without evidence."""

    def retrieve(
        self,
        question: str,
        history: Sequence[Turn] = (),
        documents: Sequence[str] = (),
        k: int | None = None,
    ) -> tuple[Passage, ...]:
        return (passage(48, 62),)


class Never(NotesOnly):
    """Must not be asked."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Answer:
        raise KeyboardInterrupt


class RefusesAll(NotesOnly):
    """Refuses every question."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Answer:
        return refusal()


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


def test_retrieval_only_checks_no_gate_on_answers_and_names_what_it_leaves_out(
    tmp_path: Path,
) -> None:
    run = Run(write_suite(tmp_path, GATES + CASES), retrieval_only=True)
    assert run.code == 0
    assert "gate holds" not in run.out
    assert "gate FAILS" not in run.out
    assert run.out.startswith("gate left out, as this run does not measure it: answer_hit >= 0.9\n")
    assert "hit@5" in run.out
    assert "\nanswer_hit" not in run.out


def test_progress_is_shown_on_standard_error_where_that_is_a_terminal(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    run = Run(suite, err=Terminal())
    assert "3/3" in run.err
    assert "3/3" not in run.out
    assert Run(suite).err == ""


def test_json_file_has_the_report_with_gates_and_comparison(tmp_path: Path) -> None:
    suite = write_suite(tmp_path, GATES + CASES)
    file, baseline = tmp_path / "report.json", tmp_path / "baseline.json"
    Run(suite, baseline=baseline, update_baseline=True)
    Run(suite, RefusesAll(), json=file, baseline=baseline)
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["gates"][0] == {
        "metric": "answer_hit", "kind": None, "min": 0.9, "max": None, "value": 0.0, "holds": False
    }  # fmt: skip
    assert len(told["results"]) == 3
    found = told["comparison"]
    assert (found["holds"], found["newly_failing"]) == (False, ["notes"])
    assert found["changed"][0]["before"] == {"outcome": "hit", "ok": True, "text": "It says so."}
    assert found["changed"][0]["after"]["text"] == "(refused)"
    assert found["metrics"]["answer_hit"]["difference"] == -0.5


def test_every_report_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    files = {"json": "r.json", "html": "r.html", "markdown": "r.md", "junit": "r.xml"}
    paths = {kind: tmp_path / name for kind, name in files.items()}
    Run(write_suite(tmp_path), **paths)
    starts = {kind: path.read_text("utf-8")[:9] for kind, path in paths.items()}
    assert starts == {
        "json": '{\n "suite', "html": "<!doctype", "markdown": "✅ **test\\", "junit": "<?xml ver",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["json", "html", "markdown", "junit"])
def test_report_that_cannot_be_written_is_refused_before_the_run(tmp_path: Path, kind: str) -> None:
    suite = write_suite(tmp_path)
    missing = tmp_path / "none" / "report"
    with pytest.raises(InvalidInput, match=f"--{kind} .*report: .*its folder does not exist"):
        Run(suite, Never(), **{kind: missing})
    with pytest.raises(InvalidInput, match=f"--{kind} .*it is a folder"):
        Run(suite, Never(), **{kind: tmp_path})


def test_two_reports_in_one_file_are_refused(tmp_path: Path) -> None:
    suite, file = write_suite(tmp_path), tmp_path / "report"
    (tmp_path / "link").symlink_to(file)
    with pytest.raises(InvalidInput, match=r"--junit .*: --json names the same file"):
        Run(suite, Never(), json=file, junit=tmp_path / "link")


def test_baseline_that_does_not_fit_is_refused_before_the_run(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    with pytest.raises(InvalidInput, match="no such baseline"):
        Run(suite, Never(), baseline=tmp_path / "none.json")


def test_exit_code_is_1_where_the_baseline_breaks_and_the_case_is_named(tmp_path: Path) -> None:
    suite, baseline = write_suite(tmp_path), tmp_path / "baseline.json"
    assert Run(suite, baseline=baseline, update_baseline=True).code == 0
    held = Run(suite, baseline=baseline)
    assert (held.code, held.out.splitlines()[-1]) == (
        0,
        "passes: all gates hold, nothing got worse",
    )
    broken = Run(suite, RefusesAll(), baseline=baseline)
    assert broken.code == 1
    assert (
        "newly failing (1):\n  notes: Who wrote the notes?: "
        "refused, but the document says “Ada wrote the notes.”\n" in broken.out
    )
    assert broken.out.splitlines()[-1] == "FAILS: 1 case newly fails"


def test_run_without_update_leaves_the_baseline_alone(tmp_path: Path) -> None:
    suite, baseline = write_suite(tmp_path), tmp_path / "baseline.json"
    Run(suite, baseline=baseline, update_baseline=True)
    kept = baseline.read_bytes()
    Run(suite, RefusesAll(), baseline=baseline)
    assert baseline.read_bytes() == kept


def test_update_shows_what_changes_and_then_keeps_it(tmp_path: Path) -> None:
    suite, baseline = write_suite(tmp_path), tmp_path / "baseline.json"
    first = Run(suite, baseline=baseline, update_baseline=True)
    assert "newly" not in first.out
    second = Run(suite, RefusesAll(), baseline=baseline, update_baseline=True)
    assert "newly failing (1):" in second.out
    assert second.out.endswith(f"{baseline}: now holds the results of this run\n")
    assert Run(suite, RefusesAll(), baseline=baseline).code == 0


def test_exit_code_of_an_update_is_that_of_the_gates(tmp_path: Path) -> None:
    suite, baseline = write_suite(tmp_path, GATES + CASES), tmp_path / "baseline.json"
    assert Run(suite, baseline=baseline, update_baseline=True).code == 1
    assert baseline.exists()
    (tmp_path / "cases.yaml").write_text(CASES, "utf-8")
    assert Run(suite, RefusesAll(), baseline=baseline, update_baseline=True).code == 0


def test_update_does_not_replace_the_baseline_of_another_kind_of_run(tmp_path: Path) -> None:
    suite, baseline = write_suite(tmp_path), tmp_path / "baseline.json"
    Run(suite, baseline=baseline, update_baseline=True)
    kept = baseline.read_bytes()
    with pytest.raises(InvalidInput, match="is of a run with answers, this one is with"):
        Run(suite, Never(), baseline=baseline, update_baseline=True, retrieval_only=True)
    assert baseline.read_bytes() == kept


def test_retrieval_alone_can_have_a_baseline(tmp_path: Path) -> None:
    suite, baseline = write_suite(tmp_path), tmp_path / "baseline.json"
    Run(suite, baseline=baseline, update_baseline=True, retrieval_only=True)
    run = Run(suite, FindsNothing(), baseline=baseline, retrieval_only=True)
    assert run.code == 1
    assert "notes: Who wrote the notes?: none of the first 5 passages holds the evidence" in run.out


def test_two_updates_of_the_same_commit_write_the_same_bytes(tmp_path: Path) -> None:
    suite, baseline = write_suite(tmp_path), tmp_path / "baseline.json"
    Run(suite, baseline=baseline, update_baseline=True)
    first = baseline.read_bytes()
    Run(suite, baseline=baseline, update_baseline=True)
    assert baseline.read_bytes() == first


@pytest.fixture
def server() -> Iterator[Told]:
    """A server that holds a.txt and answers as NotesOnly does."""
    with told_server() as told:

        def answers(method: str, path: str, body: Any) -> Response:
            if path.endswith("/documents"):
                digest = f"sha256:{sha256(TEXT.encode()).hexdigest()}"
                return Response(body=[{"id": "a.txt", "digest": digest}])
            return Response(body=NotesOnly().ask(body["question"]).to_json())

        told.answer = answers
        yield told


def test_server_is_asked_instead_of_opening_an_assistant(tmp_path: Path, server: Told) -> None:
    gates = "gates: {answer_hit: {min: 0.5}, hit@5: {min: 0.9}}\n"
    run = Run(write_suite(tmp_path, gates + CASES), url=server.url)
    assert (run.code, run.opened) == (0, [])
    assert "gate left out, as this run does not measure it: hit@5 >= 0.9" in run.out
    assert "gate holds: answer_hit >= 0.5: 0.500" in run.out
    assert "\nhit@5" not in run.out


def test_server_has_the_same_baseline_but_for_the_passages(tmp_path: Path, server: Told) -> None:
    suite, baseline = write_suite(tmp_path), tmp_path / "baseline.json"
    Run(suite, baseline=baseline, update_baseline=True)
    run = Run(suite, baseline=baseline, url=server.url)
    assert run.code == 0
    assert "in the baseline, not measured by this run: evidence_recall@5, " in run.out


def test_server_with_another_version_of_the_documents_is_refused(
    tmp_path: Path, server: Told
) -> None:
    suite = write_suite(tmp_path, documents=[("a.txt", TEXT + " More.")])
    with pytest.raises(ServerUnusable, match="holds another version of a"):
        Run(suite, url=server.url)


def test_suite_that_does_not_fit_is_refused_before_the_assistant_opens(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="holds no cases"):
        Run(write_suite(tmp_path, "cases: []"))


def test_with_a_model_each_case_is_answered_extractively_too(tmp_path: Path) -> None:
    file, gates = tmp_path / "r.json", "gates: {alce_citation_recall: {min: 1.1}}\n"
    suite = write_suite(tmp_path, gates + CASES)
    assert "gate left out, as this run does not measure it: alce_citation_recall" in Run(suite).out
    run = Run(suite, json=file, writing=Writing("m:1", SupportModel()))
    assert "gate FAILS: alce_citation_recall >= 1.1" in run.out
    assert "written by m:1; judge: support model of this project" in run.out
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["results"][0]["extractive"]["outcome"] == "false refusal"
    assert told["writing"]["beside"]["answer_hit"]["before"] == 0.0


def test_figures_of_writing_can_be_a_baseline(tmp_path: Path) -> None:
    suite, baseline = write_suite(tmp_path), tmp_path / "baseline.json"
    writing = Writing("m:1", SupportModel())
    Run(suite, baseline=baseline, update_baseline=True, writing=writing)
    assert "alce_citation_recall" in json.loads(baseline.read_text("utf-8"))["metrics"]
    assert Run(suite, baseline=baseline, writing=writing).code == 0
    assert "not measured by this run: statement_support" in Run(suite, baseline=baseline).out
