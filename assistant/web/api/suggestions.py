"""Suggested questions over HTTP: to begin with, and after an answer."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer
from assistant.request_parts import Text
from assistant.shape import EXAMPLE
from assistant.web.api.described import problems
from index.errors import UnknownDocument

if TYPE_CHECKING:
    from assistant.assistant import Assistant

MOST_ASKED = 200


class After(BaseModel):
    """An answer, in the shape of the public contract, and the questions asked so far."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"answer": EXAMPLE, "asked": ["When did it open?"]}]},
    )

    answer: dict[str, Any]
    asked: Annotated[list[Text], Field(max_length=MOST_ASKED)] = []


class Starters(BaseModel):
    """Questions to begin with; more may come until they are `ready`."""

    questions: list[str]
    ready: bool


class FollowUps(BaseModel):
    """Questions to go on with."""

    questions: list[str]


def add_suggestions(router: APIRouter, assistant: "Assistant") -> None:
    """Adds the routes that suggest questions."""

    @router.get("/suggestions", response_model=Starters, responses=problems(422))
    def starters(
        document: Annotated[
            tuple[Text, ...], Query(description="documents or folders to keep to")
        ] = (),
    ) -> dict[str, Any]:
        """Up to four questions to begin with; more may come until they are `ready`. There is none
        where a document that is named is not there: it may have gone a moment ago."""
        ready = assistant.suggestions_ready  # before the questions: then none is missing
        try:
            return {"questions": list(assistant.starters(document)), "ready": ready}
        except UnknownDocument:
            return {"questions": [], "ready": ready}

    @router.post("/suggestions", response_model=FollowUps, responses=problems(422))
    def follow_ups(body: After) -> dict[str, Any]:
        """Up to three questions to ask after the answer."""
        answer = Answer.from_json(body.answer)
        return {"questions": list(assistant.follow_ups(answer, body.asked))}
