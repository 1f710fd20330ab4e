"""Reading the catalog: the one truth about documents, passages, sentences and full text."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.database import Database
from index.document import Document, Passage, Sentence, Span
from index.embedding import Vectors
from index.errors import UnknownDocument
from index.packing import unpack
from index.words import content_words, stem


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
    """A passage as search finds it, with its document's facts, its sentences and all vectors."""

    passage: Passage
    title: str
    digest: str
    pages: tuple[int, ...]
    vector: Vectors
    sentences: tuple[Sentence, ...]
    sentence_vectors: Vectors


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
                "SELECT d.id, d.title, d.media_type, d.digest, sum(length(p.text)), count(*) "
                "FROM documents d JOIN passages p ON p.document = d.key "
                "WHERE d.live = 1 GROUP BY d.key ORDER BY d.id"
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
                raise UnknownDocument(
                    f"{id}: not in the index; `footnote index` lists what is, "
                    "after bringing it up to date"
                )
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

    def search(
        self, question: str, limit: int, documents: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """Passage ids by BM25 over text, heading and title, best first, with the score.

        Matches any of the question's content words by Porter stem. A larger score is better.
        """
        query = " OR ".join(f'"{word}"' for word in content_words(question))
        if not query:
            return []
        scope = ""
        if documents:
            scope = f"AND d.id IN ({', '.join('?' * len(documents))})"
        with self.transaction() as connection:
            rows = connection.execute(
                f"SELECT p.id, bm25(full_text, 1.0, 0.5, 0.5) AS rank FROM full_text "  # noqa: S608
                "JOIN passages p ON p.key = full_text.rowid JOIN documents d ON d.key = p.document "
                f"WHERE full_text MATCH ? {scope} ORDER BY rank, p.id LIMIT ?",
                (query, *documents, limit),
            ).fetchall()
        return [(id, -rank) for id, rank in rows]

    def weights(self, text: str) -> dict[str, float]:
        """How telling each content stem of a text is here: its inverse document frequency.

        ln(1 + (n - df + 0.5) / (df + 0.5)) with n passages, df of them holding the stem.
        """
        stems = sorted({stem(word) for word in content_words(text)})
        with self.transaction() as connection:
            total = connection.execute(
                "SELECT count(*) FROM passages p JOIN documents d ON d.key = p.document "
                "WHERE d.live = 1"
            ).fetchone()[0]
            rows = connection.execute(
                f"SELECT term, doc FROM terms WHERE term IN ({', '.join('?' * len(stems))})",  # noqa: S608
                stems,
            ).fetchall()
        holding = dict.fromkeys(stems, 0) | dict(rows)
        return {s: float(np.log1p((total - n + 0.5) / (n + 0.5))) for s, n in holding.items()}


def _stored(connection: sqlite3.Connection, column: str, value: str) -> Iterator[Stored]:
    rows = connection.execute(
        "SELECT p.key, p.id, d.id, p.position, p.start, p.text, p.heading, d.title, d.digest, "
        "d.pages, v.vector FROM passages p JOIN documents d ON d.key = p.document "
        "JOIN vectors v ON v.key = p.vector "
        f"WHERE {column} = ? AND d.live = 1 ORDER BY p.position",  # noqa: S608
        (value,),
    ).fetchall()
    for key, id, document, position, start, text, heading, title, digest, pages, vector in rows:
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
            tuple(Sentence(Span(document, at, at + len(words)), words) for at, words, _ in parts),
            unpack([blob for *_, blob in parts]),
        )
