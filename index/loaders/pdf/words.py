"""The text of a page from its rows: paragraphs, with their line breaks and hyphens resolved."""

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.loaders.pdf.lines import HYPHENS, Line
from index.loaders.pdf.order import regions

NEW_PARAGRAPH = 1.3
"""The pitch from line to line, in times of the usual one, that parts paragraphs."""
OTHER_SIZE = 1.12
"""Letters larger or smaller by this are another paragraph."""
INDENT = 0.7
"""An indent, in times of the height of the letters."""
SHORT = 0.25
"""A row that leaves this share of the width free, and more than the next word needs, was ended on
purpose even in the middle of a sentence: a verse, an address."""
AROUND = 3
"""Rows before and after one whose right edges say how far it could have gone."""

LIST_ITEM = re.compile(r"(?:[-*+•‣◦▪–]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+\S")
ENDS = re.compile(r"[.!?:;…。！？]['\"”’»)\]]*$")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
PARTED = re.compile(rf"([^\W\d_]+)[{HYPHENS}]$")
BEGINS = re.compile(r"[^\W\d_]+")
OPEN_COMPOUNDS = frozenset("self well half ex quasi non".split())
"""What keeps its hyphen where the document itself does not tell."""

Keeps = Callable[[str, str, int], bool]
"""Told the word before a hyphen at a line's end, the one after it, and how much text stands before
the hyphen: whether the hyphen belongs to the word."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a text that stand in a line: `text[start:][:length]` is its beginning."""

    start: int
    line: Line
    length: int


@dataclass(slots=True)
class PageText:
    """The text of a page, and where its characters stand."""

    text: str
    runs: list[Run]


def page_text(lines: list[Line], keeps: Keeps) -> PageText:
    """The text of these lines in reading order: paragraphs parted by blank lines."""
    made = PageText("", [])
    parts: list[str] = []
    length = 0
    for region in regions(lines):
        breaks = _breaks(region)
        for number, row in enumerate(region):
            between = breaks[number] if number else ("\n\n" if parts else "")
            if between == " ":
                between, dropped = hyphen(region[number - 1].text, row.text, length, keeps)
                if dropped:
                    parts[-1] = parts[-1][:-1]
                    length -= 1
                    last = made.runs[-1]
                    made.runs[-1] = Run(last.start, last.line, last.length - 1)
            parts += (between, row.text)
            made.runs.append(Run(length + len(between), row, len(row.text)))
            length += len(between) + len(row.text)
    made.text = "".join(parts)
    return made


def hyphen(before: str, after: str, length: int, keeps: Keeps) -> tuple[str, bool]:
    """What stands between two lines of a paragraph, and whether the first one's hyphen goes;
    `length` is that of the text up to the end of the first."""
    if before[-1] not in HYPHENS or before[-2:-1] in ("", " "):
        return " ", False
    word, rest = PARTED.search(before), BEGINS.match(after)
    if word is None or rest is None:
        return "", False  # 1990-1995
    if not rest[0][0].islower() and not (word[1].isupper() and rest[0].isupper()):
        return "", False  # Austria-Hungary
    return "", not keeps(word[1], rest[0], length - 1)


def sentence_goes_on(before: str, after: str) -> bool:
    """True where the text of a page goes on in the middle of a sentence on the next."""
    return ENDS.search(before) is None and after[0].islower()


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand whole within the lines of a document, in lower case."""
    found: set[str] = set()
    for text in texts:
        words = WORD.findall(text)
        if text[-1:] in HYPHENS:
            words = words[:-1]
        found.update(word.lower() for word in words)
    return frozenset(found)


def keeps_as_written(words: frozenset[str]) -> Keeps:
    """Keeps a hyphen where the document has the word with it elsewhere and not without."""

    def keeps(first: str, second: str, at: int) -> bool:
        first, second = first.lower(), second.lower()
        if first + second in words:
            return False
        return f"{first}-{second}" in words or first in OPEN_COMPOUNDS

    return keeps


def _breaks(region: list[Line]) -> list[str]:
    """What stands before each row of a region; for the first it means nothing."""
    pitches = sorted(b.top - a.top for a, b in itertools.pairwise(region))
    usual = pitches[(len(pitches) - 1) // 2] if pitches else 0.0
    found = ["\n\n"]
    for number in range(1, len(region)):
        before, row = region[number - 1], region[number]
        pitch = min(usual, 1.6 * before.size) if len(pitches) < 4 else usual
        if (
            row.top - before.top > NEW_PARAGRAPH * pitch
            or max(row.size, before.size) > OTHER_SIZE * min(row.size, before.size)
            or row.bold != before.bold
        ):
            found.append("\n\n")
        elif row.parts > 1 or before.parts > 1 or LIST_ITEM.match(row.text):
            found.append("\n")
        else:
            begun = number < 2 or found[number - 1] != " "
            found.append(_break(region, number, begun=begun))
    return found


def _break(region: list[Line], number: int, *, begun: bool) -> str:
    """What stands before a row that looks as the one before it; `begun` tells that the one before
    is the first of its paragraph."""
    before, row = region[number - 1], region[number]
    if before.text[-1] in HYPHENS and before.text[-2:-1] not in ("", " "):
        return " "
    around = region[max(0, number - 1 - AROUND) : number + AROUND]
    room = max(line.right for line in around) - before.right
    first = row.text.find(" ") if " " in row.text else len(row.text)
    needed = (row.rights[first - 1] - row.lefts[0]) + before.size
    ends = ENDS.search(before.text) is not None
    width = max(line.right for line in around) - min(line.left for line in around)
    # Where the next word had room, the line was ended on purpose.
    if room > needed and (ends or room > SHORT * width):
        return "\n\n" if ends else "\n"
    indent = (row.left - before.left) / row.size
    if ends and (indent > INDENT or (indent < -INDENT and not begun)):
        return "\n\n"
    return " "
