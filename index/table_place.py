"""Where in a table words stand: the row that a spreadsheet program shows them in, and its sheet."""

from typing import NamedTuple

from index.document import Document
from index.loaders import is_table
from index.loaders.rows import LINE


class TablePlace(NamedTuple):
    """The row, counted from one as in the file, and the name of its sheet where the file has
    several or has named it."""

    row: int
    sheet: str | None


def table_place(document: Document, offset: int) -> TablePlace | None:
    """The row of a csv, tsv or xlsx document in which an offset stands; None elsewhere, and where
    its line is no row but names columns or a sheet."""
    if not is_table(document.id):
        return None
    start = document.text.rfind("\n", 0, offset) + 1
    line = LINE.match(document.text, start)
    if line is None or line[1] is None:
        return None
    return TablePlace(int(line[1]), _sheet(document.text, start))


def _sheet(text: str, before: int) -> str | None:
    """The name of the sheet that a row belongs to: the last line above that stands alone and tells
    no row and no columns."""
    end = before
    while end > 0:
        gap = text.rfind("\n\n", 0, end)
        start = gap + 2 if gap >= 0 else 0
        if not LINE.match(text, start):
            return text[start : text.find("\n", start)]
        end = gap
    return None
