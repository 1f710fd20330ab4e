"""Reading the catalog: the one truth about documents, passages, sentences and full text."""

import json
import math
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.database import Database
from index.document import Document, Passage, Sentence, Span
from index.embedding import Vectors
from index.errors import UnknownDocument
from index.packing import unpack
from index.words import content_words, edits, stem


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What the catalog says of a document without its text; sizes in characters."""

    id: str
    title: str
    media_type: str
    digest: str
    characters: int
    passages: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage as search finds it, with its document's facts, its sentences and all vectors.

    `before` are the last sentences of the passage before it under the same heading, if any.
    """

    passage: Passage
    title: str
    digest: str
    pages: tuple[int, ...]
    vector: Vectors
    before: tuple[Sentence, ...]
    sentences: tuple[Sentence, ...]
    sentence_vectors: Vectors


WORTH = "3.0, 1.5, 1.5"
"""What a word counts in a passage's text, heading and title. FTS5 fixes the k1 of BM25 at 1.2;
counting each word three times makes that 0.4: a second mention adds little. Measured."""
SENTENCES_BEFORE = 2
"""Sentences of the passage before that come along, for one that leans on them."""
NOT_HELD = (
    "not in the index; name it by its path below the documents folder, with /, "
    "or bring the index up to date with `footnote index`"
)
SPELLED = 5
"""Letters of the shortest stem that is looked up as a misspelling."""


class Manifest(NamedTuple):
    """What the catalog knows of a file: enough to tell whether it changed."""

    digest: str
    size: int
    modified: int


class Catalog(Database):
    """An open catalog, for reading: only what is live is seen."""

    def entries(self) -> tuple[DocumentEntry, ...]:
        """The live documents in order of id."""
        with self.transaction() as connection:
            rows = connection.execute(
                "SELECT id, title, media_type, digest, characters, passages FROM documents "
                "WHERE live = 1 ORDER BY id"
            ).fetchall()
        return tuple(DocumentEntry(*row) for row in rows)

    def manifest(self) -> dict[str, Manifest]:
        """Digest, size and time of change of every live document's file."""
        with self.transaction() as connection:
            rows = connection.execute(
                "SELECT id, digest, size, modified FROM documents WHERE live = 1"
            ).fetchall()
        return {id: Manifest(digest, size, modified) for id, digest, size, modified in rows}

    def failures(self) -> dict[str, str]:
        """The files that could not be indexed, with the reason."""
        with self.transaction() as connection:
            return dict(connection.execute("SELECT path, reason FROM failures ORDER BY path"))

    def document(self, id: str) -> Document:
        """A live document with its canonical text; raises `UnknownDocument`."""
        with self.transaction() as connection:
            row = connection.execute(
                "SELECT key, title, digest, media_type, pages, source FROM documents "
                "WHERE id = ? AND live = 1",
                (id,),
            ).fetchone()
            if row is None:
                raise UnknownDocument(f"{id}: {NOT_HELD}")
            key, title, digest, media_type, pages, source = row
            texts = connection.execute(
                "SELECT text FROM passages WHERE document = ? ORDER BY position", (key,)
            ).fetchall()
        text = "".join(text for (text,) in texts)
        offsets = tuple(json.loads(pages))
        return Document(id, title, text, digest, media_type, offsets, (), Path(source))

    def passages(self, ids: Sequence[str]) -> list[Stored]:
        """The live passages among `ids`, in that order; ids that the catalog lacks are dropped."""
        with self.transaction() as connection:
            found = {s.passage.id: s for id in ids for s in _stored(connection, "p.id", id)}
        return [found[id] for id in ids if id in found]

    def passages_of(self, document: str) -> list[Stored]:
        """All passages of a live document, in reading order."""
        with self.transaction() as connection:
            return list(_stored(connection, "d.id", document))

    def stems(self, question: str) -> dict[str, int]:
        """The question's content stems with the number of passages that hold each.

        A longer word that no passage holds is taken for a misspelling of one that some do,
        if that differs by a letter (by two in words of nine letters and more).
        """
        asked = sorted({stem(word) for word in content_words(question)})
        with self.transaction() as connection:
            found: dict[str, int] = {}
            for term in asked:
                known = _passages_with(connection, term)
                if not known and len(term) >= SPELLED and term.isalpha():
                    term, known = _respelled(connection, term)
                found[term] = known
        return found

    def search(
        self, stems: Sequence[str], limit: int, documents: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """Passage ids by BM25 over text, heading and title, best first, with the score.

        Matches any of the stems. A larger score is better.
        """
        if not stems:
            return []
        query = " OR ".join(f'"{stem}"' for stem in stems)
        scope = f"AND d.id IN ({', '.join('?' * len(documents))})" if documents else ""
        with self.transaction() as connection:
            rows = connection.execute(
                f"SELECT p.id, bm25(full_text, {WORTH}) AS rank FROM full_text "
                "JOIN passages p ON p.key = full_text.rowid JOIN documents d ON d.key = p.document "
                f"WHERE full_text MATCH ? {scope} ORDER BY rank, p.id LIMIT ?",
                (query, *documents, limit),
            ).fetchall()
        return [(id, -rank) for id, rank in rows]

    def size(self, documents: Sequence[str] = ()) -> int:
        """The number of live passages, of those documents only if any are named."""
        scope = f"AND id IN ({', '.join('?' * len(documents))})" if documents else ""
        with self.transaction() as connection:
            row = connection.execute(
                f"SELECT coalesce(sum(passages), 0) FROM documents WHERE live = 1 {scope}",
                tuple(documents),
            ).fetchone()
        return int(row[0])

    def check_known(self, documents: Sequence[str]) -> None:
        """Raises `UnknownDocument` for the first of these ids that is not in the index."""
        with self.transaction() as connection:
            for id in documents:
                if not connection.execute(
                    "SELECT 1 FROM documents WHERE id = ? AND live = 1", (id,)
                ).fetchone():
                    raise UnknownDocument(f"{id}: {NOT_HELD}")

    def faults(self) -> list[str]:
        """What is wrong inside the file: SQLite's own check, lost vectors, broken tilings."""
        with self.transaction() as connection:
            checks = connection.execute("PRAGMA integrity_check").fetchall()
            found = [row for (row,) in checks if row != "ok"]
            lost = connection.execute(
                "SELECT count(*) FROM (SELECT vector FROM passages UNION ALL SELECT vector FROM "
                "sentences) WHERE vector NOT IN (SELECT key FROM vectors)"
            ).fetchone()[0]
            if lost:
                found.append(f"{lost} passages or sentences have lost their vectors")
            gaps = connection.execute(
                "SELECT d.id FROM documents d JOIN passages p ON p.document = d.key "
                "WHERE d.live = 1 GROUP BY d.key HAVING count(*) != max(p.position) + 1 "
                "OR max(p.start + length(p.text)) != sum(length(p.text))"
            ).fetchall()
            found += [f"{id}: its passages do not tile its text" for (id,) in gaps]
            indexed, passages = connection.execute(
                "SELECT (SELECT count(*) FROM full_text), (SELECT count(*) FROM passages p "
                "JOIN documents d ON d.key = p.document WHERE d.live = 1)"
            ).fetchone()
            if indexed != passages:
                found.append(f"full text holds {indexed} passages, the catalog {passages}")
        return found


def idf(total: int, holding: int) -> float:
    """How telling a word is that `holding` of `total` passages hold: its inverse document
    frequency as in BM25, ln(1 + (n - df + 0.5) / (df + 0.5))."""
    return math.log1p((total - holding + 0.5) / (holding + 0.5))


def _passages_with(connection: sqlite3.Connection, term: str) -> int:
    row = connection.execute("SELECT doc FROM terms WHERE term = ?", (term,)).fetchone()
    return int(row[0]) if row else 0


def _respelled(connection: sqlite3.Connection, term: str) -> tuple[str, int]:
    """The most frequent known stem that `term` may be a misspelling of, else `term` itself."""
    most = 2 if len(term) >= 9 else 1
    near = connection.execute(
        "SELECT term, doc FROM terms WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
        (term[0], chr(ord(term[0]) + 1), len(term) - most, len(term) + most),
    )
    close = [(edits(term, known, most), -count, known) for known, count in near]
    distance, count, known = min(close, default=(most + 1, 0, term))
    return (known, -count) if distance <= most else (term, 0)


def _stored(connection: sqlite3.Connection, column: str, value: str) -> Iterator[Stored]:
    rows = connection.execute(
        "SELECT p.key, p.id, d.key, d.id, p.position, p.start, p.text, p.heading, d.title, "
        "d.digest, d.pages, v.vector FROM passages p JOIN documents d ON d.key = p.document "
        "JOIN vectors v ON v.key = p.vector "
        f"WHERE {column} = ? AND d.live = 1 ORDER BY p.position",
        (value,),
    ).fetchall()
    for (
        key,
        id,
        document_key,
        document,
        position,
        start,
        text,
        heading,
        title,
        digest,
        pages,
        vector,
    ) in rows:
        before = connection.execute(
            "SELECT s.start, s.text FROM sentences s JOIN passages p ON p.key = s.passage "
            "WHERE p.document = ? AND p.position = ? AND p.heading = ? "
            "ORDER BY s.start DESC LIMIT ?",
            (document_key, position - 1, heading, SENTENCES_BEFORE),
        ).fetchall()
        parts = connection.execute(
            "SELECT s.start, s.text, v.vector FROM sentences s JOIN vectors v ON v.key = s.vector "
            "WHERE s.passage = ? ORDER BY s.start",
            (key,),
        ).fetchall()
        span = Span(document, start, start + len(text))
        yield Stored(
            Passage(id, span, text, heading, position),
            title,
            digest,
            tuple(json.loads(pages)),
            unpack([vector])[0],
            tuple(Sentence(Span(document, at, at + len(words)), words) for at, words in before)[
                ::-1
            ],
            tuple(Sentence(Span(document, at, at + len(words)), words) for at, words, _ in parts),
            unpack([blob for *_, blob in parts]),
        )
