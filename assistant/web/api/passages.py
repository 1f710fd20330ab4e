"""Searching over HTTP: the passages that fit a question, without an answer."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Turn, passage_json
from assistant.request_parts import MOST_PASSAGES, Documents, History, Text
from assistant.shape import PassageShape
from assistant.web.answering import Answering
from assistant.web.api.described import problems
from assistant.web.presence import while_connected

if TYPE_CHECKING:
    from assistant.assistant import Assistant


class Search(BaseModel):
    """What to search for, as in asking; `k` is how many passages to give at most (none: as many
    as answers list)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"question": "When did the bridge open?", "k": 10}]},
    )

    question: Text
    history: History = []
    documents: Documents = []
    k: Annotated[int | None, Field(strict=True, ge=1, le=MOST_PASSAGES)] = None


class Found(BaseModel):
    """The passages in rank order, and the question as it was understood."""

    standalone_question: str
    passages: list[PassageShape]


def add_passages(router: APIRouter, assistant: "Assistant", answering: Answering) -> None:
    """Adds the route that searches."""

    @router.post("/passages", responses=problems(400, 404, 413, 422, 429))
    async def passages(body: Search, request: Request) -> Found:
        """The passages that fit a question best."""
        turns = tuple(Turn(turn.question, turn.answer) for turn in body.history)
        question, documents = body.question, tuple(body.documents)

        def search() -> Found:
            found = assistant.retrieve(question, turns, documents, body.k)
            return Found(
                standalone_question=assistant.standalone(question, turns, documents),
                passages=[PassageShape(**passage_json(passage)) for passage in found],
            )

        return await while_connected(request, answering.turn("api", search))
