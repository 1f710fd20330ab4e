"""Citations over HTTP: how those of an earlier answer stand in the documents of now."""

import functools
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from assistant.request_parts import Text
from assistant.shape import EXAMPLE
from assistant.web.api.described import problems
from index.anchoring import Anchored, State, anchor
from index.document import Document, Span
from index.errors import UnknownDocument

if TYPE_CHECKING:
    from assistant.assistant import Assistant

MOST_CITATIONS = 200


class CitedWords(BaseModel):
    """What a citation is checked by: its place, its words, and its document's digest then.

    More keys of a citation may come with it and are not looked at.
    """

    document: Text
    start: Annotated[StrictInt, Field(ge=0)]
    end: Annotated[StrictInt, Field(ge=0)]
    quote: Text
    digest: Text


class Citations(BaseModel):
    """The citations to check."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"citations": EXAMPLE["citations"]}]},
    )

    citations: Annotated[list[CitedWords], Field(max_length=MOST_CITATIONS)]


class Standing(BaseModel):
    """How a citation stands: as it was, moved, or changed, that is, nowhere any more.

    `start` and `end` are where the words stand now, null where they don't; `digest` is the
    document's of now, null where it is gone.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"state": "moved", "start": 80, "end": 106, "digest": "sha256:9f86…"}]
        }
    )

    state: State
    start: int | None
    end: int | None
    digest: str | None


def add_citations(router: APIRouter, assistant: "Assistant") -> None:
    """Adds the route that checks citations."""

    @router.post("/citations", response_model=list[Standing], responses=problems(422))
    def citations(body: Citations) -> list[dict[str, Any]]:
        """How each citation stands, in the order in which they were given."""

        @functools.lru_cache(maxsize=1)
        def document(id: str) -> Document | None:
            try:
                return assistant.document(id)
            except UnknownDocument:
                return None

        standing: dict[int, dict[str, Any]] = {}
        # One document after the other, so that each is read once and only one is held.
        for number, cited in sorted(enumerate(body.citations), key=lambda one: one[1].document):
            span = Span(cited.document, cited.start, cited.end)
            found = anchor(span, cited.quote, cited.digest, document(cited.document))
            standing[number] = _standing(found)
        return [standing[number] for number in range(len(standing))]


def _standing(anchored: Anchored) -> dict[str, Any]:
    """The state; where the words stand now, null where they don't; the digest of now, or null."""
    span = anchored.span
    return {
        "state": anchored.state,
        "start": span and span.start,
        "end": span and span.end,
        "digest": anchored.digest,
    }
