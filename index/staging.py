"""Writing the catalog: documents are staged unseen, then switched live in one transaction."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from index.catalog import Catalog, Manifest
from index.database import Recipe
from index.document import Document
from index.passages import CutPassage


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

    def stage(
        self,
        document: Document,
        file: Manifest,
        passages: Sequence[tuple[CutPassage, bytes, list[bytes]]],
    ) -> None:
        """Writes a document for the next switch; each passage with its and its sentences' keys."""
        with self.transaction("IMMEDIATE") as connection:
            key = connection.execute(
                "INSERT INTO documents (id, live, title, media_type, digest, pages, source, size, "
                "modified, characters, passages, indexed) "
                "VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
                    len(passages),
                    _now(),
                ),
            ).lastrowid
            for passage, vector, sentence_vectors in passages:
                _insert(connection, key, passage, vector, sentence_vectors)

    def drop_staged(self) -> None:
        """Forgets documents that an interrupted run staged; their vectors stay."""
        with self.transaction("IMMEDIATE") as connection:
            connection.execute("DELETE FROM documents WHERE live = 0")

    def staged_vectors(self) -> Iterator[tuple[str, str, bytes]]:
        """Passage id, document id and vector of every staged passage."""
        yield from self._vectors_where("d.live = 0")

    def live_vectors(self) -> Iterator[tuple[str, str, bytes]]:
        """Passage id, document id and vector of every live passage."""
        yield from self._vectors_where("d.live = 1")

    def _vectors_where(self, condition: str) -> Iterator[tuple[str, str, bytes]]:
        # In no order of theme, as ids are hashes: a graph grown one theme after the other hides
        # the first ones behind the others.
        with self.transaction() as connection:
            yield from connection.execute(
                "SELECT p.id, d.id, v.vector FROM passages p "
                "JOIN documents d ON d.key = p.document "
                f"JOIN vectors v ON v.key = p.vector WHERE {condition} ORDER BY p.id"
            )

    def switch(
        self, removed: Sequence[str], recipe: Recipe, *, build: int, whole: bool
    ) -> list[str]:
        """Makes staged documents live in place of their earlier versions, in one transaction.

        `removed` documents go; with `whole` everything that is not staged goes. The ids of the
        passages that went come back, for the vector index to forget.
        """
        with self.transaction("IMMEDIATE") as connection:
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS going (key INTEGER PRIMARY KEY)")
            connection.execute("DELETE FROM going")
            connection.execute(
                "INSERT INTO going SELECT key FROM documents WHERE live = 1 AND (:whole "
                "OR id IN (SELECT value FROM json_each(:removed)) "
                "OR id IN (SELECT id FROM documents WHERE live = 0))",
                {"whole": whole, "removed": json.dumps(list(removed))},
            )
            old = connection.execute(
                "SELECT id FROM passages WHERE document IN (SELECT key FROM going) ORDER BY key"
            ).fetchall()
            connection.execute(
                "INSERT INTO full_text (full_text, rowid, text, heading, title) "
                "SELECT 'delete', p.key, stemmed(p.text), stemmed(p.heading), stemmed(d.title) "
                "FROM passages p "
                "JOIN documents d ON d.key = p.document WHERE d.key IN (SELECT key FROM going)"
            )
            connection.execute("DELETE FROM documents WHERE key IN (SELECT key FROM going)")
            connection.execute(
                "INSERT INTO full_text (rowid, text, heading, title) "
                "SELECT p.key, stemmed(p.text), stemmed(p.heading), stemmed(d.title) "
                "FROM passages p "
                "JOIN documents d ON d.key = p.document WHERE d.live = 0"
            )
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
        """Notes the size and time of files whose content has not changed."""
        with self.transaction("IMMEDIATE") as connection:
            connection.executemany(
                "UPDATE documents SET size = ?, modified = ? WHERE id = ? AND live = 1",
                [(file.size, file.modified, id) for id, file in files.items()],
            )

    def note_end(self, failed: dict[str, str], skipped: dict[str, str]) -> None:
        """Notes that a sync is complete, and the files that it could not index or left out."""
        with self.transaction("IMMEDIATE") as connection:
            for table, files in (("failures", failed), ("skipped", skipped)):
                connection.execute(f"DELETE FROM {table}")
                connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", files.items())
            self._catalog.set_meta(synced=_now())

    def drop_unused_vectors(self) -> None:
        """Forgets vectors of texts that no document holds any more."""
        with self.transaction("IMMEDIATE") as connection:
            connection.execute(
                "DELETE FROM vectors WHERE key NOT IN "
                "(SELECT vector FROM passages UNION SELECT vector FROM sentences)"
            )


def _now() -> str:
    """The time in UTC, to the second: `2026-07-14T09:05:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _insert(
    connection: sqlite3.Connection,
    document: int | None,
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
