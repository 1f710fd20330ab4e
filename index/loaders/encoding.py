"""The bytes of a text file as text: by byte-order mark, as UTF-8, or in the encoding they show."""

import codecs
import re
from collections.abc import Iterator

from index.errors import UnreadableDocument
from index.loaders.kinds import kind_of
from index.loaders.misread import has_alphabets, mixes_alphabets, shows_old_signs

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROLS = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
"""Characters that no text holds: one of them shows that an encoding is not the right one."""
HIGH_LINE = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")
MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
SAMPLE = 100_000
"""Bytes, of lines that are not plain ASCII, by which an encoding is told."""
SUREST = 0.04
"""Below this confidence chardet has been seen to name an encoding for noise (0.025 and less), not
for text: 0.048 and more, over 26 languages and 60 to 6,000 characters."""
LEADS = ((4, 1.6), (8, 1.3))
"""With fewer bytes beyond ASCII than this, the next best encoding has to be less likely by this
factor: a few letters of a short text have been seen to decide otherwise. Of 2,259 pieces of one to
sixteen words, in 18 languages and 24 encodings, this and `index.loaders.misread` leave 85 that are
read as another text; it were 195."""
RARE = ("iso8859-3", "iso8859-4", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-16")
RARE_LEAD = 1.5
"""The same for encodings that next to nobody has used: one or two letters of a text in Windows-1252
have been seen to be taken for theirs."""
MIXED = 0.1
"""Among the bytes beyond ASCII, at least this share of whole characters in UTF-8 shows UTF-8 beside
something else, where the something else has one byte a character (in real texts up to 0.06)."""
MIXED_WIDE = 0.4
"""The same where it has more bytes a character, some of which pass for UTF-8 (up to 0.28)."""
WIDE = ("gb", "big5", "cp932", "cp949", "euc", "shift", "johab", "hz", "iso2022")


def decode(content: bytes, declared: str | None = None) -> str:
    """The text in a file's bytes, less a byte-order mark: nothing stripped or replaced.

    A byte-order mark decides; then UTF-8, where the bytes are that; then the encoding that the
    file `declared`; then the one that its bytes show. Raises `UnreadableDocument` where the bytes
    are no text, where two encodings are mixed, and where none can be told from the others.
    """
    mark, encoding = next(
        (pair for pair in BYTE_ORDER_MARKS if content.startswith(pair[0])), (b"", "utf-8")
    )
    body = content[len(mark) :]
    _refuse_other_kinds(body)
    if encoding == "utf-8" and b"\0" in body:
        raise UnreadableDocument("binary: it holds NUL bytes; only text can be indexed")
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        if mark:
            raise UnreadableDocument(
                f"not {encoding.upper()}, as its first bytes say: byte 0x{body[error.start]:02x} "
                f"at offset {len(mark) + error.start}; save it anew as UTF-8"
            ) from None
        return _declared(body, declared) or _detected(body, error.start)
    if "\0" in text:
        raise UnreadableDocument("binary: it holds NUL characters; only text can be indexed")
    return text


def _refuse_other_kinds(body: bytes) -> None:
    kind = kind_of(body)
    if kind:
        raise UnreadableDocument(f"binary: {kind}, not text; give its name the right ending")


def _declared(body: bytes, encoding: str | None) -> str | None:
    try:
        text = body.decode(encoding) if encoding else None
    except (LookupError, UnicodeError):
        return None
    return None if text is None or CONTROLS.search(text) else text


def _detected(body: bytes, at: int) -> str:
    """The text in the encoding that fits best; `at` is the offset of the first byte that is not
    UTF-8."""
    there = f"byte 0x{body[at]:02x} at offset {at}"
    share = _share_of_utf8(body)
    if share >= MIXED_WIDE:
        raise UnreadableDocument(f"UTF-8 but for {there}; it is cut short, or two files joined")
    fits = _fitting(body)
    if not fits:
        raise UnreadableDocument(f"not text in UTF-8 or any other encoding ({there})")
    confidence, encoding, text = fits[0]
    letters = sum(byte > 127 for byte in body[:SAMPLE])
    lead = next((lead for fewer, lead in LEADS if letters < fewer), 1.0)
    lead = max(lead, RARE_LEAD) if encoding in RARE else lead
    rivals = [name for other, name, _ in fits[1:] if other * lead >= confidence]
    if confidence < SUREST or rivals or (letters < LEADS[0][0] and has_alphabets(text)):
        names = ", ".join(name for _, name, _ in fits[:3])
        raise UnreadableDocument(
            f"not UTF-8 ({there}), and too little to tell its encoding by (it may be {names}); "
            f"save it as UTF-8 (for the first of these: iconv -f {encoding} -t utf-8)"
        )
    if share >= MIXED and not encoding.startswith(WIDE):
        raise UnreadableDocument(f"UTF-8 mixed with another encoding ({there}); save it as UTF-8")
    if shows_old_signs(text):
        raise UnreadableDocument(
            f"not UTF-8 ({there}), but in an old encoding such as Mac Roman or DOS (cp850); save "
            "it as UTF-8"
        )
    return text


def _share_of_utf8(body: bytes) -> float:
    whole, others = 0, 0
    for line in HIGH_LINE.findall(body):
        whole += len(MULTIBYTE.findall(line))
        others += sum(byte > 127 for byte in MULTIBYTE.sub(b"", line))
    return whole / (whole + others)


def _fitting(body: bytes) -> list[tuple[float, str, str]]:
    """Encodings in which all of it is text, in words of one alphabet each, with their confidence,
    the likeliest first; of those that make it the same text, one."""
    import chardet  # its models take a moment; UTF-8 does without

    sample = b"".join(_sampled(body))
    found = chardet.detect_all(
        sample,
        encoding_era=chardet.EncodingEra.MODERN_WEB | chardet.EncodingEra.LEGACY_ISO,
        ignore_threshold=True,
        prefer_superset=False,
        compat_names=False,
    )
    fits: list[tuple[float, str, str]] = []
    for guess in sorted(found, key=lambda guess: -guess["confidence"]):
        name = guess["encoding"]
        if fits and guess["confidence"] < fits[0][0] and len(fits) >= 3:
            break
        text = _declared(body, name)
        if name is None or text is None or mixes_alphabets(sample.decode(name, "ignore")):
            continue
        if all(text != other for _, _, other in fits):
            fits.append((guess["confidence"], name, text))
    return fits


def _sampled(body: bytes) -> Iterator[bytes]:
    left = SAMPLE
    for match in HIGH_LINE.finditer(body):
        yield match[0][:left]
        left -= len(match[0])
        if left <= 0:
            return
