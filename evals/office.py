"""Small Word and PDF files made of paragraphs, for measuring how fast they are read."""

import textwrap
from collections.abc import Sequence
from io import BytesIO

WIDTH = 95
"""Characters of a line of a page."""
LINES = 60
"""Lines of a page."""


def word(paragraphs: Sequence[str]) -> bytes:
    """A Word document of these paragraphs."""
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def pdf(paragraphs: Sequence[str]) -> bytes:
    """A PDF of these paragraphs; characters outside of Latin-1 become question marks."""
    lines = [line for one in paragraphs for line in [*textwrap.wrap(one, WIDTH), ""]]
    pages = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    numbers = [4 + 2 * n for n in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in zip(numbers, pages, strict=True):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (number + 1)
        )
        shown = b"".join(b"(%s) '\n" % _escaped(line) for line in page)
        stream = b"BT /F1 9 Tf 12 TL 40 800 Td\n" + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _file(objects)


def _escaped(line: str) -> bytes:
    for special in "\\()":
        line = line.replace(special, f"\\{special}")
    return line.encode("latin-1", errors="replace")


def _file(objects: Sequence[bytes]) -> bytes:
    content = b"%PDF-1.4\n"
    table = b"0000000000 65535 f \n"
    for number, one in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(content)
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + b"xref\n0 %d\n%s%s" % (size, table, end)
