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

from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from index.loaders.blocks import one_line
from index.loaders.dates import first_day
from index.loaders.html_encoding import decode_html
from index.loaders.html_text import Reader
from index.loaders.parsed import Parsed

DAYS = (
    "article:published_time", "date", "dcterms.date", "dcterms.issued", "dcterms.created",
    "dcterms.modified", "dc.date",
)  # fmt: skip
"""Names in a page's head under which it may state its day, the best first."""


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
    parsed = replace(reader.blocks.parsed(None), date=first_day(_stated_days(root)))
    first = parsed.title
    # What a site adds to the title of each of its pages tells nothing of this one.
    return parsed if first and title and first in title else replace(parsed, title=title or first)


def _stated_days(root: LexborNode) -> Iterator[str | None]:
    """What the page may state as its day: in its head, else at the head of its only article."""
    metas = [(meta.attrs.get("property") or meta.attrs.get("name") or "", meta)
             for meta in root.css("head > meta[content]")]  # fmt: skip
    for wanted in DAYS:
        yield from (meta.attrs.get("content") for name, meta in metas if name.lower() == wanted)
    if len(root.css("article")) == 1:
        for time in root.css("article header time[datetime]"):
            yield time.attrs.get("datetime")


def _title(root: LexborNode) -> str | None:
    found = root.css_first("head > title")
    return (one_line(found.text()) or None) if found else None
