"""Excel workbooks: what their cells show, sheet by sheet.

Canonical text: the name of each sheet as a heading ("(hidden)" where it is; none for the only sheet
where nobody has named it; "Sheet" before a name that reads as a row), then one line a row, as
`index.loaders.rows` tells it, under the row's number in the sheet. Formulas are given by the values
that were last computed ("(not computed)" where none was), dates and numbers as their format shows
them. A merged cell counts for each place that it covers. Empty rows and cells, charts, pictures and
comments are left out; hidden rows and columns stay.
"""

import re
import warnings
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.xml.functions import fromstring

from index.errors import UnreadableDocument
from index.loaders.blocks import Blocks, one_line
from index.loaders.dates import day_of_properties
from index.loaders.package import check_package
from index.loaders.parsed import Parsed
from index.loaders.rows import LINE, Row, table
from index.loaders.shown import shown

MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})")
FORMULA_ALONE = re.compile(
    rb"<(?:\w+:)?c\b([^>]*?\br=[\"']([A-Z]{1,3}\d{1,7})[\"'][^>]*)>\s*"
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
TEXT_RESULT = re.compile(rb"\bt=[\"']str[\"']")
"""Of a cell whose formula was computed, and gave words, or none."""
NOT_COMPUTED = "(not computed)"
GIVEN_NAME = re.compile(
    r"(?:sheet|tabelle|feuille?|hoja|foglio|planilha|folha|blad|ark|taul|arkusz|munka|list|sayfa|лист"
    r"|аркуш|φύλλο|시트|シート|工作表)\s?1?",
    re.IGNORECASE,
)
"""What programs call the first sheet where nobody has named it: no heading, where it is alone."""
MOST_MERGED = 100_000
"""Places that merged cells cover in a sheet: more are a fill, not a table."""
MOST_CELLS = 5_000_000
PROPERTIES = "docProps/core.xml"


def parse(content: bytes) -> Parsed:
    """A workbook, titled by its properties.

    Raises `UnreadableDocument` as `check_package` does, and for what is no workbook.
    """
    with check_package(content, ".xlsx", ".xlsm") as archive:
        try:
            return _parsed(content, archive)
        except (UnreadableDocument, MemoryError):
            raise
        except Exception as error:  # whatever openpyxl says of what is no workbook
            detail = one_line(str(error))[:100]
            raise UnreadableDocument(
                f"no Excel workbook that can be read ({type(error).__name__}: {detail}); open it "
                "in Excel and save it anew"
            ) from error


def _parsed(content: bytes, archive: zipfile.ZipFile) -> Parsed:
    blocks = Blocks()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl leaves out: drawings, validation, styles
        workbook = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        alone = len(workbook.worksheets) == 1
        for sheet in workbook.worksheets:
            lines = list(table(_rows(sheet, archive)))
            if lines and not (alone and GIVEN_NAME.fullmatch(sheet.title)):
                hidden = sheet.sheet_state != "visible"
                name = one_line(sheet.title)
                if LINE.match(name):
                    name = f"Sheet {name}"
                blocks.heading(f"{name}{' (hidden)' if hidden else ''}", 1)
            for line in lines:
                blocks.item(line)
            blocks.part()
        title = one_line(workbook.properties.title or "")
        workbook.close()
    parsed = blocks.parsed(title) if title else _untitled(blocks)
    return replace(parsed, date=_day(archive))


def _day(archive: zipfile.ZipFile) -> str | None:
    """The day by the properties themselves: openpyxl takes today where they state none."""
    if PROPERTIES not in archive.namelist():
        return None
    return day_of_properties(fromstring(archive.read(PROPERTIES)))


def _untitled(blocks: Blocks) -> Parsed:
    """The name of a sheet is no title of the workbook."""
    parsed = blocks.parsed(None)
    return Parsed(parsed.text, None, parsed.headings)


def _rows(sheet: Any, archive: zipfile.ZipFile) -> list[Row]:
    source = archive.read(sheet._worksheet_path)
    covered, uncomputed = _covered(source), _uncomputed(source)
    values: dict[tuple[int, int], str] = {}
    rows: list[Row] = []
    seen = 0
    sheet.reset_dimensions()  # what a sheet says of its size may be wrong
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = [_text(cell) for cell in cells]
        seen += len(texts)
        if seen > MOST_CELLS:
            raise UnreadableDocument(
                f"a sheet of more than {MOST_CELLS:,} cells ({sheet.title}); split it"
            )
        for column in uncomputed.get(number, ()):
            texts += [""] * (column - len(texts))
            texts[column - 1] = texts[column - 1] or NOT_COMPUTED
        spanned: set[int] = set()
        for column, top in covered.get(number, ()):
            texts += [""] * (column - len(texts))
            if top == (number, column):
                values[top] = texts[column - 1]
            if column > top[1] and not texts[column - 1]:
                spanned.add(column - 1)
            texts[column - 1] = texts[column - 1] or values.get(top, "")
        if any(texts) or (rows and rows[-1].filled):  # one empty row parts as well as many
            rows.append(Row(number, tuple(texts), frozenset(spanned)))
    return rows


def _covered(source: bytes) -> dict[int, list[tuple[int, tuple[int, int]]]]:
    """By row: the columns that merged cells cover, each with row and column of the first place."""
    covered: dict[int, list[tuple[int, tuple[int, int]]]] = {}
    left = MOST_MERGED
    for match in MERGED.finditer(source):
        first_column, first_row, last_column, last_row = range_boundaries(match[1].decode())
        left -= (last_row - first_row + 1) * (last_column - first_column + 1)
        if left < 0:
            break
        for row in range(first_row, last_row + 1):
            for column in range(first_column, last_column + 1):
                covered.setdefault(row, []).append((column, (first_row, first_column)))
    return covered


def _uncomputed(source: bytes) -> dict[int, list[int]]:
    """By row: the columns of formulas whose file holds no value for them."""
    found: dict[int, list[int]] = {}
    for match in FORMULA_ALONE.finditer(source):
        if not TEXT_RESULT.search(match[1]):
            row, column = coordinate_to_tuple(match[2].decode())
            found.setdefault(row, []).append(column)
    return found


def _text(cell: Any) -> str:
    if cell.value is None:
        return ""
    if cell.data_type in ("s", "inlineStr", "str"):
        return one_line(unescape(str(cell.value)))
    return one_line(shown(cell.value, cell.number_format or "General"))
