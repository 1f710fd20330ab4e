"""Searching the catalog by words: BM25 over stems, with misspellings mended."""

import json
import math
import sqlite3
from collections.abc import Sequence

from index.database import Database
from index.words import content_words, edits, stem

WORTH = "3.0, 1.5, 1.5"
"""What a word counts in a passage's text, heading and title. FTS5 fixes the k1 of BM25 at 1.2;
counting each word three times makes that 0.4: a second mention adds little. Measured."""
MOST_SCORED = 20_000
"""Passages that a lexical search scores, unless the rarest word alone is in more."""
KEYS_OF = (
    "SELECT p.key FROM documents d JOIN passages p ON p.document = d.key "
    "WHERE d.id IN (SELECT value FROM json_each(?))"
)
SPELLED = 5
"""Letters of the shortest stem that is looked up as a misspelling."""
MENDED = 3
"""Stems of one question that are looked up so, the longest: each is compared with all that begin
alike, and where more are unknown, the question is in other words than the documents."""


class FullText(Database):
    """The words of an open catalog: how often each occurs, and the passages that hold them."""

    def stems(self, question: str) -> dict[str, int]:
        """The question's content stems with the number of passages that hold each.

        A longer word that no passage holds is taken for a misspelling of one that some do,
        if that differs by a letter (by two in words of nine letters and more); of more than
        `MENDED` such words the longest are.
        """
        asked = sorted({stem(word) for word in content_words(question)})
        with self.transaction() as connection:
            known = {term: _passages_with(connection, term) for term in asked}
            unknown = [
                term
                for term in sorted(asked, key=len, reverse=True)
                if not known[term] and len(term) >= SPELLED and term.isalpha()
            ]
            mended = {term: _respelled(connection, term) for term in unknown[:MENDED]}
        return dict(mended.get(term, (term, known[term])) for term in asked)

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
        condition = "full_text MATCH ?"
        with self.transaction() as connection:
            match, weight = _any_of(stems), 1
            if self.size(documents) > MOST_SCORED:
                match, weight = _pruned(stems, _rarest(connection, stems))
            given = [match]
            if documents:  # the + keeps SQLite from matching anew for every row
                condition += f" AND +rowid IN ({KEYS_OF})"
                given.append(json.dumps(list(documents)))
            rows = connection.execute(
                f"WITH found AS (SELECT rowid AS key, bm25(full_text, {WORTH}) AS rank "
                f"FROM full_text WHERE {condition}) "
                "SELECT p.id, f.rank FROM found f CROSS JOIN passages p ON p.key = f.key "
                "WHERE f.rank <= (SELECT max(rank) FROM (SELECT rank FROM found ORDER BY rank "
                "LIMIT ?)) ORDER BY f.rank, p.id LIMIT ?",
                (*given, limit, limit),
            ).fetchall()
        return [(id, -rank / weight) for id, rank in rows]

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


def idf(total: int, holding: int) -> float:
    """How telling a word is that `holding` of `total` passages hold: its inverse document
    frequency as in BM25, ln(1 + (n - df + 0.5) / (df + 0.5))."""
    return math.log1p((total - holding + 0.5) / (holding + 0.5))


def _passages_with(connection: sqlite3.Connection, term: str) -> int:
    row = connection.execute("SELECT passages FROM stems WHERE stem = ?", (term,)).fetchone()
    return int(row[0]) if row else 0


def _any_of(stems: Sequence[str]) -> str:
    return " OR ".join(f'"{stem}"' for stem in stems)


def _pruned(stems: Sequence[str], rare: Sequence[str]) -> tuple[str, int]:
    """A match of passages that hold any of the rare stems, by which all stems count, and how often
    each does.

    FTS5 then skips through the others' passages, where it would read all of them for `rare AND
    any`. It counts a stem each time it is named, and the rare ones have to be named twice.
    """
    others = [stem for stem in stems if stem not in rare]
    if not others:
        return _any_of(rare), 1
    return f"({_any_of(rare)}) AND ({_any_of([*rare, *others, *others])})", 2


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
        "SELECT stem, passages FROM stems WHERE stem >= ? AND stem < ? "
        "AND length(stem) BETWEEN ? AND ?",
        (term[0], chr(ord(term[0]) + 1), len(term) - most, len(term) + most),
    )
    close = [(edits(term, known, most), -count, known) for known, count in near]
    distance, count, known = min(close, default=(most + 1, 0, term))
    return (known, -count) if distance <= most else (term, 0)
