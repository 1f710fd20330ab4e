"""An answer and what it is made of; `Answer.to_json` is the shape of contract and API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from assistant.explanation import Explanation
from assistant.shape import AnswerShape, Mode, Role
from assistant.written import Helped, Written
from index.document import Passage, Sentence, Span
from index.errors import InvalidInput
from index.retrieval import Hit

REFUSAL = "The documents don't say."
UNSURE_BELOW = 0.4
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

    def to_json(self) -> dict[str, Any]:
        """The citation as plain values, in the shape of the public contract."""
        return {
            "marker": self.marker,
            "role": self.role,
            "document": self.span.document,
            "title": self.title,
            "start": self.span.start,
            "end": self.span.end,
            "quote": self.quote,
            "page": self.page,
            "digest": self.digest,
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer with the markers of its citations.

    `supported` is false where the check against the cited words failed; `reason` says why.
    """

    text: str
    citations: tuple[int, ...]
    supported: bool = True
    reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The statement as plain values, in the shape of the public contract."""
        return {
            "text": self.text,
            "citations": list(self.citations),
            "supported": self.supported,
            **({"reason": self.reason} if self.reason else {}),
        }


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
    lead: str = ""
    """Fixed words before the statements: how the documents stand to the question."""
    notes: tuple[str, ...] = ()
    """Fixed remarks after them, such as what was not found; never words of the documents. `text`
    holds lead, statements and notes."""
    writing: Written | None = field(default=None, compare=False)
    """What became of it where a language model was to write it."""
    helping: Mapping[str, Helped] = field(default_factory=dict, compare=False)
    """What the language model was asked beside writing it, by the task."""
    explanation: Explanation | None = field(default=None, compare=False)
    """How it was found; None for a notice, and for an answer read back from its plain values."""

    @property
    def tokens(self) -> tuple[int, int]:
        """All tokens that a language model read and wrote for it."""
        took: list[Written | Helped] = [*self.helping.values()]
        took += [self.writing] if self.writing else []
        return sum(one.prompt_tokens for one in took), sum(one.completion_tokens for one in took)

    @property
    def unsure(self) -> bool:
        """True for an answer that is more likely wrong than right by a wide margin."""
        return not self.refused and self.confidence < UNSURE_BELOW

    def to_json(self, *, explain: bool = False) -> dict[str, Any]:
        """The answer as plain values, in the shape and order of the public contract.

        `lead` and `notes` are there only where there is something to say, `writing` only where a
        language model was to write, `helping` only where one helped, `explanation` only where it is
        asked for.
        """
        short = self.short_answer
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "refused": self.refused,
            "confidence": self.confidence,
            "text": self.text,
            "short_answer": short and {"text": short.text, **_place(short.span)},
            "statements": [statement.to_json() for statement in self.statements],
            "citations": [citation.to_json() for citation in self.citations],
            "passages": [passage_json(passage) for passage in self.passages],
            "mode": self.mode,
            "model": self.model,
            "seconds": dict(self.seconds),
            **({"lead": self.lead} if self.lead else {}),
            **({"notes": list(self.notes)} if self.notes else {}),
            **({"writing": self.writing.to_json()} if self.writing else {}),
            **(
                {"helping": {k: v.to_json() for k, v in self.helping.items()}}
                if self.helping
                else {}
            ),
            **({"explanation": self.explanation and self.explanation.to_json()} if explain else {}),
        }

    @classmethod
    def from_json(cls, value: object) -> "Answer":
        """The answer that these plain values are: what `to_json` gives, read back.

        What the contract's shape does not hold is empty: id, heading and position of a passage.
        Keys beyond the shape are ignored, so that an assistant may say more. Raises InvalidInput,
        naming the field, where one is missing or does not fit.
        """
        try:
            read = AnswerShape.model_validate(value)
        except ValidationError as error:
            raise InvalidInput(f"no answer: {_fault(error)}; give one in the shape of "
                               "`footnote ask --json`") from None  # fmt: skip
        short = read.short_answer
        return cls(
            question=read.question,
            standalone_question=read.standalone_question,
            refused=read.refused,
            confidence=read.confidence,
            text=read.text,
            short_answer=ShortAnswer(short.span, short.text) if short else None,
            statements=tuple(
                Statement(s.text, tuple(s.citations), s.supported, s.reason)
                for s in read.statements
            ),
            citations=tuple(
                Citation(c.marker, c.role, c.span, c.quote, c.title, c.page, c.digest)
                for c in read.citations
            ),
            passages=tuple(Passage("", p.span, p.text, "", 0, p.score) for p in read.passages),
            mode=read.mode,
            model=read.model,
            seconds=read.seconds,
            lead=read.lead,
            notes=tuple(read.notes),
            writing=Written(**read.writing.model_dump()) if read.writing else None,
            helping={task: Helped(**one.model_dump()) for task, one in read.helping.items()},
        )


def passage_json(passage: Passage) -> dict[str, Any]:
    """A passage as plain values, in the shape of the public contract."""
    return {**_place(passage.span), "text": passage.text, "score": passage.score}


def _place(span: Span) -> dict[str, Any]:
    return {"document": span.document, "start": span.start, "end": span.end}


def _fault(error: ValidationError) -> str:
    """The first thing that does not fit, as `field: reason`."""
    first = error.errors()[0]
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
    words = {"missing": "is missing", "model_type": "is not an object with keys"}
    reason = words.get(first["type"], first["msg"].removeprefix("Value error, "))
    return f"{field.lstrip('.') or 'the whole'}: {reason}"
