"""Word documents: the text as it stands with all changes accepted, in order.

Left out is what a reader of the document's text doesn't see or sees on every page: deleted and
hidden text, comments, the table of contents (its headings are there themselves), headers and
footers of pages, pictures.

Canonical text: paragraphs parted by blank lines; headings by their style or outline level; items
of lists with the marker that Word shows, indented by depth; a table's rows as
`index.loaders.rows` tells them; a text box after the paragraph that it hangs on; footnotes and
endnotes numbered together in order, `[1]` where they belong and at the end, under "Notes".
"""

from dataclasses import replace
from io import BytesIO
from itertools import chain
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from index.errors import UnreadableDocument
from index.loaders.blocks import Blocks, one_line
from index.loaders.dates import day_of_properties
from index.loaders.docx_lists import Lists
from index.loaders.docx_styles import Styles
from index.loaders.docx_tables import cells_of, is_layout, rows_of
from index.loaders.docx_text import Texts, W, all_of, children
from index.loaders.package import check_package
from index.loaders.parsed import Parsed
from index.loaders.rows import table

Element = Any


def parse(content: bytes) -> Parsed:
    """A Word document, titled by its properties, else by its title or first heading.

    Raises `UnreadableDocument` as `check_package` does, and for XML that is no Word document.
    """
    check_package(content, ".docx", ".docm").close()
    try:
        return _Reader(content).parsed()
    except MemoryError:
        raise
    except Exception as error:  # whatever python-docx and lxml say of what is no Word document
        detail = " ".join(str(error).split())[:100]
        raise UnreadableDocument(
            f"no Word document that can be read ({type(error).__name__}: {detail}); open it in "
            "Word and save it anew"
        ) from error


class _Reader:
    """One document, read from its start to its end."""

    def __init__(self, content: bytes) -> None:
        document = Document(BytesIO(content))
        self.part: Any = document.part
        self.body: Element = document.element.body
        self.styles = Styles(document.styles.element)
        self.texts = Texts(self.part)
        self.lists = Lists(self._related(RELATIONSHIP_TYPE.NUMBERING), self.styles)
        self.blocks = Blocks()
        try:
            properties = self.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
            self.title = one_line(document.core_properties.title or "")
            self.date = day_of_properties(properties.element)
        except KeyError:
            self.title, self.date = "", None

    def _related(self, kind: str) -> Element | None:
        try:
            return self.part.part_related_by(kind).element
        except KeyError:
            return None

    def parsed(self) -> Parsed:
        self._read(self.body)
        notes = list(self.texts.notes())
        if notes:
            self.blocks.heading("Notes", 1)
        for number, text in notes:
            self.blocks.paragraph(f"[{number}] {text}")
        return replace(self.blocks.parsed(self.title or None), date=self.date)

    def _read(self, parent: Element) -> None:
        for element in children(parent, f"{W}p", f"{W}tbl"):
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif is_layout(element, self.styles):
                for cell in chain.from_iterable(cells_of(element)):
                    self._read(cell)
            else:
                self.blocks.part()
                for line in table(*rows_of(element, self._cell)):
                    self.blocks.item(line)
                self.blocks.part()

    def _paragraph(self, paragraph: Element) -> None:
        if self.styles.is_contents(paragraph):
            return
        text = self.texts.of(paragraph)
        boxes = self.texts.boxes()
        if text.strip():
            level = self.styles.level(paragraph)
            marker, depth = self.lists.next(paragraph)
            if level:
                self.blocks.heading(f"{marker} {text}", level)
            elif marker:
                self.blocks.item(f"{'  ' * depth}{marker} {text}")
            else:
                self.blocks.paragraph(text)
        for box in boxes:
            self._read(box)

    def _cell(self, cell: Element) -> str:
        """A cell on one line."""
        words = []
        for paragraph in all_of(cell, f"{W}p"):
            marker, _ = self.lists.next(paragraph)
            words.append(f"{marker} {self.texts.of(paragraph)}")
            words += [self._cell(box) for box in self.texts.boxes()]
        return one_line(" ".join(words))
