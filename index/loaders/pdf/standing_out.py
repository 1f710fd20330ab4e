"""Headings of a PDF without an outline: short paragraphs that stand out by their letters."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index.document import Heading
from index.loaders.pdf.words import PageText, Run

LONGEST = 120
"""Characters of a heading."""
LARGER = 1.12
"""Letters larger than most by this stand out; so do bold ones, where most are not."""
MOST = 0.3
"""Where more of the text stands out than this, as a share of its characters, it says nothing."""
LEVELS = 3
NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?\s+\S")
ENDS = re.compile(r"[.,;:…]$")
LEADERS = re.compile(r"(?:\.\s?){4}|…")
"""As between the entries of a table of contents and their pages."""
CAPTION = re.compile(r"(?:fig(?:ure)?|tab(?:le)?|abb)\.?\s*\d", re.I)
Found = tuple[int, str, float]


def standing_out(pages: Sequence[PageText], starts: Sequence[int]) -> tuple[Heading, ...]:
    """A heading for each paragraph that stands out as one does, in order; its level by the number
    before it, else by the size of its letters. None where too many do, or only one."""
    sizes = Counter(
        round(run.line.size, 1) for page in pages for run in page.runs for _ in run.line.text
    )
    if not sizes:
        return ()
    usual = sizes.most_common(1)[0][0]
    found: list[Found] = []
    for page, start in zip(pages, starts, strict=True):
        for at, words, runs in _paragraphs(page):
            if _is_heading(words, runs, usual):
                found.append((start + at, words, max(run.line.size for run in runs)))
    if len(found) < 2 or sum(len(words) for _, words, _ in found) > MOST * sum(sizes.values()):
        return ()
    ranks = _ranks([size for _, words, size in found if not NUMBERED.match(words)])
    return tuple(Heading(at, _level(words, size, ranks), words) for at, words, size in found)


def _paragraphs(page: PageText) -> Iterator[tuple[int, str, list[Run]]]:
    """The paragraphs of a page: where they start, their words and their rows."""
    at = 0
    runs = iter(page.runs)
    run = next(runs, None)
    for words in page.text.split("\n\n"):
        end = at + len(words)
        own = []
        while run is not None and run.start < end:
            own.append(run)
            run = next(runs, None)
        if own:
            yield at, words, own
        at = end + 2


def _is_heading(words: str, runs: Sequence[Run], usual: float) -> bool:
    plain = len(words) <= LONGEST and "\n" not in words and not ENDS.search(words)
    if not plain or not any(letter.isalpha() for letter in words):
        return False
    if CAPTION.match(words) or LEADERS.search(words):
        return False
    if any(run.line.parts > 1 or run.line.turns for run in runs):
        return False
    smallest = min(run.line.size for run in runs)
    bold = all(run.line.bold for run in runs) and smallest > usual / LARGER
    return bold or smallest > LARGER * usual


def _ranks(sizes: Sequence[float]) -> list[float]:
    """The sizes of headings, the largest first; those that hardly differ are one."""
    found: list[float] = []
    for size in sorted(set(sizes), reverse=True):
        if not found or size * 1.05 < found[-1]:
            found.append(size)
    return found


def _level(words: str, size: float, ranks: Sequence[float]) -> int:
    if number := NUMBERED.match(words):
        return min(LEVELS, number[1].count(".") + 1)
    larger = sum(size * 1.05 < rank for rank in ranks)
    return min(LEVELS, larger + 1)
