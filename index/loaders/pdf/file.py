"""A PDF file opened, or why it cannot be."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from index.errors import UnreadableDocument

MARK = b"%PDF-"
MARK_WITHIN = 1024  # bytes: what readers of PDF allow before the mark
END = b"startxref"
END_WITHIN = 4096
ENCRYPTED = b"/Encrypt"
FILL = b"\0 \r\n\t"


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    """The open document in a file's bytes; pages are loaded one by one.

    Raises `UnreadableDocument` where it is no PDF, cut short, damaged, encrypted or without pages.
    """
    if MARK not in content[: MARK_WITHIN + len(MARK)]:
        raise UnreadableDocument(
            "empty" if not content else "not a PDF, whatever its name says; save it as PDF anew"
        )
    if END not in content.rstrip(FILL)[-END_WITHIN:]:
        raise UnreadableDocument("cut short: its end is missing; get it anew")
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        # Where nothing tells why, PDFium repeats what it said of an earlier file.
        locked = ENCRYPTED in content
        if locked and error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableDocument("encrypted: needs a password; save it without one") from error
        if locked and error.err_code == pdfium.FPDF_ERR_SECURITY:
            raise UnreadableDocument(
                "encrypted in a way that cannot be read; save it without"
            ) from error
        raise UnreadableDocument("damaged, or without pages; get it anew") from error
    try:
        if len(document) == 0:
            raise UnreadableDocument("no pages in it")
        yield document
    finally:
        document.close()
