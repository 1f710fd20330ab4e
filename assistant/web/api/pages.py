"""The pages of documents over HTTP: a picture of one, and where words stand on it."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.web.api.described import problems
from assistant.web.api.documents import SLASHES

if TYPE_CHECKING:
    from assistant.assistant import Assistant

PNG = "image/png"
PagedId = Annotated[str, Path(description=SLASHES, examples=["report.pdf"])]
PageNumber = Annotated[int, Path(ge=1, le=10**6, description="Counted from one.", examples=[1])]
Start = Annotated[int, Query(ge=0, le=10**9, examples=[0])]
End = Annotated[int, Query(ge=0, le=10**9, examples=[12])]
SHOWN: dict[str, Any] = {"content": {PNG: {"schema": {"type": "string", "format": "binary"}}}}


class Boxes(BaseModel):
    """Where words stand on a page: left, top, right and bottom of each stretch as shares of the
    page's width and height, from its left and top."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"page": 3, "boxes": [[0.12, 0.3, 0.81, 0.32]]}]}
    )

    page: int
    boxes: list[Annotated[list[float], Field(min_length=4, max_length=4)]]


def add_pages(router: APIRouter, assistant: "Assistant") -> None:
    """Adds the routes that show pages. They come before that of a document, whose id is a path."""

    @router.get(
        "/documents/{document:path}/pages/{page:int}",
        response_class=Response,
        responses={
            **problems(404, 409, 422, 429),
            200: SHOWN,
            304: {"description": "The picture is the one that `If-None-Match` names."},
        },
    )
    def picture(document: PagedId, page: PageNumber, request: Request) -> Response:
        """A page of a document as a picture; 409 where the folder holds another file by now."""
        entry = assistant.entry(document)
        headers = {"ETag": f'"{entry.digest}-{page}"', "Cache-Control": "private, no-cache"}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(assistant.pages.picture(document, page), media_type=PNG, headers=headers)

    @router.get(
        "/documents/{document:path}/pages/{page:int}/boxes",
        response_model=Boxes,
        responses=problems(404, 409, 422, 429),
    )
    def boxes(document: PagedId, page: PageNumber, start: Start, end: End) -> dict[str, Any]:
        """Where on a page a stretch of the document's text stands; none where it is on others."""
        found = assistant.pages.boxes(assistant.document(document), page, start, end)
        return {"page": page, "boxes": [list(box) for box in found]}
