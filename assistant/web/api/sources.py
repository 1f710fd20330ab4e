"""Where cited words come from, over HTTP: the words around them, as the document is now."""

from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, ConfigDict

from assistant.grounding.quote import page_of
from assistant.web.access.sites import OWN, Site
from assistant.web.api.citations import CitedWords
from assistant.web.api.described import problems
from assistant.web.scope import holds
from assistant.web.sessions import Session
from assistant.web.surroundings import after, before, paragraph_of
from assistant.web.visitors import Visitors
from index.anchoring import anchor
from index.document import Document, Span
from index.errors import UnknownDocument
from index.table_place import table_place

if TYPE_CHECKING:
    from assistant.assistant import Assistant

NO_SUCH_DOCUMENT = "There is no such document here."
EXAMPLE: dict[str, Any] = {
    "document": "bridge.txt",
    "start": 18,
    "end": 44,
    "quote": "The bridge opened in 1932.",
    "digest": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


class Paragraph(BaseModel):
    """The nth paragraph of so many."""

    n: int
    of: int


class Place(BaseModel):
    """What a reader finds the words by: a page, a row of a table as a spreadsheet program counts
    it (with its sheet, where that has a name), or the nth paragraph `of` so many."""

    kind: Literal["page", "row", "paragraph"]
    n: int
    of: int | None = None
    sheet: str | None = None


class Source(BaseModel):
    """Cited words in their place: `before`, `quote` and `after` follow on each other in the text.

    `moved` says that the document has changed and says them elsewhere now: `start`, `end` and
    `digest` are those of now. `view` leads to the whole document, seen from this server's root.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **EXAMPLE,
                    "title": "Bridge",
                    "page": None,
                    "paragraph": {"n": 2, "of": 4},
                    "place": {"kind": "paragraph", "n": 2, "of": 4, "sheet": None},
                    "before": "On the harbour.\n\n",
                    "after": " It was painted green.",
                    "state": "same",
                    "view": "view/bridge.txt?site=docs&start=18&end=44&digest=sha256%3A9f86…",
                }
            ]
        }
    )

    title: str
    document: str
    page: int | None
    paragraph: Paragraph | None
    place: Place
    before: str
    quote: str
    after: str
    start: int
    end: int
    digest: str
    state: Literal["same", "moved"]
    view: str | None


class Cited(CitedWords):
    """A citation of an answer. More keys of it may come along and are not looked at."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})


def add_sources(router: APIRouter, assistant: "Assistant", visitors: Visitors) -> None:
    """Adds the route that shows the source of a citation."""

    def hidden(site: Site) -> bool:
        """Whether the viewer would ask a visitor of the site for a key."""
        return site.private and assistant.settings.keys is not None

    @router.post("/sources", responses=problems(400, 401, 404, 410, 413, 422))
    def source(body: Cited, session: Annotated[Session, Depends(visitors.session)]) -> Source:
        """The place of a citation and the words around it. The document is looked up, never
        opened; one that is not the site's is as unknown as one that isn't there."""
        document = _document(assistant, session.site, body.document)
        cited = Span(document.id, body.start, body.end)
        found = anchor(cited, body.quote, body.digest, document)
        if found.span is None:
            raise HTTPException(410, f"{document.title}: {found.reason}.")
        start = found.span.start
        end = start + len(body.quote)
        return Source(
            title=document.title,
            document=document.id,
            page=page_of(document.pages, start),
            paragraph=_paragraph(document, start),
            place=_place(document, start),
            before=before(document.text, start),
            quote=body.quote,
            after=after(document.text, end),
            start=start,
            end=end,
            digest=document.digest,
            state="same" if found.state == "holds" else "moved",
            view=None if hidden(session.site) else _view(session.site, document, start, end),
        )


def _document(assistant: "Assistant", site: Site, id: str) -> Document:
    if holds(site, id):
        try:
            return assistant.document(id)
        except UnknownDocument:
            pass
    raise HTTPException(404, NO_SUCH_DOCUMENT)


def _paragraph(document: Document, offset: int) -> Paragraph | None:
    found = paragraph_of(document, offset)
    return Paragraph(n=found[0], of=found[1]) if found else None


def _place(document: Document, offset: int) -> Place:
    page = page_of(document.pages, offset)
    if page is not None:
        return Place(kind="page", n=page)
    if row := table_place(document, offset):
        return Place(kind="row", n=row.row, sheet=row.sheet)
    n, of = paragraph_of(document, offset) or (1, 1)
    return Place(kind="paragraph", n=n, of=of)


def _view(site: Site, document: Document, start: int, end: int) -> str:
    of_site = {} if site.id == OWN else {"site": site.id}
    place = {**of_site, "start": start, "end": end, "digest": document.digest}
    return f"view/{quote(document.id)}?{urlencode(place)}"
