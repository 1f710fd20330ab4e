"""From a file to a `Document`: one function a format, registered by the end of the file's name."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from index.document import Document, Heading
from index.errors import UnreadableDocument
from index.loaders.markdown import read_markdown
from index.loaders.plain import decode, read_plain

Reader = Callable[[str], tuple[str | None, tuple[Heading, ...]]]
"""From canonical text to the title that it states, if any, and its headings."""

LOADERS: dict[str, tuple[str, Reader]] = {
    ".txt": ("text/plain", read_plain),
    ".md": ("text/markdown", read_markdown),
}


def load(path: Path, root: Path) -> Document:
    """The document in a file below `root`.

    Raises `UnreadableDocument` with the reason where the file is empty, is no text in UTF-8 (or
    UTF-16 with a byte-order mark), or cannot be read; `passing` is set where that may change.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableDocument("removed while it was being read", passing=True) from error
    except OSError as error:
        raise UnreadableDocument(
            f"cannot be read ({error.strerror}); check its permissions", passing=True
        ) from error
    media_type, read = LOADERS[path.suffix.lower()]
    text = decode(content)
    if not text.strip():
        raise UnreadableDocument("empty: no text in it")
    title, headings = read(text)
    return Document(
        id=path.relative_to(root).as_posix(),
        title=title or readable_name(path.stem),
        text=text,
        digest=f"sha256:{hashlib.sha256(content).hexdigest()}",
        media_type=media_type,
        pages=(),
        headings=headings,
        source=path,
    )


def readable_name(stem: str) -> str:
    """A file name as a title: `russia-latin-america` becomes `Russia Latin America`."""
    words = stem.replace("_", " ").replace("-", " ").split()
    if stem == stem.lower():
        words = [word[:1].upper() + word[1:] for word in words]
    return " ".join(words) or stem
