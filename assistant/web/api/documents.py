"""The documents over HTTP: which there are, and the text that every offset counts in."""

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def add_documents(router: APIRouter, assistant: "Assistant") -> None:
    """Adds the routes that list and read documents."""

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
                "pages": d.pages,
                "size": d.size,
                "indexed": d.indexed,
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
                "pages": list(found.pages),
                "size": found.size,
            },
            headers=headers,
        )
