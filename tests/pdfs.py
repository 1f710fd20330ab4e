"""PDF files for the tests, written byte by byte: text where it is put, and what goes wrong."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

PASSWORD_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


@dataclass(frozen=True)
class Line:
    """Words at a place: points from the left and from the bottom of the page, as PDF counts."""

    x: float
    y: float
    text: str
    size: float = 11
    bold: bool = False
    spaced: float = 0  # extra points between words, as justified text has


@dataclass(frozen=True)
class Page:
    lines: Sequence[Line] = ()
    rotate: int = 0
    picture: bool = False
    raw: bytes = b""


@dataclass
class _Writer:
    objects: list[bytes] = field(default_factory=list)

    def add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)

    def stream(self, content: bytes, extra: bytes = b"") -> int:
        body = b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)
        return self.add(body)


def pdf(
    pages: Sequence[Page],
    *,
    title: str | None = None,
    outline: Sequence[tuple[int, str, int, float]] = (),
    password: str | None = None,
    info: Mapping[str, str] | None = None,
    labelled_from: int | None = None,
) -> bytes:
    """A PDF; `outline` holds (level, title, index of the page, height on it). With a `password`
    every page's text is encrypted (RC4 of 40 bits), and the file cannot be opened without it.
    `info` is what the file says of itself beside the title. `labelled_from` is the number that it
    gives its first page."""
    writer = _Writer()
    catalog, tree = writer.add(b""), writer.add(b"")
    fonts = [
        writer.add(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name
        )
        for name in (b"Helvetica", b"Helvetica-Bold")
    ]
    file_id = b"0123456789abcdef"
    key, encrypt = _encryption(writer, password, file_id) if password else (None, b"")
    kids = []
    for page in pages:
        content = page.raw + b"\n".join(_shown(line) for line in page.lines)
        resources = b"/Font << /F0 %d 0 R /F1 %d 0 R >>" % tuple(fonts)
        if page.picture:
            picture = writer.stream(
                zlib.compress(bytes(range(256)) * 3),
                b"/Type /XObject /Subtype /Image /Width 16 /Height 16 /ColorSpace /DeviceRGB "
                b"/BitsPerComponent 8 /Filter /FlateDecode",
            )
            resources += b" /XObject << /Im %d 0 R >>" % picture
            content += b"\nq 400 0 0 600 100 100 cm /Im Do Q"
        number = len(writer.objects) + 1
        stream = writer.stream(_rc4(_object_key(key, number), content) if key else content)
        kids.append(
            writer.add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] /Rotate %d "
                b"/Contents %d 0 R /Resources << %s >> >>" % (tree, page.rotate, stream, resources)
            )
        )
    more = _outline(writer, outline, kids) if outline else b""
    if labelled_from is not None:
        more += b" /PageLabels << /Nums [0 << /S /D /St %d >>] >>" % labelled_from
    writer.objects[catalog - 1] = b"<< /Type /Catalog /Pages %d 0 R %s >>" % (tree, more)
    refs = b" ".join(b"%d 0 R" % kid for kid in kids)
    writer.objects[tree - 1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (refs, len(kids))
    trailer = b"/ID [<%s> <%s>] %s" % (file_id.hex().encode(), file_id.hex().encode(), encrypt)
    facts = {**({} if title is None else {"Title": title}), **(info or {})}
    if facts:
        rows = (b"/%s %s" % (name.encode(), _string(said)) for name, said in facts.items())
        trailer += b" /Info %d 0 R" % writer.add(b"<< %s >>" % b" ".join(rows))
    return _file(writer.objects, catalog, trailer)


def _file(objects: list[bytes], catalog: int, trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in starts)
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\n" % (len(objects) + 1, catalog, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _shown(line: Line) -> bytes:
    words = line.text.encode("cp1252")
    for character in (b"\\", b"(", b")"):
        words = words.replace(character, b"\\" + character)
    place = b"BT /F%d %g Tf %g Tw 1 0 0 1 %g %g Tm" % (
        line.bold,
        line.size,
        line.spaced,
        line.x,
        line.y,
    )
    return b"%s (%s) Tj ET" % (place, words)


def _string(text: str) -> bytes:
    return b"<feff%s>" % text.encode("utf-16-be").hex().encode()


def _outline(
    writer: _Writer, entries: Sequence[tuple[int, str, int, float]], kids: Sequence[int]
) -> bytes:
    root = writer.add(b"")
    numbers = [writer.add(b"") for _ in entries]
    parents: list[int] = []
    open_levels: list[tuple[int, int]] = [(0, root)]
    for (level, *_), number in zip(entries, numbers, strict=True):
        while open_levels[-1][0] >= level:
            open_levels.pop()
        parents.append(open_levels[-1][1])
        open_levels.append((level, number))
    for at, (_, title, page, height) in enumerate(entries):
        number, parent = numbers[at], parents[at]
        siblings = [n for n, p in zip(numbers, parents, strict=True) if p == parent]
        place = siblings.index(number)
        links = b"".join(
            b" /%s %d 0 R" % (name, siblings[place + step])
            for name, step in ((b"Prev", -1), (b"Next", 1))
            if 0 <= place + step < len(siblings)
        )
        writer.objects[number - 1] = (
            b"<< /Title %s /Parent %d 0 R /Dest [%d 0 R /XYZ 0 %g 0]%s%s >>"
            % (
                _string(title),
                parent,
                kids[page],
                height,
                links,
                _children(number, numbers, parents),
            )
        )
    writer.objects[root - 1] = b"<< /Type /Outlines%s >>" % _children(root, numbers, parents)
    return b"/Outlines %d 0 R" % root


def _children(number: int, numbers: Sequence[int], parents: Sequence[int]) -> bytes:
    own = [n for n, p in zip(numbers, parents, strict=True) if p == number]
    return b" /First %d 0 R /Last %d 0 R /Count %d" % (own[0], own[-1], len(own)) if own else b""


def _encryption(writer: _Writer, password: str, file_id: bytes) -> tuple[bytes, bytes]:
    """The key and the trailer's entry of the standard handler, revision 2 (PDF 1.4, 3.5)."""
    padded = (password.encode() + PASSWORD_PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    rights = (-4).to_bytes(4, "little", signed=True)
    key = hashlib.md5(padded + owner + rights + file_id).digest()[:5]
    user = _rc4(key, PASSWORD_PADDING)
    number = writer.add(
        b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%s> /U <%s> >>"
        % (owner.hex().encode(), user.hex().encode())
    )
    return key, b"/Encrypt %d 0 R" % number


def _object_key(key: bytes, number: int) -> bytes:
    return hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]


def _rc4(key: bytes, content: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def set_lines(text: str, x: float, top: float, pitch: float = 14, size: float = 11) -> list[Line]:
    """The lines of a text one below the other; an empty line leaves a gap."""
    return [
        Line(x, top - pitch * n, words, size) for n, words in enumerate(text.split("\n")) if words
    ]
