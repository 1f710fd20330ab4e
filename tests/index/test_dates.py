"""The day that a document states that it is from: read from what it says of itself, or none."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from index.catalog import Catalog
from index.embedding import Embedder
from index.loaders import load
from index.loaders.dates import day_of
from index.loaders.docx import parse as parse_docx
from index.loaders.html import parse as parse_html
from index.loaders.markdown import parse as parse_markdown
from index.loaders.parsed import parsed_of
from index.loaders.pdf import parse as parse_pdf
from index.loaders.plain import parse as parse_plain
from index.loaders.xlsx import parse as parse_xlsx
from index.retrieval import Index
from index.sync import sync
from tests.pdfs import Line, Page, pdf


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2024-05-03", "2024-05-03"),
        (" 2024-5-3 ", "2024-05-03"),
        ("2024/05/03", "2024-05-03"),
        ("2024-05-03T23:59:59-11:00", "2024-05-03"),
        ("2024-05-03 at noon", "2024-05-03"),
        ("20240503", "2024-05-03"),
        ("20240503T101500Z", "2024-05-03"),
        ("20240503101500", "2024-05-03"),
        ("D:20240503", "2024-05-03"),
        ("D:20240503235959-08'00'", "2024-05-03"),
        ("D:20240503120000+99'99'", "2024-05-03"),
        ("D:20240503120000Z00'00", "2024-05-03"),
        ("2999-12-31", "2999-12-31"),
        ("2024-02-29", "2024-02-29"),
        ("2023-02-29", None),
        ("0000-01-01", None),
        ("0001-01-01T00:00:00", None),
        ("2024-13-01", None),
        ("2024-00-00", None),
        ("03/05/2024", None),
        ("2024", None),
        ("D:2024", None),
        ("D:202405", None),
        ("1512031234", None),
        ("2024-05-031", None),
        ("٢٠٢٤-٠٥-٠٣", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (20240503, None),
    ],
)
def test_day_is_taken_as_it_is_stated_or_is_none(stated: object, day: str | None) -> None:
    assert day_of(stated) == day


@given(st.one_of(st.text(), st.from_regex(r"(D:)?[0-9]{4}[-/.]?[0-9]{1,2}[-/.]?[0-9]{1,2}.*")))
def test_what_is_taken_is_a_day_whatever_is_stated(stated: str) -> None:
    day = day_of(stated)
    assert day is None or datetime.fromisoformat(day).strftime("%Y-%m-%d") == day


def page(head: str, body: str = "<p>Words.</p>") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ('<meta property="article:published_time" content="2024-05-03T08:00Z">', "", "2024-05-03"),
        ('<meta name="Date" content="2024-05-03">', "", "2024-05-03"),
        ('<meta name="DCTERMS.issued" content="2024-05-03">', "", "2024-05-03"),
        (
            '<meta name="dcterms.modified" content="2025-01-01"><meta name="date" content="soon">'
            '<meta name="dcterms.created" content="2024-05-03">',
            "",
            "2024-05-03",
        ),
        ("", "<article><header><time datetime=2024-05-03>May</time></header></article>",
         "2024-05-03"),
        ("", "<p><time datetime=2024-05-03>May</time></p>", None),
        ("", "<article><header><time datetime=2024-05-03>May</time></header></article>"
         "<article><header><time datetime=2024-06-01>June</time></header></article>", None),
        ("", '<p><meta name="date" content="2024-05-03"></p>', None),
    ],
)  # fmt: skip
def test_web_page_states_its_day_in_its_head_or_at_the_head_of_its_only_article(
    head: str, body: str, day: str | None
) -> None:
    assert parse_html(page(head, f"{body}<p>Words.</p>")).date == day


@pytest.mark.parametrize("parse", [parse_markdown, parse_plain])
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("---\ntitle: A\ndate: 2024-05-03\n---\nWords.\n", "2024-05-03"),
        ('---\ndate: "2024-05-03T10:00:00+02:00"\n---\nWords.\n', "2024-05-03"),
        ("---\ndate: soon\n---\nWords.\n", None),
        ("---\nother:\n  date: 2024-05-03\n---\nWords.\n", None),
        ("date: 2024-05-03\n\nWords.\n", None),
    ],
)
def test_front_matter_states_the_day_and_stays_in_the_text(
    parse: Callable[[bytes], object], text: str, day: str | None
) -> None:
    parsed = parse(text.encode())
    assert (parsed.date, parsed.text) == (day, text)  # type: ignore[attr-defined]


def office(content: bytes, rewrite: Callable[[str], str]) -> bytes:
    """An Office file with its core properties rewritten, without them where nothing is left."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(made, "w") as changed:
        for name in archive.namelist():
            part = archive.read(name)
            if name == "docProps/core.xml":
                part = rewrite(part.decode()).encode()
            if part:
                changed.writestr(name, part)
    return made.getvalue()


PROPERTIES = """\
<cp:coreProperties xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
  xmlns:dcterms="http://purl.org/dc/terms/">
  <dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>
  <dcterms:modified xsi:type="dcterms:W3CDTF">{modified}</dcterms:modified>
</cp:coreProperties>"""


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("Words.")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def excel() -> bytes:
    workbook = Workbook()
    workbook.active["A1"] = "Words."
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


@pytest.mark.parametrize(("parse", "made"), [(parse_docx, word), (parse_xlsx, excel)])
@pytest.mark.parametrize(
    ("modified", "created", "day"),
    [
        ("2024-05-03T23:30:00-05:00", "2020-01-01T00:00:00Z", "2024-05-03"),
        ("", "2020-01-01T00:00:00Z", "2020-01-01"),
        ("", "", None),
    ],
)
def test_office_file_states_when_it_was_changed_else_made(
    parse: Callable[[bytes], object], made: Callable[[], bytes],
    modified: str, created: str, day: str | None,
) -> None:  # fmt: skip
    properties = PROPERTIES.format(created=created, modified=modified)
    parsed = parse(office(made(), lambda xml: properties))
    assert parsed.date == day  # type: ignore[attr-defined]


def test_word_file_with_a_day_that_there_is_none_of_has_the_other() -> None:
    properties = PROPERTIES.format(created="2020-01-01T00:00:00Z", modified="0000-00-00T00:00:00Z")
    assert parse_docx(office(word(), lambda xml: properties)).date == "2020-01-01"


def test_workbook_without_properties_has_no_day() -> None:
    assert parse_xlsx(office(excel(), lambda xml: "")).date is None


@pytest.mark.parametrize(
    ("info", "day"),
    [
        ({"ModDate": "D:20240503120000+99'99'", "CreationDate": "D:20200101"}, "2024-05-03"),
        ({"ModDate": "D:00000000000000Z", "CreationDate": "D:20200101000000"}, "2020-01-01"),
        ({"CreationDate": "long ago"}, None),
        ({}, None),
    ],
)
def test_pdf_states_when_it_was_changed_else_made(info: dict[str, str], day: str | None) -> None:
    assert parse_pdf(pdf([Page((Line(72, 700, "Words."),))], info=info)).date == day


def test_day_from_a_parser_that_cannot_be_trusted_is_read_anew() -> None:
    answer = b'{"text": "a", "title": null, "headings": [], "pages": [], "date": %s}'
    assert parsed_of(answer % b'"2024-05-03"').date == "2024-05-03"
    assert parsed_of(answer % b'"</sentences>"').date is None
    assert parsed_of(answer % b"[1]").date is None


def test_the_time_of_a_file_is_no_day_of_the_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    assert load(tmp_path / "a.txt", tmp_path).date is None


def test_catalog_and_hits_know_the_day(open_index: Callable[..., Index]) -> None:
    index = open_index(
        {"a.md": "---\ndate: 2024-05-03\n---\n# Apples\n\nApples are red.\n", "b.txt": "Pears."}
    )
    assert [entry.date for entry in index.entries()] == ["2024-05-03", None]
    assert index.document("a.md").date == "2024-05-03"
    hits = {hit.passage.span.document: hit for hit in index.search("Are apples red?", 5).hits}
    assert hits["a.md"].date == "2024-05-03"


def test_an_earlier_index_has_no_days_until_its_documents_are_read_anew(
    tmp_path: Path, embedder: Embedder
) -> None:
    folder, place = tmp_path / "documents", tmp_path / "index"
    folder.mkdir()
    (folder / "a.md").write_text("---\ndate: 2024-05-03\n---\nApples are red.\n")
    sync(folder, place, embedder)
    catalog = Catalog(place / "catalog.sqlite")
    with catalog.transaction("IMMEDIATE") as connection:
        connection.execute("ALTER TABLE documents DROP COLUMN date")
    catalog.close()
    sync(folder, place, embedder)
    catalog = Catalog(place / "catalog.sqlite")
    assert catalog.entry("a.md").date is None
    catalog.close()
    sync(folder, place, embedder, rebuild=True)
    catalog = Catalog(place / "catalog.sqlite")
    assert catalog.entry("a.md").date == "2024-05-03"
    catalog.close()
