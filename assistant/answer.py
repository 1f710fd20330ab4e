"""An answer and what it is made of; `Answer.to_json` is the shape of contract and API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from index.document import Passage, Sentence, Span
from index.retrieval import Hit

Mode = Literal["extractive", "written", "notice"]
Role = Literal["evidence", "context"]

UNSURE_BELOW = 0.3
"""Confidence under which an answer is shown with a word of doubt."""
UNSURE = "The documents may not answer this. These sentences come nearest."


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of the conversation with the text of its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that answers, or helps to understand one that does.

    `score` is the reader's probability that this sentence answers the question.
    """

    sentence: Sentence
    hit: Hit
    score: float
    role: Role = "evidence"
    short_answer: Span | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words behind a footnote: `text[span.start:span.end] == quote`."""

    marker: int
    role: Role
    span: Span
    quote: str
    title: str
    page: int | None
    digest: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer with the markers of its citations.

    `supported` is false where the check against the cited words failed; `reason` says why.
    """

    text: str
    citations: tuple[int, ...]
    supported: bool = True
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The few words that answer, and where they stand; they lie inside a cited span."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is given back for a question; the fields are those of the public contract."""

    question: str
    standalone_question: str
    refused: bool
    confidence: float
    text: str
    short_answer: ShortAnswer | None
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    mode: Mode
    model: str | None
    seconds: Mapping[str, float]

    @property
    def unsure(self) -> bool:
        """True for an answer that is more likely wrong than right by a wide margin."""
        return not self.refused and self.confidence < UNSURE_BELOW

    def to_json(self) -> dict[str, Any]:
        """The answer as plain values, in the shape and order of the public contract."""
        short = self.short_answer
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "refused": self.refused,
            "confidence": self.confidence,
            "text": self.text,
            "short_answer": short and {"text": short.text, **_place(short.span)},
            "statements": [
                {"text": s.text, "citations": list(s.citations), "supported": s.supported}
                for s in self.statements
            ],
            "citations": [
                {
                    "marker": c.marker,
                    "role": c.role,
                    "document": c.span.document,
                    "title": c.title,
                    "start": c.span.start,
                    "end": c.span.end,
                    "quote": c.quote,
                    "page": c.page,
                    "digest": c.digest,
                }
                for c in self.citations
            ],
            "passages": [
                {**_place(p.span), "text": p.text, "score": p.score} for p in self.passages
            ],
            "mode": self.mode,
            "model": self.model,
            "seconds": dict(self.seconds),
        }


def _place(span: Span) -> dict[str, Any]:
    return {"document": span.document, "start": span.start, "end": span.end}
