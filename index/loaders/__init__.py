"""From a file to a `Document`: one module a format, registered by the end of the file's name."""

import hashlib
import os
from importlib import import_module
from pathlib import Path

from index.document import Document
from index.errors import UnreadableDocument
from index.loaders.frames import LARGEST
from index.loaders.isolation import TOO_LARGE, Pool
from index.loaders.parsed import Format, Parsed, parsed_of, with_short_names

LOADERS: dict[str, Format] = {
    ".csv": Format("text/csv", "index.loaders.csv"),
    ".docx": Format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "index.loaders.docx",
    ),
    ".htm": Format("text/html", "index.loaders.html"),
    ".html": Format("text/html", "index.loaders.html"),
    ".md": Format("text/markdown", "index.loaders.markdown", isolated=False),
    ".pdf": Format("application/pdf", "index.loaders.pdf", places="index.loaders.pdf.places"),
    ".txt": Format("text/plain", "index.loaders.plain", isolated=False),
    ".tsv": Format("text/tab-separated-values", "index.loaders.csv"),
    ".xhtml": Format("application/xhtml+xml", "index.loaders.html"),
    ".xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "index.loaders.xlsx"
    ),
}

PARSERS = Pool(os.cpu_count() or 1)
"""The processes that files of isolated formats are read in."""


def load(path: Path, root: Path) -> Document:
    """The document in a file below `root`.

    Raises `UnreadableDocument` with the reason where the file is empty, is too large, is not what
    its name says or cannot be read; `passing` is set where that may change.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableDocument(TOO_LARGE)
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableDocument("removed while it was being read", passing=True) from error
    except OSError as error:
        raise UnreadableDocument(
            f"cannot be read ({error.strerror}); check its permissions", passing=True
        ) from error
    format = LOADERS[path.suffix.lower()]
    parsed = _parse(format, content)
    if not parsed.text.strip():
        raise UnreadableDocument("empty: no text in it")
    return Document(
        id=path.relative_to(root).as_posix(),
        title=parsed.title or readable_name(path.stem),
        text=parsed.text,
        digest=f"sha256:{hashlib.sha256(content).hexdigest()}",
        media_type=format.media_type,
        pages=parsed.pages,
        headings=parsed.headings,
        source=path,
    )


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
