"""Markdown: the text stays as written; the title and the headings are read from it."""

import re
from array import array
from itertools import accumulate, pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.document import Heading
from index.loaders.dates import day_of
from index.loaders.encoding import decode
from index.loaders.front_matter import front_end, stated
from index.loaders.parsed import Parsed

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def parse(content: bytes) -> Parsed:
    """A Markdown file. Raises `UnreadableDocument` as `decode` does."""
    text = decode(content).replace("\r\n", "\n")
    title, headings = read_markdown(text)
    return Parsed(text, title, headings, date=day_of(stated(text, "date")))


def read_markdown(text: str) -> tuple[str | None, tuple[Heading, ...]]:
    """The title (from the front matter, else the first heading) and every heading, in order."""
    body_start = front_end(text)
    # Front matter read as Markdown would be a heading of its own; blank lines keep the numbering.
    parsed = re.sub(r"[^\r\n]", " ", text[:body_start]) + text[body_start:]
    links: dict[str, Any] = {}
    # Blocks alone: what is in every paragraph would take many times the memory of the text.
    tokens = MarkdownIt("commonmark").disable("inline").parse(parsed, links)
    found = [
        (token.map[0], int(token.tag[1:]), following.content)
        for token, following in pairwise(tokens)
        if token.type == "heading_open" and token.map is not None
    ]
    del tokens
    starts = array("q", accumulate((len(line[0]) for line in LINE.finditer(text)), initial=0))
    inline = MarkdownIt("commonmark")
    headings = tuple(
        Heading(starts[line], level, words)
        for line, level, content in found
        if (words := _words(inline.parseInline(content, links)[0]))
    )
    return stated(text, "title") or (headings[0].text if headings else None), headings


def _words(inline: Token) -> str:
    """The visible words of a heading, its emphasis and links resolved."""
    parts = [
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in inline.children or ()
        if child.type != "html_inline"
    ]
    return " ".join("".join(parts).split())
