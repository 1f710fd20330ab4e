"""A row of a table is named by its number in the file, and by its sheet."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from index.document import Document
from index.loaders.csv import parse as parse_csv
from index.loaders.parsed import Parsed
from index.loaders.xlsx import parse as parse_xlsx
from index.table_place import table_place

CELLS = st.text("abc Row 1—:;", max_size=8)
TABLES = st.lists(st.lists(CELLS, max_size=3), max_size=8)
NAMES = st.sampled_from(["Boats", "Row 3 — x", "Row", "Tides 2024", "a. b"])


def document(name: str, parsed: Parsed) -> Document:
    return Document(name, "A", parsed.text, "sha256:0", "any", (), (), Path(name))


def found(document: Document) -> list[tuple[str | None, int, str]]:
    """Sheet, number and line of each row, the same for each of its characters."""
    rows = []
    start = 0
    for line in document.text.split("\n"):
        places = {table_place(document, at) for at in range(start, start + len(line))}
        assert len(places) <= 1
        if (place := next(iter(places), None)) is not None:
            assert line.startswith(f"Row {place.row} — ")
            rows.append((place.sheet, place.row, line))
        start += len(line) + 1
    return rows


def filled(table: list[list[str]]) -> list[int]:
    return [n for n, row in enumerate(table, 1) if any(cell.split() for cell in row)]


def workbook(tables: dict[str, list[list[str]]]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, table in tables.items():
        sheet = made.create_sheet(name)
        for at, row in enumerate(table, 1):
            for column, cell in enumerate(row, 1):
                sheet.cell(at, column).value = cell.strip() or None
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(NAMES, TABLES, min_size=1, max_size=3))
def test_each_row_of_a_workbook_is_in_its_sheet(tables: dict[str, list[list[str]]]) -> None:
    rows = found(document("a.xlsx", parse_xlsx(workbook(tables))))
    assert [(sheet, n) for sheet, n, _ in rows] == sorted({(sheet, n) for sheet, n, _ in rows},
        key=[(sheet, n) for sheet, n, _ in rows].index)  # fmt: skip
    for name, table in tables.items():
        shown = f"Sheet {name}" if name == "Row 3 — x" else name
        told = [n for sheet, n, _ in rows if sheet == shown]
        assert set(told) <= set(filled(table))
        # Those that name the columns are told as such.
        assert len(filled(table)) - len(told) in (0, *range(1, 1 + len(table) // 2))


def test_a_row_stays_one_however_long() -> None:
    words = "many words of it " * 500
    table = document("a.csv", parse_csv(f"Name,Text\nAda,{words}\nBob,x\n".encode()))
    at = table.text.index("many words", len(table.text) // 2)
    assert table_place(table, at) == (2, None)
    assert table_place(table, table.text.index("Bob")) == (3, None)


def test_names_of_columns_and_sheets_are_no_rows() -> None:
    tables = {"Boats": [["Boat", "Length"], ["Ada", "7"]], "Old": [["Boat", "Year"], ["Sol", "9"]]}
    boats = document("a.xlsx", parse_xlsx(workbook(tables)))
    assert [
        table_place(boats, boats.text.index(words)) for words in ("Boats", "Columns", "Old")
    ] == [None] * 3
    assert table_place(boats, boats.text.index("Sol")) == (2, "Old")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a"])
def test_other_documents_have_no_rows(name: str) -> None:
    assert table_place(document(name, Parsed("Row 3 — x.\n")), 0) is None
