"""Where words of the canonical text stand on a page, and a picture of the page."""

import io
from itertools import product
from typing import Any

from index.errors import UnreadableDocument
from index.loaders.pdf.file import opened
from index.loaders.pdf.glyphs import turned
from index.loaders.pdf.lines import Line, PageLines, lines_of
from index.loaders.pdf.margins import DEEPEST, body
from index.loaders.pdf.words import Keeps, PageText, page_text

WIDTH = 1200
"""Pixels of a picture's width: sharp in half of a wide window."""
MOST_PIXELS = 4_000_000

Box = tuple[float, float, float, float]


def picture(content: bytes, page: int) -> bytes:
    """A page, counted from one, as PNG. Raises `UnreadableDocument`."""
    with opened(content) as document:
        shown = _page(document, page)
        try:
            width, height = shown.get_size()
            scale = min(WIDTH / width, (MOST_PIXELS / (width * height)) ** 0.5)
            image = shown.render(scale=scale).to_pil()
        finally:
            shown.close()
    saved = io.BytesIO()
    image.save(saved, "PNG")
    return saved.getvalue()


def boxes(content: bytes, page: int, text: str, start: int, end: int) -> list[Box]:
    """The boxes of `text[start:end]` on a page, counted from one, whose canonical text is `text`:
    left, top, right and bottom of each, as shares of the page's width and height as it is seen.

    The text is derived again from the file and must be the same; raises `UnreadableDocument` where
    it is not.
    """
    with opened(content) as document:
        shown = _page(document, page)
        try:
            read = lines_of(shown)
        finally:
            shown.close()
    found = []
    for run in _same(read, text).runs:
        first, last = max(start, run.start), min(end, run.start + run.length)
        if first < last:
            found.append(_box(run.line, first - run.start, last - run.start, read))
    return found


def _same(read: PageLines, text: str) -> PageText:
    """The text of a page with the places of its characters, where it is the same as before."""
    for top, bottom in sorted(product(range(DEEPEST + 1), repeat=2), key=lambda two: -sum(two)):
        made = page_text(body(read, top, bottom), _as_in(text))
        # What parts a word at the end of a page went where the word goes on.
        if made.text == text or made.text[:-1] == text:
            return made
    raise UnreadableDocument("its text is not what was indexed; run `footnote index --rebuild`")


def _as_in(text: str) -> Keeps:
    """Keeps the hyphens that a text has where they stood before."""
    return lambda first, second, at: text[at : at + 1] == "-"


def _page(document: Any, page: int) -> Any:
    if not 1 <= page <= len(document):
        raise UnreadableDocument(f"there is no page {page} in it")
    return document[page - 1]


def _box(line: Line, first: int, last: int, page: PageLines) -> Box:
    frame = (page.width, page.height) if line.turns % 2 == 0 else (page.height, page.width)
    edges = (*line.lefts[first:last], *line.rights[first:last])
    box = turned((min(edges), line.top, max(edges), line.bottom), -line.turns, *frame)
    across, down = page.width, page.height
    return (
        _share(box[0], across),
        _share(box[1], down),
        _share(box[2], across),
        _share(box[3], down),
    )


def _share(length: float, whole: float) -> float:
    return round(min(1.0, max(0.0, length / whole)), 5)
