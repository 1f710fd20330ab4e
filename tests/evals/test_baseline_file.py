"""A baseline as a file: the same bytes for the same results, and nothing that does not fit."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.baseline import Baseline, baseline_of
from evals.baseline_file import load_baseline, write_baseline
from evals.report.results import CaseResult, Report
from index.errors import InvalidInput
from tests.evals.samples import answer, case, citation, refusal, span

ASKED = Report(
    "s",
    (
        CaseResult(
            case(span(0, 20), id="zoë"),
            {"answer_hit": 1.0, "hit@5": 2 / 3},
            0.123,
            answer(citation(0, 20), said="Ada “wrote”\nthem.", confidence=1 / 3),
        ),
        CaseResult(case(id="b"), {"false_answer_rate": 0.0}, 0.4, refusal()),
        CaseResult(case(span(0, 20), id="c"), {"answer_hit": 0.0}, 0.4, error="X: y"),
    ),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "baseline.json"
    write_baseline(path, baseline_of(ASKED))
    return path


def load(path: Path, suite: str = "s", retrieval_only: bool = False) -> Baseline:
    return load_baseline(path, suite, retrieval_only=retrieval_only)


def test_what_was_written_is_read_again(file: Path) -> None:
    assert load(file) == baseline_of(ASKED)


def test_same_results_are_the_same_bytes_whatever_the_time_and_the_order(
    file: Path, tmp_path: Path
) -> None:
    later = Report("s", tuple(replace(one, seconds=9.0) for one in reversed(ASKED.results)))
    again = tmp_path / "again.json"
    write_baseline(again, baseline_of(later))
    assert again.read_bytes() == file.read_bytes()
    assert file.read_bytes().endswith(b"}\n")


def test_each_case_has_a_line_of_its_own_with_sorted_keys_and_no_timing(file: Path) -> None:
    text = file.read_text("utf-8")
    lines = [line for line in text.splitlines() if '"question"' in line]
    assert [line.split(":")[0] for line in lines] == ['"b"', '"c"', '"zoë"']
    assert "second" not in text
    told = json.loads(text)
    for one in (told, told["cases"]["zoë"], told["metrics"]):
        assert list(one) == sorted(one)
    assert told["cases"]["zoë"]["confidence"] == 0.3333
    assert told["metrics"]["answer_hit"] == 0.5


def test_nothing_else_is_left_in_the_folder(file: Path) -> None:
    assert list(file.parent.iterdir()) == [file]


def test_link_to_a_baseline_stays_a_link(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(file)
    file.write_text("old")
    write_baseline(link, baseline_of(ASKED))
    assert link.is_symlink()
    assert load(file) == baseline_of(ASKED)


def test_writing_that_fails_leaves_the_old_baseline(file: Path, tmp_path: Path) -> None:
    old = file.read_bytes()
    (tmp_path / "baseline.json.unfinished").mkdir()
    with pytest.raises(InvalidInput, match="cannot be written"):
        write_baseline(file, baseline_of(Report("s", ())))
    assert file.read_bytes() == old


def test_missing_baseline_names_the_file_and_the_flag_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"none\.json: no such baseline; .*--update-baseline"):
        load(tmp_path / "none.json")


def test_folder_is_no_baseline(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        load(tmp_path)


def change(file: Path, **changes: Any) -> None:
    told = json.loads(file.read_text("utf-8")) | changes
    file.write_text(json.dumps({k: v for k, v in told.items() if v is not ...}), "utf-8")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": 2}, "has version 2, known is 1"),
        ({"version": "1"}, "has version '1', known is 1"),
        ({"version": ...}, "version: Field required"),
        ({"suite": 7}, "suite: "),
        ({"cases": []}, "cases: "),
        ({"cases": {"a": {"question": "?"}}}, r"cases\.a\.answerable: Field required"),
        ({"note": 1}, "note: "),
    ],
)
def test_malformed_baseline_names_file_reason_and_next_step(
    file: Path, changes: dict[str, Any], reason: str
) -> None:
    change(file, **changes)
    with pytest.raises(InvalidInput, match=reason) as error:
        load(file)
    assert str(error.value).startswith(f"{file}: ")
    assert "delete it and make it with --update-baseline" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"3", b"\xff", b"<<<<<<< HEAD\n{}"])
def test_file_that_is_no_baseline_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"not a baseline: .*--update-baseline"):
        load(file)


def test_fault_within_a_case_is_named(file: Path) -> None:
    told = json.loads(file.read_text("utf-8"))
    told["cases"]["b"] |= {"outcome": "great", "mood": 1}
    file.write_text(json.dumps(told), "utf-8")
    with pytest.raises(InvalidInput, match=r"cases\.b\."):
        load(file)


def test_baseline_of_another_suite_or_kind_of_run_is_refused(file: Path) -> None:
    with pytest.raises(InvalidInput, match="is of suite 's', not 'other'"):
        load(file, "other")
    with pytest.raises(InvalidInput, match="of a run with answers, this one is with --retrieval"):
        load(file, retrieval_only=True)
