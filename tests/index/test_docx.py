"""What the canonical text of a Word document is."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
from docx.opc.constants import NAMESPACE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.loaders.docx import parse

W = nsdecls("w")
TEXT = """The title

One

A paragraph with 10⁶ and new words.

• first
• second
1. counted
2. counted

2.1. Deeper

Noted[1] twice[2].

Columns: Name; Year.
Row 2 — Name: Ada; Year: 1843.
Row 3 — Name: Ada; Year: 1852.

Boxed

inside

Über

left alone

Notes

[1] At the foot.

[2] At the end.
"""


def saved(document: Any) -> bytes:
    """A document's bytes."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def runs(paragraph: Any, xml: str) -> None:
    """Puts elements at the end of a paragraph."""
    for element in parse_xml(f"<w:p {W}>{xml}</w:p>"):
        paragraph._p.append(element)


def notes(document: Any, kind: str, relation: str, text: str) -> None:
    """Adds the part that holds a document's notes, with one note."""
    paragraph = f"<w:p><w:r><w:{kind}Ref/><w:t>{text}</w:t></w:r></w:p>"
    xml = f'<w:{kind}s {W}><w:{kind} w:id="2">{paragraph}</w:{kind}></w:{kind}s>'.encode()
    part = Part(PackURI(f"/word/{kind}s.xml"), "application/xml", xml, document.part.package)
    document.part.relate_to(part, relation)


def made() -> Any:
    """A document with everything in it that is read."""
    document = docx.Document()
    document.core_properties.title = ""
    document.add_heading("The title", 0)
    document.add_heading("One", 1)
    document.add_paragraph("Not seen", style=document.styles.add_style("toc 1", 1))
    paragraph = document.add_paragraph("A  paragraph with 10")
    paragraph.add_run("6").font.superscript = True
    paragraph.add_run(" hidden").font.hidden = True
    runs(
        paragraph,
        '<w:del w:id="1"><w:r><w:delText> old</w:delText></w:r></w:del><w:ins w:id="2"><w:r>'
        '<w:t xml:space="preserve"> and new</w:t></w:r></w:ins><w:moveFrom w:id="3"><w:r><w:t> gone'
        "</w:t></w:r></w:moveFrom><w:hyperlink><w:r><w:tab/><w:t>words.</w:t></w:r></w:hyperlink>",
    )
    for style in ("List Bullet", "List Number"):
        document.add_paragraph("first" if "B" in style else "counted", style=style)
        document.add_paragraph("second" if "B" in style else "counted", style=style)
    deeper = document.add_paragraph("2.1. Deeper")
    deeper._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="1"/>'))
    noted = document.add_paragraph("Noted")
    runs(
        noted,
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t> twice</w:t></w:r>'
        '<w:r><w:endnoteReference w:id="2"/><w:t>.</w:t><w:commentReference w:id="0"/></w:r>',
    )
    notes(document, "footnote", RELATIONSHIP_TYPE.FOOTNOTES, "At the foot.")
    notes(document, "endnote", RELATIONSHIP_TYPE.ENDNOTES, "At the end.")
    table = document.add_table(rows=3, cols=2)
    for place, text in zip(table._cells, ("Name", "Year", "Ada", "1843", "", "1852"), strict=True):
        place.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    boxed = document.add_paragraph("Boxed")
    runs(
        boxed,
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>inside</w:t></w:r></w:p></w:txbxContent>"
        "</w:pict></w:r>",
    )
    document.add_paragraph("Über", style=document.styles.add_style("Überschrift 3", 1))
    laid_out = document.add_table(rows=1, cols=1)
    laid_out.cell(0, 0).text = "left alone"
    return document


def test_a_document_reads_with_its_changes_accepted_in_order() -> None:
    parsed = parse(saved(made()))
    assert parsed.text == TEXT
    assert parsed.title == "The title"
    assert [(h.level, h.text) for h in parsed.headings] == [
        (1, "The title"),
        (1, "One"),
        (2, "2.1. Deeper"),
        (3, "Über"),
        (1, "Notes"),
    ]
    for heading in parsed.headings:
        assert parsed.text.startswith(heading.text, heading.start)


def test_properties_state_the_title() -> None:
    document = made()
    document.core_properties.title = " Stated  there "
    assert parse(saved(document)).title == "Stated there"


def test_lists_are_counted_as_word_counts_them() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (start, format, text) in enumerate(
            [(3, "decimal", "%1."), (1, "lowerLetter", "%1.%2)"), (1, "lowerRoman", "(%3)")]
        )
    )
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for id, override in (("71", ""), ("72", restart)):
        numbering.append(
            parse_xml(f'<w:num {W} w:numId="{id}"><w:abstractNumId w:val="77"/>{override}</w:num>')
        )
    for id, depth in (("71", 0), ("71", 1), ("71", 1), ("71", 2), ("71", 0), ("71", 1), ("72", 0)):
        paragraph = document.add_paragraph("x")
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="{id}"/></w:numPr>')
        )
    lines = parse(saved(document)).text.split()
    assert lines[::2] == ["3.", "3.a)", "3.b)", "(i)", "4.", "4.a)", "1."]


def test_styles_that_are_based_on_each_other_in_a_circle_end() -> None:
    document = docx.Document()
    one, two = (document.styles.add_style(name, 1) for name in ("A", "B"))
    one.base_style, two.base_style = two, one
    document.add_paragraph("Words.", style=one)
    assert parse(saved(document)).text == "Words.\n"


def test_a_document_without_styles_numbering_and_properties_is_read() -> None:
    bare = BytesIO()
    with ZipFile(BytesIO(saved(made()))) as whole, ZipFile(bare, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, whole.read(name))
        kind, space = RELATIONSHIP_TYPE.OFFICE_DOCUMENT, NAMESPACE.OPC_RELATIONSHIPS
        relation = f'<Relationship Id="a" Type="{kind}" Target="word/document.xml"/>'
        archive.writestr(
            "_rels/.rels", f'<Relationships xmlns="{space}">{relation}</Relationships>'
        )
    assert "A paragraph with 10⁶ and new words." in parse(bare.getvalue()).text
