"""PDF: the words as a reader sees them, page by page.

The canonical text is that of the pages in order. Columns are read one after the other; line breaks
inside of paragraphs are spaces, words parted at a line's end are whole, paragraphs are parted by a
blank line; running heads and feet are kept once, page numbers left out; ligatures are letters. A
page's text begins at its offset in `pages`; a page without text has the offset of the next.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium

from index.errors import UnreadableDocument
from index.loaders.dates import first_day
from index.loaders.parsed import Parsed
from index.loaders.pdf.file import opened
from index.loaders.pdf.lines import PageLines, lines_of
from index.loaders.pdf.margins import body, left_out
from index.loaders.pdf.outline import headings, title
from index.loaders.pdf.standing_out import standing_out
from index.loaders.pdf.words import (
    Keeps,
    PageText,
    hyphen,
    keeps_as_written,
    page_text,
    sentence_goes_on,
    vocabulary,
)

UNNAMED = 0.5
"""The share of characters without letters from which a text says nothing."""


def parse(content: bytes) -> Parsed:
    """The text of a PDF. Raises `UnreadableDocument` where it is encrypted, damaged, or holds
    pictures of text only."""
    with opened(content) as document:
        read = [_lines(document, number) for number in range(len(document))]
        _check_letters(document, read)
        keeps = keeps_as_written(vocabulary(line.text for page in read for line in page.lines))
        pages = [
            page_text(body(page, *margins), keeps)
            for page, margins in zip(read, left_out(read), strict=True)
        ]
        text, starts = _bound(pages, keeps)
        found = headings(document, pages, starts) or standing_out(pages, starts)
        stated = (document.get_metadata_value(name) for name in ("ModDate", "CreationDate"))
        return Parsed(text, title(document, pages), found, tuple(starts), first_day(stated))


def _lines(document: Any, number: int) -> PageLines:
    try:
        page = document[number]
    except Exception as error:
        raise UnreadableDocument(f"damaged: page {number + 1} cannot be read") from error
    try:
        return replace(lines_of(page), label=document.get_page_label(number))
    finally:
        page.close()


def _check_letters(document: Any, pages: Sequence[PageLines]) -> None:
    characters = sum(page.characters for page in pages)
    if not any(page.lines for page in pages):
        if any(_has_picture(document, number) for number in range(len(document))):
            raise UnreadableDocument("no text in it: a scan; have its text recognised (OCR)")
        raise UnreadableDocument("no text in it")
    if sum(page.unnamed for page in pages) > UNNAMED * characters:
        raise UnreadableDocument(
            "its fonts do not say which letters they show; have its text recognised (OCR)"
        )


def _has_picture(document: Any, number: int) -> bool:
    page = document[number]
    try:
        return any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))
    finally:
        page.close()


def _bound(pages: Sequence[PageText], keeps: Keeps) -> tuple[str, list[int]]:
    """The text of all pages, and where each starts. A sentence goes on over the end of a page."""
    parts: list[str] = []
    length = 0
    starts: dict[int, int] = {}
    for number, page in enumerate(pages):
        if not page.text:
            continue
        between, dropped = "\n\n" if parts else "", False
        if parts and sentence_goes_on(parts[-1], page.text):
            between, dropped = hyphen(parts[-1], page.text, length, keeps)
        if dropped:
            parts[-1] = parts[-1][:-1]
        starts[number] = length - dropped + len(between)
        parts += (between, page.text)
        length = starts[number] + len(page.text)
    known = [length]
    for number in reversed(range(len(pages))):
        known.append(starts.get(number, known[-1]))
    return "".join(parts), known[:0:-1]
