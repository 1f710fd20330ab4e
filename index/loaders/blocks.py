"""Canonical text built block by block, for formats whose files are no text themselves.

Blocks are parted by a blank line; items of a list and rows of a table follow each other line by
line, as long as indexing sees by their first characters where each begins.
"""

import re

from index.document import Heading
from index.loaders.parsed import Parsed
from index.sentences import LIST_ITEM, ROW

UNSEEN = re.compile("[\u00ad\u200b\ufeff]")
"""Where a word may break, and marks that nobody sees."""

RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
EXPONENT = re.compile(r"[-+−]?[0-9n]+")


class Blocks:
    """Takes blocks in order; `parsed` gives the text made of them, with its headings."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._in_list = False
        self._headings: list[Heading] = []

    def paragraph(self, text: str) -> None:
        """Adds a block of its own; nothing where there is nothing in it."""
        self._add(text, "\n\n")
        self._in_list = False

    def heading(self, text: str, level: int) -> None:
        """Adds a heading on one line; nothing where it has no words."""
        words = one_line(text)
        if words:
            self.paragraph(words)
            self._headings.append(Heading(self._length - len(words), level, words))

    def item(self, text: str) -> None:
        """Adds an item or a row: on the next line where another was just before it."""
        near = self._in_list and bool(LIST_ITEM.match(text) or ROW.match(text))
        self._add(text, "\n" if near else "\n\n")
        self._in_list = True

    def part(self) -> None:
        """Ends a list or a table: what comes next is another one."""
        self._in_list = False

    def _add(self, text: str, gap: str) -> None:
        if text.strip():
            gap = gap if self._parts else ""
            self._parts += [gap, text]
            self._length += len(gap) + len(text)

    def __bool__(self) -> bool:
        return bool(self._parts)

    def parsed(self, title: str | None) -> Parsed:
        """The whole, titled as given, else by its first heading."""
        first = self._headings[0].text if self._headings else None
        text = "".join([*self._parts, "\n"] if self._parts else [])
        return Parsed(text, title or first, tuple(self._headings))


def one_line(text: str) -> str:
    """Words with one space between them, without what nobody sees."""
    return " ".join(UNSEEN.sub("", text).split())


def raised(text: str) -> str:
    """Raised text as such, where it is a number: 10⁶ is not 106."""
    return text.translate(RAISED) if EXPONENT.fullmatch(text) else text
