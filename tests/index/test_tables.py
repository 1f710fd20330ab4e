"""Rows of csv and xlsx files read as sentences that say where they stand."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from index.errors import UnreadableDocument
from index.loaders.csv import parse as parse_csv
from index.loaders.shown import shown
from index.loaders.xlsx import parse as parse_xlsx
from index.sentences import blocks, sentences


def saved(workbook: Workbook) -> bytes:
    """A workbook's bytes."""
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (
            'Name;Year;Note\r\nAda;1843;"first; of all"\r\n;;\r\nBob;;a "b" c.\r\n',
            "Columns: Name; Year; Note.\n"
            "Row 2 — Name: Ada; Year: 1843; Note: first; of all.\n"
            'Row 4 — Name: Bob; Note: a "b" c.',
        ),
        ("Ada,1815\nBob,1850\n", "Row 1 — Ada; 1815.\nRow 2 — Bob; 1850."),
        ("1\t2\n3\t4\n", "Row 1 — 1; 2.\nRow 2 — 3; 4."),
        ("sep=|\nA|B\nx|1\n", "Columns: A; B.\nRow 3 — A: x; B: 1."),
        ("'a,b','c'\n'd,e','f'\n'a,b','f'\n", "Row 1 — a,b; c.\nRow 2 — d,e; f.\nRow 3 — a,b; f."),
        (
            "Country,2019,2020,2021\nPeru,1,2,3\n",
            "Columns: Country; 2019; 2020; 2021.\n"
            "Row 2 — Country: Peru; 2019: 1; 2020: 2; 2021: 3.",
        ),
        (
            "Report\n\nName,Year\nAda,1\n\nBob,2\n",
            "Row 1 — Report.\n\nColumns: Name; Year.\nRow 4 — Name: Ada; Year: 1.\n"
            "Row 6 — Name: Bob; Year: 2.",
        ),
        ('a,b\n"never closed,2\n3,4\n', 'Columns: a; b.\nRow 2 — a: "never closed; b: 2.\n'
         "Row 3 — a: 3; b: 4."),
        ('Name,Text\nA,"two\nlines"\n', "Columns: Name; Text.\nRow 2 — Name: A; Text: two lines."),
        ("0,0,0,0\n", "Row 1 — 0; 0; 0; 0."),
        (
            "name,open mon,open tue\nshop,yes,no\nyes,yes,yes\n",
            "Columns: name; open mon; open tue.\nRow 2 — name: shop; open mon: yes; open tue: no."
            "\nRow 3 — name: yes; open mon: yes; open tue: yes.",
        ),
        ("alone\nwords\n", "Row 1 — alone.\nRow 2 — words."),
        ("Year\n1999\n2000\n", "Columns: Year.\nRow 2 — Year: 1999.\nRow 3 — Year: 2000."),
        ("Code,Name\nA-1,x\nA-2,y\nA-3,z\n", "Columns: Code; Name.\nRow 2 — Code: A-1; Name: x.\n"
         "Row 3 — Code: A-2; Name: y.\nRow 4 — Code: A-3; Name: z."),
        ("A-0,w\nA-1,x\nA-2,y\nA-3,z\n", "Row 1 — A-0; w.\nRow 2 — A-1; x.\nRow 3 — A-2; y.\n"
         "Row 4 — A-3; z."),
    ],
)  # fmt: skip
def test_a_csv_file_reads_as_rows_with_the_names_of_its_columns(table: str, text: str) -> None:
    parsed = parse_csv(table.encode())
    assert parsed.text == f"{text}\n"
    assert (parsed.title, parsed.headings) == (None, ())


def test_one_row_is_one_sentence_whatever_stops_are_in_it() -> None:
    text = parse_csv(b"Name,Said\nAda,It rains. It pours! Does it?\nBob,No. 5 lives.\n").text
    found = [text[start:end] for block in blocks(text) for start, end in sentences(text, *block)]
    assert found == text.split("\n")[:1] + [line for line in text.split("\n")[1:] if line]


def test_a_huge_cell_and_ten_thousand_rows_are_read() -> None:
    words = "word " * 100_000
    assert parse_csv(f"Name,Text\nA,{words}\n".encode()).text.count("word") == 100_000
    rows = "Name,Year\n" + "".join(f"n{n},{n}\n" for n in range(10_000))
    assert "Row 10001 — Name: n9999; Year: 9999.\n" in parse_csv(rows.encode()).text


def test_a_page_named_csv_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="not a table: a web page"):
        parse_csv(b"<!DOCTYPE html><p>Hello")


@settings(deadline=None)
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5))))
def test_no_word_of_a_csv_file_is_lost(table: list[list[str]]) -> None:
    source = "\n".join(",".join('"' + c.replace('"', '""') + '"' for c in row) for row in table)
    try:
        text = parse_csv(source.encode()).text
    except UnreadableDocument:
        return
    for row in table:
        for cell in row:
            for word in (
                cell.replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "").split()
            ):
                assert word in text


WORKBOOK = """Sales

Row 1 — Report.

Columns: Region; Date; Share; Amount; Open.
Row 4 — Region: North; Date: 5 March 2024; Share: 12.5%; Amount: €1,234.50; Open: TRUE.
Row 5 — Region: North; Date: 2024-03-06 14:30; Share: 50%; Amount: -€2.00; Open: FALSE.

Columns: Quarter; 2023 East; 2023 West.
Row 9 — Quarter: Q1; 2023 East: 1; 2023 West: 2.3.

Lists (hidden)

Columns: Key; Value.
Row 2 — Key: x; Value: #DIV/0!
"""


def test_a_workbook_reads_as_its_cells_show() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Sales"
    for row in (
        ["Report"],
        [],
        ["Region", "Date", "Share", "Amount", "Open"],
        ["North", date(2024, 3, 5), 0.125, 1234.5, True],
        [None, datetime(2024, 3, 6, 14, 30), 0.5, -2, False],
        [],
        [None, 2023],
        ["Quarter", "East", "West"],
        ["Q1", 1, 2.3],
    ):
        sheet.append(row)
    for place in ("A1:E1", "A4:A5", "B7:C7"):
        sheet.merge_cells(place)
    formats = {"B4": "d mmmm yyyy", "B5": "yyyy-mm-dd hh:mm", "C4": "0.0%", "C5": "0%"}
    money = "[$€-407]#,##0.00;[Red]-[$€-407]#,##0.00"
    for place, format in {**formats, "D4": money, "D5": money}.items():
        sheet[place].number_format = format
    workbook.create_sheet("Empty")
    hidden = workbook.create_sheet("Lists")
    hidden.sheet_state = "hidden"
    hidden.append(["Key", "Value"])
    hidden.append(["x", "#DIV/0!"])
    parsed = parse_xlsx(saved(workbook))
    assert parsed.text == WORKBOOK
    assert [h.text for h in parsed.headings] == ["Sales", "Lists (hidden)"]
    assert parsed.title is None
    workbook.properties.title = "The year"
    assert parse_xlsx(saved(workbook)).title == "The year"


def test_a_formula_that_was_never_computed_is_said_to_be_so() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["Item", "Price", "Total"], ["Tea", 3, "=B2*2"], ["=A2", 4, 8]):
        sheet.append(row)
    assert parse_xlsx(saved(workbook)).text == (
        "Columns: Item; Price; Total.\nRow 2 — Item: Tea; Price: 3; Total: (not computed).\n"
        "Row 3 — Item: (not computed); Price: 4; Total: 8.\n"
    )


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [
        (3, "General", "3"),
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567, "#,##0", "1,234,567"),
        (-5, "0.00;(0.00)", "(5.00)"),
        (0, '0;-0;"none"', "none"),
        (7, "000", "007"),
        (2.5, "0.0##", "2.5"),
        (12345, "0.00E+00", "1.23E+04"),
        (1500000, '0.0,,"M"', "1.5M"),
        (5, '0" of 10"', "5 of 10"),
        (0.5, "# ?/?", "0.5"),
        (9, "$#,##0_);($#,##0)", "$9"),
        (5551234, "000-0000", "5551234"),
        (-5551234, "0;000-0000", "-5551234"),
        (5551234567, "[<=9999999]###-####;(###) ###-####", "5551234567"),
        (1234.5, '#,##0.00 "EUR"', "1,234.50 EUR"),
        (time(9, 5), "h:mm", "09:05"),
        (datetime(2024, 3, 1), "mmm yyyy", "March 2024"),
        (datetime(2024, 3, 1), "mm-dd-yy", "2024-03-01"),
        (timedelta(hours=27, minutes=30), "[h]:mm", "27:30:00"),
    ],
)
def test_a_value_is_told_as_its_format_shows_it(value: object, format: str, text: str) -> None:
    assert shown(value, format) == text


@settings(deadline=None)
@given(
    st.floats(allow_nan=False, allow_infinity=False), st.text('0#?,.%;E+-"\\[]$ ax_*', max_size=12)
)
def test_any_format_shows_something(value: float, format: str) -> None:
    assert isinstance(shown(value, format), str)
