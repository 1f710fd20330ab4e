"""The original files over HTTP: to be saved, never to be opened inside the page."""

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from assistant.web.api.described import problems
from assistant.web.api.documents import DocumentId

if TYPE_CHECKING:
    from assistant.assistant import Assistant

PART = 262_144
BYTES: dict[str, Any] = {"type": "string", "format": "binary"}
PLAIN = frozenset("!#$&'()+,-.;=@[]^_`{}~ ")
"""What may stand beside ASCII letters and digits in the plain form of a file's name."""


def add_originals(router: APIRouter, assistant: "Assistant") -> None:
    """Adds the route that gives out a document's file."""

    @router.get(
        "/originals/{document:path}",
        response_class=StreamingResponse,
        responses={**problems(404, 409), 200: {"content": {"*/*": {"schema": BYTES}}}},
    )
    def original(document: DocumentId) -> StreamingResponse:
        """The file that a document was made from, looked up in the catalog; 409 where the folder
        holds another one by now."""
        entry, file = assistant.original(document)
        return StreamingResponse(
            _parts(file),
            headers={
                "Content-Type": entry.media_type,  # no charset: the file says that itself
                "Content-Length": str(entry.size),
                "Content-Disposition": attachment(entry.id.rpartition("/")[2]),
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "Cache-Control": "no-cache",
            },
        )


def attachment(name: str) -> str:
    """The header that has a file saved under its name (RFC 6266): in ASCII, then whole."""
    plain = "".join(c if (c.isascii() and c.isalnum()) or c in PLAIN else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(PART):
            yield part
