"""Running heads, running feet and page numbers: rows that stand on page after page."""

import re
from collections.abc import Sequence

from index.loaders.pdf.lines import Line, PageLines
from index.loaders.pdf.order import rows

DEEPEST = 3
"""Rows at the top, and at the bottom, that may be a page's head or foot."""
ZONE = 0.15
"""The share of the page's height, at the top and at the bottom, in which they stand."""
FEWEST = 3
"""Pages that a running head or foot stands on, each at most two after the one before: left and
right pages may have their own."""
NEAR = 0.01
"""How far, as a share of the page's height, it may stand higher or lower from page to page."""
NUMBER = re.compile(
    r"(?:page|seite|página|p\.)?\s*[-–—|\[(]?\s*(\d{1,5}|[ivxlc]{1,8})\s*[-–—|\])]?"
    r"(?:\s*(?:of|von|de|/)\s*\d{1,5})?",
    re.IGNORECASE,
)
NUMBERED = (
    re.compile(r"(?P<number>[0-9]{1,5})\b(?P<words>.*)"),
    re.compile(r"(?P<words>.*)\b(?P<number>[0-9]{1,5})(?:\s*[-–—|\])])?"),
    re.compile(
        r"(?P<words>.*)\b(?P<number>[0-9]{1,5})\s*(?:of|von|de|/)\s*[0-9]{1,5}", re.IGNORECASE
    ),
)
"""A row with the number of its page before its words, after them, or of so many."""
BEYOND = 10
"""How far the number that a page prints may be beyond its place in the file, unless the file itself
labels the page so: more is a number that says something, as of invoices."""
LARGER = 1.15


def margin_rows(page: PageLines) -> tuple[list[Line], list[Line]]:
    """The rows of a page that may be its head, from the top down, and its foot, from the bottom
    up; never all rows of the page."""
    found = rows([line for line in page.lines if line.turns == 0])
    top = [row for row in found[:DEEPEST] if row.bottom < ZONE * page.height]
    foot = [row for row in found[::-1][:DEEPEST] if row.top > (1 - ZONE) * page.height]
    return top, foot


def left_out(pages: Sequence[PageLines]) -> list[tuple[int, int]]:
    """For each page, how many of its rows at the top and at the bottom are its head and foot. The
    first of the pages that have a head or foot keeps it, and no page loses all of its words."""
    margins = [margin_rows(page) for page in pages]
    counts = [
        (_repeated(margins, pages, number, side=0), _repeated(margins, pages, number, side=1))
        for number in range(len(pages))
    ]
    return [
        (top, foot) if body(page, top, foot) or _numbers(margin, top, foot) else (0, 0)
        for page, margin, (top, foot) in zip(pages, margins, counts, strict=True)
    ]


def _numbers(margin: tuple[list[Line], list[Line]], top: int, foot: int) -> bool:
    """True where all of so many rows are page numbers."""
    head, feet = margin
    return all(NUMBER.fullmatch(row.text) for row in (*head[:top], *feet[:foot]))


def body(page: PageLines, top: int, bottom: int) -> list[Line]:
    """The lines of a page without so many rows of its head and of its foot."""
    head, foot = margin_rows(page)
    dropped = [*head[:top], *foot[:bottom]]
    return [
        line
        for line in page.lines
        if line.turns != 0 or not any(row.top < line.middle < row.bottom for row in dropped)
    ]


Margins = list[tuple[list[Line], list[Line]]]


def _repeated(margins: Margins, pages: Sequence[PageLines], number: int, side: int) -> int:
    count = 0
    for depth, row in enumerate(margins[number][side]):
        if not (
            _runs(margins, pages, number, side, depth) or _is_number(row, number, depth, pages)
        ):
            break
        count += 1
    return count


def _runs(margins: Margins, pages: Sequence[PageLines], number: int, side: int, depth: int) -> bool:
    """True where enough pages near this one have the same row at the same height, and one before
    it does: the first keeps its own, save a page number."""
    row = margins[number][side][depth]
    run, first = 1, True
    for step in (-1, 1):
        at, missed = number + step, 0
        while 0 <= at < len(margins) and missed < 2 and run < FEWEST:
            if any(
                _same(row, number, other, at, pages) for other in margins[at][side][: depth + 2]
            ):
                run, missed = run + 1, 0
                first = first and step > 0
            else:
                missed += 1
            at += step
    return run >= FEWEST and (not first or NUMBER.fullmatch(row.text) is not None)


def _same(one: Line, on: int, other: Line, on_other: int, pages: Sequence[PageLines]) -> bool:
    """True for the same words at the same height, where a number at their start or end may count
    up with the pages if it can be that of the page. Letters larger than the page's are a title's
    (`Step 1`), not a head's."""
    if abs(one.top - other.top) > NEAR * pages[on].height:
        return False
    if one.text == other.text:
        return True
    if _is_roman(one.text) and _is_roman(other.text):
        return True
    if _is_title(one, pages[on]):
        return False
    steps = on_other - on
    return any(
        (a := shape.fullmatch(one.text)) is not None
        and (b := shape.fullmatch(other.text)) is not None
        and a["words"] == b["words"]
        and int(b["number"]) - int(a["number"]) == steps
        and (NUMBER.fullmatch(one.text) is not None or _may_number(a["number"], on, pages))
        for shape in NUMBERED
    )


def _may_number(number: str, on: int, pages: Sequence[PageLines]) -> bool:
    return number == pages[on].label or int(number) <= on + 1 + BEYOND


def _is_title(row: Line, page: PageLines) -> bool:
    sizes = sorted(line.size for line in page.lines)
    return row.size > LARGER * sizes[len(sizes) // 2]


def _is_roman(text: str) -> bool:
    return re.fullmatch(r"[ivxlc]{1,8}", text, re.IGNORECASE) is not None


def _is_number(row: Line, number: int, depth: int, pages: Sequence[PageLines]) -> bool:
    """True where the outermost row of a page is the number of that page, counted from one."""
    match = NUMBER.fullmatch(row.text)
    return depth == 0 and len(pages) > 1 and match is not None and match[1] == str(number + 1)
