"""The article suite against the real assistant: its gates hold, twice with the same result."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from evals.command import Asked, run_eval
from tests.conftest import ROOT

SUITE = ROOT / "evals" / "suites" / "article"


@pytest.fixture
def run(
    article_assistant: Assistant, tmp_path: Path
) -> Callable[[], tuple[int, dict[str, object]]]:
    """Runs the suite; gives the exit code and the report without its timings."""

    def once() -> tuple[int, dict[str, object]]:
        file = tmp_path / "report.json"
        code = run_eval(
            Asked(SUITE, json=file),
            lambda folder: article_assistant,
            out=io.StringIO(),
            err=io.StringIO(),
        )
        return code, json.loads(file.read_text("utf-8"), object_hook=without_times)

    return once


def without_times(found: dict[str, object]) -> dict[str, object]:
    """An object of the report less what differs from run to run by nature."""
    return {name: value for name, value in found.items() if not name.startswith("seconds")}


def test_the_gates_hold_and_a_second_run_gives_the_same(
    run: Callable[[], tuple[int, dict[str, object]]],
) -> None:
    code, report = run()
    assert code == 0
    assert run() == (0, report)
