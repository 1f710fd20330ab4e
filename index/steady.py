"""Reading a file that somebody may be writing meanwhile."""

import time
from pathlib import Path
from typing import NamedTuple

from index.catalog import Manifest
from index.document import Document
from index.errors import UnreadableDocument, Unsettled
from index.loaders import content_of, digest_of, document_of, loader_version
from index.scan import Found, stamp_of

TRIES = 3

RACY = 2_000_000_000
"""Nanoseconds within which a file may change again without a new time of change: such a file is
read, not trusted by its time (as git does with its index)."""


class Stamp(NamedTuple):
    """What tells a file from what it was before."""

    size: int
    modified: int
    rest: str


def load_steady(
    file: Found, folder: Path, known: Manifest | None = None
) -> tuple[Document | None, Manifest]:
    """The document in a file that did not change while it was read, and what to note of the file.

    A file whose bytes are those that are `known`, and that would be read in the same way, is not
    parsed: then there is no document. Raises `UnreadableDocument` as `load` does, `Unsettled`
    where the file is so fresh that somebody may still be writing it, or changed each time.
    """
    loader = loader_version(file.id)
    for _ in range(TRIES):
        now, before = time.time_ns(), _stamp(file.path)
        problem = document = None
        digest = ""
        try:
            content = content_of(file.path)
            digest = digest_of(content)
            if known is None or (digest, loader) != (known.digest, known.loader):
                document = document_of(file.path, folder, content, digest)
        except UnreadableDocument as error:
            problem = error
        if before != _stamp(file.path):
            continue
        if problem is not None:
            # Not by a time that is still to come: the file would be fresh until then.
            if before is not None and abs(now - before.modified) < RACY:
                raise Unsettled(str(problem)) from problem
            raise problem
        if before is not None:
            return document, _noted(digest, loader, before, now)
    raise Unsettled("it changed whenever it was read; the next run reads it again")


def _noted(digest: str, loader: int, stamp: Stamp, now: int) -> Manifest:
    """What is known of a file as it was before it was read, which was `now`; no time and no stamp
    where that is so fresh that it may not tell of a change: then the next run reads it, to be
    sure."""
    changed = int(stamp.rest.partition(":")[0])
    return Manifest(
        digest,
        stamp.size,
        stamp.modified if now - stamp.modified >= RACY else 0,
        stamp.rest if now - changed >= RACY else "",
        loader,
    )


def _stamp(path: Path) -> Stamp | None:
    """What tells a file from what it was before; None where it is not there."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return Stamp(facts.st_size, facts.st_mtime_ns, stamp_of(facts))
