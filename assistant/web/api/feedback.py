"""Verdicts on answers over HTTP: they are taken, and never given out."""

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.answer import Answer, Turn
from assistant.feedback.file import FeedbackFile
from assistant.feedback.given import WITHDRAWN, Expected, Feedback, Verdict, is_kept
from assistant.request_parts import MOST_DOCUMENTS, History, Text
from assistant.shape import EXAMPLE
from assistant.web.api.described import problems
from index.document import Span
from index.errors import InvalidInput, StorageUnusable

if TYPE_CHECKING:
    from assistant.assistant import Assistant

LONGEST_COMMENT = 2000
LARGEST_ANSWER = 300_000
"""Characters of an answer's JSON: many times that of fifty passages."""
NOT_KEPT = "Feedback is not kept by this server; its owner can start it with --feedback on."
NO_ROOM = "The feedback was not kept: it cannot be written at the moment. Try again later."

logger = logging.getLogger(__name__)

Id = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{8,64}$")]
Words = Annotated[Text, Field(min_length=1, pattern=r"\S")]


class Place(BaseModel):
    """Words of a document that should have been cited, and where they stand in it."""

    model_config = ConfigDict(extra="forbid")

    document: Words
    start: Annotated[int, Field(strict=True, ge=0)]
    end: Annotated[int, Field(strict=True)]
    quote: Words

    @model_validator(mode="after")
    def _as_long_as_its_quote(self) -> "Place":
        if self.end - self.start != len(self.quote):
            raise ValueError("'quote' is not as long as from 'start' to 'end', in code points")
        return self


class Said(BaseModel):
    """A verdict on an answer, with what was asked and said.

    `id` is the client's own for the answer: a later verdict with the same id stands for the
    earlier one. "none" takes it back, and needs nothing but the id.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "id": "0123456789abcdef",
                    "verdict": "good",
                    "question": EXAMPLE["question"],
                    "answer": EXAMPLE,
                },
                {"id": "0123456789abcdef", "verdict": "none"},
            ]
        },
    )

    id: Id
    verdict: Verdict | Literal["none"]
    comment: Annotated[Text, Field(max_length=LONGEST_COMMENT)] = ""
    question: Words | None = None
    history: History = []
    documents: Annotated[list[Words], Field(max_length=MOST_DOCUMENTS)] = []
    answer: dict[str, Any] | None = None
    expected: Place | None = None

    @model_validator(mode="after")
    def _whole(self) -> "Said":
        if self.verdict != WITHDRAWN and (self.question is None or self.answer is None):
            raise ValueError("a verdict needs the question and the answer that it is about")
        return self

    def feedback(self, verdict: Verdict, time: datetime) -> Feedback:
        """As it is kept; raises InvalidInput for an answer that is none."""
        answer = Answer.from_json(self.answer)
        if len(json.dumps(answer.to_json(), ensure_ascii=False)) > LARGEST_ANSWER:
            raise InvalidInput(
                f"the answer has over {LARGEST_ANSWER:,} characters; send it as it was given"
            )
        place = self.expected
        return Feedback(
            id=self.id,
            time=time,
            verdict=verdict,
            question=self.question or "",
            answer=answer,
            comment=self.comment,
            history=tuple(Turn(turn.question, turn.answer) for turn in self.history),
            documents=tuple(self.documents),
            expected=Expected(Span(place.document, place.start, place.end), place.quote)
            if place
            else None,
        )


def add_feedback(router: APIRouter, assistant: "Assistant") -> None:
    """Adds the route that takes feedback; 403 where it is not kept, 503 where it cannot be."""
    from assistant.syncing import place_of

    kept = is_kept(assistant.settings)
    file = FeedbackFile(place_of(assistant.settings))

    def refuse_where_not_kept() -> None:
        if not kept:
            raise HTTPException(403, NOT_KEPT)

    @router.post(
        "/feedback",
        status_code=204,
        dependencies=[Depends(refuse_where_not_kept)],
        responses=problems(403, 422, 503),
    )
    def feedback(body: Said) -> None:
        """Keeps a verdict on an answer, or takes it back."""
        now = datetime.now(UTC)
        try:
            if body.verdict == WITHDRAWN:
                file.withdraw(body.id, now)
            else:
                file.keep(body.feedback(body.verdict, now))
        except StorageUnusable as error:
            logger.error("%s", error)  # for the owner of the machine: it names the path
            raise HTTPException(503, NO_ROOM) from error
