"""The characters of a page, in the order of the file, each where it is seen."""

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

PDFIUM_HYPHEN = 0x02  # how PDFium marks a hyphen at the end of a line
BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "‣"}
"""The bullets of Symbol and Wingdings, which have no letters of their own."""


class Glyph(NamedTuple):
    """A character as it is drawn, in points from the page's left and top as it is seen."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    at: int


def glyphs_of(page: Any, text: Any) -> Iterator[tuple[int, Glyph | None]]:
    """Each character as it is seen with the page turned by so many quarters that it is upright;
    None for the end of a line."""
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation() // 90
    box = pdfium.FS_RECTF()
    place = ctypes.byref(box)
    high = turns = 0
    level = (math.nan, math.nan)
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in (10, 13):
            yield 0, None
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        words = chr(code) if 0x20 <= code < 0x7F else _normal(code)
        if not words or not pdfium.FPDFText_GetLooseCharBox(text, index, place):
            continue
        # Neighbours at the same height are turned alike: it is not asked of each.
        if level != (box.top, box.bottom):
            angle = max(pdfium.FPDFText_GetCharAngle(text, index), 0)
            turns = (-round(angle / (math.pi / 2)) - rotation) % 4
            level = (box.top, box.bottom)
        # In points from the corner at the top left of the page, unturned.
        x0, x1, y0, y1 = box.left - left, box.right - left, top - box.top, top - box.bottom
        if rotation + turns:
            x0, y0, x1, y1 = turned((x0, y0, x1, y1), rotation + turns, right - left, top - bottom)
        yield turns, Glyph(words, x0, y0, x1, y1, index)


def is_unnamed(text: str) -> bool:
    """True for what a font draws without saying which letter it is."""
    return text == "\ufffd" or unicodedata.category(text[0]) == "Co"


def turned(
    box: tuple[float, float, float, float], quarters: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box on a page of this size after the page was turned clockwise by quarters."""
    x0, y0, x1, y1 = box
    match quarters % 4:
        case 1:
            return height - y1, x0, height - y0, x1
        case 2:
            return width - x1, height - y1, width - x0, height - y0
        case 3:
            return y0, width - x1, y1, width - x0
    return box


def _normal(code: int) -> str:
    """A character as text: ligatures and forms of letters as the letters, any space as a space."""
    if code == PDFIUM_HYPHEN:
        return "-"
    if code == 0:
        return "\ufffd"
    character = chr(code)
    if 0xFB00 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC:
        return unicodedata.normalize("NFKC", character)
    kind = unicodedata.category(character)
    if kind == "Zs" or code == 9:
        return " "
    if kind in ("Cc", "Cn", "Cs", "Zl", "Zp") or code in (0xFEFF, 0x200B):
        return ""
    return BULLETS.get(character, character)
