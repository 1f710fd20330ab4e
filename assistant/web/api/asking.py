"""Asking over HTTP: one question, one answer in the shape of the public contract."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Turn
from assistant.web.api.texts import Text

if TYPE_CHECKING:
    from assistant.assistant import Assistant

MOST_TURNS = 50
MOST_DOCUMENTS = 1000


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


def add_asking(router: APIRouter, assistant: "Assistant") -> None:
    """Adds the route that answers."""

    @router.post("/ask")
    def ask(body: Ask) -> dict[str, Any]:
        """One answer, in the shape of the public contract."""
        turns = tuple(Turn(t.question, t.answer) for t in body.history)
        answer = assistant.ask(body.question, turns, tuple(body.documents))
        return answer.to_json(explain=body.explain)
