"""Checking the catalog's file against itself: the text of every passage against its key, too."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator

import numpy as np

from index.database import SCHEMA, storage
from index.errors import IndexDamaged
from index.fault import Fault, Kind
from index.full_text import FullText
from index.packing import key_of, space_of, unpack

LENGTH = 0.02
"""How far from 1 the length of a vector in half precision may be; those kept are within 0.001."""

HELD = (
    "SELECT d.id, p.text, p.vector FROM passages p JOIN documents d ON d.key = p.document "
    "WHERE d.live = 1 UNION ALL "
    "SELECT d.id, s.text, s.vector FROM sentences s JOIN passages p ON p.key = s.passage "
    "JOIN documents d ON d.key = p.document WHERE d.live = 1"
)
"""Document id, text and key of every live passage and sentence."""

UNUSED = "key NOT IN (SELECT vector FROM passages UNION SELECT vector FROM sentences)"
"""Of kept vectors: no text has them."""


class Checked(FullText):
    """An open catalog that can tell what is wrong with it."""

    def faults(self) -> list[Fault]:
        """What is wrong inside the file; raises `IndexDamaged` where it cannot even be read."""
        with self.transaction() as connection:
            checks = connection.execute("PRAGMA integrity_check").fetchall()
            if checks != [("ok",)]:
                return [Fault(Kind.DAMAGED, f"the catalog is damaged: {row}") for (row,) in checks]
            found = [*_orphans(connection), *_documents(connection)]
            found += self._altered(connection)
            found += [*_encoded(connection), *_unindexed(connection)]
            counted = connection.execute(
                "SELECT count(*) FROM passages p JOIN documents d ON d.key = p.document "
                "WHERE d.live = 1"
            ).fetchone()[0]
            if self.size() != counted:
                what = f"the catalog holds {counted} passages and says {self.size()}"
                found.append(Fault(Kind.COUNT, what))
        return [*found, *self._full_text()]

    def left_over(self) -> Iterator[Fault]:
        """What runs that were interrupted have left."""
        with self.transaction() as connection:
            (staged,) = connection.execute(
                "SELECT count(*) FROM documents WHERE live = 0"
            ).fetchone()
            (unused,) = connection.execute(
                f"SELECT count(*) FROM vectors WHERE {UNUSED}"
            ).fetchone()
        if staged:
            what = f"{staged} documents were read by a run that was interrupted, or is under way"
            yield Fault(Kind.INTERRUPTED, what)
        if unused:
            yield Fault(Kind.UNUSED, f"{unused} kept vectors belong to no text")

    def strange(self) -> list[str]:
        """Tables, triggers and views that a catalog does not have: another program made them."""
        ours = set(re.findall(r"(?:TABLE|INDEX) IF NOT EXISTS (\w+)", SCHEMA))
        with self.transaction() as connection:
            rows = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
        return [
            f"{kind} {name}"
            for kind, name in rows
            if kind not in ("table", "index")
            or (name not in ours and not name.startswith(("full_text_", "sqlite_")))
        ]

    def broken_documents(self) -> set[str]:
        """The live documents whose passages are lost, doubled or altered."""
        with self.transaction() as connection:
            return {*_not_tiling(connection), *self._not_as_keyed(connection)}

    def unkept(self) -> Iterator[tuple[bytes, str]]:
        """Key and text of what has no vector, or one that is not of length 1."""
        with self.transaction() as connection:
            bad = _bad_keys(connection)
            for _, text, key in connection.execute(HELD):
                if key in bad:
                    yield key, text.strip()

    def _altered(self, connection: sqlite3.Connection) -> Iterator[Fault]:
        for id, count in sorted(self._not_as_keyed(connection).items()):
            texts = "a text of it is" if count == 1 else f"{count} texts of it are"
            yield Fault(Kind.DOCUMENTS, f"{id}: {texts} not what was indexed")

    def _not_as_keyed(self, connection: sqlite3.Connection) -> Counter[str]:
        """How many texts of each document do not have the hash that they are kept under."""
        recipe = self.recipe()
        if recipe is None:
            return Counter()
        space = space_of(recipe.embedding, self.build)
        return Counter(
            id
            for id, text, key in connection.execute(HELD)
            if not isinstance(text, str) or key_of(text.strip(), space) != key
        )

    def _full_text(self) -> Iterator[Fault]:
        """What FTS5 says of its own tables; it asks for the right to write, but doesn't."""
        try:
            with storage(self.path), self.transaction("IMMEDIATE") as connection:
                connection.execute("INSERT INTO full_text (full_text) VALUES ('integrity-check')")
        except IndexDamaged as error:
            yield Fault(Kind.FULL_TEXT, f"full text is damaged: {error.__cause__}")


def _orphans(connection: sqlite3.Connection) -> Iterator[Fault]:
    counted = Counter(row[0] for row in connection.execute("PRAGMA foreign_key_check"))
    for table, count in sorted(counted.items()):
        yield Fault(Kind.ORPHANS, f"{count} {table} belong to nothing")


def _documents(connection: sqlite3.Connection) -> Iterator[Fault]:
    for id in _not_tiling(connection):
        what = f"{id}: passages are lost or doubled, they do not tile its text"
        yield Fault(Kind.DOCUMENTS, what)


def _not_tiling(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT d.id FROM documents d LEFT JOIN passages p ON p.document = d.key "
        "WHERE d.live = 1 GROUP BY d.key HAVING count(p.key) != d.passages "
        "OR count(p.key) != max(p.position) + 1 "
        "OR max(p.start + length(p.text)) != sum(length(p.text)) "
        "OR sum(length(p.text)) != d.characters ORDER BY d.id"
    ).fetchall()
    return [id for (id,) in rows]


def _encoded(connection: sqlite3.Connection) -> Iterator[Fault]:
    bad = _bad_keys(connection)
    if not bad:
        return
    count = sum(key in bad for _, _, key in connection.execute(HELD))
    if count:
        yield Fault(Kind.ENCODED, f"{count} passages or sentences have lost their vectors")


def _bad_keys(connection: sqlite3.Connection) -> set[bytes]:
    """The keys of live texts that have no vector, or one that is not of length 1."""
    rows = connection.execute(
        f"SELECT DISTINCT h.vector FROM ({HELD}) h LEFT JOIN vectors v ON v.key = h.vector "
        "WHERE v.key IS NULL"
    )
    bad = {key for (key,) in rows}
    cursor = connection.execute("SELECT key, vector FROM vectors")
    while batch := cursor.fetchmany(10_000):
        usual = Counter(len(vector) for _, vector in batch).most_common(1)[0][0]
        bad.update(key for key, vector in batch if len(vector) != usual)
        rest = [(key, vector) for key, vector in batch if len(vector) == usual]
        lengths = np.linalg.norm(unpack([vector for _, vector in rest]), axis=1)
        wrong = ~(np.abs(lengths - 1) <= LENGTH)  # so that what is no number is wrong, too
        bad.update(key for (key, _), is_wrong in zip(rest, wrong, strict=True) if is_wrong)
    return bad


def _unindexed(connection: sqlite3.Connection) -> Iterator[Fault]:
    missing, strange = connection.execute(
        "WITH held AS (SELECT p.key FROM passages p JOIN documents d ON d.key = p.document "
        "WHERE d.live = 1), indexed AS (SELECT rowid AS key FROM full_text) "
        "SELECT (SELECT count(*) FROM held WHERE key NOT IN (SELECT key FROM indexed)), "
        "(SELECT count(*) FROM indexed WHERE key NOT IN (SELECT key FROM held))"
    ).fetchone()
    if missing:
        yield Fault(Kind.FULL_TEXT, f"{missing} passages are missing from the full text")
    if strange:
        yield Fault(Kind.FULL_TEXT, f"the full text holds {strange} passages that are none")
