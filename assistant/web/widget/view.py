"""The viewer: a document's whole text with the cited words marked, without any script."""

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import FastAPI, Query, Request, Response
from starlette.responses import StreamingResponse

from assistant.grounding.quote import page_of
from assistant.web.access.sites import OWN, Site, Sites
from assistant.web.scope import holds
from assistant.web.surroundings import paragraph_of
from assistant.web.widget.html import READ, WORDS, head, language_of, nothing_here, root_of
from index.document import Document
from index.errors import UnknownDocument
from index.table_place import table_place

if TYPE_CHECKING:
    from assistant.assistant import Assistant

# The sandbox allows no script. Without an origin of its own the page could load no style sheet.
POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; "
    "sandbox allow-same-origin allow-downloads allow-popups allow-popups-to-escape-sandbox"
)
BLOCK = 3000
"""Characters after which the next line begins a new block: a browser shows one after the other."""
LONGEST_LINE = 20_000
CHUNK = 65_536

Offset = Annotated[int | None, Query(ge=0)]


def add_view(app: FastAPI, assistant: "Assistant", sites: Sites) -> None:
    """Adds `/view/{document}`: looked up in the catalog, never opened; 404 outside of the site."""

    @app.api_route("/view/{document:path}", methods=READ, include_in_schema=False)
    def view(
        request: Request,
        document: str,
        site: str = OWN,
        start: Offset = None,
        end: Offset = None,
        digest: str = "",
    ) -> Response:
        """The document's page, with the words from `start` to `end` marked as cited."""
        found = _found(assistant, sites.find(site), document)
        if found is None:
            return nothing_here(request, POLICY)
        asked = (start, end) if start is not None and end is not None else None
        cited = asked if asked and _holds(found, asked, digest) else None
        offers_file = site == OWN or assistant.settings.keys is None
        return StreamingResponse(
            _chunks(_page(request, found, cited, changed=asked != cited, offers_file=offers_file)),
            media_type="text/html; charset=utf-8",
            headers={
                "Content-Security-Policy": POLICY,
                "Cache-Control": "no-cache",
                "Vary": "Accept-Language",
            },
        )


def _found(assistant: "Assistant", site: Site | None, id: str) -> Document | None:
    if site is None or not holds(site, id):
        return None
    try:
        return assistant.document(id)
    except UnknownDocument:
        return None


def _holds(document: Document, cited: tuple[int, int], digest: str) -> bool:
    """Whether offsets that were counted in the document of that digest count in this one."""
    return digest in ("", document.digest) and cited[0] < cited[1] <= len(document.text)


def _page(
    request: Request,
    document: Document,
    cited: tuple[int, int] | None,
    *,
    changed: bool,
    offers_file: bool,
) -> Iterator[str]:
    words = WORDS[language_of(request)]
    yield head(request, document.title, "view")
    yield f'</head>\n<body>\n<header>\n<h1 dir="auto">{escape(document.title)}</h1>\n<p>'
    if cited:
        yield f"<span>{_place(document, cited[0], words)}</span>\n"
        yield f'<a href="#cited">{words["cited"]}</a>\n'
    if offers_file:
        file = f"{root_of(request)}/api/v1/originals/{quote(document.id)}"
        yield f'<a href="{file}" download>{words["original"]}</a>\n'
    yield "</p>\n"
    if changed:
        yield f'<p class="note" role="note">{words["changed"]}</p>\n'
    yield "</header>\n<main>"
    yield from blocks(document, cited or (0, 0), words["page"])
    yield "</main>\n</body>\n</html>\n"


def _place(document: Document, offset: int, words: dict[str, str]) -> str:
    page = page_of(document.pages, offset)
    if page is not None:
        return words["page"].format(n=page)
    row = table_place(document, offset)
    if row is not None:
        named = words["row"].format(n=row.row)
        return f"{escape(row.sheet)}, {named}" if row.sheet else named
    paragraph = paragraph_of(document, offset)
    return words["paragraph"].format(n=paragraph[0], of=paragraph[1]) if paragraph else ""


def blocks(document: Document, cited: tuple[int, int], page: str) -> Iterator[str]:
    """The text as HTML, in blocks whose words joined are the text; the first cited ones have the
    id `cited`. `page` names a page where one begins."""
    text, (start, end) = document.text, cited
    names = {offset: page.format(n=n) for n, offset in enumerate(document.pages, 1)}
    marked = False
    for first, last in _spans(text, document.pages):
        left, right = max(first, min(start, last)), min(last, max(end, first))
        name = f' data-page="{escape(names[first])}"' if first in names else ""
        yield f"<div{name}>{escape(text[first:left], quote=False)}"
        if left < right:
            id = "" if marked else ' id="cited"'
            yield f"<mark{id}>{escape(text[left:right], quote=False)}</mark>"
            marked = True
        yield f"{escape(text[max(left, right) : last], quote=False)}</div>"


def _spans(text: str, pages: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Where blocks begin and end: at pages, and at line ends once a block is long enough."""
    breaks = [*(offset for offset in pages if 0 < offset < len(text)), len(text)]
    first = 0
    for until in breaks:
        while first < until:
            at = text.find("\n", first + BLOCK, until) + 1 or until
            if at - first > LONGEST_LINE:
                space = re.compile(r"\s").search(text, first + LONGEST_LINE, at)
                at = space.end() if space else at
            yield first, at
            first = at


def _chunks(parts: Iterator[str]) -> Iterator[str]:
    """The parts joined to pieces of some size, so that long documents are sent as they are made."""
    chunk: list[str] = []
    size = 0
    for part in parts:
        chunk.append(part)
        size += len(part)
        if size >= CHUNK:
            yield "".join(chunk)
            chunk, size = [], 0
    yield "".join(chunk)
