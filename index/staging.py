"""Writing the catalog: documents are staged unseen, then switched live in one transaction."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from index.catalog import Catalog, Manifest
from index.checked import UNUSED
from index.database import Recipe
from index.document import Document
from index.passages import CutPassage
from index.stemming import add_stems, remove_stems

VECTORS_OF_GOING = (
    "SELECT vector FROM passages WHERE document IN (SELECT key FROM going) UNION "
    "SELECT s.vector FROM passages p JOIN sentences s ON s.passage = p.key "
    "WHERE p.document IN (SELECT key FROM going)"
)

LIVE = (
    "passages p JOIN documents d ON d.key = p.document "
    "JOIN vectors v ON v.key = p.vector WHERE d.live = 1"
)

KeyedPassage = tuple[CutPassage, bytes, list[bytes]]
"""A passage with the key of its vector and those of its sentences."""


class Staging:
    """The writing side of a catalog; whoever holds the index lock uses it."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.transaction = catalog.transaction

    def known_vectors(self, keys: Sequence[bytes]) -> set[bytes]:
        """Which of the keys already have a vector."""
        with self.transaction() as connection:
            return {
                key
                for key in keys
                if connection.execute("SELECT 1 FROM vectors WHERE key = ?", (key,)).fetchone()
            }

    def keep_vectors(self, vectors: Iterable[tuple[bytes, bytes]]) -> None:
        """Stores vectors by the hash of their text; they outlive an interrupted run."""
        with self.transaction("IMMEDIATE") as connection:
            connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", vectors)

    def stage(self, document: Document, file: Manifest) -> int:
        """Writes a document for the next switch, without its passages; the key to add them by."""
        with self.transaction("IMMEDIATE") as connection:
            staged = connection.execute(
                "INSERT INTO documents (id, live, title, media_type, digest, pages, source, size, "
                "modified, characters, passages, indexed, stamp, loader, date) "
                "VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    document.id,
                    document.title,
                    document.media_type,
                    document.digest,
                    json.dumps(document.pages),
                    str(document.source),
                    file.size,
                    file.modified,
                    len(document.text),
                    0,
                    _now(),
                    file.stamp,
                    file.loader,
                    document.date,
                ),
            )
        return int(staged.lastrowid or 0)

    def add(self, document: int, passages: Sequence[KeyedPassage]) -> None:
        """Writes the next passages of a staged document."""
        with self.transaction("IMMEDIATE") as connection:
            for passage, vector, sentence_vectors in passages:
                _insert(connection, document, passage, vector, sentence_vectors)
            connection.execute(
                "UPDATE documents SET passages = passages + ? WHERE key = ?",
                (len(passages), document),
            )

    def drop_staged(self) -> None:
        """Forgets documents that an interrupted run staged; their vectors stay until this run has
        used what it needs of them."""
        with self.transaction("IMMEDIATE") as connection:
            if connection.execute("DELETE FROM documents WHERE live = 0").rowcount:
                self._catalog.set_meta(leftover="1")

    def staged_passages(self) -> int:
        """How many passages are staged."""
        with self.transaction() as connection:
            row = connection.execute("SELECT sum(passages) FROM documents WHERE live = 0")
            return int(row.fetchone()[0] or 0)

    # Both in no order of theme, as ids are hashes: a graph grown one theme after the other hides
    # the first ones behind the others.

    def staged_vectors(self) -> Iterator[tuple[str, str, bytes]]:
        """Passage id, document id and vector of every staged passage."""
        with self.transaction() as connection:  # CROSS keeps SQLite from reading what is live
            yield from connection.execute(
                "SELECT p.id, d.id, v.vector FROM documents d "
                "CROSS JOIN passages p ON p.document = d.key "
                "CROSS JOIN vectors v ON v.key = p.vector WHERE d.live = 0 ORDER BY p.id"
            )

    def live_vectors(
        self, among: Collection[str] | None = None
    ) -> Iterator[tuple[str, str, bytes]]:
        """Passage id, document id and vector of every live passage, or of those `among` ids."""
        named = "" if among is None else " AND p.id IN (SELECT value FROM json_each(?))"
        given = () if among is None else (json.dumps(list(among)),)
        with self.transaction() as connection:
            yield from connection.execute(
                f"SELECT p.id, d.id, v.vector FROM {LIVE}{named} ORDER BY p.id", given
            )

    def live_ids(self) -> list[str]:
        """The ids of the live passages that have a vector, in order; no vector is read."""
        with self.transaction() as connection:
            rows = connection.execute(f"SELECT p.id FROM {LIVE} ORDER BY p.id")
            return [id for (id,) in rows]

    def switch(
        self, removed: Sequence[str], recipe: Recipe, *, build: int, whole: bool
    ) -> list[str]:
        """Makes staged documents live in place of their earlier versions, in one transaction.

        `removed` documents go; with `whole` everything that is not staged goes; and so do the
        vectors of texts that were theirs alone. The ids of the passages that went come back, for
        the vector index to forget.
        """
        with self.transaction("IMMEDIATE") as connection:
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS going (key INTEGER PRIMARY KEY)")
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS loose (vector BLOB PRIMARY KEY)")
            connection.execute("DELETE FROM going")
            connection.execute("DELETE FROM loose")
            connection.execute(
                "INSERT INTO going SELECT key FROM documents WHERE live = 1 AND (:whole "
                "OR id IN (SELECT value FROM json_each(:removed)) "
                "OR id IN (SELECT id FROM documents WHERE live = 0))",
                {"whole": whole, "removed": json.dumps(list(removed))},
            )
            old = connection.execute(
                "SELECT id FROM passages WHERE document IN (SELECT key FROM going) ORDER BY key"
            ).fetchall()
            remove_stems(connection, "d.key IN (SELECT key FROM going)")
            connection.execute(f"INSERT INTO loose {VECTORS_OF_GOING}")
            connection.execute("DELETE FROM documents WHERE key IN (SELECT key FROM going)")
            connection.execute(
                "DELETE FROM vectors WHERE key IN (SELECT vector FROM loose) "
                "AND NOT EXISTS (SELECT 1 FROM passages p WHERE p.vector = vectors.key) "
                "AND NOT EXISTS (SELECT 1 FROM sentences s WHERE s.vector = vectors.key)"
            )
            add_stems(connection, "d.live = 0")
            connection.execute("UPDATE documents SET live = 1 WHERE live = 0")
            live = connection.execute("SELECT coalesce(sum(passages), 0) FROM documents").fetchone()
            self._catalog.set_meta(
                recipe=json.dumps(recipe._asdict()),
                build=str(build),
                passages=str(live[0]),
                generation=str(self._catalog.generation + 1),
            )
        return [id for (id,) in old]

    def touch(self, files: dict[str, Manifest]) -> None:
        """Notes size, time and stamp of files whose content has not changed."""
        with self.transaction("IMMEDIATE") as connection:
            connection.executemany(
                "UPDATE documents SET size = ?, modified = ?, stamp = ? WHERE id = ? AND live = 1",
                [(file.size, file.modified, file.stamp, id) for id, file in files.items()],
            )

    def note_end(self, failed: dict[str, str], skipped: dict[str, str]) -> None:
        """Notes that a sync is complete, and the files that it could not index or left out; forgets
        vectors that an interrupted one left and this one had no use for."""
        with self.transaction("IMMEDIATE") as connection:
            if self._catalog.meta("leftover") == "1":
                self.drop_unused_vectors()
            for table, files in (("failures", failed), ("skipped", skipped)):
                connection.execute(f"DELETE FROM {table}")
                connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", files.items())
            self._catalog.set_meta(synced=_now())

    def drop_unused_vectors(self) -> int:
        """Forgets vectors of texts that no document holds any more; how many those were. This reads
        the whole catalog: a switch by itself forgets those of what it takes away."""
        with self.transaction("IMMEDIATE") as connection:
            dropped = connection.execute(f"DELETE FROM vectors WHERE {UNUSED}").rowcount
            self._catalog.set_meta(leftover="0")
        return dropped


def _now() -> str:
    """The time in UTC, to the second: `2026-07-14T09:05:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _insert(
    connection: sqlite3.Connection,
    document: int,
    cut: CutPassage,
    vector: bytes,
    sentence_vectors: list[bytes],
) -> None:
    passage = cut.passage
    key = connection.execute(
        "INSERT INTO passages (id, document, position, start, text, heading, vector) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            passage.id,
            document,
            passage.position,
            passage.span.start,
            passage.text,
            passage.heading,
            vector,
        ),
    ).lastrowid
    connection.executemany(
        "INSERT INTO sentences (passage, start, text, vector) VALUES (?, ?, ?, ?)",
        [
            (key, sentence.span.start, sentence.text, sentence_vector)
            for sentence, sentence_vector in zip(cut.sentences, sentence_vectors, strict=True)
        ],
    )
