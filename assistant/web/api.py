"""The HTTP API under /api/v1: ask, and read the documents that answers point into."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.routing import Match

from assistant.answer import Turn

if TYPE_CHECKING:
    from assistant.assistant import Assistant

LONGEST_TEXT = 20_000
MOST_TURNS = 50
MOST_DOCUMENTS = 1000
ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def _encodable(text: str) -> str:
    # JSON can spell half of a surrogate pair, which is no text and cannot be sent back.
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("holds half of a surrogate pair")
    return text


Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_encodable)]


class EarlierTurn(BaseModel):
    """A question asked before, with the text of its answer."""

    model_config = ConfigDict(extra="forbid")

    question: Text
    answer: Text


class Ask(BaseModel):
    """A question, the conversation before it, and the documents that it is about (none: all).

    With `explain`, the answer also says how it was found.
    """

    model_config = ConfigDict(extra="forbid")

    question: Text
    history: Annotated[list[EarlierTurn], Field(max_length=MOST_TURNS)] = []
    documents: Annotated[list[Text], Field(max_length=MOST_DOCUMENTS)] = []
    explain: Annotated[bool, Field(strict=True)] = False


def build_api(assistant: "Assistant") -> APIRouter:
    """The routes under /api/v1. They are plain functions, so they run beside the event loop."""
    router = APIRouter(prefix="/api/v1")

    @router.post("/ask")
    def ask(body: Ask) -> dict[str, Any]:
        """One answer, in the shape of the public contract."""
        turns = tuple(Turn(t.question, t.answer) for t in body.history)
        answer = assistant.ask(body.question, turns, tuple(body.documents))
        return answer.to_json(explain=body.explain)

    @router.get("/documents")
    def documents() -> list[dict[str, Any]]:
        """The documents that can be asked about."""
        return [
            {
                "id": d.id,
                "title": d.title,
                "media_type": d.media_type,
                "digest": d.digest,
                "characters": d.characters,
                "passages": d.passages,
            }
            for d in assistant.documents()
        ]

    @router.get("/documents/{document:path}")
    def document(document: str, request: Request) -> Response:
        """A document's canonical text, which every offset counts in. Looked up, never opened."""
        found = assistant.document(document)
        headers = {"ETag": f'"{found.digest}"', "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return JSONResponse(
            {
                "id": found.id,
                "title": found.title,
                "text": found.text,
                "digest": found.digest,
                "media_type": found.media_type,
            },
            headers=headers,
        )

    # Without this, paths that no route serves would fall through to Gradio's page.
    @router.api_route("/{rest:path}", methods=ALL_METHODS, include_in_schema=False)
    def nothing_here(request: Request, rest: str) -> Response:
        """Answers 405 where another method is served at this path, else 404."""
        methods: set[str] = set()
        for route in router.routes:
            if route.matches(request.scope)[0] is Match.PARTIAL:
                methods |= getattr(route, "methods", None) or set()
        if methods:
            allowed = ", ".join(sorted(methods))
            raise HTTPException(405, "This path does not take that method.", {"Allow": allowed})
        raise HTTPException(404, "There is nothing at this path.")

    return router
