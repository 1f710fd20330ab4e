"""From a file to a `Document`: one module a format, registered by the end of the file's name."""

import hashlib
import os
from importlib import import_module
from pathlib import Path

from index.document import Document
from index.errors import UnreadableDocument
from index.loaders.isolation import Pool
from index.loaders.parsed import Format, Parsed, parsed_of, with_short_names

LOADERS: dict[str, Format] = {
    ".csv": Format("text/csv", "index.loaders.csv", table=True, version=2),
    ".docx": Format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "index.loaders.docx",
        version=2,
    ),
    ".htm": Format("text/html", "index.loaders.html", version=2),
    ".html": Format("text/html", "index.loaders.html", version=2),
    ".md": Format("text/markdown", "index.loaders.markdown", version=2),
    ".pdf": Format(
        "application/pdf", "index.loaders.pdf", places="index.loaders.pdf.places", version=3
    ),
    ".txt": Format("text/plain", "index.loaders.plain", isolated=False, version=2),
    ".tsv": Format("text/tab-separated-values", "index.loaders.csv", table=True, version=2),
    ".xhtml": Format("application/xhtml+xml", "index.loaders.html", version=2),
    ".xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "index.loaders.xlsx",
        table=True,
        version=2,
    ),
}

LARGEST = 100_000_000
"""Bytes of the largest file that is read: as text each may take four bytes of memory, and all of it
is held while it is cut."""

PARSERS = Pool(os.cpu_count() or 1)
"""The processes that files of isolated formats are read in."""


def load(path: Path, root: Path) -> Document:
    """The document in a file below `root`.

    Raises `UnreadableDocument` with the reason where the file is empty, is too large, is not what
    its name says or cannot be read; `passing` is set where that may change.
    """
    content = content_of(path)
    return document_of(path, root, content, digest_of(content))


def content_of(path: Path) -> bytes:
    """The bytes of a file; raises `UnreadableDocument` as `load` does."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableDocument(f"larger than {LARGEST // 10**6} MB; split it")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableDocument("removed while it was being read", passing=True) from error
    except OSError as error:
        raise UnreadableDocument(
            f"cannot be read ({error.strerror}); check its permissions", passing=True
        ) from error


def digest_of(content: bytes) -> str:
    """What `Document.digest` is for a file of these bytes."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def document_of(path: Path, root: Path, content: bytes, digest: str) -> Document:
    """The document in the bytes of a file below `root`; raises `UnreadableDocument` as `load`."""
    format = LOADERS[path.suffix.lower()]
    parsed = _parse(format, content)
    if not parsed.text or parsed.text.isspace():  # `strip` would copy it
        raise UnreadableDocument("empty: no text in it")
    return Document(
        id=path.relative_to(root).as_posix(),
        title=parsed.title or readable_name(path.stem),
        text=parsed.text,
        digest=digest,
        media_type=format.media_type,
        pages=parsed.pages,
        headings=parsed.headings,
        source=path,
        loader=format.version,
        date=parsed.date,
    )


def suffix_of(id: str) -> str:
    """As `PurePosixPath.suffix`, but without a path made for it: there may be a hundred thousand
    files."""
    stem, _, end = id.rpartition("/")[2].rpartition(".")
    return f".{end}" if stem and end else ""


def loader_version(id: str) -> int:
    """The version of the loader that would read a document of this id."""
    return LOADERS[suffix_of(id).lower()].version


def is_table(id: str) -> bool:
    """Whether a document of this id is read as a table, row by row."""
    format = LOADERS.get(suffix_of(id).lower())
    return format is not None and format.table


def _parse(format: Format, content: bytes) -> Parsed:
    if not format.isolated:
        parsed: Parsed = import_module(format.module).parse(content)
    else:
        parsed = parsed_of(PARSERS.call(format.module, "parse", content))
    return with_short_names(parsed)


def readable_name(stem: str) -> str:
    """A file name as a title: `russia-latin-america` becomes `Russia Latin America`."""
    words = stem.replace("_", " ").replace("-", " ").split()
    if stem == stem.lower():
        words = [word[:1].upper() + word[1:] for word in words]
    return " ".join(words) or stem
