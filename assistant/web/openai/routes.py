"""The routes under /v1 that clients of OpenAI's API know."""

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from assistant.web.answering import Answering
from assistant.web.api.described import EVENT_STREAM
from assistant.web.api.nothing import add_nothing_here
from assistant.web.openai.beating import Beating, beating
from assistant.web.openai.completion import Completion, Reply
from assistant.web.openai.errors import ErrorBody, OpenAIRoute
from assistant.web.openai.models import Model, Models, found, listed
from assistant.web.openai.request import MODEL, CompletionRequest, asked
from assistant.web.presence import while_connected

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def build_openai(assistant: "Assistant", answering: Answering) -> APIRouter:
    """The routes under /v1; every error there is in OpenAI's form."""
    router = APIRouter(prefix="/v1", route_class=OpenAIRoute, tags=["OpenAI-compatible"])

    @router.post(
        "/chat/completions",
        summary="Ask, as a chat client does",
        response_model=None,
        responses={200: {"model": Completion} | STREAM, **errors(404)},
    )
    async def complete(body: CompletionRequest, request: Request) -> Response:
        """One answer as a chat completion, whole or streamed.

        The message is Markdown with markers, then a list of sources; `annotations` hold each
        marker's place and the address of the cited words, and `footnote`, in a stream that of its
        last choice, the whole answer. A refusal is a message like any other.
        """
        question = asked(body)
        usage = body.stream_options is not None and bool(body.stream_options.include_usage)
        reply = Reply(body.model, question, f"{request.base_url}view/", usage=usage)
        terms = (question.question, question.history, question.documents)
        if not body.stream:
            answer = await while_connected(request, answering.asked("openai", *terms))
            return JSONResponse(reply.whole(answer))
        chunks = beating(answering.streamed("openai", *terms))
        begun = await while_connected(request, _begun(chunks))
        return StreamingResponse(reply.stream(begun), media_type="text/event-stream")

    @router.get(
        "/models",
        summary="The models",
        response_model=Models,
    )
    def models() -> dict[str, Any]:
        """`footnote`, which answers from all documents; where they are few, each of them."""
        return {"object": "list", "data": listed(assistant)}

    @router.get(
        "/models/{model:path}",
        summary="One model",
        response_model=Model,
        responses=errors(404),
    )
    def model(model: Annotated[str, Path(examples=[MODEL])]) -> dict[str, Any]:
        """`footnote`, or `footnote:` and the id of any document or folder."""
        return found(assistant, model)

    add_nothing_here(router)
    return router


async def _begun(chunks: Beating) -> Beating:
    """The same chunks, once the first of the answer is there, or none for a while: what fails
    before has a status."""
    first: list[dict[str, Any] | None] = []
    try:
        async for chunk in chunks:
            first.append(chunk)
            if chunk is None or "state" not in chunk:
                break
    except asyncio.CancelledError:
        await chunks.aclose()  # the client has gone: its place is free
        raise

    async def all_of_them() -> Beating:
        async with aclosing(chunks):
            for chunk in first:
                yield chunk
            async for chunk in chunks:
                yield chunk

    return all_of_them()


STREAM: dict[str, Any] = {
    "content": {
        "text/event-stream": {
            **EVENT_STREAM,
            "example": 'data: {"id":"chatcmpl-…","object":"chat.completion.chunk",…}\n\n'
            "data: [DONE]\n\n",
        }
    }
}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What the description says of errors in OpenAI's form."""
    return {status: {"model": ErrorBody} for status in statuses}
