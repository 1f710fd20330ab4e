"""A page to try the widget on: an ordinary article, made from a document, with one script tag."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from starlette.responses import HTMLResponse

from assistant.web.widget.html import READ, WORDS, head, language_of, nothing_here, root_of
from assistant.web.widget.script import script
from index.document import Document
from index.errors import UnknownDocument

if TYPE_CHECKING:
    from assistant.assistant import Assistant

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
LONGEST = 200_000
"""Characters that the page shows of a document: it is to be tried, the viewer shows all."""
NAMES = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)+\b")
LONG_WORD = re.compile(r"\b[a-z]{6}(?=[a-z]{6})")
SOFT_HYPHEN = "\u00ad"


def add_demo(app: FastAPI, assistant: "Assistant") -> None:
    """Adds `/demo`, which takes the id of a document; without one, the first."""

    @app.api_route("/demo", methods=READ, include_in_schema=False)
    def demo(request: Request, document: str | None = None) -> Response:
        """The page, which has the widget in it as any other page would."""
        ids = [(entry.id, entry.title) for entry in assistant.documents()]
        try:
            found = assistant.document(document or ids[0][0]) if document or ids else None
        except UnknownDocument:
            return nothing_here(request, POLICY)
        return HTMLResponse(
            "".join(_page(request, found, [one for one in ids if found and one[0] != found.id])),
            headers={
                "Content-Security-Policy": POLICY,
                "Cache-Control": "no-cache",
                "Vary": "Accept-Language",
            },
        )


def _page(
    request: Request, document: Document | None, others: Sequence[tuple[str, str]]
) -> Iterator[str]:
    words = WORDS[language_of(request)]
    yield head(request, document.title if document else words["demo"], "demo")
    yield f'<script defer src="{root_of(request)}/widget.js?v={script().version}"></script>\n'
    yield f'</head>\n<body>\n<p class="about"><strong>{words["demo"]}.</strong> '
    yield f"{words['demo_why']}</p>\n<main>\n<article>\n"
    if document is None:
        yield f"<p>{words['nothing']}</p>"
    else:
        yield f'<h1 dir="auto">{escape(document.title)}</h1>\n'
        yield from article(document)
    yield "</article>\n</main>\n"
    if others:
        yield f'<nav aria-labelledby="others">\n<h2 id="others">{words["others"]}</h2>\n<ul>\n'
        for id, title in others[:50]:
            place = escape(urlencode({"document": id}))
            yield f'<li><a href="?{place}">{escape(title)}</a></li>\n'
        yield "</ul>\n</nav>\n"
    yield "</body>\n</html>\n"


def article(document: Document) -> Iterator[str]:
    """The text as an article is set: headings, paragraphs, a large first letter, names as links,
    soft hyphens in long words. So its words are cut by markup, as on any page."""
    headings = {heading.start: heading for heading in document.headings}
    first = True
    offset = 0
    for line in document.text[:LONGEST].splitlines(keepends=True):
        words = line.strip()
        heading = headings.get(offset) or headings.get(offset + line.find(words[:1] or "\n"))
        offset += len(line)
        if heading and heading.text.casefold() == document.title.casefold():
            continue
        if heading:
            level = min(max(heading.level, 2), 6)
            yield f'<h{level} dir="auto">{escape(heading.text)}</h{level}>\n'
        elif words:
            yield f'<p dir="auto">{_set(words, large=first)}</p>\n'
            first = False


def _set(words: str, *, large: bool) -> str:
    parts: list[str] = []
    done = 0
    if large and words[0].isalpha() and words[0].isascii():
        parts.append(f'<span class="first">{words[0]}</span>')
        done = 1
    for number, name in enumerate(NAMES.finditer(words, done)):
        parts.append(_hyphened(words[done : name.start()]))
        start, end = ("<em>", "</em>") if number % 2 else ('<a href="#">', "</a>")
        parts.append(f"{start}{escape(name.group())}{end}")
        done = name.end()
    parts.append(_hyphened(words[done:]))
    return "".join(parts)


def _hyphened(words: str) -> str:
    return escape(LONG_WORD.sub(lambda found: found.group() + SOFT_HYPHEN, words), quote=False)
