"""What a run would do is said beforehand; files that move or change meanwhile are seen as such."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import index.steady
import index.sync
from index.catalog import Catalog
from index.changes import Changes, dry_run
from index.embedding import Embedder
from index.errors import IndexMismatch
from index.sync import SyncSummary, sync
from tests.index.test_sync import held

Write = Callable[..., Path]
NAMES = ("added", "updated", "renamed", "removed", "unchanged", "failed", "skipped")


def told(changes: Changes) -> dict[str, Any]:
    return {name: getattr(changes, name) for name in NAMES}


def bytes_of(place: Path) -> dict[str, bytes]:
    """Every file of an index, less what SQLite makes beside a file that is only read."""
    return {
        str(path.relative_to(place)): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def test_a_dry_run_says_what_a_run_then_does_and_writes_nothing(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    documents = folder({f"{name}.txt": f"The {name} is old." for name in ("mill", "inn", "well")})
    assert told(dry_run(documents, place, embedder)) == told(
        SyncSummary(added=("inn.txt", "mill.txt", "well.txt"))
    )
    assert not place.exists()
    sync(documents, place, embedder)
    folder({"mill.txt": "The mill is new.", "barn.txt": "A barn.", "b.txt": "", "c.png": b"1"})
    (documents / "inn.txt").rename(documents / "hotel.txt")
    (documents / "well.txt").unlink()
    before = bytes_of(place)
    foreseen = dry_run(documents, place, embedder)
    assert bytes_of(place) == before
    assert foreseen.renamed == {"inn.txt": "hotel.txt"}
    assert (foreseen.added, foreseen.updated) == (("barn.txt",), ("mill.txt",))
    assert (foreseen.removed, set(foreseen.failed)) == (("well.txt",), {"b.txt"})
    assert told(foreseen) == told(sync(documents, place, embedder))
    again = dry_run(documents, place, embedder, rebuild=True)
    assert again.updated == ("barn.txt", "hotel.txt", "mill.txt")
    assert told(again) == told(sync(documents, place, embedder, rebuild=True))


def test_a_dry_run_foresees_a_run_over_an_index_of_an_earlier_version(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    documents = folder({f"{name}.txt": f"The {name} is old." for name in ("mill", "inn")})
    sync(documents, place, embedder)
    folder({"mill.txt": "The mill is new."})
    catalog = Catalog(place / "catalog.sqlite")
    with catalog.transaction("IMMEDIATE") as connection:
        connection.execute("DROP TABLE stems")
        for column in ("date", "stamp"):
            connection.execute(f"ALTER TABLE documents DROP COLUMN {column}")
    catalog.close()
    before = bytes_of(place)
    foreseen = dry_run(documents, place, embedder)
    assert bytes_of(place) == before
    assert (foreseen.updated, foreseen.unchanged) == (("mill.txt",), ("inn.txt",))
    assert told(foreseen) == told(sync(documents, place, embedder))


def test_a_dry_run_refuses_what_a_run_would_refuse(
    folder: Write, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = folder({"a.txt": "Apples are red."})
    sync(documents, tmp_path / "index", embedder)
    monkeypatch.setattr("index.recipe.VERSION", 999)
    with pytest.raises(IndexMismatch, match="--rebuild"):
        dry_run(documents, tmp_path / "index", embedder)


def test_of_files_with_the_same_content_each_is_renamed_or_removed_for_itself(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place, same = tmp_path / "index", "The same words in each."
    documents = folder({"a.txt": same, "b.txt": same, "c.txt": same, "d.txt": "Others."})
    assert sync(documents, place, embedder).encoded == 2
    (documents / "a.txt").unlink()
    (documents / "b.txt").rename(documents / "e.txt")
    summary = sync(documents, place, embedder)
    assert (summary.renamed, summary.removed) == ({"a.txt": "e.txt"}, ("b.txt",))
    assert (summary.unchanged, summary.encoded) == (("c.txt", "d.txt"), 0)
    assert set(held(place)) == {"c.txt", "d.txt", "e.txt"}
    (documents / "c.txt").unlink()
    (documents / "e.txt").unlink()
    sync(documents, place, embedder)
    folder({"f.txt": same})
    assert sync(documents, place, embedder).encoded == 1  # gone is gone, its vectors too


@pytest.mark.parametrize("times", [1, 99])
def test_a_file_that_changes_while_it_is_read_is_read_again_or_named(
    folder: Write,
    tmp_path: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Edition 0.", "b.txt": "Pears are green."})
    sync(documents, place, embedder)
    real, reads = index.steady.document_of, [0]

    def document_of(path: Path, *rest: Any) -> Any:
        document = real(path, *rest)
        if path.name == "a.txt" and reads[0] < times:
            reads[0] += 1
            path.write_text(f"Edition {reads[0]} is out.")
        return document

    (documents / "a.txt").write_text("Another edition.")
    with monkeypatch.context() as patch:
        patch.setattr(index.steady, "document_of", document_of)
        summary = sync(documents, place, embedder)
    if times == 1:
        assert summary.updated == ("a.txt",)
        assert held(place)["a.txt"] == "Edition 1 is out."
    else:
        assert "changed whenever it was read" in summary.failed["a.txt"]
        assert held(place)["a.txt"] == "Edition 0."
        assert sync(documents, place, embedder).updated == ("a.txt",)


def test_a_file_that_changes_once_it_was_read_is_read_by_the_next_run(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "The bridge is red.", "b.txt": "Pears are green."})
    for name in ("a.txt", "b.txt"):
        os.utime(documents / name, (1e9, 1e9))

    def late(done: int, total: int) -> None:
        if done == total:
            (documents / "a.txt").write_text("The bridge is new.")
            os.utime(documents / "a.txt", (1e9 + 1, 1e9 + 1))

    sync(documents, place, embedder, progress=late)
    assert held(place)["a.txt"] == "The bridge is red."
    summary = sync(documents, place, embedder)
    assert (summary.updated, summary.unchanged) == (("a.txt",), ("b.txt",))


def test_a_clock_that_goes_back_hides_no_change(
    folder: Write, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "index"
    documents = folder({"a.txt": "Cats purr.", "b.txt": "Dogs bark."})
    sync(documents, place, embedder)
    now = time.time_ns()
    monkeypatch.setattr("time.time_ns", lambda: now - 86_400 * 10**9)
    before = (documents / "a.txt").stat()
    folder({"a.txt": "Owls hoot."})
    os.utime(documents / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    os.utime(documents / "b.txt", ns=(0, 0))
    summary = sync(documents, place, embedder)
    assert (summary.updated, summary.unchanged) == (("a.txt",), ("b.txt",))
    folder({"a.txt": "Bees buzz."})  # of equal size, at a time that the clock has not reached
    os.utime(documents / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert sync(documents, place, embedder).updated == ("a.txt",)
    assert held(place) == {"a.txt": "Bees buzz.", "b.txt": "Dogs bark."}
