"""Bad input costs one line on standard error and exit code 2; nothing is lost by it."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from assistant.syncing import place_of
from index.doctor import examine
from index.embedding import Embedder
from index.errors import StorageUnusable
from index.retrieval import Index
from index.scan import Scan, scan
from index.staging import Staging
from index.sync import sync
from index.vectors import VectorStore
from tests.command.conftest import environment
from tests.command.running import Ran, Run

Write = Callable[..., Path]
FACT = "The lighthouse of Arden was built in 1871."
ASKED = "When was the lighthouse of Arden built?"
OTHER_FOLDER = "name another folder"


@pytest.fixture
def indexed(folder: Write, footnote: Run) -> Iterator[Path]:
    """A documents folder that is indexed; in the end it must answer without being read anew."""
    documents = folder({"arden.txt": FACT, "boats.txt": "Boats are kept in the shed."})
    footnote("index").succeeded()
    yield documents
    summary = json.loads(footnote("index", "--json").succeeded())
    assert summary["encoded"] == 0
    assert {"arden.txt", "boats.txt"} <= set(summary["unchanged"])
    answer = json.loads(footnote("ask", ASKED, "--json").succeeded())
    assert answer["passages"][0]["text"] == FACT
    footnote("doctor").succeeded()


def missing(path: Path) -> None:
    pass


def empty(path: Path) -> None:
    path.mkdir()


def of_other_types(path: Path) -> None:
    path.mkdir()
    (path / "picture.png").write_bytes(b"\x89PNG")


def a_file(path: Path) -> None:
    path.write_text("words")


@pytest.mark.parametrize(
    ("make", "reason", "step"),
    [
        (missing, "no such folder", OTHER_FOLDER),
        (empty, "no documents in it", "add some, or " + OTHER_FOLDER),
        (
            of_other_types,
            "1 left out, such as picture.png: type .png",
            "add some, or " + OTHER_FOLDER,
        ),
        (a_file, "not a folder", OTHER_FOLDER),
    ],
)
def test_a_documents_folder_that_cannot_be_used_is_named(
    indexed: Path,
    footnote: Run,
    make: Callable[[Path], None],
    reason: str,
    step: str,
) -> None:
    aside = indexed.rename(indexed.with_name("aside"))
    make(indexed)
    for arguments in (("index",), ("ask", ASKED), ("doctor",)):
        footnote(*arguments).complained("documents:", reason, step)
    shutil.rmtree(indexed) if indexed.is_dir() else indexed.unlink(missing_ok=True)
    aside.rename(indexed)


def test_an_error_of_the_real_process_is_one_line_without_a_traceback(process: Run) -> None:
    process("index", "--documents", "nowhere").complained(
        "nowhere:", "no such folder", "another folder"
    )


def test_a_file_that_is_no_text_is_listed_and_the_rest_is_indexed(
    folder: Write, footnote: Run
) -> None:
    folder(
        {
            "arden.txt": FACT,
            "empty.txt": "",
            "blank.md": " \n\t\n",
            "binary.txt": b"\x7fELF\0\0\1",
            "latin.txt": "caf\xe9".encode("latin-1"),
        }
    )
    summary = json.loads(footnote("index", "--json").succeeded())
    assert summary["added"] == ["arden.txt"]
    reasons = {failure["path"]: failure["reason"] for failure in summary["failed"]}
    assert set(reasons) == {"empty.txt", "blank.md", "binary.txt", "latin.txt"}
    assert "empty" in reasons["empty.txt"]
    assert "empty" in reasons["blank.md"]
    assert "binary" in reasons["binary.txt"]
    assert "not UTF-8" in reasons["latin.txt"]
    assert "save it as UTF-8" in reasons["latin.txt"]
    asked = footnote("ask", ASKED, "--json")
    assert json.loads(asked.out)["passages"][0]["text"] == FACT
    assert (asked.code, len(asked.err.splitlines())) == (0, 1)
    assert "4 files could not be read" in asked.err


def test_a_folder_of_which_no_file_can_be_read_is_an_error(folder: Write, footnote: Run) -> None:
    folder({"empty.txt": ""})
    footnote("index").complained("documents:", "none of its documents could be read", "empty.txt")


@pytest.mark.parametrize("known", [False, True])
def test_a_file_removed_while_indexing_costs_only_itself(
    folder: Write,
    tmp_path: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    known: bool,
) -> None:
    place = tmp_path / "index"
    files = {f"{name}.txt": f"The {name} is a letter." for name in "abc"}
    documents = folder(files)
    if known:
        sync(documents, place, embedder)
        folder({name: f"{text} Really." for name, text in files.items()})

    def seen_and_gone(*given: Any, **named: Any) -> Scan:
        found = scan(*given, **named)
        (documents / "b.txt").unlink()
        return found

    with monkeypatch.context() as patch:
        patch.setattr("index.sync.scan", seen_and_gone)
        summary = sync(documents, place, embedder)
    assert list(summary.failed) == ["b.txt"]
    assert summary.removed == (("b.txt",) if known else ())
    index = Index(place, embedder)
    assert [entry.id for entry in index.entries()] == ["a.txt", "c.txt"]
    index.close()
    assert sync(documents, place, embedder).failed == {}


def test_what_may_not_be_read_is_listed_and_the_rest_is_indexed(
    folder: Write, unprivileged: Run, forbidden: Run
) -> None:
    documents = folder({"arden.txt": FACT, "secret.txt": "s", "closed/inside.txt": "i"})
    (documents / "secret.txt").chmod(0)
    (documents / "closed").chmod(0)
    forbidden("Path('documents/secret.txt').read_bytes()")
    forbidden("list(Path('documents/closed').iterdir())")
    summary = json.loads(unprivileged("index", "--json").succeeded())
    assert summary["added"] == ["arden.txt"]
    reasons = {failure["path"]: failure["reason"] for failure in summary["failed"]}
    assert set(reasons) == {"secret.txt", "closed/"}
    assert all("Permission denied" in reason for reason in reasons.values())
    assert all("check its permissions" in reason for reason in reasons.values())


def test_what_may_not_be_read_any_more_stays_in_the_index(
    folder: Write, footnote: Run, unprivileged: Run, forbidden: Run
) -> None:
    documents = folder({"arden.txt": FACT, "secret.txt": "s", "closed/inside.txt": "i"})
    footnote("index").succeeded()
    (documents / "secret.txt").write_text("changed")
    (documents / "secret.txt").chmod(0)
    (documents / "closed").chmod(0)
    forbidden("Path('documents/secret.txt').read_bytes()")
    summary = json.loads(unprivileged("index", "--json").succeeded())
    assert summary["removed"] == []
    assert summary["passages"] == 3


def test_a_documents_folder_that_may_not_be_read_is_named(
    indexed: Path, unprivileged: Run, forbidden: Run
) -> None:
    indexed.chmod(0)
    forbidden("list(Path('documents').iterdir())")
    ran = unprivileged("ask", ASKED)
    ran.complained("documents:", "cannot be read (Permission denied)", "check its permissions")
    indexed.chmod(0o755)


@pytest.mark.parametrize("arguments", [("index",), ("ask", ASKED)])
def test_a_data_folder_that_may_not_be_written_is_named(
    folder: Write, tmp_path: Path, unprivileged: Run, forbidden: Run, arguments: tuple[str, ...]
) -> None:
    folder({"arden.txt": FACT})
    data = tmp_path / "data"
    data.mkdir(mode=0o555)
    forbidden("Path('data/new').touch()")
    ran = unprivileged(*arguments, "--data", "data")
    ran.complained("data/", "cannot be written (Permission denied)", "another folder with --data")
    assert list(data.iterdir()) == []


def test_an_index_that_may_not_be_written_is_named_and_left_whole(
    indexed: Path, tmp_path: Path, unprivileged: Run, forbidden: Run
) -> None:
    place = place_of(Settings(documents=indexed, data=tmp_path / ".footnote"))
    (indexed / "new.txt").write_text("New words.")
    whole = [place, *place.rglob("*")]
    for path in whole:
        path.chmod(0o555 if path.is_dir() else 0o444)
    forbidden(f"Path({str(place)!r}, 'new').touch()")
    unprivileged("index").complained(place.name, "Permission denied", "another folder with --data")
    for path in whole:
        path.chmod(0o755 if path.is_dir() else 0o644)
    (indexed / "new.txt").unlink()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("this user may not mount a file system")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def fill(disk: Path) -> Path:
    """Takes all space of a disk."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        file.writelines(bytes(4096) for _ in range(10_000))
    return filler


def test_a_full_disk_is_named_and_the_old_index_answers_once_there_is_space(
    folder: Write, small_disk: Path, embedder: Embedder, footnote: Run
) -> None:
    documents = folder({"arden.txt": FACT})
    footnote("index", "--data", small_disk).succeeded()
    folder({f"{n}.txt": f"Boat {n} is kept in shed {n}. " * 12 for n in range(20)})
    filler = fill(small_disk)
    ran = footnote("index", "--data", small_disk)
    ran.complained(small_disk, "disk is full", "; free space")
    filler.unlink()
    assert held(place_of(Settings(documents=documents, data=small_disk)), embedder) == {"arden.txt"}
    assert json.loads(footnote("index", "--json", "--data", small_disk).out)["failed"] == []
    footnote("doctor", "--data", small_disk).succeeded()


@pytest.mark.parametrize(
    ("owner", "step"),
    [
        (Staging, "stage"),
        (Staging, "keep_vectors"),
        (VectorStore, "__init__"),
        (VectorStore, "add"),
        (Staging, "switch"),
        (VectorStore, "delete"),
        (Staging, "note_end"),
    ],
)
def test_a_disk_that_fills_up_at_any_step_leaves_the_old_index_or_the_new_one(
    folder: Write,
    small_disk: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    owner: type,
    step: str,
) -> None:
    place = small_disk / "index"
    documents = folder({"arden.txt": FACT, "boats.txt": "Boats are kept in the shed."})
    sync(documents, place, embedder)
    old = {"arden.txt", "boats.txt"}
    folder({f"{n}.txt": f"Boat {n} is kept in shed {n}. " * 12 for n in range(20)})
    folder({"boats.txt": "Boats are kept in the harbour."})
    real = getattr(owner, step)

    def on_a_full_disk(*given: Any, **named: Any) -> Any:
        fill(small_disk)
        return real(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, on_a_full_disk)
        with pytest.raises(StorageUnusable, match="full"):
            sync(documents, place, embedder)
    (small_disk / "filler").unlink()
    assert held(place, embedder) in (old, {path.name for path in documents.iterdir()})
    sync(documents, place, embedder)
    assert len(held(place, embedder)) == 22
    assert list(examine(documents, place, embedder)) == []


def held(place: Path, embedder: Embedder) -> set[str]:
    """The documents that a reader is given; fails where it doesn't find what they say."""
    index = Index(place, embedder)
    try:
        assert FACT in [hit.passage.text for hit in index.search(ASKED, 5).hits]
        return {entry.id for entry in index.entries()}
    finally:
        index.close()


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "No such file"), (b"# nothing\n", "no question in it")]
)
def test_list_of_questions_that_cannot_be_used(
    folder: Write, process: Run, tmp_path: Path, content: bytes | None, reason: str
) -> None:
    folder({"arden.txt": FACT})
    path = tmp_path / "own.txt"
    if content is not None:
        path.write_bytes(content)
    ran = process("serve", "--port", 0, "--questions", path)
    ran.complained(path, reason, "one question a line")


def test_a_port_in_use_is_named_before_anything_is_indexed(
    tmp_path: Path, folder: Write, process: Run
) -> None:
    folder({"arden.txt": FACT})
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = process("serve", "--port", port)
    ran.complained(f"port {port} on 127.0.0.1", "already in use", "choose another with --port")
    assert not (tmp_path / ".footnote").exists()


def other_recipe(catalog: sqlite3.Connection) -> None:
    catalog.execute(
        "UPDATE meta SET value = json_set(value, '$.passages', 0) WHERE name = 'recipe'"
    )


def recipe_of_another_form(catalog: sqlite3.Connection) -> None:
    catalog.execute(
        "UPDATE meta SET value = json_set(value, '$.colour', 'red') WHERE name = 'recipe'"
    )


@pytest.mark.parametrize("edit", [other_recipe, recipe_of_another_form])
def test_an_index_of_another_recipe_names_the_command_that_makes_it_anew(
    folder: Write,
    tmp_path: Path,
    footnote: Run,
    edit: Callable[[sqlite3.Connection], None],
) -> None:
    documents = folder({"arden.txt": FACT})
    footnote("index").succeeded()
    place = place_of(Settings(documents=documents, data=tmp_path / ".footnote"))
    with sqlite3.connect(place / "catalog.sqlite") as catalog:
        edit(catalog)
    catalog.close()
    for arguments in (("ask", ASKED), ("index",), ("doctor",)):
        ran = footnote(*arguments)
        ran.complained(place.name, "another recipe", "`footnote index --rebuild`")
    footnote("index", "--rebuild").succeeded()
    assert json.loads(footnote("ask", ASKED, "--json").succeeded())["passages"][0]["text"] == FACT
    footnote("doctor").succeeded()


@pytest.mark.parametrize(
    ("question", "reason"),
    [("", "is empty"), (" \t ", "is empty"), ("a" * 100_000, "has 100,000 characters")],
)
def test_a_question_that_cannot_be_asked_needs_no_index(
    tmp_path: Path, folder: Write, footnote: Run, question: str, reason: str
) -> None:
    folder({"arden.txt": FACT})
    footnote("ask", question).complained("the question", reason, "; ask ")
    assert not (tmp_path / ".footnote").exists()


def test_a_question_of_100_000_characters_reaches_the_real_process(
    folder: Write, process: Run
) -> None:
    folder({"arden.txt": FACT})
    ran = process("ask", "why " * 25_000)
    ran.complained("the question", "has 100,000 characters", "in at most 4,000")


def test_a_question_that_is_no_text_is_one_line(folder: Write, process: Run) -> None:
    folder({"arden.txt": FACT})
    process("ask", os.fsdecode(b"\xff\xfe?")).complained("the question", "UTF-8", "; ")


@pytest.mark.parametrize(
    "content",
    [
        None, b"", b"[{", b"\xff\xfe", b"5", b'{"question": "q", "answer": "a"}', b'["q", "a"]',
        b'[{"question": "q"}]', b'[{"question": 1, "answer": "a"}]', b"[" * 100_000,
        b'[{"question": "half a pair: \\ud800", "answer": "a"}]',
    ],
)  # fmt: skip
def test_a_history_that_does_not_fit_its_form_is_named(
    folder: Write, tmp_path: Path, footnote: Run, content: bytes | None
) -> None:
    folder({"arden.txt": FACT})
    history = tmp_path / "history.json"
    if content is not None:
        history.write_bytes(content)
    ran = footnote("ask", ASKED, "--history", history)
    ran.complained(history, "", 'give a JSON list of {"question": "…", "answer": "…"} objects')


def test_a_document_that_is_not_there_is_named(indexed: Path, footnote: Run) -> None:
    ran = footnote("ask", ASKED, "--document", "nowhere.txt")
    ran.complained("nowhere.txt", "not in the index", "`footnote index`")


@pytest.mark.parametrize(
    ("option", "value"),
    [("passages", "many"), ("passages", "0"), ("refuse_below", "2"), ("reader", "magic")],
)
def test_a_wrong_value_is_named_with_the_flag_or_the_variable_that_gave_it(
    folder: Write, tmp_path: Path, footnote: Run, option: str, value: str
) -> None:
    folder({"arden.txt": FACT})
    flag, variable = f"--{option.replace('_', '-')}", f"FOOTNOTE_{option.upper()}"
    footnote("ask", ASKED, flag, value).complained(f"{flag} {value}", "Input should be", "--help")
    ran = footnote("ask", ASKED, **{variable: value})
    ran.complained(f"{variable} {value}", "Input should be", "--help")
    assert not (tmp_path / ".footnote").exists()


@pytest.mark.parametrize(
    ("arguments", "thing"),
    [
        (("explain",), "explain"),
        ((), "VERB"),
        (("ask", "--colour", "red"), "--colour"),
        (("index", "--port", "1"), "--port"),
        (("ask", "one", "two"), "two"),
        (("ask", ASKED, "--history"), "--history"),
    ],
)
def test_an_unknown_verb_or_flag_is_named_with_where_to_look(
    footnote: Run, arguments: tuple[str, ...], thing: str
) -> None:
    footnote(*arguments).complained(thing, "", "--help`")


def test_a_name_with_a_line_break_stays_on_one_line(footnote: Run) -> None:
    footnote("index", "--documents", "no\nwhere").complained(
        "where", "no such folder", "another folder"
    )


def test_lost_vectors_are_an_error_that_names_the_command_that_makes_them_anew(
    folder: Write, tmp_path: Path, footnote: Run
) -> None:
    documents = folder({"arden.txt": FACT})
    footnote("index").succeeded()
    place = place_of(Settings(documents=documents, data=tmp_path / ".footnote"))
    shutil.rmtree(place / "chroma")
    footnote("ask", ASKED).complained(place.name, "missing", "`footnote index --rebuild`")
    footnote("index", "--rebuild").succeeded()
    footnote("doctor").succeeded()


@pytest.fixture
def full_output() -> Iterator[int]:
    """A descriptor of a file that takes no bytes."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb", buffering=0) as full:
        yield full.fileno()


@pytest.mark.parametrize(
    "arguments", [("ask", ASKED), ("ask", ASKED, "--json"), ("ask", "--json"), ("--help",)]
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_cannot_be_written_is_an_error_in_one_line(
    folder: Write,
    tmp_path: Path,
    footnote: Run,
    full_output: int,
    unbuffered: str,
    arguments: tuple[str, ...],
) -> None:
    folder({"arden.txt": f"{FACT} " * 400})
    footnote("index").succeeded()
    ran = subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        cwd=tmp_path,
        env=environment(PYTHONUNBUFFERED=unbuffered),
        input=f"{ASKED}\n".encode() * 3,
        stdout=full_output,
        stderr=subprocess.PIPE,
        timeout=120,
    )
    reason = "the output cannot be written (No space left on device)"
    Ran(ran.returncode, "", ran.stderr.decode()).complained("output", reason, "send it elsewhere")


def test_a_folder_that_can_be_listed_but_not_entered_keeps_its_documents(
    folder: Write, footnote: Run, unprivileged: Run, forbidden: Run
) -> None:
    documents = folder({"arden.txt": FACT, "closed/inside.txt": "i", "closed/deep/er.txt": "e"})
    footnote("index").succeeded()
    (documents / "closed").chmod(0o644)
    forbidden("Path('documents/closed/inside.txt').stat()")
    summary = json.loads(unprivileged("index", "--json").succeeded())
    assert summary["removed"] == []
    assert summary["passages"] == 3
    (failure,) = summary["failed"]
    assert failure["path"] == "closed/"
    assert "Permission denied" in failure["reason"]
    assert "check its permissions" in failure["reason"]


def test_an_unreadable_folder_whose_name_is_no_text_costs_only_itself(
    folder: Write, unprivileged: Run, forbidden: Run
) -> None:
    documents = folder({"arden.txt": FACT})
    closed = documents / os.fsdecode(b"caf\xe9")
    closed.mkdir(mode=0)
    forbidden("[list(p.iterdir()) for p in Path('documents').iterdir() if p.is_dir()]")
    summary = json.loads(unprivileged("index", "--json").succeeded())
    assert summary["added"] == ["arden.txt"]
    assert [failure["path"] for failure in summary["failed"]] == ["caf?/"]
