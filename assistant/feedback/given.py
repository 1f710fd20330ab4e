"""A verdict on an answer, and the line that it is kept as."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from assistant.answer import Answer, Turn
from assistant.settings import Settings
from index.document import Span
from index.errors import InvalidInput

Verdict = Literal["good", "answer_wrong", "evidence_wrong", "should_refuse", "should_answer"]
WITHDRAWN: Literal["none"] = "none"


def is_kept(settings: Settings) -> bool:
    """Whether a server with these settings keeps feedback.

    By itself only where it listens to this machine alone, and for no sites: other readers have to
    be told first.
    """
    if settings.feedback == "auto":
        return settings.alone and settings.sites is None
    return settings.feedback == "on"


@dataclass(frozen=True, slots=True)
class Expected:
    """The words that somebody marked as the right place of an answer, as they then stood there."""

    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict on an answer, with what was asked and said, so that it can be asked again.

    `id` is the client's own for this answer. `documents` are the ids that the question was
    limited to; empty means all.
    """

    id: str
    time: datetime
    verdict: Verdict
    question: str
    answer: Answer
    comment: str = ""
    history: tuple[Turn, ...] = ()
    documents: tuple[str, ...] = ()
    expected: Expected | None = None

    def to_json(self) -> dict[str, Any]:
        """The feedback as plain values, as a line of the file holds them."""
        place = self.expected
        return {
            "id": self.id,
            "time": _utc(self.time),
            "verdict": self.verdict,
            "comment": self.comment,
            "question": self.question,
            "history": [{"question": t.question, "answer": t.answer} for t in self.history],
            "documents": list(self.documents),
            "answer": self.answer.to_json(),
            "expected": place
            and {
                "document": place.span.document,
                "start": place.span.start,
                "end": place.span.end,
                "quote": place.quote,
            },
        }


def to_line(feedback: Feedback) -> bytes:
    """The feedback as a line, with its end; raises InvalidInput for what is no text."""
    return _encoded(feedback.to_json())


def withdrawal(id: str, time: datetime) -> bytes:
    """The line that takes the verdict of that id back."""
    return _encoded({"id": id, "time": _utc(time), "verdict": WITHDRAWN})


def from_line(line: bytes) -> tuple[str, Feedback | None]:
    """The id that a line is about, and the feedback; None where it withdraws what was said.

    Raises InvalidInput, with the reason, for any other line.
    """
    try:
        read = _Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidInput(
            ": ".join([*(str(part) for part in first["loc"]), first["msg"]])
        ) from None
    if read.verdict == WITHDRAWN:
        return read.id, None
    place = read.expected
    return read.id, Feedback(
        id=read.id,
        time=read.time,
        verdict=read.verdict,
        question=read.question,
        answer=Answer.from_json(read.answer),
        comment=read.comment,
        history=tuple(Turn(turn.question, turn.answer) for turn in read.history),
        documents=tuple(read.documents),
        expected=Expected(Span(place.document, place.start, place.end), place.quote)
        if place
        else None,
    )


def _encoded(row: dict[str, Any]) -> bytes:
    try:
        return json.dumps(row, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        raise InvalidInput(
            "the feedback holds half of a surrogate pair, which is no text; leave it out"
        ) from None


def _utc(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds")


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


class _Turn(_Shape):
    question: str
    answer: str


class _Expected(_Shape):
    document: str
    start: int
    end: int
    quote: str


class _Line(_Shape):
    """A line of the file; one that withdraws has no more than its first three keys."""

    id: str
    time: AwareDatetime
    verdict: Literal[Verdict, "none"]
    comment: str = ""
    question: str = ""
    history: list[_Turn] = []
    documents: list[str] = []
    answer: Any = None
    expected: _Expected | None = None
