"""Documents that were read again, by another version of their loader, and came out the same."""

import sqlite3

from index.catalog import Catalog

OF_THE_FILE = ("source", "size", "modified", "stamp", "loader", "indexed")
"""Columns of `documents` that may differ: they tell of the file and of when it was read."""
PARTS = (
    "SELECT position, start, text, heading, vector FROM passages WHERE document = ?",
    "SELECT p.position, s.start, s.text, s.vector FROM sentences s "
    "JOIN passages p ON p.key = s.passage WHERE p.document = ?",
)


def keep_same(catalog: Catalog) -> int:
    """Leaves documents live that were staged as they are, and notes of their files what is known
    now; how many those were. So nothing of theirs is indexed anew."""
    with catalog.transaction("IMMEDIATE") as connection:
        names = [name for _, name, *_ in connection.execute("PRAGMA table_info(documents)")]
        compared = [name for name in names if name not in ("key", "live", *OF_THE_FILE)]
        pairs = connection.execute(
            "SELECT old.key, new.key FROM documents old JOIN documents new ON old.live = 1 "
            "AND new.live = 0 AND " + " AND ".join(f"old.{name} IS new.{name}" for name in compared)
        ).fetchall()
        same = [(old, new) for old, new in pairs if _is_same(connection, old, new)]
        noted = [name for name in OF_THE_FILE if name != "indexed"]
        for old, new in same:
            connection.execute(
                f"UPDATE documents SET ({', '.join(noted)}) = "
                f"(SELECT {', '.join(noted)} FROM documents WHERE key = ?) WHERE key = ?",
                (new, old),
            )
            connection.execute("DELETE FROM documents WHERE key = ?", (new,))
    return len(same)


def _is_same(connection: sqlite3.Connection, old: int, new: int) -> bool:
    """Whether passages and sentences of two documents are the same, in the same places."""
    return all(
        connection.execute(f"{part} EXCEPT {part} LIMIT 1", (one, other)).fetchone() is None
        for part in PARTS
        for one, other in ((old, new), (new, old))
    )
