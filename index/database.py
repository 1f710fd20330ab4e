"""The SQLite file behind the catalog: its tables, one connection a thread, its transactions."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from index.errors import (
    IndexBusy,
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    StorageUnusable,
)
from index.stemming import count_stems
from index.words import stemmed

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
  key INTEGER PRIMARY KEY, id TEXT NOT NULL, live INTEGER NOT NULL, title TEXT NOT NULL,
  media_type TEXT NOT NULL, digest TEXT NOT NULL, pages TEXT NOT NULL, source TEXT NOT NULL,
  size INTEGER NOT NULL, modified INTEGER NOT NULL, characters INTEGER NOT NULL,
  passages INTEGER NOT NULL, indexed TEXT, stamp TEXT, loader INTEGER, date TEXT,
  UNIQUE (id, live));
CREATE TABLE IF NOT EXISTS passages (
  key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document INTEGER NOT NULL
    REFERENCES documents (key) ON DELETE CASCADE,
  position INTEGER NOT NULL, start INTEGER NOT NULL, text TEXT NOT NULL, heading TEXT NOT NULL,
  vector BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS passages_of ON passages (document, position);
CREATE TABLE IF NOT EXISTS sentences (
  passage INTEGER NOT NULL REFERENCES passages (key) ON DELETE CASCADE,
  start INTEGER NOT NULL, text TEXT NOT NULL, vector BLOB NOT NULL,
  PRIMARY KEY (passage, start)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS staged ON documents (key) WHERE live = 0;
CREATE INDEX IF NOT EXISTS passages_with ON passages (vector);
CREATE INDEX IF NOT EXISTS sentences_with ON sentences (vector);
CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS failures (path TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS skipped (path TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS full_text USING fts5 (
  text, heading, title, content='', tokenize="unicode61");
CREATE VIRTUAL TABLE IF NOT EXISTS terms USING fts5vocab (full_text, 'row');
CREATE TABLE IF NOT EXISTS stems (stem TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
"""

ADDED = {"indexed": "TEXT", "stamp": "TEXT", "loader": "INTEGER", "date": "TEXT"}
"""Columns of `documents` that earlier versions did not make; what they stored has none of it."""

NEEDED = 65_536
"""Bytes without which SQLite reports a full disk as an I/O error of any kind."""

OF_DAMAGE = (
    "malformed",
    "not a database",
    "no such",  # table, column, tokenizer
    "decode to UTF-8",
    "unsupported file format",
    "unknown table type",
)
"""What SQLite says of a file that is not what was written."""


class Recipe(NamedTuple):
    """All that decides how documents become passages and vectors."""

    embedding: str
    passages: int
    pieces: int


class Database:
    """An open catalog file. Safe to read from several threads; one process writes, under a lock."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        if not create and not path.is_file():
            raise IndexMissing(f"{path.parent}: no index here yet; make it with `footnote index`")
        self.path = path
        self._current = threading.local()
        self._free: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        if create:
            with self.transaction("IMMEDIATE") as connection:
                for statement in SCHEMA.split(";"):
                    connection.execute(statement)
                for column in self._lacking(connection):
                    connection.execute(f"ALTER TABLE documents ADD COLUMN {column} {ADDED[column]}")
                count_stems(connection)

    def close(self) -> None:
        """Closes what no transaction is using."""
        with self._guard:
            while self._free:
                self._free.pop().close()

    @contextmanager
    def transaction(self, kind: str = "DEFERRED") -> Iterator[sqlite3.Connection]:
        """One transaction: all of it happens, or none; a reader in it sees one generation.

        Inside another transaction of the same thread it is part of that one.
        """
        with storage(self.path):
            outer: sqlite3.Connection | None = getattr(self._current, "connection", None)
            if outer is not None:
                yield outer
                return
            connection = self._taken()
            self._current.connection = connection
            try:
                connection.execute(f"BEGIN {kind}")
                try:
                    yield connection
                except BaseException:
                    connection.rollback()
                    raise
                connection.commit()
            finally:
                self._current.connection = None
                with self._guard:
                    self._free.append(connection)

    def _taken(self) -> sqlite3.Connection:
        """A connection for one transaction; used again by later ones, whatever their thread."""
        with self._guard:
            if self._free:
                return self._free.pop()
        connection = sqlite3.connect(
            self.path, timeout=30, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.create_function("stemmed", 1, stemmed, deterministic=True)
        return connection

    # ---- facts about the index

    def check_file(self) -> None:
        """Reads the whole file; raises `IndexDamaged` where SQLite finds it damaged."""
        with self.transaction() as connection:
            (told,) = connection.execute("PRAGMA integrity_check (1)").fetchone()
        if told != "ok":
            raise damaged(self.path, told)

    def check_form(self) -> None:
        """Raises `IndexMismatch` where an earlier version of Footnote wrote the tables."""
        with self.transaction() as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if self._lacking(connection) or (tables and "stems" not in tables):
                raise IndexMismatch(
                    f"{self.path.parent}: made by an earlier version of Footnote; "
                    "`footnote index` brings it up to date"
                )

    def _lacking(self, connection: sqlite3.Connection) -> list[str]:
        columns = {name for _, name, *_ in connection.execute("PRAGMA table_info(documents)")}
        return [column for column in ADDED if columns and column not in columns]

    def meta(self, name: str, default: str = "") -> str:
        """A stored fact, or the default.

        There are `recipe`, `generation`, `build`, `collection`, `passages`, `dirty`, `refused`
        (files that are not read again until they change), `leftover` (vectors may be kept of texts
        that are gone), `synced`, the time at which a sync was last completed, and `vectors` and
        `mark`, see `index.home`.
        """
        with self.transaction() as connection:
            row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else default

    def set_meta(self, **facts: str) -> None:
        """Stores facts, each as text."""
        with self.transaction("IMMEDIATE") as connection:
            connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", facts.items())

    @property
    def generation(self) -> int:
        """Counts the switches; a reader that sees another number reopens what it derived."""
        return self._number("generation", 0)

    @property
    def build(self) -> int:
        """Counts the builds from nothing; passage ids and the keys of vectors depend on it."""
        return self._number("build", 0)

    @property
    def collection(self) -> int:
        """The number of the vector collection that belongs to the catalog as it is."""
        return self._number("collection", self.build)

    @property
    def next_collection(self) -> int:
        """The number of the collection that takes its place when all vectors are added anew."""
        return max(self.collection, self.build) + 1

    def _number(self, name: str, default: int) -> int:
        value = self.meta(name, str(default))
        if not value.isdecimal():
            raise damaged(self.path, f"its {name} is {value!r}")
        return int(value)

    def recipe(self) -> Recipe | None:
        """The recipe that the live index was made with, None before the first switch.

        Raises `IndexMismatch` where another version of Footnote stored it in another form.
        """
        try:
            stored = json.loads(self.meta("recipe", "null"))
        except ValueError as error:
            raise damaged(self.path, "its recipe cannot be read") from error
        if stored is not None and stored.keys() != set(Recipe._fields):
            raise IndexMismatch(
                f"{self.path.parent}: made with another recipe, by another version of Footnote; "
                "`footnote index --rebuild` makes it anew with this one"
            )
        return Recipe(**stored) if stored else None


def copied(source: Path, target: Path) -> None:
    """Makes a catalog file hold what another one does, in one transaction; raises `IndexMissing`
    where there is none, `IndexDamaged` and `StorageUnusable`."""
    if not source.is_file():
        raise IndexMissing(f"{source.parent}: no index here yet; make it with `footnote index`")
    with (
        storage(source),
        closing(sqlite3.connect(source, timeout=30)) as old,
        closing(sqlite3.connect(target, timeout=30)) as new,
    ):
        old.backup(new)


def damaged(path: Path, reason: object) -> IndexDamaged:
    """The error for a catalog that is not what was written."""
    return IndexDamaged(
        f"{path}: damaged ({reason}); `footnote index --rebuild` makes it anew, "
        "the documents are untouched"
    )


@contextmanager
def storage(path: Path) -> Iterator[None]:
    """Turns SQLite's and the disk's complaints about `path` into errors with a next step."""
    try:
        yield
    except UnicodeDecodeError as error:  # of SQLite's own message, which names what it met
        raise damaged(path, "it holds what is no text") from error
    except (sqlite3.OperationalError, sqlite3.DatabaseError, OSError) as error:
        reason = str(error.strerror if isinstance(error, OSError) else error)
        if "I/O error" in reason and shutil.disk_usage(path.parent).free < NEEDED:
            reason = "the disk is full"
        if isinstance(error, sqlite3.IntegrityError) or any(word in reason for word in OF_DAMAGE):
            raise damaged(path, reason) from error
        if "locked" in reason:
            raise IndexBusy(
                f"{path}: locked by another process; wait until it has finished"
            ) from error
        raise StorageUnusable(
            f"{path}: cannot be written or read ({reason}); free space or permissions on "
            f"{path.parent}, or choose another folder with --data"
        ) from error
