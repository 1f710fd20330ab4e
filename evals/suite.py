"""Reads a suite from its folder: cases, gates, and the documents that they are about."""

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from evals.case import Case
from evals.case_reader import JSON_LINES, YAML, CaseReader, named_document
from evals.evidence import Moved
from evals.fields import Fields
from evals.folder import DocumentFolder
from evals.gates import Gate, read_gates
from evals.json_lines import parse_json_lines
from evals.problem import Place, Problem
from evals.yaml_lines import parse_yaml
from index.errors import FootnoteError, InvalidInput

JSON_LINES_FILE = "questions.jsonl"
YAML_FILE = "cases.yaml"

FILE_KEYS = ("documents", "document", "gates", "cases", "meta")


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases with the folder of documents that answers them, and the gates that must hold."""

    name: str
    cases: tuple[Case, ...]
    documents: DocumentFolder
    gates: tuple[Gate, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a suite file brought: the suite, or all that is wrong with it, line by line.

    `suite` is None exactly where there are problems. `moved` is the evidence of which nothing is
    wrong but its offsets, which `evals.anchors.reanchor` corrects; each is a problem too.
    """

    file: Path
    suite: Suite | None
    problems: tuple[Problem, ...] = ()
    moved: tuple[Moved, ...] = ()


def load_suite(path: Path) -> Suite:
    """The suite at `path`: a folder with `questions.jsonl` and `docs/`, one with `cases.yaml`,
    or that YAML file itself.

    Raises InvalidInput for anything that does not fit the suite format, naming file, line and
    reason of the first problem, and how many there are besides.
    """
    reading = read_suite(path)
    if reading.suite is not None:
        return reading.suite
    message, more = str(reading.problems[0]), len(reading.problems) - 1
    if more:
        command = f"`footnote eval --check {shlex.quote(str(path))}` lists all"
        message = f"{message} (and {more} more; {command})"
    raise InvalidInput(message)


def read_suite(path: Path) -> Reading:
    """The suite at `path`, as `load_suite` finds it, with all its problems in one pass.

    Raises InvalidInput where there is no suite file to read.
    """
    file = _suite_file(path)
    problems: list[Problem] = []
    read = _read_yaml if file.suffix in (".yaml", ".yml") else _read_json_lines
    text = _text(file, problems)
    suite, moved = (None, ()) if text is None else read(file, text, problems)
    told: dict[tuple[int, str, str], Problem] = {}
    for problem in sorted(problems, key=lambda problem: problem.place.line):
        # What aliases repeat is one problem, however many cases it is in.
        told.setdefault((problem.place.line, problem.place.part, problem.reason), problem)
    return Reading(file, None if told else suite, tuple(told.values()), moved)


def _suite_file(path: Path) -> Path:
    if path.is_dir():
        found = [path / name for name in (JSON_LINES_FILE, YAML_FILE) if (path / name).is_file()]
        if len(found) == 1:
            return found[0]
        count = "both" if found else "neither"
        raise InvalidInput(
            f"{path}: has {count} of {JSON_LINES_FILE} and {YAML_FILE}; one is needed"
        )
    if path.is_file():
        return path
    raise InvalidInput(
        f"{path}: no such suite; name a folder with {JSON_LINES_FILE} or {YAML_FILE}"
    )


def _text(file: Path, problems: list[Problem]) -> str | None:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{file}: cannot be read ({error.strerror}); correct that") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(Problem(Place(file, line), "cannot be read as UTF-8; save it as that"))
        return None


Found = tuple[Suite | None, tuple[Moved, ...]]


def _read_json_lines(file: Path, text: str, problems: list[Problem]) -> Found:
    documents = _folder(file.parent / "docs", Place(file, 1), problems)
    if documents is None:
        return None, ()
    reader = CaseReader(JSON_LINES, documents, "", problems)
    rows = parse_json_lines(text, file, problems)
    cases = _cases(reader, rows, Place(file, 1), problems)
    return Suite(file.parent.resolve().name, cases, documents), tuple(reader.moved)


def _read_yaml(file: Path, text: str, problems: list[Problem]) -> Found:
    content = parse_yaml(text, file, problems)
    if content is None and problems:
        return None, ()
    fields = Fields(content, Place(file, 1), FILE_KEYS, problems)
    folder = (file.parent / fields.text("documents", "docs")).resolve()
    fields.object("meta")
    sound = fields.sound("documents")
    documents = _folder(folder, fields.at("documents"), problems) if sound else None
    if documents is None:
        return None, ()
    document = named_document(fields, "document", documents, "")
    reader = CaseReader(YAML, documents, document, problems)
    cases = _cases(reader, fields.items("cases", ""), fields.at("cases"), problems)
    gates = read_gates(fields, {case.kind for case in cases})
    return Suite(file.parent.resolve().name, cases, documents, gates), tuple(reader.moved)


def _folder(root: Path, place: Place, problems: list[Problem]) -> DocumentFolder | None:
    """None where there is none, which is a problem: without it evidence cannot be looked up."""
    try:
        return DocumentFolder(root)
    except FootnoteError as error:
        problems.append(Problem(place, str(error)))
        return None


def _cases(
    reader: CaseReader,
    rows: Iterable[tuple[object, Place]],
    place: Place,
    problems: list[Problem],
) -> tuple[Case, ...]:
    """All cases of the file; `place` is where they are missed if there are none."""
    before = len(problems)
    cases = tuple(reader.read(row, where) for row, where in rows)
    if not cases and len(problems) == before:
        problems.append(Problem(place, "holds no cases; add one"))
    return cases
