"""Passages as search finds them, loaded from the catalog with all that belongs to them."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.document import Passage, Sentence, Span
from index.embedding import Vectors
from index.packing import unpack

SENTENCES_BEFORE = 2
"""Sentences of the passage before that come along, for one that leans on them."""


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
    date: str | None = None
    """The day that its document states that it is from."""


def stored_passages(connection: sqlite3.Connection, condition: str, value: str) -> list[Stored]:
    """The live passages under a condition on the passage `p` or its document `d`, which takes the
    value; those of a document in reading order. However many there are, it asks three times."""
    rows = connection.execute(
        "SELECT p.key, p.id, d.id, p.position, p.start, p.text, p.heading, d.title, d.digest, "
        "d.pages, d.date, v.vector FROM passages p JOIN documents d ON d.key = p.document "
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
        key, id, document, position, start, text, heading, title, digest, pages, date, _ = row
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
                date,
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
