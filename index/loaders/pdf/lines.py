"""The lines of a page as they are seen: their characters, in order, each with its place."""

import ctypes
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from index.loaders.pdf.glyphs import Glyph, glyphs_of, is_unnamed

WIDE = 1.0
"""A gap of so many times the size of the letters parts what stands in one row."""
WORD_GAP = 0.25
"""A gap of so many times the size parts two words."""
SAME_ROW = 0.3
"""Letters whose heights overlap by this share are on one line: raised and lowered ones are."""
TABLE_GAP = 2.0
"""Pieces of a row that are so many times their height apart are the cells of a table."""
BOLD = 600
HYPHENS = "-\u2010\u00ad"


@dataclass(slots=True)
class Line:
    """Words in a row, without white space around them and with single spaces between them.

    `lefts` and `rights` are the edges of each character of `text`; all in points from the left and
    top of the page, seen with so many quarter `turns` clockwise that the words are upright.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    bold: bool
    turns: int = 0
    parts: int = 1
    """Of how many pieces, far from one another, the row is made: more than one in a table."""
    lefts: "array[float]" = field(default_factory=lambda: array("f"))
    rights: "array[float]" = field(default_factory=lambda: array("f"))

    @property
    def size(self) -> float:
        """The height of its letters in points, with what goes above and below them."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half of its height from the top of the page."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page in the order of the file, the page's width and height as it is seen in
    points, how many characters it has, and how many of them have no letter that the file names; and
    the number that the file gives it, empty where it gives none."""

    lines: list[Line]
    width: float
    height: float
    characters: int
    unnamed: int
    label: str = ""


def lines_of(page: Any) -> PageLines:
    """The lines of an open page."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        by_turns: dict[int, list[Glyph | None]] = {}
        characters = unnamed = 0
        for turns, glyph in glyphs_of(page, textpage.raw):
            if glyph is None:
                for glyphs in by_turns.values():
                    glyphs.append(None)
                continue
            characters += 1
            unnamed += glyph[0] > "\u2fff" and is_unnamed(glyph[0])
            by_turns.setdefault(turns, []).append(glyph)
        lines = [
            line
            for turns, glyphs in sorted(by_turns.items())
            for segment in _segments(glyphs)
            if (line := _line(segment, turns, textpage.raw)) is not None
        ]
        return PageLines(lines, width, height, characters, unnamed)
    finally:
        textpage.close()


def _segments(glyphs: list[Glyph | None]) -> Iterator[list[Glyph]]:
    """Glyphs that follow one another on one line without a wide gap."""
    held: list[Glyph] = []
    last: Glyph | None = None
    spaced = False
    for glyph in glyphs:
        if glyph is None or glyph[0] == " ":
            spaced = True
            continue
        if last is not None:
            _, _, top, right, bottom, _ = last
            gap = glyph[1] - right
            near = WORD_GAP * (bottom - top)
            level = glyph[2] == top and glyph[4] == bottom
            # Most are next to one another at the same height: they need no closer look.
            if not (level and -near < gap < near):
                if _parted(last, glyph):
                    yield held
                    held, spaced = [], False
                spaced = spaced or _gap(last, glyph) > near
            if spaced and held:
                held.append(Glyph(" ", right, top, glyph[1], bottom, -1))
        spaced = False
        held.append(glyph)
        last = glyph
    if held:
        yield held


def _parted(one: Glyph, other: Glyph) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    if overlap < SAME_ROW * min(_size(one), _size(other)):
        return True
    wide = WIDE * max(_size(one), _size(other)) / 1.2
    if _right_to_left(one.text) or _right_to_left(other.text):
        return False
    return _gap(one, other) > wide or other.right < one.left - wide


def _gap(one: Glyph, other: Glyph) -> float:
    return max(other.left - one.right, one.left - other.right if _right_to_left(one.text) else 0)


def _size(glyph: Glyph) -> float:
    return glyph.bottom - glyph.top


def _right_to_left(text: str) -> bool:
    return text > "\u0590" and unicodedata.bidirectional(text[0]) in ("R", "AL")


def _line(glyphs: list[Glyph], turns: int, text: Any) -> Line | None:
    """The line that a segment makes; None where it holds nothing to see."""
    letters: list[str] = []
    lefts, rights = array("f"), array("f")
    for place, (words, left, _, right, _, _) in enumerate(glyphs):
        if words < "\u0300" and words != "\u00ad":
            letters.append(words)
            lefts.append(left)
            rights.append(right)
            continue
        if words == "\u00ad" and place < len(glyphs) - 1:
            continue  # a break that was not needed
        composed = unicodedata.normalize("NFC", letters[-1] + words) if letters else ""
        if len(composed) == 1:
            letters[-1] = composed
            continue
        width = (right - left) / len(words)
        for order, letter in enumerate(words):
            letters.append(letter)
            lefts.append(left + order * width)
            rights.append(left + (order + 1) * width)
    if not letters:
        return None
    drawn = [glyph for glyph in glyphs if glyph.text != " "]
    heights = sorted((glyph.bottom - glyph.top, glyph.top, glyph.bottom) for glyph in drawn)
    _, top, bottom = heights[len(heights) // 2]
    return Line(
        "".join(letters),
        min(glyph.left for glyph in drawn),
        top,
        max(glyph.right for glyph in drawn),
        bottom,
        all(_is_bold(text, glyph.at) for glyph in (drawn[0], drawn[-1])),
        turns,
        lefts=lefts,
        rights=rights,
    )


def _is_bold(text: Any, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(text, index) >= BOLD:
        return True
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(text, index, name, len(name), None)
    return b"bold" in name.value.lower() or b"black" in name.value.lower()


def joined(pieces: list[Line]) -> Line:
    """One line of pieces that stand side by side, given from left to right."""
    if len(pieces) == 1:
        return pieces[0]
    if sum(_right_to_left(piece.text) for piece in pieces) * 2 > len(pieces):
        pieces = pieces[::-1]
    tallest = max(pieces, key=lambda piece: len(piece.text))
    lefts, rights = array("f"), array("f")
    far = 1
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if before is not None:
            lefts.append(before.rights[-1])
            rights.append(piece.lefts[0])
            far += piece.left - before.right > TABLE_GAP * tallest.size
        lefts.extend(piece.lefts)
        rights.extend(piece.rights)
    return Line(
        " ".join(piece.text for piece in pieces),
        min(piece.left for piece in pieces),
        tallest.top,
        max(piece.right for piece in pieces),
        tallest.bottom,
        all(piece.bold for piece in pieces),
        tallest.turns,
        far,
        lefts,
        rights,
    )
