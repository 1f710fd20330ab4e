"""What the styles of a Word document say of its paragraphs."""

import re
from collections.abc import Iterator
from typing import Any

from index.loaders.docx_text import W

Element = Any
HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|titolo|títol|kop|rubrik|overskrift|otsikko|nagłówek"
    r"|nadpis|címsor|naslov|titlu|başlık|judul|заголовок|επικεφαλίδα|כותרת|عنوان|標題|标题|見出し|제목)"
    r"\s*([1-9])",
    re.IGNORECASE,
)
"""Names of heading styles. Word itself stores them in English whatever its language; other
programs don't."""
TITLE = re.compile(r"title|titel|titre|título|titolo|заголовок|標題|标题|表題|제목", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc|contents) ?\d", re.IGNORECASE)
LONGEST_CHAIN = 50
BODY_LEVEL = 9


class Styles:
    """The paragraph styles of a document, each based on another or on none."""

    def __init__(self, root: Element) -> None:
        self._styles = {
            style.get(f"{W}styleId", ""): style
            for style in root.iterfind(f"{W}style")
            if style.get(f"{W}type", "paragraph") == "paragraph"
        }
        defaults = (id for id, s in self._styles.items() if s.get(f"{W}default") in ("1", "true"))
        self._default = next(defaults, "")

    def level(self, paragraph: Element) -> int:
        """The level of a heading, 0 for any other paragraph."""
        for element in (paragraph, *self._chain(paragraph)):
            outline = element.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                value = _whole(outline.get(f"{W}val"), BODY_LEVEL)
                return value + 1 if 0 <= value < BODY_LEVEL else 0
            name = _name(element)
            heading = HEADING.fullmatch(name)
            if heading:
                return int(heading[1])
            if TITLE.fullmatch(name):
                return 1
        return 0

    def is_contents(self, paragraph: Element) -> bool:
        """True for a line of a table of contents."""
        return any(CONTENTS.fullmatch(_name(style)) for style in self._chain(paragraph))

    def numbering(self, paragraph: Element) -> tuple[str, int]:
        """The list that a paragraph is in (empty where in none), and its depth from 0."""
        id, depth = "", None
        for element in (paragraph, *self._chain(paragraph)):
            place = element.find(f"{W}pPr/{W}numPr")
            if place is None:
                continue
            level, number = place.find(f"{W}ilvl"), place.find(f"{W}numId")
            if depth is None and level is not None:
                depth = _whole(level.get(f"{W}val"), 0)
            if number is not None:
                id = number.get(f"{W}val", "")
                break
        return ("" if id == "0" else id), min(max(depth or 0, 0), 8)

    def _chain(self, paragraph: Element) -> Iterator[Element]:
        """A paragraph's style, the one that is based on, and so on."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        id = named.get(f"{W}val", "") if named is not None else self._default
        for _ in range(LONGEST_CHAIN):
            style = self._styles.get(id)
            if style is None:
                return
            yield style
            based = style.find(f"{W}basedOn")
            id = based.get(f"{W}val", "") if based is not None else ""


def _name(element: Element) -> str:
    name = element.find(f"{W}name")
    return name.get(f"{W}val", "").strip() if name is not None else ""


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else otherwise
