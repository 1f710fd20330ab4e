"""LangChain's tracing sends questions and documents away: only where a flag says so."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command.conftest import environment
from tests.conftest import ROOT
from tests.evals.serving import Response, Told, told_server


@pytest.fixture
def tracer() -> Iterator[Told]:
    with told_server() as server:
        server.answer = lambda method, path, body: Response(202, {})
        yield server


@pytest.mark.parametrize(("flags", "traced"), [([], False), (["--trace"], True)])
def test_nothing_is_traced_unless_the_flag_says_so(
    flags: list[str], traced: bool, tracer: Told, tmp_path: Path
) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/a.txt").write_text("The mill is 90 years old. It stands in Lima.")
    variables = environment(
        LANGSMITH_TRACING="true",
        LANGCHAIN_TRACING_V2="true",
        LANGSMITH_ENDPOINT=tracer.url,
        LANGSMITH_API_KEY="lsv2_pt_none",
    )
    paths = ["--documents", str(tmp_path / "documents"), "--data", str(tmp_path / "data")]
    ran = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", "How old is the mill?", *paths, *flags],
        cwd=ROOT, capture_output=True, text=True, env=variables, timeout=120,
    )  # fmt: skip
    assert "90" in ran.stdout
    assert bool(tracer.connections) is traced
