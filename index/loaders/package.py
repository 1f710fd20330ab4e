"""Office files, which are ZIP archives of XML: checked before anything in them is unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

from index.errors import UnreadableDocument
from index.loaders.kinds import kind_of
from index.loaders.package_xml import check_xml, content_types, is_xml

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
ENCRYPTED = 0x1
TYPES = "[Content_Types].xml"


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
    _check_count(parts, ending)
    try:
        listed = archive.getinfo(TYPES)
        _check_texts([listed], ending)
        check_xml(TYPES, _blocks(archive, listed))
        types = archive.read(TYPES)
        type_of = content_types(types)
        texts = [part for part in parts if is_xml(archive, part, type_of(part.filename))]
        _check_texts(texts, ending)
        for part in texts:
            check_xml(part.filename, _blocks(archive, part))
    except KeyError:
        raise UnreadableDocument(f"a ZIP archive, but no {ending} file; unpack it") from None
    except ElementTree.ParseError as error:
        raise UnreadableDocument(
            f"damaged: its list of parts is no XML ({_one_line(error)}); copy it anew"
        ) from None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        raise UnreadableDocument(
            f"damaged: a part of it cannot be unpacked ({_one_line(error)}); copy it anew"
        ) from None
    if b"macroEnabled" in types.replace(b"\0", b""):  # it may be in UTF-16
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


def _check_count(parts: list[zipfile.ZipInfo], ending: str) -> None:
    """By what the archive declares: unpacking stops there, whatever is packed."""
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise UnreadableDocument("encrypted: its archive needs a password; save it without one")
    if len(parts) > MOST_PARTS:
        raise _too_large(f"{len(parts):,} parts, and at most {MOST_PARTS:,} are read", ending)
    if sum(part.file_size for part in parts) > MOST_BYTES:
        raise _too_large(f"more than {MOST_BYTES >> 20:,} MB when unpacked", ending)


def _check_texts(texts: list[zipfile.ZipInfo], ending: str) -> None:
    unpacked = sum(part.file_size for part in texts)
    packed = max(1, sum(part.compress_size for part in texts))
    if unpacked > MOST_TEXT:
        most = f"{unpacked >> 20:,} MB of text, and at most {MOST_TEXT >> 20} are read"
        raise _too_large(most, ending)
    if unpacked > SMALL and unpacked > MOST_RATIO * packed:
        raise _too_large(f"packed {unpacked // packed:,} to 1, as no document is", ending)


def _too_large(reason: str, ending: str) -> UnreadableDocument:
    return UnreadableDocument(f"too large: {reason}; split it, or save it as another {ending} file")


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as file:
        while block := file.read(BLOCK):
            yield block


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
