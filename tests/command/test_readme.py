"""What the README tells evaluators works as it is printed."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from evals.scripted.server import Scripted
from evals.suite import load_suite
from tests.command.running import Run
from tests.conftest import ROOT
from tests.evals.serving import serving
from tests.web.building import build

README = (ROOT / "README.md").read_text("utf-8")
SECTION = README.split("## For evaluators")[1].split("\n## ")[0]
SUITE = Path("evals/suites/article")
KINDS = ("yes-no", "off-topic", "injection")
ADDRESS = "http://127.0.0.1:7860"


def lines_printed() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


MODELS = {"--model": "ollama:llama3.2", "--judge": "openai:gpt-4.1-mini"}
"""Models that the lines name, in whose place a scripted one is asked."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder laid out like the project; its suite is the article's, some kinds of it only."""
    (tmp_path / SUITE).mkdir(parents=True)
    shutil.copytree(ROOT / "documents", tmp_path / "documents")
    shutil.copy(ROOT / "evals/baseline.json", tmp_path / "evals")
    head, *cases = re.split(r"(?m)^(?=  - id: )", (ROOT / SUITE / "cases.yaml").read_text("utf-8"))
    kept = [case for case in cases if any(f"kind: {kind}\n" in case for kind in KINDS)]
    (tmp_path / SUITE / "cases.yaml").write_text(head + "".join(kept), "utf-8")
    return tmp_path


@pytest.fixture
def server(article_assistant: Assistant) -> Iterator[str]:
    with serving(build(article_assistant)) as url:
        yield url


def test_evaluators_are_told_of_every_way_to_evaluate() -> None:
    told = " ".join(lines_printed())
    for word in ("--baseline", "--html", "--junit", "--check", "--make", "--url", "pytest "):
        assert word in told


def test_every_line_for_evaluators_works_as_printed(
    place: Path, server: str, footnote: Run, scripted_model: Scripted
) -> None:
    assert Path.cwd() == place
    for line in lines_printed():
        if line.startswith("python -m evals.writing "):
            continue  # it takes minutes, and has tests of its own
        for flag, named in MODELS.items():
            line = line.replace(
                f"{flag} {named}", f"{flag} scripted {flag}-url {scripted_model.url}"
            )
        command, *arguments = shlex.split(line.replace(ADDRESS, server))
        if command == "pytest":
            ran = as_process(command, arguments, place)
            assert ran.returncode == 0, ran.stdout
            counted = {ended: int(n) for n, ended in re.findall(r"(\d+) (\w+)", ran.stdout)}
            cases = counted["passed"] + counted.get("xfailed", 0)
            assert cases == len(load_suite(SUITE).cases) + 1
        else:
            assert command == "footnote", line
            told = footnote(*arguments)
            # The scripted model goes by words alone: what the suite's gates say of it is right.
            assert told.code in ((0, 1) if "--model" in line else (0,)), (line, told)
            assert told.err == "", (line, told)
    for name in ("report.html", "report.md", "report.xml", "report.json"):
        assert Path(name).stat().st_size > 1000


def as_process(command: str, arguments: list[str], place: Path) -> subprocess.CompletedProcess[str]:
    plain = {name: v for name, v in os.environ.items() if not name.startswith("FOOTNOTE_")}
    return subprocess.run(
        [sys.executable, "-m", command, "-p", "no:cacheprovider", *arguments],
        cwd=place, capture_output=True, text=True, check=False, env=plain, timeout=200,
    )  # fmt: skip
