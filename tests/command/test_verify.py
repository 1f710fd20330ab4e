"""`footnote verify`: an exported file against the documents as they are now."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.export.file import FORMS, FileFormat, export
from tests.command.conftest import python
from tests.command.running import Run
from tests.command.test_commands import CALLED, IMPORTED

Write = Callable[..., Path]

FERRY = "The first ferry sailed in 1903.\nIt carried forty people.\n"
FORMATS: tuple[FileFormat, ...] = ("markdown", "html")


@pytest.fixture
def answers(folder: Write, footnote: Run) -> list[Answer]:
    """What the command answers about two documents: an answer and a refusal."""
    folder({"ferry.txt": FERRY, "harbour/tolls.md": "# Tolls\n\nA toll of two pence was due.\n"})
    questions = "When did the first ferry sail?\nHow do I bake bread?\n"
    lines = footnote("ask", "--json", stdin=questions).succeeded().splitlines()
    told = [Answer.from_json(json.loads(line)) for line in lines]
    assert [answer.refused for answer in told] == [False, True]
    return told


@pytest.fixture(params=FORMATS)
def file(request: pytest.FixtureRequest, tmp_path: Path, answers: list[Answer]) -> Path:
    path = tmp_path / f"kept{FORMS[request.param].suffix}"
    path.write_bytes(export(answers, request.param, "The ferry").encode())
    return path


def test_a_fresh_export_holds(footnote: Run, file: Path) -> None:
    quote, total = footnote("verify", file).succeeded().splitlines()
    assert quote == "[1] holds: ferry.txt 0–31 “The first ferry sailed in 1903.”"
    assert total == "everything holds; quotes: 1 hold; the file is whole"


def test_documents_are_read_as_they_are_now(footnote: Run, file: Path, folder: Write) -> None:
    folder({"ferry.txt": f"News.\n{FERRY}"})
    quote, total = footnote("verify", file).succeeded().splitlines()
    assert quote.startswith("[1] moved: ferry.txt 0–31, now 6–37 “The first")
    assert total == "everything holds; quotes: 1 moved; the file is whole"

    folder({"ferry.txt": FERRY.replace("1903", "1904")})
    ran = footnote("verify", file)
    assert (ran.code, ran.err) == (1, "")
    quote, total = ran.out.splitlines()
    assert quote.startswith("[1] changed: ferry.txt 0–31 (the document changed and does not say ")
    assert total == "NOT everything holds; quotes: 1 changed; the file is whole"

    (folder({}) / "ferry.txt").unlink()
    ran = footnote("verify", file)
    assert ran.code == 1
    assert ran.out.startswith("[1] missing: ferry.txt 0–31 (the document is not there any more) ")


def test_another_folder_can_be_named(
    footnote: Run, file: Path, folder: Write, tmp_path: Path
) -> None:
    moved = tmp_path / "elsewhere"
    (tmp_path / "documents").rename(moved)
    footnote("verify", file).complained("documents", "no such folder", "name another folder")
    footnote("verify", file, "--documents", moved).succeeded()


def test_an_altered_file_fails_and_its_quotes_are_still_told(footnote: Run, file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"How do I bake", b"How can I bake", 1))
    ran = footnote("verify", file)
    assert (ran.code, ran.err) == (1, "")
    quote, fault, total = ran.out.splitlines()
    assert quote.startswith("[1] holds: ")
    assert fault == "the seal is broken: the file was altered after it was exported"
    assert total == "NOT everything holds; quotes: 1 hold; the file is altered"


def test_line_ends_changed_by_an_editor_fail_and_are_named(footnote: Run, file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    ran = footnote("verify", file)
    assert ran.code == 1
    assert "by nothing but line ends" in ran.out


def test_findings_as_json(footnote: Run, file: Path, folder: Write) -> None:
    folder({"ferry.txt": f"News.\n{FERRY}"})
    found = json.loads(footnote("verify", file, "--json").succeeded())
    (quote,) = found.pop("quotes")
    format = "html" if file.suffix == ".html" else "markdown"
    assert found == {"format": format, "holds": True, "file": [], "statements": []}
    assert quote.pop("digest").startswith("sha256:")
    assert quote == {
        "footnote": 1,
        "state": "moved",
        "reason": "",
        "document": "ferry.txt",
        "start": 0,
        "end": 31,
        "quote": "The first ferry sailed in 1903.",
        "now": {"start": 6, "end": 37},
    }


def test_what_could_steer_a_terminal_is_spelled_out(
    footnote: Run, file: Path, answers: list[Answer]
) -> None:
    text = file.read_text("utf-8").replace('"document": "ferry.txt"', '"document": "\\u001b[2J"')
    file.write_text(text, "utf-8", newline="")
    ran = footnote("verify", file)
    assert ran.code == 1
    assert "\x1b" not in ran.out
    assert "[1] missing: \\u001b[2J 0–31" in ran.out


def test_a_file_that_is_no_export_is_an_error(footnote: Run, folder: Write, tmp_path: Path) -> None:
    documents = folder({"ferry.txt": FERRY})
    thing = documents / "ferry.txt"
    footnote("verify", thing).complained(thing, "no file that Footnote exported", "give one")
    for unreadable in (tmp_path / "none.md", documents):
        footnote("verify", unreadable).complained(unreadable, "cannot be read", "give a file")
    footnote("verify").complained("FILE", "required", "--help")


def test_a_document_outside_the_folder_is_never_read(
    footnote: Run, tmp_path: Path, answers: list[Answer]
) -> None:
    (tmp_path / "ferry.txt").write_text(FERRY, "utf-8")
    file = tmp_path / "kept.html"
    for id in ("../ferry.txt", str(tmp_path / "ferry.txt")):
        text = export(answers, "html").replace("ferry.txt", id)
        file.write_text(text, "utf-8", newline="")
        assert "[1] missing: " in footnote("verify", file).out


def test_no_index_no_model_and_no_other_host_is_needed(
    file: Path, folder: Write, tmp_path: Path
) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    documents = ("--documents", folder({}))
    ran = python(bare, "-c", IMPORTED, "verify", file, *documents)
    assert ran.code == 0
    heavy = {
        "chromadb",
        "onnxruntime",
        "torch",
        "transformers",
        "gradio",
        "fastapi",
        "langchain_core",
    }
    assert set(ran.err.split()) & heavy == set()
    assert list(bare.iterdir()) == []
    python(bare, "-c", CALLED, "verify", file, *documents).succeeded()
