"""The documents over HTTP: which there are, and the text that every offset counts in."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from assistant.web.api.described import problems

if TYPE_CHECKING:
    from assistant.assistant import Assistant

SLASHES = "The document's id. Its slashes may stand as they are, or encoded."
DocumentId = Annotated[str, Path(description=SLASHES, examples=["bridge.txt"])]
FACTS: dict[str, Any] = {
    "id": "bridge.txt",
    "title": "Bridge",
    "media_type": "text/plain",
    "digest": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "size": 63,
}


class DocumentListed(BaseModel):
    """What is known of a document: `size` is its file's in bytes, `indexed` when (UTC), `date` the
    day that it states that it is from."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **FACTS,
                    "characters": 62,
                    "passages": 1,
                    "pages": None,
                    "indexed": None,
                    "date": "2024-05-03",
                }
            ]
        }
    )

    id: str
    title: str
    media_type: str
    digest: str
    characters: int
    passages: int
    pages: int | None
    size: int
    indexed: str | None
    date: str | None


class DocumentText(BaseModel):
    """A document with the text that every offset counts in, and the offsets where pages start."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**FACTS, "text": "On the harbour.\n…", "pages": []}]}
    )

    id: str
    title: str
    text: str
    digest: str
    media_type: str
    pages: list[int]
    size: int


def add_documents(router: APIRouter, assistant: "Assistant") -> None:
    """Adds the routes that list and read documents."""

    @router.get("/documents", response_model=list[DocumentListed])
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
                "pages": d.pages,
                "size": d.size,
                "indexed": d.indexed,
                "date": d.date,
            }
            for d in assistant.documents()
        ]

    @router.get(
        "/documents/{document:path}",
        response_model=None,
        responses={
            **problems(404),
            200: {"model": DocumentText},
            304: {"description": "The document is the one that `If-None-Match` names."},
        },
    )
    def document(document: DocumentId, request: Request) -> Response:
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
                "pages": list(found.pages),
                "size": found.size,
            },
            headers=headers,
        )
