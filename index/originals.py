"""The file that a document was made from, given out only while it is what was indexed."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path
from typing import IO

from index.catalog import DocumentEntry
from index.errors import DocumentChanged, StorageUnusable, UnknownDocument

IN_MEMORY = 8_000_000
"""Bytes of a copy that are held in memory; a larger one lies in a file without a name."""
PART = 1_000_000

OPENED = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
"""How a file is opened: without waiting where there is something else by now, such as a pipe."""


def original(folder: Path, entry: DocumentEntry) -> IO[bytes]:
    """A copy of a document's file, to be read from its start; the caller closes it.

    It is copied while it is checked: what is given out afterwards are the bytes that were
    checked, whatever becomes of the file. Raises `UnknownDocument` where it is gone,
    `DocumentChanged` where it is another one by now, and `StorageUnusable`.
    """
    try:
        descriptor = _opened(folder, entry)
    except (FileNotFoundError, NotADirectoryError):
        raise UnknownDocument(f"{entry.id}: its file is gone since it was indexed") from None
    except (OSError, RuntimeError):  # the latter for a link that leads to itself
        raise _changed(entry) from None
    copy: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    try:
        with os.fdopen(descriptor, "rb") as file:
            _copy(file, copy, entry)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return copy


def _opened(folder: Path, entry: DocumentEntry) -> int:
    path = folder / entry.id
    if not path.resolve(strict=True).is_relative_to(folder.resolve()):
        raise _changed(entry)
    descriptor = os.open(path, OPENED)
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode) or facts.st_size != entry.size:
        os.close(descriptor)
        raise _changed(entry)
    return descriptor


def _copy(file: IO[bytes], copy: IO[bytes], entry: DocumentEntry) -> None:
    digest = hashlib.sha256()
    left = entry.size
    try:
        while left > 0 and (part := file.read(min(left, PART))):
            digest.update(part)
            copy.write(part)
            left -= len(part)
    except OSError as error:
        raise StorageUnusable(
            f"{tempfile.gettempdir()}: {entry.id} cannot be copied there ({error.strerror}); "
            "free space, or set TMPDIR"
        ) from error
    if f"sha256:{digest.hexdigest()}" != entry.digest:
        raise _changed(entry)


def _changed(entry: DocumentEntry) -> DocumentChanged:
    return DocumentChanged(
        f"{entry.id}: its file has changed since it was indexed; bring the index up to date"
    )
