"""Reading the catalog: the one truth about documents, passages, sentences and full text."""

import json
import math
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

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
AFTER_SLASH = chr(ord("/") + 1)
NOT_HELD = (
    "not in the index; name a document or folder by its path below the documents folder, with /, "
    "or bring the index up to date with `footnote index`"
)
MOST_SCORED = 20_000
"""Passages that a lexical search scores, unless the rarest word alone is in more."""
KEYS_OF = (
    "SELECT p.key FROM documents d JOIN passages p ON p.document = d.key "
    "WHERE d.id IN (SELECT value FROM json_each(?))"
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
            wanted = json.dumps(list(ids))
            stored = _stored(connection, "p.id IN (SELECT value FROM json_each(?))", wanted)
        found = {one.passage.id: one for one in stored}
        return [found[id] for id in ids if id in found]

    def passages_of(self, document: str) -> list[Stored]:
        """All passages of a live document, in reading order."""
        with self.transaction() as connection:
            return _stored(connection, "d.id = ?", document)

    def nearest(
        self, vector: Vectors, limit: int, documents: Sequence[str]
    ) -> list[tuple[str, float]]:
        """The ids of these documents' passages nearest to a vector with their cosine, best first,
        ties in order of id: as `VectorStore.search`, but exact, as every passage is compared."""
        with self.transaction() as connection:
            rows = connection.execute(
                "SELECT p.id, v.vector FROM documents d "
                "CROSS JOIN passages p ON p.document = d.key "
                "CROSS JOIN vectors v ON v.key = p.vector "
                "WHERE d.live = 1 AND d.id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(documents)),),
            ).fetchall()
        if not rows:
            return []
        cosines = unpack([packed for _, packed in rows]) @ vector
        hits = [(id, float(cosine)) for (id, _), cosine in zip(rows, cosines, strict=True)]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]

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

        Matches any of the stems. A larger score is better. Where more than `MOST_SCORED` passages
        are searched, only those are scored that hold one of the rarest stems, as many of these as
        are in `MOST_SCORED` passages together: what holds only the others is passed over.
        """
        if not stems:
            return []
        conditions, given = ["full_text MATCH ?"], [_any_of(stems)]
        with self.transaction() as connection:
            # The + keeps SQLite from matching anew for every row.
            if documents:
                conditions.append(f"+rowid IN ({KEYS_OF})")
                given.append(json.dumps(list(documents)))
            if self.size(documents) > MOST_SCORED:
                conditions.append("+rowid IN (SELECT rowid FROM full_text WHERE full_text MATCH ?)")
                given.append(_any_of(_rarest(connection, stems)))
            rows = connection.execute(
                f"WITH found AS (SELECT rowid AS key, bm25(full_text, {WORTH}) AS rank "
                f"FROM full_text WHERE {' AND '.join(conditions)}) "
                "SELECT p.id, f.rank FROM found f CROSS JOIN passages p ON p.key = f.key "
                "WHERE f.rank <= (SELECT max(rank) FROM (SELECT rank FROM found ORDER BY rank "
                "LIMIT ?)) ORDER BY f.rank, p.id LIMIT ?",
                (*given, limit, limit),
            ).fetchall()
        return [(id, -rank) for id, rank in rows]

    def size(self, documents: Sequence[str] = ()) -> int:
        """The number of live passages, of those documents only if any are named."""
        with self.transaction() as connection:
            if documents:
                row = connection.execute(
                    "SELECT coalesce(sum(passages), 0) FROM documents "
                    "WHERE live = 1 AND id IN (SELECT value FROM json_each(?))",
                    (json.dumps(list(documents)),),
                ).fetchone()
            else:  # kept by the switch; an index that none has made since is counted
                row = connection.execute(
                    "SELECT coalesce((SELECT value FROM meta WHERE name = 'passages'), "
                    "(SELECT sum(passages) FROM documents WHERE live = 1), 0)"
                ).fetchone()
        return int(row[0])

    def within(self, names: Sequence[str]) -> tuple[str, ...]:
        """The documents that these ids and folders name, in order, each once.

        Raises `UnknownDocument` for the first that is neither in the index.
        """
        found: dict[str, None] = {}
        with self.transaction() as connection:
            for name in names:
                below = name.rstrip("/") + "/"
                rows = connection.execute(
                    "SELECT id FROM documents WHERE live = 1 AND (id = ? OR (id > ? AND id < ?)) "
                    "ORDER BY id",
                    (name, below, below[:-1] + AFTER_SLASH),
                ).fetchall()
                if not rows:
                    raise UnknownDocument(f"{name}: {_nearest_name(connection, name)}{NOT_HELD}")
                found.update(dict.fromkeys(id for (id,) in rows))
        return tuple(found)

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
            if self.size() != passages:
                found.append(f"the catalog holds {passages} passages and says {self.size()}")
        return found


def idf(total: int, holding: int) -> float:
    """How telling a word is that `holding` of `total` passages hold: its inverse document
    frequency as in BM25, ln(1 + (n - df + 0.5) / (df + 0.5))."""
    return math.log1p((total - holding + 0.5) / (holding + 0.5))


def _nearest_name(connection: sqlite3.Connection, name: str) -> str:
    """A hint at a document whose name holds what was named, if there is one."""
    part = PurePosixPath(name).stem.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    row = connection.execute(
        "SELECT id FROM documents WHERE live = 1 AND id LIKE ? ESCAPE '\\' ORDER BY length(id), id",
        (f"%{part}%",),
    ).fetchone()
    return f"did you mean {row[0]}? It is " if part and row else ""


def _passages_with(connection: sqlite3.Connection, term: str) -> int:
    row = connection.execute("SELECT doc FROM terms WHERE term = ?", (term,)).fetchone()
    return int(row[0]) if row else 0


def _any_of(stems: Sequence[str]) -> str:
    return " OR ".join(f'"{stem}"' for stem in stems)


def _rarest(connection: sqlite3.Connection, stems: Sequence[str]) -> list[str]:
    """The rarest stems, as many as are in `MOST_SCORED` passages together; one that is known."""
    counted = sorted((_passages_with(connection, term), term) for term in stems)
    chosen: list[str] = []
    together = 0
    for count, term in counted:
        if together and together + count > MOST_SCORED:
            break
        together += count
        chosen.append(term)
    return chosen


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


def _stored(connection: sqlite3.Connection, condition: str, value: str) -> list[Stored]:
    """The live passages under a condition on the passage `p` or its document `d`, which takes the
    value; those of a document in reading order. However many there are, it asks three times."""
    rows = connection.execute(
        "SELECT p.key, p.id, d.id, p.position, p.start, p.text, p.heading, d.title, d.digest, "
        "d.pages, v.vector FROM passages p JOIN documents d ON d.key = p.document "
        "JOIN vectors v ON v.key = p.vector "
        f"WHERE {condition} AND d.live = 1 ORDER BY d.id, p.position",
        (value,),
    ).fetchall()
    keys = json.dumps([key for key, *_ in rows])
    parts = connection.execute(
        "SELECT s.passage, s.start, s.text, v.vector FROM json_each(?) k "
        "CROSS JOIN sentences s ON s.passage = k.value CROSS JOIN vectors v ON v.key = s.vector "
        "ORDER BY s.passage, s.start",
        (keys,),
    ).fetchall()
    before = connection.execute(
        "SELECT passage, start, text FROM (SELECT p.key AS passage, s.start, s.text, "
        "row_number() OVER (PARTITION BY p.key ORDER BY s.start DESC) AS back "
        "FROM json_each(?) k CROSS JOIN passages p ON p.key = k.value "
        "CROSS JOIN passages b ON b.document = p.document AND b.position = p.position - 1 "
        "AND b.heading = p.heading CROSS JOIN sentences s ON s.passage = b.key) "
        "WHERE back <= ? ORDER BY passage, start",
        (keys, SENTENCES_BEFORE),
    ).fetchall()
    vectors = unpack([row[-1] for row in rows])
    sentence_vectors = unpack([row[-1] for row in parts])
    held, preceding = _ranges(parts), _ranges(before)
    found = []
    for row, vector in zip(rows, vectors, strict=True):
        key, id, document, position, start, text, heading, title, digest, pages, _ = row
        own, earlier = held.get(key, slice(0)), preceding.get(key, slice(0))
        found.append(
            Stored(
                Passage(id, Span(document, start, start + len(text)), text, heading, position),
                title,
                digest,
                tuple(json.loads(pages)),
                vector,
                tuple(_sentence(document, at, words) for _, at, words in before[earlier]),
                tuple(_sentence(document, at, words) for _, at, words, _ in parts[own]),
                sentence_vectors[own],
            )
        )
    return found


def _ranges(rows: Sequence[tuple[Any, ...]]) -> dict[int, slice]:
    """Where the rows of each passage stand among rows in order of passage, which comes first."""
    ends = {row[0]: end for end, row in enumerate(rows, 1)}
    return {
        key: slice(start, end)
        for start, (key, end) in zip([0, *ends.values()], ends.items(), strict=False)
    }


def _sentence(document: str, start: int, text: str) -> Sentence:
    return Sentence(Span(document, start, start + len(text)), text)
