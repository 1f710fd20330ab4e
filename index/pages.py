"""The pages of a document as they look, and where words of its text stand on them.

Both are made again from the document's file, in a process of their own, and only while the file
is what was indexed: nothing is kept but the last few, in memory, of the version that is indexed.
"""

import functools
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.catalog import DocumentEntry
from index.document import Document
from index.errors import Busy, UnknownDocument
from index.loaders import LOADERS
from index.loaders.isolation import Pool
from index.originals import original

SECONDS = 30.0
"""How long one page may compute."""
PATIENCE = 10.0
"""How long a request waits for its turn, in seconds."""
WAITING = 8
"""Requests that may wait: one more is told at once to come back."""
PICTURES = 16
PLACES = 64
BUSY = "Too many pages are being shown at the moment."

Box = tuple[float, float, float, float]


class Pages:
    """Pictures of pages, and places on them, of the documents in a folder. Threads may share it."""

    def __init__(self, folder: Path, entry: Callable[[str], DocumentEntry]) -> None:
        self._folder, self._entry = folder, entry
        size = min(2, os.cpu_count() or 1)
        self._pool = Pool(size, SECONDS, PATIENCE)
        self._places = threading.BoundedSemaphore(size + WAITING)
        self._turns = threading.BoundedSemaphore(size)
        self._picture = functools.lru_cache(PICTURES)(self._make_picture)
        self._boxes = functools.lru_cache(PLACES)(self._find_boxes)

    def picture(self, id: str, page: int) -> bytes:
        """A page, counted from one, as PNG.

        Raises `UnknownDocument` where there is no such page, `DocumentChanged` where the file is
        not what was indexed, `UnreadableDocument`, and `Busy`.
        """
        entry = self._entry(id)
        _check_page(id, page, entry.pages or 0)
        return self._picture(entry, page)

    def boxes(self, document: Document, page: int, start: int, end: int) -> tuple[Box, ...]:
        """Where on a page `document.text[start:end]` stands: left, top, right and bottom of each
        stretch as shares of the page's width and height; none where it is on other pages.

        Raises as `picture` does.
        """
        _check_page(document.id, page, len(document.pages))
        first, last = [*document.pages, len(document.text)][page - 1 : page + 1]
        text = document.text[first:last].rstrip()
        start, end = max(start - first, 0), min(end - first, len(text))
        if start >= end:
            return ()
        entry = self._entry(document.id)
        return self._boxes(entry, page, text, start, end)

    def close(self) -> None:
        """Ends the processes that wait for more."""
        self._pool.close()

    def _make_picture(self, entry: DocumentEntry, page: int) -> bytes:
        return self._call("picture", entry, {"page": page})

    def _find_boxes(
        self, entry: DocumentEntry, page: int, text: str, start: int, end: int
    ) -> tuple[Box, ...]:
        told = {"page": page, "text": text, "start": start, "end": end}
        found = json.loads(self._call("boxes", entry, told))
        return tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in found)

    def _call(self, function: str, entry: DocumentEntry, told: dict[str, object]) -> bytes:
        module = LOADERS[Path(entry.id).suffix.lower()].places
        if module is None:
            raise UnknownDocument(f"{entry.id}: it has no pages that can be shown")
        with self._turn():
            with original(self._folder, entry) as file:
                content = file.read()
            return self._pool.call(module, function, content, told)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """A turn to compute, waited for before a file is held in memory; raises `Busy`."""
        if not self._places.acquire(blocking=False):
            raise Busy(BUSY, retry_after=5)
        try:
            if not self._turns.acquire(timeout=PATIENCE):
                raise Busy(BUSY, retry_after=5)
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


def _check_page(id: str, page: int, pages: int) -> None:
    if not 1 <= page <= pages:
        raise UnknownDocument(f"{id}: it has no page {page}; it has {pages or 'none'}")
