"""Plain text: the canonical text is the decoded file, less a byte-order mark and with LF ends."""

import codecs
import re

from index.document import Heading
from index.errors import UnreadableDocument

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(content: bytes) -> str:
    """The canonical text of a text file: nothing stripped, normalised or replaced.

    Raises `UnreadableDocument` for bytes that are not text in a known encoding.
    """
    mark, encoding = next(
        (pair for pair in BYTE_ORDER_MARKS if content.startswith(pair[0])), (b"", "utf-8")
    )
    body = content[len(mark) :]
    if encoding == "utf-8" and b"\0" in body:
        raise UnreadableDocument("binary: it holds NUL bytes; only text can be indexed")
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        at = len(mark) + error.start
        raise UnreadableDocument(
            f"not {encoding.upper()}: byte 0x{content[at]:02x} at offset {at}; "
            "save it as UTF-8 (for a Latin-1 file: iconv -f latin1 -t utf-8)"
        ) from error
    if "\0" in text:
        raise UnreadableDocument("binary: it holds NUL characters; only text can be indexed")
    return text.replace("\r\n", "\n")


LONGEST_TITLE = 200
ENDS_AS_TITLE = re.compile(r"(?<!\S)\S*[^\W_][)\]”\"’'?!]?$")
TITLE = re.compile(r"\s*(?P<title>[^\n]+?)[ \t]*\n[ \t]*\n\s*\S")
"""A first line that stands alone, with text after it."""


def read_plain(text: str) -> tuple[str | None, tuple[Heading, ...]]:
    """The title that the first line states: a short line of words that stands alone and does not
    end as a sentence in prose does. It is the one heading of a plain text."""
    match = TITLE.match(text)
    if match is None:
        return None, ()
    title = match["title"]
    if len(title) > LONGEST_TITLE or not title[:1].isalnum() or not ENDS_AS_TITLE.search(title):
        return None, ()
    return title, (Heading(match.start("title"), 1, " ".join(title.split())),)
