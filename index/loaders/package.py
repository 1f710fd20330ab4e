"""Office files, which are ZIP archives of XML: checked before anything in them is unpacked."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from index.errors import UnreadableDocument
from index.loaders.kinds import kind_of

MOST_PARTS = 5_000
MOST_BYTES = 1 << 30
"""Of all parts, unpacked: a Word file of 5,000 pages has a tenth of that."""
MOST_TEXT = 256 << 20
"""Of the parts that are XML, unpacked."""
MOST_RATIO = 200
"""Unpacked bytes a packed one, of the parts that are XML and larger than `SMALL`: text of an office
file has 5 to 20; a bomb 1,000."""
SMALL = 10 << 20
BLOCK = 1 << 20
ENTITIES = re.compile(rb"<!DOCTYPE|<!ENTITY", re.I)
ENCRYPTED = 0x1


def check_package(content: bytes, ending: str, macros: str) -> zipfile.ZipFile:
    """The archive of an Office file, safe to be unpacked.

    `ending` is what such files are named with, `macros` that of those with macros. Raises
    `UnreadableDocument` where it is no such archive, is encrypted, holds macros, is larger or
    packed tighter than documents are, is damaged, or declares entities, which no such file may.
    """
    if not content.startswith(b"PK"):
        raise UnreadableDocument(_other(content, ending))
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise UnreadableDocument(
            f"not a whole {ending} file ({_one_line(error)}); it may be cut short: copy it anew"
        ) from None
    _check_sizes(parts, ending)
    try:
        for part in parts:
            if _is_xml(part.filename):
                _check_part(archive, part)
        types = archive.read("[Content_Types].xml")
    except KeyError:
        raise UnreadableDocument(f"a ZIP archive, but no {ending} file; unpack it") from None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        raise UnreadableDocument(
            f"damaged: a part of it cannot be unpacked ({_one_line(error)}); copy it anew"
        ) from None
    if b"macroEnabled" in types:
        raise UnreadableDocument(f"holds macros ({macros}); save it as {ending}, without them")
    return archive


def _other(content: bytes, ending: str) -> str:
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        encrypted = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e".encode("latin-1")
        if encrypted in content:
            return "encrypted: it opens with a password only; save it without one"
        return f"an Office file of before 2007; save it as {ending}"
    kind = kind_of(content)
    return f"not a {ending} file{f': {kind}' if kind else ''}; give its name the right ending"


def _check_sizes(parts: list[zipfile.ZipInfo], ending: str) -> None:
    """By what the archive declares: unpacking stops there, whatever is packed."""
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise UnreadableDocument("encrypted: its archive needs a password; save it without one")
    texts = [part for part in parts if _is_xml(part.filename)]
    unpacked = sum(part.file_size for part in texts)
    packed = max(1, sum(part.compress_size for part in texts))
    if len(parts) > MOST_PARTS:
        reason = f"{len(parts):,} parts, and at most {MOST_PARTS:,} are read"
    elif sum(part.file_size for part in parts) > MOST_BYTES:
        reason = f"more than {MOST_BYTES >> 20:,} MB when unpacked"
    elif unpacked > MOST_TEXT:
        reason = f"{unpacked >> 20:,} MB of text, and at most {MOST_TEXT >> 20} are read"
    elif unpacked > SMALL and unpacked > MOST_RATIO * packed:
        reason = f"packed {unpacked // packed:,} to 1, as no document is"
    else:
        return
    raise UnreadableDocument(f"too large: {reason}; split it, or save it as another {ending} file")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    before = b""
    for block in _blocks(archive, part):
        if ENTITIES.search(before + block):
            raise UnreadableDocument(
                f"refused: {part.filename} in it declares entities, as no Office file may"
            )
        before = block[-16:]


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as file:
        while block := file.read(BLOCK):
            yield block


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
