"""The parts of an Office file that are XML, whatever their names, and what they may not hold."""

import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from xml.etree import ElementTree

from index.errors import UnreadableDocument

ENDINGS = (".xml", ".rels", ".vml")
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
EBCDIC = b"\x4c\x6f\xa7\x94"
"""How `<?xm` is written in it: it shares no character with ASCII."""
FIRST = 200
"""Bytes by which XML is told."""
LONGEST = 64
"""Bytes of what is looked for, at most: it may stand over the end of a block."""
ENTITIES = re.compile(rb"<!DOCTYPE|<!ENTITY", re.I)
STATED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
READ = re.compile(rb"utf-?8|utf-?16(?:[bl]e)?|us-ascii|iso-8859-\d+|windows-125\d", re.I)
"""Encodings of Office files (the first two), and others that hold ASCII as it is."""
SHOWN = ("image/svg+xml", "text/html", "application/xhtml+xml")
"""Types of parts that are pictures or pages in a document: nothing here reads them."""


def content_types(content: bytes) -> Callable[[str], str]:
    """The type of a part by its name, as the package's list says; empty where it does not."""
    parts, endings = {}, {}
    for element in ElementTree.fromstring(content):
        stated = element.get("ContentType", "")
        parts[element.get("PartName", "").lower()] = stated
        endings[f".{element.get('Extension', '').lower()}"] = stated

    def type_of(name: str) -> str:
        ending = PurePosixPath(name.lower()).suffix
        return parts.get(f"/{name.lower()}", endings.get(ending, ""))

    return type_of


def is_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo, stated: str) -> bool:
    """Whether a part of that type is XML by its name or type, or begins like it whatever it is
    called; but for what is only shown."""
    if part.filename.lower().endswith(ENDINGS):
        return True
    if stated in SHOWN:
        return False
    with archive.open(part) as file:
        start = file.read(FIRST)
    begins = start.startswith(EBCDIC) or _ascii(start).lstrip().startswith(b"<")
    return begins or stated.endswith(("+xml", "/xml"))


def check_xml(name: str, blocks: Iterable[bytes]) -> None:
    """Raises `UnreadableDocument` where a part declares entities, in whatever encoding, or is in
    one in which that could not be seen."""
    before: bytes | None = None
    for block in blocks:
        text = _ascii(block)
        if before is None:
            _check_encoding(name, block, text)
        if ENTITIES.search((before or b"") + text):
            raise UnreadableDocument(
                f"refused: {name} in it declares entities, as no Office file may"
            )
        before = text[-LONGEST:]


def _check_encoding(name: str, block: bytes, text: bytes) -> None:
    stated = STATED.match(text[:FIRST])
    if block.startswith(EBCDIC) or (stated and not READ.fullmatch(stated[1])):
        encoding = "EBCDIC" if stated is None else stated[1].decode("ascii", "replace")
        raise UnreadableDocument(
            f"refused: {name} in it is in an encoding that no Office file may have ({encoding}); "
            "save it anew"
        )


def _ascii(block: bytes) -> bytes:
    """What of it is ASCII, as such: in UTF-16 and UTF-32 with the zeros between left out."""
    for mark in MARKS:
        block = block.removeprefix(mark)
    return block.replace(b"\0", b"")
