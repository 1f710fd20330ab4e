"""The title and the headings of a PDF: its outline, laid on the rows of its pages."""

import re
from collections.abc import Sequence
from typing import Any

from index.document import Heading
from index.loaders.pdf.words import PageText

LONGEST_TITLE = 200
MOST_ENTRIES = 10_000
DEEPEST = 6
LARGER = 1.2
"""A title's letters are larger than those of most rows of its page, by this."""
NUMBERING = re.compile(r"^(?:[\divxlcIVXLC]+[.):]?)+\s+")


def headings(
    document: Any, pages: Sequence[PageText], starts: Sequence[int]
) -> tuple[Heading, ...]:
    """A heading for each entry of the outline that leads to a page with text, in order of where
    they start: at the row with the entry's words, else at the one that it leads to."""
    found: dict[int, Heading] = {}
    for count, entry in enumerate(document.get_toc(max_depth=DEEPEST)):
        if count >= MOST_ENTRIES:
            break
        words = " ".join(entry.get_title().split())
        target = entry.get_dest()
        number = target.get_index() if target else None
        if not words or number is None or not 0 <= number < len(pages) or not pages[number].text:
            continue
        at = starts[number] + _place(words, pages[number], _height(document, number, target))
        found.setdefault(at, Heading(at, entry.level + 1, words))
    return tuple(found[at] for at in sorted(found))


def _height(document: Any, number: int, target: Any) -> float | None:
    """How far below the top of the page a destination is, in points; None where it does not say."""
    _, view = target.get_view()
    if len(view) != 3 or view[1] is None or not view[1]:
        return None
    page = document[number]
    try:
        return float(page.get_bbox()[3] - view[1])
    finally:
        page.close()


def _place(words: str, page: PageText, height: float | None) -> int:
    """The offset in a page's text of the row that has the words, the nearest one to the height;
    else of the first row below the height."""
    wanted = _bare(words)
    rows = [run for run in page.runs if run.line.text]
    same = [run for run in rows if _bare(run.line.text) == wanted]
    same = same or [
        run
        for run in rows
        if len(_bare(run.line.text)) > 3 and wanted.startswith(_bare(run.line.text))
    ]
    if same:
        return min(same, key=lambda run: abs(run.line.top - (height or 0))).start
    if height is None:
        return 0
    below = [run for run in rows if run.line.middle >= height]
    return min(below, key=lambda run: run.line.top).start if below else 0


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", NUMBERING.sub("", text)).casefold()


def title(document: Any, pages: Sequence[PageText]) -> str | None:
    """The title that the file states, where its first page shows it; else the largest row there,
    if it stands out. Many files state the name of a template."""
    first = next((page for page in pages if page.text), None)
    if first is None:
        return None
    stated = " ".join(str(document.get_metadata_value("Title") or "").split())
    if stated and len(stated) <= LONGEST_TITLE and _bare(stated) in _bare(first.text):
        return stated
    sizes = sorted(run.line.size for run in first.runs for _ in run.line.text)
    usual, largest = sizes[len(sizes) // 2], sizes[-1]
    if largest < LARGER * usual:
        return None
    words = []
    for run in first.runs:
        if run.line.size > 0.95 * largest:
            words.append(run.line.text)
        elif words:
            break
    shown = " ".join(words)
    return shown if len(shown) <= LONGEST_TITLE and any(c.isalpha() for c in shown) else None
