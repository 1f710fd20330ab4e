"""Asking over HTTP: one question, one answer in the shape of the public contract."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Turn
from assistant.request_parts import Documents, History, Text
from assistant.shape import AnswerShape
from assistant.web.answering import Answering
from assistant.web.api.described import problems
from assistant.web.presence import while_connected


class Ask(BaseModel):
    """A question, the conversation before it, and the documents that it is about (none: all).

    With `explain`, the answer also says how it was found.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "question": "And how long is it?",
                    "history": [{"question": "When did the bridge open?", "answer": "In 1932."}],
                    "documents": ["bridge.txt"],
                    "explain": False,
                }
            ]
        },
    )

    question: Text
    history: History = []
    documents: Documents = []
    explain: Annotated[bool, Field(strict=True)] = False


def add_asking(router: APIRouter, answering: Answering) -> None:
    """Adds the route that answers."""

    @router.post(
        "/ask",
        response_model=None,
        responses={**problems(400, 404, 422, 429), 200: {"model": AnswerShape}},
    )
    async def ask(body: Ask, request: Request) -> JSONResponse:
        """One answer, in the shape of the public contract.

        Where that is asked for, `explanation` says how it was found.
        """
        turns = tuple(Turn(t.question, t.answer) for t in body.history)
        asked = answering.asked("api", body.question, turns, tuple(body.documents))
        answer = await while_connected(request, asked)
        return JSONResponse(answer.to_json(explain=body.explain))
