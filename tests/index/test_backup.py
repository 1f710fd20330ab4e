"""An index as one file and back: the same, whole, or refused."""

import hashlib
import json
import os
import sqlite3
import stat
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from index.backup import back_up, restore
from index.backup_file import read_backup, write_backup
from index.catalog import Catalog
from index.chroma_address import Server
from index.doctor import examine
from index.embedding import Embedder
from index.errors import (
    BackupUnusable,
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    StorageUnusable,
)
from index.fault import Kind
from index.home import own_home
from index.remaking import remake
from index.retrieval import Index
from index.staging import Staging
from index.sync import sync
from tests.index.test_sync import found, held

Write = Callable[..., Path]
FILES = {f"{n}.txt": f"Town {n} has {n + 3} mills. It lies on river {n}." for n in range(5)}
MANIFEST = b'{"documents": 1, "made": "", "passages": 1}\n'
TABLES = ("documents", "passages", "sentences", "vectors", "failures", "skipped")


def rows(place: Path) -> dict[str, list[tuple[object, ...]]]:
    catalog = Catalog(place / "catalog.sqlite")
    with catalog.transaction() as connection:
        held = {
            table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in TABLES
        }
    catalog.close()
    return held


def collections(place: Path, server: Server | None) -> int:
    """How many this index has, where its vectors are."""
    home = own_home(place, None, server)
    client = home.client()
    found = [one.name for one in client.list_collections() if one.name.startswith(home.prefix)]
    home.let_go(client)
    return len(found)


@pytest.fixture
def made(folder: Write, tmp_path: Path, embedder: Embedder) -> tuple[Path, Path, Path]:
    """Documents, their index, and a backup of it."""
    documents, place = folder(FILES), tmp_path / "index"
    sync(documents, place, embedder)
    back_up(place, tmp_path / "index.backup")
    return documents, place, tmp_path / "index.backup"


def test_what_is_restored_equals_what_was_backed_up(
    made: tuple[Path, Path, Path], tmp_path: Path, embedder: Embedder
) -> None:
    documents, place, file = made
    new = tmp_path / "elsewhere" / "index"
    held_there = restore(file, new, embedder)
    assert (held_there.documents, held_there.passages) == (5, 5)
    assert rows(new) == rows(place)
    assert held(new) == FILES
    for question in ("How many mills has town 4?", "river 2"):
        assert found(new, embedder, question) == found(place, embedder, question)
    assert list(examine(documents, new, embedder)) == []
    summary = sync(documents, new, embedder)
    assert (summary.unchanged, summary.encoded) == (tuple(FILES), 0)
    assert sorted(path.name for path in new.iterdir()) == sorted(
        path.name for path in place.iterdir()
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_is_made_while_the_index_is_written_and_read(
    made: tuple[Path, Path, Path], folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    documents, place, file = made
    reader = Index(place, embedder)
    folder({f"{n}.txt": "All is new." for n in range(5)})
    sync(documents, place, embedder, progress=lambda done, total: back_up(place, file) and None)
    restore(file, tmp_path / "new", embedder)
    assert held(tmp_path / "new") == FILES
    assert reader.search("What is new?", 3).hits
    reader.close()


def test_a_restored_index_takes_the_place_of_another_under_an_open_reader(
    made: tuple[Path, Path, Path], folder: Write, embedder: Embedder
) -> None:
    documents, place, file = made
    folder({"0.txt": "Town 0 has been left."})
    (documents / "4.txt").unlink()
    sync(documents, place, embedder)
    reader = Index(place, embedder)
    assert "left" in reader.search("Which town has been left?", 1).hits[0].passage.text
    with pytest.raises(BackupUnusable, match="--replace"):
        restore(file, place, embedder)
    assert "left" in reader.search("Which town has been left?", 1).hits[0].passage.text
    restore(file, place, embedder, replace=True)
    assert held(place) == FILES
    hits = reader.search("How many mills has town 4?", 5).hits
    assert "Town 4 has 7 mills. It lies on river 4." in [hit.passage.text for hit in hits]
    reader.close()
    summary = sync(documents, place, embedder)
    assert (summary.updated, summary.removed) == (("0.txt",), ("4.txt",))


def test_every_altered_byte_and_a_lost_end_is_refused_and_the_index_stays(
    made: tuple[Path, Path, Path], tmp_path: Path, embedder: Embedder
) -> None:
    _, place, file = made
    whole, altered = file.read_bytes(), tmp_path / "altered"
    before = rows(place)
    places = {*range(90), *range(90, len(whole), len(whole) // 60), len(whole) - 1}
    for at in sorted(places):
        content = bytearray(whole)
        content[at] ^= 1
        altered.write_bytes(content)
        with pytest.raises(BackupUnusable):
            restore(altered, place, embedder, replace=True)
    for end in (0, 5, 90, len(whole) // 2, len(whole) - 1):
        altered.write_bytes(whole[:end])
        with pytest.raises(BackupUnusable):
            restore(altered, place, embedder, replace=True)
    assert rows(place) == before
    assert held(place) == FILES


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\3\4 a zip", "no backup of Footnote"),
        (b"footnote-index 2 " + b"0" * 64 + b"\n{}", "newer version"),
    ],
)
def test_a_foreign_or_newer_file_is_named(
    tmp_path: Path, embedder: Embedder, content: bytes, reason: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(BackupUnusable, match=reason):
        restore(file, tmp_path / "index", embedder)


def test_an_index_of_another_recipe_or_with_strange_tables_is_not_restored(
    made: tuple[Path, Path, Path],
    tmp_path: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, place, file = made
    with monkeypatch.context() as patch:
        patch.setattr("index.recipe.VERSION", 999)
        with pytest.raises(IndexMismatch):
            restore(file, tmp_path / "new", embedder)
    assert not (tmp_path / "new" / "catalog.sqlite").exists()
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes((place / "catalog.sqlite").read_bytes())
    connection = sqlite3.connect(copy)
    connection.execute("CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM vectors; END")
    connection.close()
    write_backup(file, {"documents": 5, "passages": 5, "made": ""}, copy)
    with pytest.raises(IndexDamaged, match="trigger t"):
        restore(file, tmp_path / "new", embedder)


def test_a_backup_by_an_earlier_version_is_restored_in_the_form_of_this_one(
    made: tuple[Path, Path, Path], tmp_path: Path, embedder: Embedder
) -> None:
    _, place, _ = made
    catalog = Catalog(place / "catalog.sqlite")
    expected = catalog.stems("Which mills lie on rivers?")
    with catalog.transaction("IMMEDIATE") as connection:
        connection.execute("DROP TABLE stems")
    catalog.close()
    back_up(place, tmp_path / "earlier.backup")
    restore(tmp_path / "earlier.backup", tmp_path / "other", embedder)
    index = Index(tmp_path / "other", embedder)
    assert index.catalog.stems("Which mills lie on rivers?") == expected
    index.close()


def test_a_damaged_index_is_not_backed_up_but_is_restored_over(
    made: tuple[Path, Path, Path], tmp_path: Path, embedder: Embedder
) -> None:
    _, place, file = made
    catalog = Catalog(place / "catalog.sqlite")
    with catalog.transaction("IMMEDIATE") as connection:
        connection.execute("DELETE FROM vectors")
    catalog.close()
    before = file.read_bytes()
    with pytest.raises(IndexDamaged, match="doctor --fix"):
        back_up(place, file)
    assert file.read_bytes() == before
    (place / "catalog.sqlite").write_bytes(b"no database at all" * 500)
    restore(file, place, embedder)
    assert held(place) == FILES


def test_what_is_there_and_no_backup_is_not_written_over(
    made: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    documents, place, file = made
    with pytest.raises(BackupUnusable, match="no backup"):
        back_up(place, documents / "0.txt")
    assert (documents / "0.txt").read_text() == FILES["0.txt"]
    with pytest.raises(IndexMissing, match="footnote index"):
        back_up(tmp_path / "nowhere", file)
    with pytest.raises(StorageUnusable):
        back_up(place, tmp_path / "nowhere" / "file")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "documents", "index", "index.backup",
    ]  # fmt: skip


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_earlier_backup(
    made: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    _, place, file = made
    before = file.read_bytes()

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(StorageUnusable, match="No space left"):
        back_up(place, file)
    assert file.read_bytes() == before
    assert not list(file.parent.glob(".*"))


def test_a_restore_that_is_interrupted_leaves_the_index_that_was_there(
    made: tuple[Path, Path, Path],
    folder: Write,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    documents, place, file = made
    folder({"0.txt": "Town 0 has been left."})
    sync(documents, place, embedder)
    now = {**FILES, "0.txt": "Town 0 has been left."}
    for step in ("index.backup.read_backup", "index.backup.filled", "index.backup.copied"):
        with monkeypatch.context() as patch:
            patch.setattr(step, lambda *given: (_ for _ in ()).throw(KeyboardInterrupt()))
            with pytest.raises(KeyboardInterrupt):
                restore(file, place, embedder, replace=True)
        assert held_by_reader(place, embedder) == now
    assert json.dumps(sorted(p.name for p in place.glob("restore-*"))) == "[]"
    sync(documents, place, embedder)
    restore(file, place, embedder, replace=True)
    assert held(place) == FILES


@pytest.mark.parametrize("step", ["vectors.VectorStore.drop_others", "backup.leave_folder"])
def test_a_restore_that_is_interrupted_after_its_switch_is_told_and_ended_by_the_next_run(
    made: tuple[Path, Path, Path],
    folder: Write,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    home: Server | None,
    step: str,
) -> None:
    documents, place, file = made
    folder({"0.txt": "Town 0 has been left."})
    sync(documents, place, embedder)
    folder(FILES)
    with monkeypatch.context() as patch:
        patch.setattr(f"index.{step}", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            restore(file, place, embedder, replace=True)
    assert held_by_reader(place, embedder) == FILES
    assert [fault.kind for fault in examine(documents, place, embedder)] == [Kind.INTERRUPTED]
    assert sync(documents, place, embedder).encoded == 0
    assert list(examine(documents, place, embedder)) == []
    assert collections(place, home) == 1


def test_a_restore_without_space_leaves_the_index_that_was_there(
    made: tuple[Path, Path, Path], embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, place, file = made

    def full(*given: object) -> None:
        raise StorageUnusable("the vector index cannot be used (No space left on device)")

    with monkeypatch.context() as patch:
        patch.setattr("index.backup.filled", full)
        with pytest.raises(StorageUnusable, match="No space left"):
            restore(file, place, embedder, replace=True)
    catalog = Catalog(place / "catalog.sqlite")
    with monkeypatch.context() as patch:
        patch.setattr("index.remaking.filled", full)
        with pytest.raises(StorageUnusable, match="No space left"):
            remake(catalog, place)
    catalog.close()
    assert held_by_reader(place, embedder) == FILES


@pytest.mark.parametrize(
    "body",
    [
        b'{"documents": 1}\n' + zlib.compress(b"words"),
        b"[]\n" + zlib.compress(b"words"),
        b"no JSON\n" + zlib.compress(b"words"),
        MANIFEST + b"not compressed",
        MANIFEST + zlib.compress(b"words")[:-1],
        MANIFEST + zlib.compress(b"words") + b"more",
    ],
)
def test_a_file_with_the_right_digest_and_another_form_is_no_backup(
    tmp_path: Path, body: bytes
) -> None:
    file = tmp_path / "file"
    digest = hashlib.sha256(body).hexdigest().encode()
    file.write_bytes(b"footnote-index 1 " + digest + b"\n" + body)
    with pytest.raises(BackupUnusable, match="not of the form"):
        read_backup(file, tmp_path / "catalog")


def test_what_a_killed_backup_left_is_swept_by_the_next_and_no_copy_in_the_making(
    made: tuple[Path, Path, Path],
) -> None:
    _, place, file = made
    for name in ("backup-killed", "backup-making"):
        (place / name).mkdir()
        (place / name / "catalog.sqlite").write_bytes(b"half")
    with FileLock(place / "backup-making" / "lock"):
        back_up(place, file)
    assert [path.name for path in place.glob("backup-*")] == ["backup-making"]
    assert [path.name for path in file.parent.glob(".*")] == []


def held_by_reader(place: Path, embedder: Embedder) -> dict[str, str]:
    reader = Index(place, embedder)
    try:
        assert reader.search("How many mills has town 4?", 3).hits
        assert {id for id, *_ in Staging(reader.catalog).live_vectors()}
        return {entry.id: reader.document(entry.id).text for entry in reader.entries()}
    finally:
        reader.close()
