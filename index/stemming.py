"""Writing the full text: the stems of passages, and in how many passages each stem is.

FTS5 tells in how many passages a word is by reading all of them; that is counted here instead, so
that a common word is known at once, and a misspelt one is looked up among words alone.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any

COLUMNS = "text, heading, title"
STEMMED = (
    "SELECT p.key, stemmed(p.text), stemmed(p.heading), stemmed(d.title) FROM passages p "
    "JOIN documents d ON d.key = p.document WHERE "
)


def add_stems(connection: sqlite3.Connection, condition: str) -> None:
    """Puts the passages of the documents `d` under a condition into the full text."""
    counts: Counter[str] = Counter()
    rows = _counted(connection, condition, counts)
    statement = f"INSERT INTO full_text (rowid, {COLUMNS}) VALUES (?, ?, ?, ?)"
    connection.executemany(statement, rows)
    connection.executemany(
        "INSERT INTO stems VALUES (?, ?) "
        "ON CONFLICT (stem) DO UPDATE SET passages = passages + excluded.passages",
        counts.items(),
    )


def remove_stems(connection: sqlite3.Connection, condition: str) -> None:
    """Takes them out of it again; it still has to hold what they say."""
    counts: Counter[str] = Counter()
    rows = _counted(connection, condition, counts)
    statement = f"INSERT INTO full_text (full_text, rowid, {COLUMNS}) VALUES ('delete', ?, ?, ?, ?)"
    connection.executemany(statement, rows)
    connection.executemany(
        "UPDATE stems SET passages = passages - ? WHERE stem = ?",
        ((count, stem) for stem, count in counts.items()),
    )
    connection.executemany(
        "DELETE FROM stems WHERE stem = ? AND passages <= 0", ((stem,) for stem in counts)
    )


def stem_anew(connection: sqlite3.Connection) -> None:
    """Makes the full text of all live passages anew."""
    connection.execute("INSERT INTO full_text (full_text) VALUES ('delete-all')")
    connection.execute("DELETE FROM stems")
    add_stems(connection, "d.live = 1")


def count_stems(connection: sqlite3.Connection) -> None:
    """Counts the stems of an index that an earlier version made, which didn't."""
    if connection.execute("SELECT 1 FROM stems LIMIT 1").fetchone() is None:
        connection.execute("INSERT INTO stems SELECT term, doc FROM terms")


def _counted(
    connection: sqlite3.Connection, condition: str, counts: Counter[str]
) -> Iterator[tuple[Any, ...]]:
    """The rows of the full text, each of whose stems is counted once as it is read."""
    for row in connection.execute(STEMMED + condition):
        counts.update({stem for column in row[1:] for stem in column.split()})
        yield row
