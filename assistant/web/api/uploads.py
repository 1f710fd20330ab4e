"""Putting documents into the folder over HTTP and taking them out, where that is allowed."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from assistant.web.api.described import problems
from assistant.web.api.documents import SLASHES
from assistant.web.api.originals import BYTES
from index.uploads import Upload, remove

if TYPE_CHECKING:
    from assistant.assistant import Assistant

NOT_ALLOWED = (
    "Documents cannot be added or removed here; start the server with --allow-upload to allow it."
)

NewId = Annotated[str, Path(description=SLASHES, examples=["letters/new.txt"])]


class Taken(BaseModel):
    """The id of the document; the index follows."""

    id: str


def add_uploads(router: APIRouter, assistant: "Assistant") -> None:
    """Adds the routes that change the documents folder; the index follows by itself."""
    folder = assistant.settings.documents

    def refuse_unless_allowed() -> None:
        if not assistant.settings.allow_upload:
            raise HTTPException(403, NOT_ALLOWED)

    guarded = [Depends(refuse_unless_allowed)]

    @router.put(
        "/documents/{document:path}",
        status_code=202,
        response_model=Taken,
        dependencies=guarded,
        responses=problems(400, 403, 404, 413, 415, 422, 503),
        openapi_extra={"requestBody": {"required": True, "content": {"*/*": {"schema": BYTES}}}},
    )
    async def put(document: NewId, request: Request) -> dict[str, str]:
        """Puts the request's body into the folder as a document, new or in place of another.

        It is written as it comes, so that a large one is never held whole.
        """
        upload = await run_in_threadpool(Upload, folder, document)
        with upload:
            try:
                async for part in request.stream():
                    await run_in_threadpool(upload.write, part)
            except ClientDisconnect:
                raise HTTPException(400, "The document did not come whole.") from None
            await run_in_threadpool(upload.finish)
        assistant.sync_soon()
        return {"id": document}

    @router.delete(
        "/documents/{document:path}",
        status_code=202,
        response_model=Taken,
        dependencies=guarded,
        responses=problems(403, 404, 415, 422, 503),
    )
    def delete(document: NewId) -> dict[str, str]:
        """Takes a document out of the folder."""
        remove(folder, document)
        assistant.sync_soon()
        return {"id": document}
