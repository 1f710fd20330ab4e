"""Whatever happens to a folder and its index, in the end it is the index of the final folder."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from index.backup import back_up, restore
from index.catalog import Catalog
from index.changes import dry_run
from index.doctor import examine
from index.embedding import Embedder, Vectors
from index.fault import Fault, Kind
from index.mending import mend
from index.new_texts import NewTexts
from index.packing import unpack
from index.recipe import is_whole
from index.staging import Staging
from index.sync import sync
from index.vectors import VectorStore
from tests.index.homes import server_meant, store_of
from tests.index.test_sync import found

STEPS = (
    (NewTexts, "encode"),
    (Staging, "drop_staged"),
    (Staging, "stage"),
    (Staging, "keep_vectors"),
    (VectorStore, "add"),
    (Staging, "switch"),
    (VectorStore, "set_mark"),
    (VectorStore, "delete"),
    (VectorStore, "drop_others"),
    (Staging, "drop_unused_vectors"),
    (Staging, "touch"),
    (Staging, "note_end"),
)
"""Where a run may be broken off."""

NAMES = st.sampled_from(["a.txt", "b.md", "c/a.txt", "c/d/e.md", "f.txt"])
SENTENCES = st.sampled_from(
    ["Apples are red.", "Pears are green.", "# Fruit\n\n", "- one\n- two\n", "Plums are blue.\n\n"]
)
TEXTS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)
RARELY = st.sampled_from([False, False, False, True])
QUESTIONS = ("Which fruit is red?", "one", "plums")


def content(place: Path) -> tuple[list[Any], list[Any], Vectors]:
    """What an index holds: documents, passages and sentences, and the vectors of both."""
    catalog = Catalog(place / "catalog.sqlite")
    store = store_of(place, catalog)
    try:
        assert catalog.faults() == []
        assert store.ids() == {id for id, *_ in Staging(catalog).live_vectors()}
        with catalog.transaction() as connection:
            assert connection.execute("SELECT 1 FROM documents WHERE live = 0").fetchall() == []
            assert unused(connection) == [(0,)]
            assert miscounted(connection) == []
            documents = connection.execute(
                "SELECT id, title, digest, characters, passages FROM documents ORDER BY id"
            ).fetchall()
            passages = connection.execute(
                "SELECT d.id, p.position, p.start, p.text, p.heading, v.vector "
                "FROM passages p JOIN documents d ON d.key = p.document "
                "JOIN vectors v ON v.key = p.vector ORDER BY 1, 2"
            ).fetchall()
            sentences = connection.execute(
                "SELECT d.id, s.start, s.text, v.vector FROM sentences s "
                "JOIN passages p ON p.key = s.passage JOIN documents d ON d.key = p.document "
                "JOIN vectors v ON v.key = s.vector ORDER BY 1, 2"
            ).fetchall()
        vectors = unpack([row[-1] for row in (*passages, *sentences)])
        texts = [row[:-1] for row in (*passages, *sentences)]
        return documents, texts, vectors
    finally:
        store.close()
        catalog.close()


def unused(connection: sqlite3.Connection) -> list[Any]:
    """How many vectors are kept that belong to no text."""
    return connection.execute(
        "SELECT count(*) FROM vectors WHERE key NOT IN "
        "(SELECT vector FROM passages UNION SELECT vector FROM sentences)"
    ).fetchall()


def miscounted(connection: sqlite3.Connection) -> list[Any]:
    """The stems whose count of passages differs from what the full text itself holds."""
    held, counted = "SELECT term, doc FROM terms", "SELECT stem, passages FROM stems"
    return connection.execute(
        f"SELECT * FROM ({held} EXCEPT {counted}) UNION ALL SELECT * FROM ({counted} EXCEPT {held})"
    ).fetchall()


class Folder(RuleBasedStateMachine):
    """A folder to which things happen, with an index that follows now and then."""

    embedder: Embedder

    @initialize(text=TEXTS)
    def begin(self, text: str) -> None:
        self.base = Path(tempfile.mkdtemp())
        self.documents, self.place = self.base / "documents", self.base / "index"
        self.documents.mkdir()
        self.write("a.txt", text)

    def teardown(self) -> None:
        if hasattr(self, "base"):
            self.check()
            shutil.rmtree(self.base)

    def files(self) -> list[Path]:
        return sorted(path for path in self.documents.rglob("*") if path.is_file())

    def path(self, name: str) -> Path:
        path = self.documents / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        self.path(name).write_text(text)

    @precondition(lambda self: len(self.files()) > 1)
    @rule(data=st.data(), left=st.sampled_from([b"", b"\0"]))
    def spoil(self, data: st.DataObject, left: bytes) -> None:
        data.draw(st.sampled_from(self.files())).write_bytes(left)

    def settle(self) -> None:
        """Ends the time in which a document stays whose file cannot be read."""
        for path in self.files():
            if path.read_bytes() in (b"", b"\0"):
                os.utime(path, (1e9, 1e9))

    @rule(data=st.data(), name=NAMES)
    def rename(self, data: st.DataObject, name: str) -> None:
        data.draw(st.sampled_from(self.files())).replace(self.path(name))

    @rule(data=st.data(), name=NAMES)
    def copy(self, data: st.DataObject, name: str) -> None:
        source = data.draw(st.sampled_from(self.files()))
        self.path(name).write_bytes(source.read_bytes())

    @precondition(lambda self: len(self.files()) > 1)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.files())).unlink()

    @rule(name=NAMES, text=TEXTS, step=st.sampled_from(STEPS), rebuild=RARELY)
    def broken_off(self, name: str, text: str, step: tuple[type, str], rebuild: bool) -> None:
        self.write(name, text)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(*step, break_off)
            with suppress(KeyboardInterrupt):
                sync(self.documents, self.place, self.embedder, rebuild=rebuild)

    @rule(data=st.data(), step=st.sampled_from(STEPS))
    def broken_off_without_a_file(self, data: st.DataObject, step: tuple[type, str]) -> None:
        if len(self.files()) > 1:
            self.remove(data)
        self.broken_off("b.md", "Pears are green.", step, rebuild=False)

    @rule(rebuild=RARELY)
    def followed(self, rebuild: bool) -> None:
        self.settle()
        foreseen = dry_run(self.documents, self.place, self.embedder, rebuild=rebuild)
        summary = sync(self.documents, self.place, self.embedder, rebuild=rebuild)
        for name in ("added", "updated", "renamed", "removed", "unchanged", "failed"):
            assert getattr(foreseen, name) == getattr(summary, name)

    @precondition(lambda self: is_whole(self.place))
    @rule(mended=st.booleans())
    def mended_or_restored(self, mended: bool) -> None:
        if mended:
            self.settle()
            assert readable(mend(self.documents, self.place, self.embedder)[1]) == []
        else:
            back_up(self.place, self.base / "backup")
            restore(self.base / "backup", self.place, self.embedder, replace=True)

    @invariant()
    def a_reader_finds_one_whole_state(self) -> None:
        if hasattr(self, "base") and is_whole(self.place):
            catalog = Catalog(self.place / "catalog.sqlite")
            assert catalog.faults() == []
            catalog.close()

    def check(self) -> None:
        """Fails unless the index, brought in line, is that of the folder indexed from nothing."""
        self.settle()
        sync(self.documents, self.place, self.embedder)
        assert readable(examine(self.documents, self.place, self.embedder)) == []
        sync(self.documents, self.base / "fresh", self.embedder)
        documents, texts, vectors = content(self.place)
        expected = content(self.base / "fresh")
        assert (documents, texts) == expected[:2]
        assert np.allclose(vectors, expected[2], atol=2e-3)
        for question in QUESTIONS:
            there = found(self.place, self.embedder, question)
            assert there == found(self.base / "fresh", self.embedder, question)


def readable(faults: Iterable[Fault]) -> list[Fault]:
    """The faults but for those of files that cannot be read."""
    return [fault for fault in faults if fault.kind is not Kind.UNREADABLE]


def break_off(*given: Any, **named: Any) -> None:
    """In place of a step: the run ends there."""
    raise KeyboardInterrupt


def machine(embedder: Embedder, examples: int, steps: int) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        type("Machine", (Folder,), {"embedder": embedder}),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_any_history_ends_in_the_index_of_the_final_folder(embedder: Embedder) -> None:
    machine(embedder, 12 if server_meant() is None else 5, 14)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_many_histories_end_in_the_index_of_the_final_folder(embedder: Embedder) -> None:
    machine(embedder, 40, 20)
