"""The text of a Word paragraph, with its changes accepted and its notes marked."""

from collections.abc import Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from index.loaders.blocks import one_line, raised

Element = Any
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
THROUGH = frozenset(
    f"{W}{name}"
    for name in (
        "bdo customXml dir fldSimple hyperlink ins moveTo r ruby rubyBase sdt sdtContent smartTag"
    ).split()
)
SIGNS = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
MARKED = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
DRAWN = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
NOTES = {
    f"{W}footnoteReference": ("footnote", RELATIONSHIP_TYPE.FOOTNOTES),
    f"{W}endnoteReference": ("endnote", RELATIONSHIP_TYPE.ENDNOTES),
}


class Texts:
    """Gives the text of paragraphs, and remembers what hangs on them."""

    def __init__(self, part: Any) -> None:
        self._part = part
        self._boxes: list[Element] = []
        self._order: dict[tuple[str, str], int] = {}

    def of(self, paragraph: Element) -> str:
        """A paragraph's text, line by line where it breaks."""
        text = "".join(self._pieces(paragraph))
        return "\n".join(line for part in text.split("\n") if (line := one_line(part)))

    def boxes(self) -> list[Element]:
        """The text boxes of the paragraphs since the last call."""
        boxes, self._boxes = self._boxes, []
        return boxes

    def notes(self) -> Iterator[tuple[int, str]]:
        """The notes that were marked, in order, each with its number."""
        parts = {tag: self._notes_by_id(tag, relation) for tag, relation in NOTES.values()}
        for (tag, id), number in self._order.items():
            note = parts[tag].get(id)
            if note is not None:
                words = (self.of(paragraph) for paragraph in all_of(note, f"{W}p"))
                yield number, one_line(" ".join(words))

    def _notes_by_id(self, tag: str, relation: str) -> dict[str, Element]:
        try:
            root = parse_xml(self._part.part_related_by(relation).blob)
        except KeyError:
            return {}
        return {note.get(f"{W}id", ""): note for note in root.iterfind(f"{W}{tag}")}

    def _pieces(self, parent: Element) -> Iterator[str]:
        for child in parent:
            tag = child.tag
            if tag == f"{W}t":
                yield child.text or ""
            elif tag == f"{W}r":
                yield from self._run(child)
            elif tag in THROUGH:
                yield from self._pieces(child)
            elif tag in SIGNS:
                yield SIGNS[tag]
            elif tag in NOTES:
                key = (NOTES[tag][0], child.get(f"{W}id", ""))
                yield f"[{self._order.setdefault(key, len(self._order) + 1)}]"
            elif tag == f"{COMPATIBLE}AlternateContent":
                yield from self._pieces(next(iter(child), ()))
            elif tag in DRAWN:
                self._boxes += all_of(child, f"{W}txbxContent")
            elif tag in (f"{MATH}oMath", f"{MATH}oMathPara"):
                yield "".join(text.text or "" for text in child.iter(f"{MATH}t"))

    def _run(self, run: Element) -> Iterator[str]:
        if _is_on(run.find(f"{W}rPr/{W}vanish")):
            return
        place = run.find(f"{W}rPr/{W}vertAlign")
        if place is not None and place.get(f"{W}val") == "superscript":
            yield raised("".join(self._pieces(run)))
        else:
            yield from self._pieces(run)


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val", "1") not in ("0", "false", "off")


def children(parent: Element, *tags: str) -> Iterator[Element]:
    """The elements of these tags directly in another, or in what only marks them there."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in MARKED:
            yield from children(child, *tags)


def all_of(parent: Element, tag: str) -> list[Element]:
    """The elements of a tag below another, but not those inside of one of them, nor a second
    form of the same (for programs that don't know the first)."""
    found: list[Element] = []
    for child in parent:
        if child.tag == tag:
            found.append(child)
        elif child.tag == f"{COMPATIBLE}AlternateContent":
            found += all_of(next(iter(child), ()), tag)
        elif isinstance(child.tag, str) and child.tag not in (f"{W}del", f"{W}moveFrom"):
            found += all_of(child, tag)
    return found
