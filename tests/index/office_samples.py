"""A Word document and a workbook with what such files hold, made anew by every test."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

W = nsdecls("w")


def word() -> bytes:
    """Headings, lists, a table, a change that was accepted, a sign of its own: 10⁴."""
    document = docx.Document()
    document.core_properties.title = ""
    document.add_heading("Harbour of Vik", 0)
    document.add_heading("Place", 1)
    paragraph = document.add_paragraph("The harbour lies at 61° north. Its light is seen from 10")
    paragraph.add_run("4").font.superscript = True
    paragraph.add_run(" metres.").add_break()
    paragraph.add_run("It has room for 40 boats. 🚢")
    changed = parse_xml(
        f'<w:p {W}><w:del w:id="1"><w:r><w:delText>Thirty</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>Forty</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> boats '
        "came in May.</w:t></w:r></w:p>"
    )
    paragraph._p.addnext(changed)
    document.add_heading("Fees & rules", 2)
    for text in ("Pay at the office", "Keep to the left"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("in cash", style="List Bullet")
    fees = (("Length", "Summer", "Winter"), ("to 8 m", "€12", "€6"), ("to 12 m", "€20", "€20"))
    table = document.add_table(rows=3, cols=3)
    for cell, text in zip(table._cells, [text for row in fees for text in row], strict=True):
        cell.text = text
    table.cell(2, 1).merge(table.cell(2, 2)).text = "€20"
    document.add_heading("מגדלור", 1)
    document.add_paragraph("Nobody was turned away.")
    return _saved(document)


def excel() -> bytes:
    """Two sheets that are read, one hidden, and one that is empty."""
    workbook = Workbook()
    tides = workbook.worksheets[0]
    tides.title = "Tides 2024"
    for row in (
        ["Tides of Vik"],
        [],
        ["Day", "Place", "Height", "Share"],
        [date(2024, 5, 1), "Vik", 1.25, 0.5],
        [date(2024, 5, 2), None, 0.9, None],
        [],
        ["Nobody measured on Sundays."],
    ):
        tides.append(row)
    tides.merge_cells("B4:B5")
    for at in (4, 5):
        tides.cell(at, 1).number_format = "d mmmm yyyy"
        tides.cell(at, 3).number_format = '0.00" m"'
    tides.cell(4, 4).number_format = "0%"
    workbook.create_sheet("Empty")
    boats = workbook.create_sheet("Boats")
    boats.append(["Boat", "Length"])
    boats.append(["Ada", 7.5])
    boats.append(["Bris", "=B2*2"])
    old = workbook.create_sheet("Old")
    old.sheet_state = "hidden"
    old.append(["Boat", "Year"])
    old.append(["Sol", 1931])
    return _saved(workbook)


def _saved(file: Any) -> bytes:
    kept = BytesIO()
    file.save(kept)
    return kept.getvalue()
