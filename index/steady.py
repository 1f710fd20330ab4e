"""Reading a file that somebody may be writing meanwhile."""

import time
from dataclasses import replace
from pathlib import Path

from index.catalog import Manifest
from index.document import Document
from index.errors import UnreadableDocument
from index.loaders import load
from index.scan import Found

TRIES = 3

RACY = 2_000_000_000
"""Nanoseconds within which a file may change again without a new time of change: such a file is
read, not trusted by its time (as git does with its index)."""

Stamp = tuple[int, int, int]


def load_steady(file: Found, folder: Path) -> tuple[Document, Found]:
    """The document in a file that did not change while it was read, and the file as it then was.

    Raises `UnreadableDocument` as `load` does, `passing` where the file is so fresh that somebody
    may still be writing it, and where it changed each time.
    """
    for _ in range(TRIES):
        before = _stamp(file.path)
        problem = None
        try:
            document = load(file.path, folder)
        except UnreadableDocument as error:
            problem = error
        if before != _stamp(file.path):
            continue
        if problem is not None:
            fresh = before is not None and is_racy(before[2])
            raise UnreadableDocument(str(problem), passing=problem.passing or fresh) from problem
        if before is not None:
            _, size, modified = before
            return document, replace(file, size=size, modified=modified)
    raise UnreadableDocument(
        "it changed whenever it was read; the next run reads it again", passing=True
    )


def is_racy(modified: int) -> bool:
    """Whether a file of that time of change may change again without a new one."""
    return time.time_ns() - modified < RACY


def manifest_of(file: Found, document: Document) -> Manifest:
    """Size and time as they were before reading; no time where the file is still fresh."""
    return Manifest(document.digest, file.size, 0 if is_racy(file.modified) else file.modified)


def _stamp(path: Path) -> Stamp | None:
    """What tells a file from what it was before: its number, size and time of change."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_size, facts.st_mtime_ns
