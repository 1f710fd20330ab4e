"""Where blocks and sentences begin in a text; offsets are exact whatever the script."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import sentencex

from index.document import Heading

LIST_ITEM = re.compile(
    r"[ \t]*(?:[-*+•‣◦▪–]|\(?\d{1,3}(?:\.\d{1,3})*[.)]|\(?(?:[a-zA-Z]|[ivx]{2,5})[.)])[ \t]+\S"
)
TABLE_ROW = re.compile(r"[ \t]*\|")
ROW = re.compile(r"Row \d+ — ")
"""How a row of a table begins, as `index.loaders.rows` tells it."""
LONGEST_ROW = 700
"""Characters up to which a row is one sentence, whatever stops are in it: about what a passage
holds, so that a longer one is cut anyway."""
AT_ONCE = 1_000_000
"""Characters of a block whose sentences are told at once: in memory, each takes many times its
length."""
LINE = re.compile(r"[^\n]*\n|[^\n]+")


def blocks(text: str, headings: Sequence[Heading] = ()) -> Iterator[tuple[int, int]]:
    """The stretches between hard breaks (blank lines, headings, list items, paragraphs), tiling.

    A line break inside a paragraph is hard unless the text is wrapped at a width.
    """
    width = _wrap_width([m.end() - m.start() for m in LINE.finditer(text) if m.group().strip()])
    lines = ((m.start(), m.end()) for m in LINE.finditer(text))
    heads = {heading.start for heading in headings}
    begin = 0
    for (before, after_before), (start, end) in pairwise(lines):
        previous, line = text[before:after_before], text[start:end]
        hard = (
            not previous.strip()
            or not line.strip()
            or start in heads
            or before in heads
            or LIST_ITEM.match(line)
            or TABLE_ROW.match(line)
            or ROW.match(line)
            or len(previous) < 0.7 * width
        )
        if hard and line.strip():  # blank lines stay with what they follow
            yield begin, start
            begin = start
    if begin < len(text):
        yield begin, len(text)


def _wrap_width(lengths: list[int]) -> float:
    """The width at which a text is wrapped, or infinity where every line is a paragraph."""
    if len(lengths) < 3:
        return float("inf")
    width = sorted(lengths)[int(0.9 * (len(lengths) - 1))]
    return width if 50 <= width <= 120 else float("inf")


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a block in order, each without the white space around it; a row of a table
    is one."""
    if end - start <= LONGEST_ROW and ROW.match(text, start, end):
        yield start, start + len(text[start:end].rstrip())
        return
    size = AT_ONCE
    while start < end:
        stop = min(start + size, end)
        found = list(_sentences(text, start, stop))
        if stop == end:
            yield from found
            return
        if len(found) < 2:  # the one that is cut off there may be longer yet
            size *= 2
            continue
        yield from found[:-1]
        start, size = found[-1][0], AT_ONCE


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    block = text[start:end]
    for boundary in sentencex.get_sentence_boundaries("en", block):
        first, last = boundary["start_index"], boundary["end_index"]
        piece = block[first:last]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            yield start + first + lead, start + first + len(piece.rstrip())
