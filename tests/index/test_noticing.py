"""A file is read again when it, or the way it is read, has changed; else it costs a look."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import index.loaders
import index.steady
from index.catalog import Catalog
from index.changes import dry_run
from index.doctor import examine
from index.embedding import Embedder
from index.errors import IndexMismatch
from index.fault import Kind
from index.loaders import LOADERS
from index.sync import sync
from tests.index.test_sync import held

Write = Callable[..., Path]
LONG_AGO = (1e9, 1e9)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files that were parsed, not only hashed. No time is too fresh to be trusted."""
    monkeypatch.setattr(index.steady, "RACY", 0)
    real, names = index.steady.document_of, list[str]()

    def document_of(path: Path, *rest: Any) -> Any:
        names.append(path.name)
        return real(path, *rest)

    monkeypatch.setattr(index.steady, "document_of", document_of)
    return names


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files whose bytes were looked at."""
    real, names = index.steady.content_of, list[str]()

    def content_of(path: Path) -> bytes:
        names.append(path.name)
        return real(path)

    monkeypatch.setattr(index.steady, "content_of", content_of)
    return names


def old(folder: Path) -> None:
    """Gives all files one time of change, as an archive that is unpacked does."""
    for path in folder.rglob("*.txt"):
        os.utime(path, LONG_AGO)


def statement(place: Path, sql: str) -> None:
    catalog = Catalog(place / "catalog.sqlite")
    with catalog.transaction("IMMEDIATE") as connection:
        connection.execute(sql)
    catalog.close()


def test_an_edit_that_keeps_size_and_time_is_noticed_however_old_the_file(
    folder: Write, tmp_path: Path, embedder: Embedder, read: list[str]
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Cats purr.", "b.txt": "Owls hoot.", "c.txt": "Bees buzz."})
    old(documents)
    sync(documents, place, embedder)
    folder({"a.txt": "Dogs bark."})
    (tmp_path / "new.txt").write_text("Pigs oink.")
    (tmp_path / "new.txt").replace(documents / "b.txt")
    old(documents)
    assert dry_run(documents, place, embedder).updated == ("a.txt", "b.txt")
    summary = sync(documents, place, embedder)
    assert (summary.updated, summary.unchanged) == (("a.txt", "b.txt"), ("c.txt",))
    assert held(place)["a.txt"] == "Dogs bark."


def test_new_permissions_or_a_restored_folder_cost_a_hash_and_no_reading(
    folder: Write, tmp_path: Path, embedder: Embedder, read: list[str], hashed: list[str]
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Cats purr.", "b.txt": "Owls hoot."})
    old(documents)
    sync(documents, place, embedder)
    read.clear()
    hashed.clear()
    (documents / "a.txt").chmod(0o600)
    assert sync(documents, place, embedder).unchanged == ("a.txt", "b.txt")
    assert (read, hashed) == ([], ["a.txt"])
    shutil.copytree(documents, tmp_path / "copy", copy_function=shutil.copy2)
    hashed.clear()
    for again in (["a.txt", "b.txt"], []):
        summary = sync(tmp_path / "copy", place, embedder)
        assert (summary.unchanged, summary.encoded) == (("a.txt", "b.txt"), 0)
        assert (read, sorted(hashed)) == ([], again)
        hashed.clear()


def test_a_file_that_was_noted_just_before_is_hashed_once_more(
    folder: Write, tmp_path: Path, embedder: Embedder, hashed: list[str]
) -> None:
    documents = folder({"a.txt": "Cats purr."})
    old(documents)
    sync(documents, tmp_path / "index", embedder)
    hashed.clear()
    assert sync(documents, tmp_path / "index", embedder).unchanged == ("a.txt",)
    assert hashed == ["a.txt"]


def test_a_file_that_was_fresh_when_it_was_read_is_hashed_once_more_however_long_that_took(
    folder: Write,
    tmp_path: Path,
    embedder: Embedder,
    hashed: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    documents = folder({"a.txt": "Cats purr."})
    real = index.steady.document_of

    def document_of(*given: Any) -> Any:
        monkeypatch.setattr(index.steady.time, "time_ns", lambda: 10**19)
        return real(*given)

    with monkeypatch.context() as patch:
        patch.setattr(index.steady, "document_of", document_of)
        sync(documents, tmp_path / "index", embedder)
    hashed.clear()
    sync(documents, tmp_path / "index", embedder)
    assert hashed == ["a.txt"]


def test_documents_of_another_version_of_their_loader_are_read_again(
    folder: Write,
    tmp_path: Path,
    embedder: Embedder,
    read: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = tmp_path / "index"
    page = "<p>The mill is old.</p><p hidden>The inn is new.</p>"
    documents = folder({"a.html": page, "b.txt": "The well is deep.", "c.html": "\0"})
    sync(documents, place, embedder)
    read.clear()
    assert sync(documents, place, embedder).unchanged == ("a.html", "b.txt")
    assert read == []
    monkeypatch.setitem(LOADERS, ".html", replace(LOADERS[".html"], version=99))
    faults = list(examine(documents, place, embedder))
    assert "read by another version of the loader: a.html" in faults[0].what
    assert dry_run(documents, place, embedder).updated == ("a.html",)
    read.clear()
    summary = sync(documents, place, embedder)
    assert (summary.updated, summary.unchanged) == (("a.html",), ("b.txt",))
    assert (sorted(read), summary.encoded) == (["a.html", "c.html"], 0)
    read.clear()
    assert sync(documents, place, embedder).unchanged == ("a.html", "b.txt")
    assert read == []
    assert held(place) == {"a.html": "The mill is old.\n", "b.txt": "The well is deep."}


def passages(place: Path) -> dict[str, str]:
    """The text of each passage by its id."""
    catalog = Catalog(place / "catalog.sqlite")
    with catalog.transaction() as connection:
        found = dict(connection.execute("SELECT id, text FROM passages").fetchall())
    catalog.close()
    return found


@pytest.mark.parametrize("change", ["text", "title", "headings", "pages", "nothing"])
def test_what_another_version_reads_otherwise_is_indexed_anew_and_nothing_else(
    folder: Write,
    tmp_path: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    change: str,
) -> None:
    place = tmp_path / "index"
    words = [f"Town {n} has {n + 3} mills. " * 20 for n in range(9)]
    documents = folder(
        {
            "a.html": "".join(f"<h1>Part {n}</h1><p>{w}" for n, w in enumerate(words)),
            "b.html": "<p>The well is deep.",
        }
    )
    first, before = sync(documents, place, embedder).encoded, passages(place)
    real = index.loaders._parse
    changes: dict[str, Callable[[Any], Any]] = {
        "text": lambda old: replace(old, text=old.text.replace("Town 4", "City 4")),
        "title": lambda old: replace(old, title="Another title"),
        "headings": lambda old: replace(old, headings=old.headings[1:]),
        "pages": lambda old: replace(old, pages=(0, 500)),
        "nothing": lambda old: old,
    }

    def parse(format: Any, content: bytes) -> Any:
        parsed = real(format, content)
        return changes[change](parsed) if b"mills" in content else parsed

    monkeypatch.setattr(index.loaders, "_parse", parse)
    monkeypatch.setitem(LOADERS, ".html", replace(LOADERS[".html"], version=99))
    assert dry_run(documents, place, embedder).updated == ("a.html", "b.html")
    summary = sync(documents, place, embedder)
    assert summary.updated == ("a.html", "b.html")
    assert summary.encoded < first
    assert (summary.encoded > 0) == (change == "text")
    after = passages(place)
    kept = [text for id, text in after.items() if id in before]
    assert len(kept) == (len(before) if change == "nothing" else 1)
    assert ("City 4" in held(place)["a.html"]) == (change == "text")
    assert sync(documents, place, embedder).updated == ()
    assert list(examine(documents, place, embedder)) == []


def test_an_index_of_before_is_brought_up_to_date_without_reading_what_is_read_the_same(
    folder: Write,
    tmp_path: Path,
    embedder: Embedder,
    read: list[str],
    hashed: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = tmp_path / "index"
    for ending in (".txt", ".html"):
        monkeypatch.setitem(LOADERS, ending, replace(LOADERS[ending], version=1))
    documents = folder({"a.txt": "Cats purr.", "b.html": "<p>Owls hoot."})
    sync(documents, place, embedder)
    for column in ("stamp", "loader"):
        statement(place, f"ALTER TABLE documents DROP COLUMN {column}")
    with pytest.raises(IndexMismatch, match="earlier version"):
        list(examine(documents, place, embedder))
    monkeypatch.setitem(LOADERS, ".html", replace(LOADERS[".html"], version=2))
    read.clear()
    hashed.clear()
    summary = sync(documents, place, embedder)
    assert (summary.unchanged, summary.updated) == (("a.txt",), ("b.html",))
    assert (read, hashed, summary.encoded) == (["b.html"], ["b.html"], 0)
    assert list(examine(documents, place, embedder)) == []
    (documents / "a.txt").chmod(0o600)
    sync(documents, place, embedder)
    assert (read, hashed) == (["b.html"], ["b.html", "a.txt"])


def test_a_file_that_could_not_be_read_is_read_again_once_its_loader_is_another(
    folder: Write, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Cats purr.", "b.csv": b"\0"})
    os.utime(documents / "b.csv", LONG_AGO)
    assert "b.csv" in sync(documents, place, embedder).failed
    real = LOADERS[".csv"]
    monkeypatch.setitem(
        LOADERS, ".csv", replace(real, module="tests.index.reads_all", isolated=False, version=99)
    )
    assert {fault.kind for fault in examine(documents, place, embedder)} == {Kind.UNREADABLE}
    assert sync(documents, place, embedder).added == ("b.csv",)
