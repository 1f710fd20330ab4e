"""The text of a web page's bytes, in the encoding that the page declares or shows."""

import re

from index.loaders.encoding import decode

HEAD = 4096
"""Bytes in which an encoding is declared (browsers look at 1,024)."""
DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w.-]+)""", re.I
)
READ_AS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "x-sjis": "cp932",
}
"""What browsers take for what is declared (the WHATWG's Encoding Standard)."""
ASCII_BUT = ("iso-2022-jp", "hz-gb-2312")
"""Encodings whose bytes all look like ASCII."""
XML = re.compile(r"\s*<\?xml|\s*<!DOCTYPE[^>]+XHTML", re.I)
CLOSED_AT_ONCE = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)"
    r"([a-z][a-z0-9]*)((?:\s[^<>]*)?)/>",
    re.I,
)


def decode_html(content: bytes) -> str:
    """The page's source; what XHTML closes at once (`<script …/>`) is closed as HTML has it.

    Raises `UnreadableDocument` as `decode` does.
    """
    match = DECLARED.search(content[:HEAD])
    name = (match[1] or match[2]).decode("ascii", "replace").lower() if match else None
    declared = READ_AS.get(name, name) if name else None
    if name in ASCII_BUT and content.isascii():
        source = content.decode(name, "replace")
    else:
        source = decode(content, declared)
    return CLOSED_AT_ONCE.sub(r"<\1\2></\1>", source) if XML.match(source) else source
