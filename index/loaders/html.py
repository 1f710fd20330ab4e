"""Web pages: the readable text of what a browser would show, in its order.

Left out is what a browser doesn't show (scripts, styles, comments, templates, `noscript`, elements
that are `hidden` or not displayed, closed dialogs), what is no text (pictures and their
descriptions, frames, drawings, media, choices in forms), and `nav`, the way around a site; `nav`
is kept where a page holds nothing else. Headers, footers and asides stay: they may hold what is
asked for.

Canonical text: blocks parted by blank lines, spaces run together except in `pre`; list items with
their marker, indented by depth; a table's rows as `index.loaders.rows` tells them, its cells as
blocks where it only lays out the page; raised digits as such (10⁶), links to notes in brackets.
"""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from index.loaders.blocks import one_line
from index.loaders.html_encoding import decode_html
from index.loaders.html_text import Reader
from index.loaders.parsed import Parsed


def parse(content: bytes) -> Parsed:
    """A page, with the title that its head states, else its first heading.

    Raises `UnreadableDocument` as `index.loaders.encoding.decode` does.
    """
    root = LexborHTMLParser(decode_html(content)).root
    if root is None:
        return Parsed("")
    title = _title(root)
    for with_nav in (False, True):
        reader = Reader(with_nav=with_nav)
        reader.read(root)
        if reader.blocks:
            break
    parsed = reader.blocks.parsed(None)
    first = parsed.title
    # What a site adds to the title of each of its pages tells nothing of this one.
    return parsed if first and title and first in title else reader.blocks.parsed(title)


def _title(root: LexborNode) -> str | None:
    found = root.css_first("head > title")
    return (one_line(found.text()) or None) if found else None
