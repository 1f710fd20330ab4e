"""A folder of files that do harm, or look like something else, each with its expected report."""

import zipfile
from io import BytesIO

import docx
from openpyxl import Workbook

WORD = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
BOMB = (
    b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (c, b"&%c;" % (c - 1) * 10) for c in b"bcdefghij")
    + b"]>"
)
OUTSIDE = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
STREETS = """Name;Länge;Zweck
Königsallee;120;für Fußgänger
Parkstraße;80;wird über die Brücke geführt
Mühlweg;300;gehört zur Straße nach Köln
"""
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" * 20


def word(text: str = "Some words.") -> bytes:
    """A good Word document."""
    document = docx.Document()
    document.add_paragraph(text)
    return _saved(document)


def excel(*rows: list[object]) -> bytes:
    """A good workbook."""
    workbook = Workbook()
    for row in rows or (["Name", "Year"], ["Ada", 1843]):
        workbook.worksheets[0].append(row)
    return _saved(workbook)


def repacked(
    package: bytes, parts: dict[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A package with parts added or replaced."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(file, "w", packing) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()


def with_macros(package: bytes, kind: bytes) -> bytes:
    """The same as a file with macros, whatever its name will be."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        types = archive.read("[Content_Types].xml")
    plain = b"application/vnd.openxmlformats-officedocument." + kind
    macros = types.replace(plain, b"application/vnd.ms-office.macroEnabled.main+xml")
    assert macros != types
    return repacked(package, {"[Content_Types].xml": macros, "word/vbaProject.bin": b"\1\2\3"})


def part_of(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return archive.read(name)


def before_root(package: bytes, name: str, declared: bytes, *, encoding: bytes = b"UTF-8") -> bytes:
    """A part of the package with a declaration before its root."""
    rest = part_of(package, name).partition(b"?>")[2] or part_of(package, name)
    start = b'<?xml version="1.0" encoding="%s"?>' % encoding
    return repacked(package, {name: start + declared + rest})


def in_utf16(package: bytes, name: str, declared: bytes, encoding: str = "utf-16") -> bytes:
    """The same with the part in UTF-16."""
    changed = before_root(package, name, declared, encoding=encoding.encode())
    return repacked(package, {name: part_of(changed, name).decode().encode(encoding)})


def with_drawing(package: bytes) -> bytes:
    """The same with a drawing in it, which begins as such files do."""
    types = part_of(package, "[Content_Types].xml")
    stated = b'<Default Extension="svg" ContentType="image/svg+xml"/></Types>'
    drawing = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a"><svg/>'
    return repacked(
        package,
        {
            "[Content_Types].xml": types.replace(b"</Types>", stated),
            "word/media/chart.svg": drawing,
        },
    )


def renamed(package: bytes, name: str, new: str) -> bytes:
    """The same with a part under another name, where all that name it find it."""
    folder, _, last = name.rpartition("/")
    parts = {new: part_of(package, name)}
    with zipfile.ZipFile(BytesIO(package)) as archive:
        for other in archive.namelist():
            if other.endswith((".rels", "[Content_Types].xml")):
                there = archive.read(other).replace(name.encode(), new.encode())
                short = f"{folder.rpartition('/')[2]}/{last}"
                parts[other] = there.replace(short.encode(), new.partition("/")[2].encode())
        kept = {each: archive.read(each) for each in archive.namelist() if each != name}
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in {**kept, **parts}.items():
            archive.writestr(each, content)
    return file.getvalue()


def bad() -> dict[str, tuple[bytes, str]]:
    """Files that hold nothing that can be read, with what is said of each."""
    good, book = word(), excel()
    deep = f"{WORD}<w:body>{'<w:sdt><w:sdtContent>' * 2000}".encode()
    locked = bytearray(good)
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        locked[locked.index(mark) + at] |= 1
    blank = b" " * (11 << 20)
    lying = repacked(good, {"word/document.xml": b" " * 5000})
    lying = lying.replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    return {
        "zero.txt": (b"", "empty"),
        "zero.docx": (b"", r"not a \.docx file"),
        "zero.html": (b"", "empty"),
        "zero.csv": (b"\xef\xbb\xbf", "empty"),
        "blank.xlsx": (excel([]), "empty"),
        "nul.csv": (b"a,b\n1,\0", "binary: it holds NUL"),
        "nul.html": (b"<p>a\0b", "binary: it holds NUL"),
        "mixed.txt": ("naïve café ".encode() * 9 + "naïve".encode("latin-1"), "UTF-8 but for byte"),
        "cut.docx": (good[: len(good) // 2], r"not a whole \.docx file"),
        "cut.xlsx": (book[:-200], r"not a whole \.xlsx file"),
        "torn.docx": (good[:500] + b"\0" * 200 + good[700:], "damaged|not a whole"),
        "encrypted.docx": (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        "locked.docx": (bytes(locked), "encrypted"),
        "old.xlsx": (OLD_OFFICE, "of before 2007; save it as .xlsx"),
        "macros.docx": (
            with_macros(good, b"wordprocessingml.document.main+xml"), r"macros \(\.docm\)"
        ),
        "macros.xlsx": (with_macros(book, b"spreadsheetml.sheet.main+xml"), r"macros \(\.xlsm\)"),
        "bomb.docx": (repacked(good, {"word/document.xml": blank}), r"packed \d+ to 1"),
        "lying.docx": (lying, "damaged: a part of it cannot be unpacked"),
        "parts.xlsx": (
            repacked(book, {f"xl/{n}.bin": b"" for n in range(10_000)}, packing=0),
            "parts, and at most 5,000",
        ),
        "deep.docx": (repacked(good, {"word/document.xml": deep}), "no Word document"),
        "entities.docx": (before_root(good, "word/document.xml", BOMB), "declares entities"),
        "entities.xlsx": (before_root(book, "xl/worksheets/sheet1.xml", BOMB), "declares entities"),
        "outside.docx": (before_root(good, "docProps/core.xml", OUTSIDE), "declares entities"),
        "utf16.docx": (in_utf16(good, "word/document.xml", BOMB), "declares entities"),
        "utf32.xlsx": (in_utf16(book, "xl/workbook.xml", BOMB, "utf-32"), r"encoding.*\(utf-32\)"),
        "utf7.docx": (
            before_root(good, "word/document.xml", b"", encoding=b"UTF-7"), r"encoding.*\(UTF-7\)"
        ),
        "ebcdic.docx": (
            repacked(good, {"word/document.xml": f"<?xml?>{WORD}".encode("cp037")}), "EBCDIC"
        ),
        "named.docx": (
            renamed(before_root(good, "word/document.xml", BOMB), "word/document.xml", "word/d"),
            "word/d in it declares entities",
        ),
        "named.xlsx": (
            renamed(
                before_root(book, "xl/worksheets/sheet1.xml", BOMB), "xl/worksheets/sheet1.xml",
                "xl/worksheets/1.png",
            ),
            "1.png in it declares entities",
        ),
        "macros16.docx": (
            in_utf16(
                with_macros(good, b"wordprocessingml.document.main+xml"), "[Content_Types].xml", b""
            ),
            r"macros \(\.docm\)",
        ),
        "picture.docx": (PICTURE, "a PNG picture; give its name"),
        "picture.txt": (PICTURE, "binary: a PNG picture"),
        "word.txt": (good, "binary: a ZIP archive"),
        "word.xlsx": (good, "no Excel workbook"),
        "excel.docx": (book, "no Word document"),
        "archive.docx": (repacked(_empty(), {"a.txt": b"a"}), "a ZIP archive, but no .docx file"),
        "page.csv": (b"<!doctype html><p>Hello", "not a table: a web page"),
    }  # fmt: skip


def good() -> dict[str, tuple[bytes, str]]:
    """Files that look harmful and are read all the same, with words that are found in them."""
    return {
        "well.docx": (word("The lighthouse at Skagen was built in 1747."), "lighthouse at Skagen"),
        "well.xlsx": (excel(["Lamp", "Lumen"], ["Argand", 90]), "Lamp: Argand; Lumen: 90"),
        "drawn.docx": (
            with_drawing(word("A chart of the sound.")),
            "chart of the sound",
        ),
        "wide.docx": (
            in_utf16(word("The ferry to Fanø leaves at six."), "word/document.xml", b""),
            "ferry to Fanø leaves",
        ),
        "odd.docx": (
            renamed(word("The mole is of granite."), "word/document.xml", "word/text"),
            "mole is of granite",
        ),
        "odd.xlsx": (
            renamed(
                excel(["Ship", "Year"], ["Fram", 1892]),
                "xl/worksheets/sheet1.xml",
                "xl/worksheets/first.bin",
            ),
            "Ship: Fram; Year: 1892",
        ),
        "deep.html": (b"<div>" * 2000 + b"The treasure lies deep.", "treasure lies deep"),
        "outside.html": (OUTSIDE + b"<p>Nobody reads &a; passwords.", "Nobody reads &a; passwords"),
        "script.html": (b"<script>steal()</script><p>A script is no text.", "script is no text"),
        "right.html": ("<p dir=rtl>עמוד האש עמד במדבר.".encode(), "עמוד האש עמד במדבר"),
        "emoji.csv": ("Sign,Sense\n👩‍🚀,astronaut\n".encode(), "Sign: 👩‍🚀; Sense: astronaut"),
        "old.csv": (
            STREETS.encode("cp1252"),
            "Länge: 120; Zweck: für Fußgänger",
        ),
        "formula.csv": (b"Item,Sum\nTea,=cmd|' /C calc'!A0\n", "=cmd|' /C calc'!A0"),
        "loop.html": (b"<p>A page<iframe src=loop.html></iframe> in itself.", "A page in itself"),
    }


def _saved(file: object) -> bytes:
    kept = BytesIO()
    file.save(kept)  # type: ignore[attr-defined]
    return kept.getvalue()


def _empty() -> bytes:
    file = BytesIO()
    zipfile.ZipFile(file, "w").close()
    return file.getvalue()
