"""The tables of a Word document: which hold data, and their rows."""

from collections.abc import Callable, Iterator
from typing import Any

from index.loaders.docx_styles import Styles
from index.loaders.docx_text import W, children
from index.loaders.grid import WIDEST
from index.loaders.rows import Row

Element = Any


def is_layout(element: Element, styles: Styles) -> bool:
    """True for a table that only lays out a page: of one column, or with headings or tables in
    its cells."""
    if all(len(cells) < 2 for cells in cells_of(element)):
        return True
    return element.find(f".//{W}tbl") is not None or any(
        styles.level(paragraph) for paragraph in element.iterfind(f".//{W}p")
    )


def rows_of(element: Element, line: Callable[[Element], str]) -> tuple[list[Row], int | None]:
    """The rows of a table, and how many of them are said to name its columns (None: not said).

    `line` gives a cell's text on one line.
    """
    rows: list[Row] = []
    above: list[str] = []
    heads, in_head = 0, True
    for number, row in enumerate(_rows(element), 1):
        before = row.find(f"{W}trPr/{W}gridBefore")
        cells = [""] * (_whole(before) if before is not None else 0)
        spanned: set[int] = set()
        for cell in children(row, f"{W}tc"):
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val") != "restart"
            at = len(cells)
            text = (above[at] if at < len(above) else "") if goes_on else line(cell)
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            cells += [text] * (_whole(span) if span is not None else 1)
            spanned.update(range(at + 1, len(cells)))
        rows.append(Row(number, tuple(cells), frozenset(spanned)))
        above = cells
        in_head = in_head and row.find(f"{W}trPr/{W}tblHeader") is not None
        heads += in_head
    return rows, (heads or None)


def cells_of(element: Element) -> Iterator[list[Element]]:
    """The cells of each row that is not deleted."""
    for row in _rows(element):
        yield list(children(row, f"{W}tc"))


def _rows(element: Element) -> Iterator[Element]:
    for row in children(element, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row


def _whole(element: Element) -> int:
    text = element.get(f"{W}val", "1")
    return min(int(text), WIDEST) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
