"""The markers of a Word document's lists, counted as Word counts them."""

import re
from typing import Any

from index.loaders.docx_styles import Styles
from index.loaders.docx_text import W
from index.loaders.numerals import marker

Element = Any
FORMATS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
PLACE = re.compile(r"%([1-9])")
DEPTHS = 9


class Lists:
    """Counts the items of each list of a document, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._kinds: dict[str, Element] = {}
        self._lists: dict[str, tuple[str, Element]] = {}
        if root is None:
            return
        for kind in root.iterfind(f"{W}abstractNum"):
            self._kinds[kind.get(f"{W}abstractNumId", "")] = kind
        for number in root.iterfind(f"{W}num"):
            kind = number.find(f"{W}abstractNumId")
            if kind is not None:
                self._lists[number.get(f"{W}numId", "")] = (kind.get(f"{W}val", ""), number)

    def next(self, paragraph: Element) -> tuple[str, int]:
        """The marker that is shown before a paragraph and its depth; none outside of lists."""
        id, depth = self._styles.numbering(paragraph)
        if id not in self._lists:
            return "", 0
        kind, _ = self._lists[id]
        counts = self._counts.setdefault(kind, [None] * DEPTHS)
        before = counts[depth]
        restart = self._override(id, depth)
        if restart is not None and (id, depth) not in self._begun:
            counts[depth] = restart
        else:
            counts[depth] = self._start(id, depth) if before is None else before + 1
        self._begun.add((id, depth))
        counts[depth + 1 :] = [None] * (DEPTHS - depth - 1)
        return self._shown(id, depth, counts), depth

    def _shown(self, id: str, depth: int, counts: list[int | None]) -> str:
        level = self._level(id, depth)
        format = _value(level, "numFmt", "decimal")
        text = _value(level, "lvlText", "")
        if format == "none":
            return ""
        if format == "bullet":
            return "•"

        def number(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            count = counts[at]
            return marker(
                self._start(id, at) if count is None else count,
                FORMATS.get(_value(self._level(id, at), "numFmt", "decimal"), "1"),
            )

        return PLACE.sub(number, text).strip()

    def _level(self, id: str, depth: int) -> Element | None:
        kind, number = self._lists[id]
        places = ((number, f"{W}lvlOverride/{W}lvl"), (self._kinds.get(kind), f"{W}lvl"))
        for parent, path in places:
            for level in parent.iterfind(path) if parent is not None else ():
                if level.get(f"{W}ilvl") == str(depth):
                    return level
        return None

    def _start(self, id: str, depth: int) -> int:
        text = _value(self._level(id, depth), "start", "1")
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 1

    def _override(self, id: str, depth: int) -> int | None:
        for override in self._lists[id][1].iterfind(f"{W}lvlOverride"):
            if override.get(f"{W}ilvl") == str(depth):
                text = _value(override, "startOverride", "")
                return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
        return None


def _value(element: Element | None, name: str, otherwise: str) -> str:
    found = element.find(f"{W}{name}") if element is not None else None
    return otherwise if found is None else str(found.get(f"{W}val", otherwise))
