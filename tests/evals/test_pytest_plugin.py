"""`pytest --footnote-suite DIR` runs each case of a suite as a test."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from evals.folder import DocumentFolder
from tests.evals.samples import CASES, answer, citation, refusal, write_suite
from tests.evals.serving import Response, Told, told_server

GATES = "gates: {answer_hit: {min: 0.9}, hit@5: {min: 0.5}, citation_recall: {min: 0.2}}\n"
MORE = """\
  - id: "cost: a.b::c[1]\\nand more"
    kind: wrong
    question: What did Ada write?
    history: [{question: "Who wrote the notes?", answer: Ada wrote the notes.}]
    evidence: [{quote: Cid sold both.}]
"""
ODD = "cost: a.b::c[1]\\nand more"
"""The name of that case: what would break a line is spelled out."""
SETTINGS = """\
[pytest]
addopts = --import-mode=importlib --strict-markers --strict-config
filterwarnings = error
"""


class Ran(NamedTuple):
    """The exit code of pytest, what it printed, and how each test ended."""

    code: int
    out: str
    err: str
    tests: dict[str, str]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one test of its own, and a suite of four cases in `suite/`."""
    root = tmp_path_factory.mktemp("project")
    (root / "pytest.ini").write_text(SETTINGS)
    (root / "test_own.py").write_text("def test_own() -> None: ...\n")
    (root / "suite").mkdir()
    write_suite(root / "suite", GATES + CASES + MORE)
    return root


def run_pytest(
    root: Path, *arguments: object, plugins: Sequence[str] = ("footnote",), **variables: str
) -> Ran:
    """Runs pytest as a process in a project, with these plugins, or, without, all there are."""
    report = root / "report.xml"
    report.unlink(missing_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FOOTNOTE_")}
    for name in ("PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST", "COLUMNS"):
        kept.pop(name, None)
    if plugins:
        kept["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={report}"]
        + [f"-p{plugin}" for plugin in plugins]
        + [str(argument) for argument in arguments],
        cwd=root,
        env=kept | {"COLUMNS": "200"} | variables,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr, ended(report))


def ended(report: Path) -> dict[str, str]:
    """Each test of a JUnit report with "passed", or the element that tells how it ended."""
    if not report.exists():
        return {}
    return {
        f"{case.get('classname')}::{case.get('name')}": next((e.tag for e in case), "passed")
        for case in ElementTree.parse(report).iter("testcase")
    }


@pytest.fixture(scope="module")
def whole(project: Path) -> Ran:
    """Everything in the project, asked of the real assistant beside all installed plugins."""
    return run_pytest(project, "--footnote-suite", "suite", plugins=())


@pytest.fixture
def told() -> Iterator[Told]:
    """A server that is yet to be told what to say."""
    with told_server() as server:
        yield server


def holds(documents: Path) -> Callable[[str, str, Any], Response]:
    """Holds the documents of a folder and answers where notes are asked for, else refuses."""
    digest = DocumentFolder(documents)["a.txt"].digest

    def respond(method: str, path: str, body: Any) -> Response:
        if method == "GET":
            return Response(body=[{"id": "a.txt", "digest": digest}])
        known = "notes" in body["question"]
        return Response(body=(answer(citation(0, 20)) if known else refusal()).to_json())

    return respond


def test_each_case_is_a_test_beside_those_of_the_project(whole: Ran) -> None:
    assert whole.code == 1
    assert "collected 6 items" in whole.out
    assert "4 passed, 2 failed" in whole.out or "2 failed, 4 passed" in whole.out
    assert list(whole.tests.values()).count("failure") == 2
    for name in ("test_own::test_own", "suite::notes", "suite::maps", "suite::moon"):
        assert whole.tests[name] == "passed"
    assert whole.tests["suite::gates"] == "failure"


def test_failed_case_shows_why_with_question_answer_citations_and_evidence(whole: Ran) -> None:
    lines = whole.out.splitlines()
    start = next(n for n, line in enumerate(lines) if f"case {ODD}" in line)
    why, *shown = lines[start + 1 : start + 7]
    assert why == "answered without citing the evidence; it cites “Ada wrote the notes.”"
    assert shown[:2] == ["before:    Who wrote the notes? → Ada wrote the notes.",
                         "question:  What did Ada write?"]  # fmt: skip
    assert shown[2].startswith("answer:    Ada wrote the notes. [1] (confidence 0.")
    assert shown[3:] == ["cited:     [1] “Ada wrote the notes.” (a.txt 0–20)",
                         "evidence:  “Cid sold both.” (a.txt 48–62)"]  # fmt: skip
    assert f"FAILED suite::{ODD} - Failed: answered without" in whole.out
    assert "pytest_suite.py" not in whole.out


def test_case_that_fails_in_the_baseline_as_well_is_expected_to(project: Path) -> None:
    arguments = ("eval", "suite", "--baseline", "b.json", "--update-baseline", "--data", "kept")
    subprocess.run([sys.executable, "-m", "assistant", *arguments], cwd=project, check=False)
    ran = run_pytest(project, "--footnote-suite", "suite", "--footnote-baseline", "b.json")
    assert "1 xfailed" in ran.out
    wrong = run_pytest(project, "--footnote-suite", "suite", "--footnote-baseline", "none.json")
    assert (wrong.code, wrong.tests) == (4, {})
    assert "none.json: no such baseline" in wrong.err


def test_gates_come_last_and_a_broken_one_is_named_with_its_value(whole: Ran) -> None:
    assert list(whole.tests)[-1] == "suite::gates"
    assert "FAILED suite::gates - Failed: gate answer_hit >= 0.9: 0.667" in whole.out
    assert "citation_recall" not in whole.out


def test_collecting_lists_the_cases_and_opens_nothing(project: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    ran = run_pytest(
        project, "--footnote-suite", "suite", "--collect-only", "-q", FOOTNOTE_DATA=str(data)
    )
    assert ran.code == 0
    assert ran.out.splitlines()[:6] == [
        "test_own.py::test_own",
        "suite::notes",
        "suite::maps",
        "suite::moon",
        f"suite::{ODD}",
        "suite::gates",
    ]
    assert not data.exists()


def test_cases_are_chosen_by_word_and_by_kind(project: Path) -> None:
    ran = run_pytest(
        project, "--footnote-suite", "suite", "--collect-only", "-q", "-k", "moon or wrong"
    )
    assert ran.out.splitlines()[:2] == ["suite::moon", f"suite::{ODD}"]
    assert "2/6 tests collected" in ran.out


def test_gates_are_skipped_with_the_reason_unless_every_case_was_asked(project: Path) -> None:
    ran = run_pytest(project, "--footnote-suite", "suite", "suite::maps", "suite::gates", "-rs")
    assert ran.code == 0
    assert ran.tests == {"suite::maps": "passed", "suite::gates": "skipped"}
    assert "1 of 4 cases were asked here; gates are for all of them" in ran.out


def test_stopping_at_the_first_failure_leaves_the_rest(project: Path, told: Told) -> None:
    told.answer = holds(project / "suite" / "docs")
    ran = run_pytest(project, "--footnote-suite", "suite", "--footnote-url", told.url, "-x")
    assert ran.code == 1
    assert list(ran.tests) == ["test_own::test_own", "suite::notes", "suite::maps"]
    assert [body["question"] for method, _, body in told.requests if method == "POST"] == [
        "Who wrote the notes?",
        "When were the maps drawn?",
    ]


def test_server_is_evaluated_over_one_connection_without_gates_on_passages(
    project: Path, told: Told
) -> None:
    told.answer = holds(project / "suite" / "docs")
    ran = run_pytest(project, "--footnote-suite", "suite", "--footnote-url", told.url, "suite")
    assert ran.tests["suite::notes"] == ran.tests["suite::moon"] == "passed"
    assert ran.tests["suite::maps"] == "failure"
    assert "suite::maps - Failed: refused, but the document says “Bob drew the" in ran.out
    assert "suite::gates - Failed: gate answer_hit >= 0.9: 0.333" in ran.out
    assert "hit@5" not in ran.out
    assert told.connections == 1
    assert len(told.requests) == 1 + 4


def test_server_with_other_documents_is_an_error_of_every_case_and_is_asked_once(
    project: Path, told: Told
) -> None:
    told.answer = lambda method, path, body: Response(body=[{"id": "a.txt", "digest": "sha256:0"}])
    ran = run_pytest(project, "--footnote-suite", "suite", "--footnote-url", told.url)
    assert ran.code == 1
    assert list(ran.tests.values()) == ["passed", *["error"] * 4, "skipped"]
    assert f"ERROR suite::notes - Failed: {told.url}: holds another version of a.txt" in ran.out
    assert len(told.requests) == 1


def test_suites_of_two_folders_run_in_one_session(project: Path, tmp_path: Path) -> None:
    other = write_suite(tmp_path, CASES.replace("id: notes", "id: other"))
    ran = run_pytest(
        project, "--footnote-suite", "suite/cases.yaml", "--footnote-suite", other,
        "--collect-only", "-q", "suite/cases.yaml::notes", f"{other}::other", f"{other}::gates",
    )  # fmt: skip
    chosen = ran.out.splitlines()[:3]
    assert chosen[0] == "suite/cases.yaml::notes"
    assert [line.rpartition("/")[2] for line in chosen[1:]] == [
        f"{other.name}::other",
        f"{other.name}::gates",
    ]


def test_suite_in_the_folder_of_the_tests_hides_none_of_them(tmp_path: Path) -> None:
    write_suite(tmp_path)
    (tmp_path / "test_own.py").write_text("def test_own() -> None: ...\n")
    ran = run_pytest(tmp_path, "--footnote-suite", ".", "--collect-only", "-q")
    assert ran.out.splitlines()[:2] == ["test_own.py::test_own", ".::notes"]


def test_index_is_made_before_tests_are_handed_to_workers(project: Path, tmp_path: Path) -> None:
    adds_option = "def pytest_addoption(parser): parser.addoption('--dist', default='no')"
    (tmp_path / "conftest.py").write_text(adds_option)
    data = tmp_path / "data"
    suite = project / "suite"
    ran = run_pytest(
        tmp_path, "--footnote-suite", suite, "--dist=load", "--co", FOOTNOTE_DATA=str(data)
    )
    assert ran.code == 0
    assert list(data.iterdir())


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--footnote-suite", "nowhere"), "nowhere: no such suite; name a folder with"),
        (("--footnote-suite", "broken"), "a.txt does not say 'Eve wrote"),
        (("--footnote-suite", "suite", "suite::mars"), "suite::mars: no such case; --collect-only"),
        (("--footnote-url", "http://127.0.0.1:1"), "--footnote-url: no suite to ask it; add"),
    ],
)
def test_wrong_call_is_a_usage_error_on_one_line(
    project: Path, arguments: tuple[str, ...], reason: str
) -> None:
    if "broken" in arguments and not (project / "broken").exists():
        (project / "broken").mkdir()
        write_suite(project / "broken", CASES.replace("quote: Ada wrote", "quote: Eve wrote"))
    ran = run_pytest(project, *arguments)
    assert ran.code == pytest.ExitCode.USAGE_ERROR
    (line,) = ran.err.split("\n\n")[0].splitlines()
    assert line.startswith("ERROR: ")
    assert reason in line
    assert ran.tests == {}


def test_wrong_setting_is_a_usage_error_that_names_the_variable(project: Path) -> None:
    ran = run_pytest(project, "--footnote-suite", "suite", FOOTNOTE_PASSAGES="many")
    assert ran.code == pytest.ExitCode.USAGE_ERROR
    assert "ERROR: FOOTNOTE_PASSAGES many: " in ran.err


def test_without_a_suite_nothing_of_ours_is_imported(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(
        "import sys\n"
        "def test_own() -> None:\n"
        "    ours = {'assistant', 'index', 'numpy', 'chromadb', 'httpx', 'yaml', 'pydantic'}\n"
        "    assert not ours & sys.modules.keys()\n"
        "    assert {n for n in sys.modules if n.startswith('evals')} == "
        "{'evals', 'evals.pytest_plugin'}\n"
    )
    ran = run_pytest(tmp_path)
    assert ran.tests == {"test_own::test_own": "passed"}, ran.out
