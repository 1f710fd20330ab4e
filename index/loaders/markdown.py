"""Markdown: the text stays as written; the title and the headings are read from it."""

import re
from itertools import accumulate, pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.document import Heading

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def read_markdown(text: str) -> tuple[str | None, tuple[Heading, ...]]:
    """The title (from the front matter, else the first heading) and every heading, in order."""
    front = FRONT_MATTER.match(text)
    body_start = front.end() if front else 0
    # Front matter read as Markdown would be a heading of its own; blank lines keep the numbering.
    parsed = re.sub(r"[^\r\n]", " ", text[:body_start]) + text[body_start:]
    starts = [0, *accumulate(len(line) for line in LINE.findall(text))]
    tokens = MarkdownIt("commonmark").parse(parsed)
    headings = tuple(
        Heading(start=starts[token.map[0]], level=int(token.tag[1:]), text=_words(following))
        for token, following in pairwise(tokens)
        if token.type == "heading_open" and token.map is not None and _words(following)
    )
    stated = TITLE.search(front.group(1) or "") if front else None
    if stated:
        return stated.group(1).strip("\"'"), headings
    return (headings[0].text if headings else None), headings


def _words(inline: Token) -> str:
    """The visible words of a heading, its emphasis and links resolved."""
    parts = [
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in inline.children or ()
        if child.type != "html_inline"
    ]
    return " ".join("".join(parts).split())
