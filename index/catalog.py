"""Reading the catalog: the one truth about documents, passages, sentences and full text.

How its words are searched is in `index.full_text`, how passages are loaded in `index.stored`, how
it is checked in `index.checked`.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from index.checked import Checked
from index.document import Document, blank_pages
from index.embedding import Vectors
from index.errors import UnknownDocument
from index.packing import unpack
from index.stored import Stored, stored_passages


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What the catalog says of a document without its text.

    `characters` are those of its text, `size` the bytes of its file. `pages` is None where the
    format has none. `indexed` is when this version of it was indexed (UTC, ISO 8601), None where
    an earlier version of Footnote did that. `date` is the day that it states that it is from.
    """

    id: str
    title: str
    media_type: str
    digest: str
    characters: int
    passages: int
    pages: int | None = None
    size: int = 0
    indexed: str | None = None
    date: str | None = None


COLUMNS = (
    "id, title, media_type, digest, characters, passages, nullif(json_array_length(pages), 0), "
    "size, indexed, date"
)

AFTER_SLASH = chr(ord("/") + 1)
NOT_HELD = (
    "not in the index; name a document or folder by its path below the documents folder, with /, "
    "or bring the index up to date with `footnote index`"
)


class Manifest(NamedTuple):
    """What the catalog knows of a file: enough to tell whether it changed, or is read in another
    way by now. There is no `stamp` where an earlier version of Footnote indexed it."""

    digest: str
    size: int
    modified: int
    stamp: str | None = None
    loader: int = 1


class Catalog(Checked):
    """An open catalog, for reading: only what is live is seen."""

    def entries(self) -> tuple[DocumentEntry, ...]:
        """The live documents in order of id."""
        with self.transaction() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM documents WHERE live = 1 ORDER BY id"
            ).fetchall()
        return tuple(DocumentEntry(*row) for row in rows)

    def entry(self, id: str) -> DocumentEntry:
        """A live document without its text; raises `UnknownDocument`."""
        with self.transaction() as connection:
            row = connection.execute(
                f"SELECT {COLUMNS} FROM documents WHERE id = ? AND live = 1", (id,)
            ).fetchone()
        if row is None:
            raise UnknownDocument(f"{id}: {NOT_HELD}")
        return DocumentEntry(*row)

    def manifest(self) -> dict[str, Manifest]:
        """What is known of every live document's file."""
        with self.transaction() as connection:
            rows = connection.execute(
                "SELECT id, digest, size, modified, stamp, coalesce(loader, 1) FROM documents "
                "WHERE live = 1"
            ).fetchall()
        return {id: Manifest(*facts) for id, *facts in rows}

    def failures(self) -> dict[str, str]:
        """The files that could not be indexed, with the reason."""
        with self.transaction() as connection:
            return dict(connection.execute("SELECT path, reason FROM failures ORDER BY path"))

    def skipped(self) -> dict[str, str]:
        """What the folder holds beside documents, with the reason why it was left out; and the
        pages of documents that have no text."""
        with self.transaction() as connection:
            files = dict(connection.execute("SELECT path, reason FROM skipped ORDER BY path"))
            paged = connection.execute(
                "SELECT id, pages, characters FROM documents WHERE live = 1 AND pages <> '[]'"
            ).fetchall()
        for id, pages, characters in paged:
            if blank := blank_pages(json.loads(pages), characters):
                files[f"{id}, {blank}"] = "no text there: pictures, or nothing"
        return dict(sorted(files.items()))

    def document(self, id: str) -> Document:
        """A live document with its canonical text; raises `UnknownDocument`."""
        with self.transaction() as connection:
            row = connection.execute(
                "SELECT key, title, digest, media_type, pages, source, size, date FROM documents "
                "WHERE id = ? AND live = 1",
                (id,),
            ).fetchone()
            if row is None:
                raise UnknownDocument(f"{id}: {NOT_HELD}")
            key, title, digest, media_type, pages, source, size, date = row
            texts = connection.execute(
                "SELECT text FROM passages WHERE document = ? ORDER BY position", (key,)
            ).fetchall()
        text = "".join(text for (text,) in texts)
        offsets, path = tuple(json.loads(pages)), Path(source)
        return Document(
            id, title, text, digest, media_type, offsets, (), path, size=size, date=date
        )

    def passages(self, ids: Sequence[str]) -> list[Stored]:
        """The live passages among `ids`, in that order; ids that the catalog lacks are dropped."""
        with self.transaction() as connection:
            wanted = json.dumps(list(ids))
            stored = stored_passages(connection, "p.id IN (SELECT value FROM json_each(?))", wanted)
        found = {one.passage.id: one for one in stored}
        return [found[id] for id in ids if id in found]

    def passages_of(self, document: str) -> list[Stored]:
        """All passages of a live document, in reading order."""
        with self.transaction() as connection:
            return stored_passages(connection, "d.id = ?", document)

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


def _nearest_name(connection: sqlite3.Connection, name: str) -> str:
    """A hint at a document whose name holds what was named, if there is one."""
    part = PurePosixPath(name).stem.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    row = connection.execute(
        "SELECT id FROM documents WHERE live = 1 AND id LIKE ? ESCAPE '\\' ORDER BY length(id), id",
        (f"%{part}%",),
    ).fetchone()
    return f"did you mean {row[0]}? It is " if part and row else ""
