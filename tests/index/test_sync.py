"""An index follows its folder: nothing lost, nothing twice, nothing half."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import index.recipe
import index.steady
import index.sync
from index.catalog import Catalog
from index.changes import dry_run
from index.embedding import Embedder
from index.errors import (
    FootnoteError,
    IndexBusy,
    IndexDamaged,
    IndexMismatch,
    UnreadableDocument,
)
from index.loaders import LOADERS
from index.loaders.parsed import Format
from index.lock import locked
from index.retrieval import Index
from index.staging import Staging
from index.sync import sync
from tests.index.homes import lose, store_of

Write = Callable[..., Path]


def held(place: Path) -> dict[str, str]:
    """The documents of an index with their texts; fails where catalog and vectors disagree."""
    catalog = Catalog(place / "catalog.sqlite")
    store = store_of(place, catalog)
    try:
        assert catalog.faults() == []
        assert store.ids() == {id for id, *_ in Staging(catalog).live_vectors()}
        return {entry.id: catalog.document(entry.id).text for entry in catalog.entries()}
    finally:
        store.close()
        catalog.close()


def found(place: Path, embedder: Embedder, question: str) -> list[tuple[str, str]]:
    """Documents and passages for a question, by a fresh reader."""
    index = Index(place, embedder)
    try:
        return [(h.passage.span.document, h.passage.text) for h in index.search(question, 5).hits]
    finally:
        index.close()


def test_sync_tells_what_it_did(folder: Write, tmp_path: Path, embedder: Embedder) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Apples are red.", "b.txt": "Pears are green."})
    assert sync(documents, place, embedder).added == ("a.txt", "b.txt")
    assert sync(documents, place, embedder).unchanged == ("a.txt", "b.txt")
    (documents / "a.txt").unlink()
    folder({"b.txt": "Pears are yellow.", "c/d.md": "# Plums\n\nPlums are blue."})
    summary = sync(documents, place, embedder)
    assert (summary.added, summary.updated) == (("c/d.md",), ("b.txt",))
    assert summary.removed == ("a.txt",)
    assert held(place) == {"b.txt": "Pears are yellow.", "c/d.md": "# Plums\n\nPlums are blue."}


def test_removed_words_are_gone_from_every_search(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "The secret code is mango.", "b.txt": "Nothing here."})
    sync(documents, place, embedder)
    folder({"a.txt": "The code was withdrawn."})
    sync(documents, place, embedder)
    assert all("mango" not in text for _, text in found(place, embedder, "secret code mango"))


def test_an_unchanged_or_renamed_file_is_not_embedded_again(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Apples are red. Pears are green.", "b.txt": "Other words."})
    assert sync(documents, place, embedder).encoded > 0
    (documents / "a.txt").rename(documents / "renamed.txt")
    summary = sync(documents, place, embedder)
    assert summary.renamed == {"a.txt": "renamed.txt"}
    assert (summary.added, summary.removed, summary.encoded) == ((), (), 0)
    assert set(held(place)) == {"b.txt", "renamed.txt"}


def test_a_text_that_repeats_is_embedded_once(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    documents = folder({f"{n}.txt": "The same words in every file." for n in range(9)})
    summary = sync(documents, tmp_path / "index", embedder)
    assert (len(summary.added), summary.encoded) == (9, 1)
    assert len(held(tmp_path / "index")) == 9


def test_a_change_of_equal_size_and_time_is_noticed(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Cats purr."})
    before = (documents / "a.txt").stat()
    sync(documents, place, embedder)
    folder({"a.txt": "Dogs bark."})
    os.utime(documents / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert sync(documents, place, embedder).updated == ("a.txt",)
    assert held(place) == {"a.txt": "Dogs bark."}


def test_one_bad_file_costs_only_itself(folder: Write, tmp_path: Path, embedder: Embedder) -> None:
    documents = folder(
        {
            "good.txt": "Words.",
            "empty.txt": "",
            "binary.txt": b"\x89PNG\0\0",
            "latin.txt": "caf\xe9".encode("latin-1"),
            "picture.png": b"\x89PNG",
        }
    )
    summary = sync(documents, tmp_path / "index", embedder)
    assert summary.added == ("good.txt",)
    assert set(summary.failed) == {"empty.txt", "binary.txt", "latin.txt"}
    assert set(summary.skipped) == {"picture.png"}


def test_a_document_turned_unreadable_is_gone_but_one_that_may_come_back_stays(
    folder: Write, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Apples are red.", "b.txt": "Pears are green."})
    sync(documents, place, embedder)
    folder({"a.txt": b"\0\0", "b.txt": "Pears are yellow."})
    os.utime(documents / "a.txt", (1e9, 1e9))
    real = index.steady.content_of

    def content_of(path: Path) -> bytes:
        if path.name == "b.txt":
            raise UnreadableDocument("cannot be read just now", passing=True)
        return real(path)

    monkeypatch.setattr(index.steady, "content_of", content_of)
    summary = sync(documents, place, embedder)
    assert summary.removed == ("a.txt",)
    assert held(place) == {"b.txt": "Pears are green."}


def test_a_document_whose_reader_was_ended_from_outside_stays_and_is_read_by_the_next_run(
    folder: Write, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "index"
    monkeypatch.setitem(LOADERS, ".odd", Format("text/odd", "tests.index.harm"))
    documents = folder({"a.odd": "Apples are red."})
    sync(documents, place, embedder)
    folder({"a.odd": "killed"})
    os.utime(documents / "a.odd", (1e9, 1e9))
    assert "from outside" in sync(documents, place, embedder).failed["a.odd"]
    assert held(place) == {"a.odd": "Apples are red."}
    monkeypatch.setitem(LOADERS, ".odd", Format("text/odd", "tests.index.reads_all"))
    assert sync(documents, place, embedder).updated == ("a.odd",)


def test_a_document_stays_while_somebody_writes_over_it(
    folder: Write, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Apples are red.", "b.txt": "Pears are green."})
    sync(documents, place, embedder)
    folder({"a.txt": "", "b.txt": ""})  # as a program that saves leaves them for a moment
    os.utime(documents / "b.txt", (1e9, 1e9))
    real = index.steady.document_of

    def document_of(path: Path, *rest: Any) -> Any:
        try:
            return real(path, *rest)
        except UnreadableDocument:
            if path.name == "b.txt":
                path.write_text("Pears are yellow.")
            raise

    monkeypatch.setattr(index.steady, "document_of", document_of)
    summary = sync(documents, place, embedder)
    assert (summary.removed, summary.updated) == ((), ("b.txt",))
    assert summary.unsettled == ("a.txt",)
    assert "empty" in summary.failed["a.txt"]
    assert held(place) == {"a.txt": "Apples are red.", "b.txt": "Pears are yellow."}
    os.utime(documents / "a.txt", (1e9, 1e9))  # and nobody wrote on
    summary = sync(documents, place, embedder)
    assert (summary.removed, summary.unsettled) == (("a.txt",), ())


def test_a_file_dated_in_the_future_that_cannot_be_read_is_out_at_once(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Apples are red.", "b.txt": "Pears are green."})
    sync(documents, place, embedder)
    folder({"a.txt": ""})
    os.utime(documents / "a.txt", (9e9, 9e9))
    assert sync(documents, place, embedder).removed == ("a.txt",)


def test_a_file_that_cannot_be_read_is_not_read_again_until_it_changes(
    folder: Write, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Apples are red.", "b.txt": b"\0", "c.txt": b"\0"})
    for name in ("a.txt", "b.txt"):
        os.utime(documents / name, (1e9, 1e9))
    first = sync(documents, place, embedder)
    real, read = index.steady.document_of, []

    def document_of(path: Path, *rest: Any) -> Any:
        read.append(path.name)
        return real(path, *rest)

    monkeypatch.setattr(index.steady, "document_of", document_of)
    assert sync(documents, place, embedder).failed == first.failed
    assert read == ["c.txt"]  # so fresh that it may change without a new time
    os.utime(documents / "c.txt", (1e9, 1e9))
    sync(documents, place, embedder)
    read.clear()
    assert sync(documents, place, embedder).failed == first.failed
    assert dry_run(documents, place, embedder).failed == first.failed
    assert read == []
    sync(documents, place, embedder, rebuild=True)
    assert sorted(read) == ["a.txt", "b.txt", "c.txt"]
    folder({"b.txt": "Pears are green."})
    assert sync(documents, place, embedder).added == ("b.txt",)


def test_a_touched_file_is_not_parsed(
    folder: Write, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Apples are red.", "b.txt": "Pears are green."})
    sync(documents, place, embedder)
    parsed: list[str] = []
    real = index.steady.document_of

    def document_of(path: Path, *rest: Any) -> Any:
        parsed.append(path.name)
        return real(path, *rest)

    monkeypatch.setattr(index.steady, "document_of", document_of)
    os.utime(documents / "a.txt", (1e9, 1e9))
    folder({"b.txt": "Pears are yellow."})
    assert dry_run(documents, place, embedder).unchanged == ("a.txt",)
    assert sync(documents, place, embedder).unchanged == ("a.txt",)
    assert set(parsed) == {"b.txt"}


def test_progress_is_told_within_a_file_too_and_never_goes_back(
    folder: Write, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.new_texts.ENOUGH", 20)
    monkeypatch.setattr("index.new_texts.PART", 10)
    documents = folder({"a.txt": "\n\n".join(f"Town {n} has {n} mills." for n in range(100))})
    told: list[tuple[int, int]] = []
    sync(documents, tmp_path / "index", embedder, progress=lambda *some: told.append(some))
    size = (documents / "a.txt").stat().st_size
    assert {total for _, total in told} == {size}
    assert told == sorted(told)
    assert len({done for done, _ in told}) > 8
    assert told[-1] == (size, size)


def test_a_document_longer_than_is_encoded_at_once_is_whole(
    folder: Write, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.new_texts.ENOUGH", 20)
    monkeypatch.setattr("index.passages.WEIGHED", 7)
    text = "".join(f"# Town {n}\n\nIt has {n} mills. It has {n} inns.\n\n" for n in range(90))
    sync(folder({"a.md": text, "b.md": "# B\n\nOne."}), tmp_path / "index", embedder)
    assert held(tmp_path / "index") == {"a.md": text, "b.md": "# B\n\nOne."}


def test_a_reader_sees_the_old_index_until_the_switch(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "The colour is red."})
    sync(documents, place, embedder)
    reader = Index(place, embedder)
    folder({"a.txt": "The colour is blue.", "b.txt": "More words about a colour."})
    seen: list[set[str]] = []

    def look(done: int, total: int) -> None:
        seen.append({h.passage.text for h in reader.search("What is the colour?", 5).hits})

    sync(documents, place, embedder, progress=look)
    assert seen
    assert all(texts == {"The colour is red."} for texts in seen)
    after = {h.passage.text for h in reader.search("What is the colour?", 5).hits}
    assert after == {"The colour is blue.", "More words about a colour."}
    reader.close()


def test_another_recipe_is_refused_until_rebuilt(
    folder: Write, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Apples are red."})
    sync(documents, place, embedder)
    monkeypatch.setattr(index.recipe, "VERSION", 999)
    with pytest.raises(IndexMismatch, match="--rebuild"):
        sync(documents, place, embedder)
    with pytest.raises(IndexMismatch):
        Index(place, embedder)
    assert sync(documents, place, embedder, rebuild=True).added == ()
    assert held(place) == {"a.txt": "Apples are red."}


def test_an_open_reader_survives_a_rebuild(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Apples are red."})
    sync(documents, place, embedder)
    reader = Index(place, embedder)
    reader.search("apples", 5)
    sync(documents, place, embedder, rebuild=True)
    assert [h.passage.text for h in reader.search("apples", 5).hits] == ["Apples are red."]
    reader.close()


def test_two_writers_at_once_the_second_is_told_who_holds_the_lock(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    told = rf"process id {os.getpid()}, since \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)"
    with locked(place), pytest.raises(IndexBusy, match=told):
        sync(folder({"a.txt": "Words."}), place, embedder)
    assert sync(folder({}), place, embedder).added == ("a.txt",)


def test_a_damaged_catalog_is_named_and_rebuilt(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Apples are red."})
    sync(documents, place, embedder)
    for file in place.glob("catalog.sqlite-*"):
        file.unlink()
    (place / "catalog.sqlite").write_bytes(b"no database at all" * 500)
    with pytest.raises(IndexDamaged, match="--rebuild"):
        sync(documents, place, embedder)
    sync(documents, place, embedder, rebuild=True)
    assert held(place) == {"a.txt": "Apples are red."}


def test_a_rebuild_mends_pages_that_were_overwritten(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    files = {f"{n}.txt": f"Document {n} is about things. " * 40 for n in range(20)}
    documents = folder(files)
    sync(documents, place, embedder)
    catalog = place / "catalog.sqlite"
    with Catalog(catalog).transaction("IMMEDIATE"):
        pass
    for file in place.glob("catalog.sqlite-*"):
        file.unlink()
    content = bytearray(catalog.read_bytes())
    content[4096:-4096] = b"\xff" * (len(content) - 8192)
    catalog.write_bytes(content)
    with pytest.raises(IndexDamaged, match="--rebuild"):
        sync(documents, place, embedder)
    sync(documents, place, embedder, rebuild=True)
    assert held(place) == files


@pytest.mark.usefixtures("only_in_folder")
def test_a_rebuild_mends_a_vector_index_that_was_overwritten(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Apples are red."})
    sync(documents, place, embedder)
    (place / "chroma" / "chroma.sqlite3").write_bytes(b"no database at all" * 500)
    folder({"b.txt": "Pears are green."})
    with pytest.raises(FootnoteError, match="--rebuild"):
        sync(documents, place, embedder)
    sync(documents, place, embedder, rebuild=True)
    assert set(held(place)) == {"a.txt", "b.txt"}


def test_lost_vectors_are_made_again_with_the_next_change(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Apples are red."})
    sync(documents, place, embedder)
    lose(place)
    folder({"b.txt": "Pears are green."})
    sync(documents, place, embedder)
    assert set(held(place)) == {"a.txt", "b.txt"}
