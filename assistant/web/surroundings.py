"""The words around a citation, and where in its document it stands."""

import re
import unicodedata
from collections.abc import Iterator

from index.document import Document

AROUND = 600
"""Characters before and after a citation, at most."""
ENOUGH = 200
"""Characters that a cut at a paragraph or a sentence must leave."""
PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
LINE = re.compile(r"\n\s*")
SENTENCE = re.compile(r"""[.!?…。！？]["'”’»)\]]*\s+|[。！？]""")
WORD = re.compile(r"\s+")
PARTED = re.compile(r"\S[^\S\n]*\n[^\S\n]*\n\s*\S")
"""Paragraphs that are parted by blank lines; where there are none, each line is one."""


def before(text: str, start: int) -> str:
    """The words before an offset: all, or from where a paragraph, a sentence or a word begins."""
    first = max(0, start - AROUND)
    window = text[first:start]
    if first == 0:
        return window
    for cut in _cuts(window):
        ends = [match.end() for match in cut.finditer(window)]
        fitting = [end for end in ends if len(window) - end >= ENOUGH]
        if fitting:
            return window[fitting[0] :]
    return window[_inside(window) :]


def after(text: str, end: int) -> str:
    """The words after an offset, as far as a paragraph, a sentence or a word goes."""
    window = text[end : end + AROUND]
    if end + AROUND >= len(text):
        return window
    for cut in _cuts(window):
        starts = [_kept(match) for match in cut.finditer(window)]
        fitting = [start for start in starts if start >= ENOUGH]
        if fitting:
            return window[: fitting[-1]]
    return window


def paragraph_of(document: Document, offset: int) -> tuple[int, int] | None:
    """The ordinal of the paragraph in which an offset stands, and how many there are; None for
    a document that has pages to name the place by."""
    if document.pages:
        return None
    parting = re.compile(r"\n[^\S\n]*\n") if PARTED.search(document.text) else re.compile(r"\n")
    before_it = _paragraphs(parting, document.text[: offset + 1])
    return max(1, before_it), max(1, _paragraphs(parting, document.text))


def _paragraphs(parting: re.Pattern[str], text: str) -> int:
    return sum(1 for part in parting.split(text) if part.strip())


def _cuts(window: str) -> Iterator[re.Pattern[str]]:
    yield PARAGRAPH if PARAGRAPH.search(window) else LINE
    yield SENTENCE
    yield WORD


def _kept(match: re.Match[str]) -> int:
    """Where what stays before a cut ends: a sentence keeps its stop."""
    found = match.group()
    return match.start() + len(found.rstrip())


def _inside(window: str) -> int:
    """Where a text without any break can begin: not with a mark that belongs to what is cut off."""
    return next((n for n, c in enumerate(window) if not unicodedata.combining(c)), len(window))
