"""Reading a page's tree in order into blocks of text."""

import re

from selectolax.lexbor import LexborNode

from index.loaders.blocks import Blocks, one_line, raised
from index.loaders.html_seen import is_nav, is_seen
from index.loaders.html_table import is_data, read_table
from index.loaders.numerals import marker

BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol
    optgroup p pre search section summary table tbody td tfoot th thead tr ul""".split()
)
LISTS = frozenset(("ul", "ol", "menu", "dir"))
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BREAK = "\0"
"""Stands for `br`; no text holds it."""
PARAGRAPHS = re.compile(rf"{BREAK}\s*(?:{BREAK}\s*)+")


class Reader:
    """Reads what is seen of a tree into `blocks`; where `flat`, on one line, without markers."""

    def __init__(self, *, with_nav: bool, flat: bool = False) -> None:
        self.blocks = Blocks()
        self.with_nav, self.flat = with_nav, flat
        self.inline: list[str] = []
        self._marker = ""
        self._terms: list[str] = []
        self._defined = False
        self._pre = 0
        self._lists: list[_List] = []
        self._raised: list[int] = []

    def read(self, root: LexborNode) -> None:
        """Reads a tree, however deep."""
        node, entered = root, self._enter(root)
        while True:
            child = node.first_child if entered else None
            if child is not None:
                node = child
            else:
                if entered:
                    self._leave(node)
                while node.mem_id != root.mem_id and node.next is None:
                    parent = node.parent
                    if parent is None:
                        break
                    node = parent
                    self._leave(node)
                following = None if node.mem_id == root.mem_id else node.next
                if following is None:
                    break
                node = following
            entered = self._enter(node)
        self._flush()
        self._end_terms()

    def line(self, root: LexborNode) -> str:
        """What is seen of a tree, on one line."""
        inner = Reader(with_nav=self.with_nav, flat=True)
        inner.read(root)
        return one_line("".join(inner.inline).replace(BREAK, " "))

    def _enter(self, node: LexborNode) -> bool:
        """Takes a node; True where what is in it is to be read too."""
        if node.is_text_node:
            self.inline.append(node.text_content or "")
            return False
        if not node.is_element_node or not is_seen(node):
            return False
        tag = node.tag or ""
        if is_nav(node) and not self.with_nav:
            return False
        if tag == "br":
            self.inline.append(BREAK)
            return False
        if tag in BLOCKS:
            return self._enter_block(node, tag)
        if tag == "sup":
            self._raised.append(len(self.inline))
        elif tag in _AROUND:
            self.inline.append(_AROUND[tag][0])
        return True

    def _enter_block(self, node: LexborNode, tag: str) -> bool:
        if self.flat:
            self.inline.append(" ")
            return True
        self._flush()
        level = HEADINGS.get(tag) or _level(node)
        if level:
            self._tell_term()
            self._marker = ""
            self.blocks.heading(self.line(node), level)
        elif tag == "dt":
            if self._defined:
                self._terms, self._defined = [], False
            self._terms += [term] if (term := self.line(node)) else []
        elif tag == "table" and is_data(node):
            self._tell_term()
            self.blocks.part()
            for text in read_table(node, self.line):
                self.blocks.item(text)
            self.blocks.part()
        else:
            if tag in LISTS:
                self._tell_term()
                if not self._lists:
                    self.blocks.part()
                self._lists.append(_List(node))
            elif tag == "li":
                depth = max(len(self._lists), 1)
                point = self._lists[-1].next(node) if self._lists else "•"
                self._marker = f"{'  ' * (depth - 1)}{point} "
            elif tag == "dl":
                self._tell_term()
                self.blocks.part()
            elif tag == "dd" and self._terms:
                self._marker, self._defined = f"• {'; '.join(self._terms)}: ", True
            elif tag == "pre":
                self._pre += 1
            return True
        return False

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "sup":
            self._raise(node)
        elif tag in _AROUND:
            self.inline.append(_AROUND[tag][1])
        elif tag in BLOCKS:
            if self.flat:
                self.inline.append(" ")
                return
            self._flush()
            if tag in LISTS and self._lists:
                self._lists.pop()
            elif tag in ("li", "dd"):
                self._tell_term()
                self._marker = ""
            elif tag == "dl":
                self._end_terms()
            elif tag == "pre":
                self._pre -= 1

    def _tell_term(self) -> None:
        """Adds a term whose definition has no words of its own before what comes next."""
        if self._marker.endswith(": "):
            self.blocks.item(self._marker.removesuffix(": "))
            self._marker = ""

    def _end_terms(self) -> None:
        """Ends a list of definitions; terms that nothing defines are items."""
        for term in [] if self._defined else self._terms:
            self.blocks.item(f"• {term}")
        self._terms, self._defined = [], False

    def _raise(self, node: LexborNode) -> None:
        at = self._raised.pop()
        text = one_line("".join(self.inline[at:]))
        if node.css_first("a[href^='#']") and text[:1].isalnum():
            self.inline[at:] = [f"[{text}]"]
        elif raised(text) != text:
            self.inline[at:] = [raised(text)]

    def _flush(self) -> None:
        if self.flat:
            return
        text = "".join(self.inline)
        self.inline.clear()
        if self._pre:
            self._add(text.replace(BREAK, "\n").strip("\n"))
            return
        for paragraph in PARAGRAPHS.split(text):
            lines = [line for part in paragraph.split(BREAK) if (line := one_line(part))]
            self._add("\n".join(lines))

    def _add(self, text: str) -> None:
        if text.strip() and self._marker:
            self.blocks.item(self._marker + text)
            self._marker = ""
        elif text.strip():
            self.blocks.paragraph(text)


_AROUND = {"q": ("“", "”"), "rt": ("(", ")"), "button": (" ", " "), "label": (" ", " ")}
"""What stands before and after an element where it is shown."""


def _level(node: LexborNode) -> int:
    """The level of what is a heading by its role, else 0."""
    if node.attrs.get("role") != "heading":
        return 0
    level = node.attrs.get("aria-level") or "2"
    return min(int(level), 9) if level.isdecimal() and level.isascii() and int(level[:3]) else 2


class _List:
    """A list that is being read, and the number of its next item."""

    def __init__(self, node: LexborNode) -> None:
        self.ordered = node.tag == "ol"
        self.format = node.attrs.get("type") or "1"
        self.step = -1 if "reversed" in node.attributes else 1
        items = sum(1 for item in node.iter() if item.tag == "li") if self.step < 0 else 1
        self.at = _whole(node.attrs.get("start"), items)

    def next(self, item: LexborNode) -> str:
        if not self.ordered:
            return "•"
        number = _whole(item.attrs.get("value"), self.at)
        self.at = number + self.step
        return f"{marker(number, self.format)}."


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?[0-9]{1,9}\s*", text) else otherwise
