"""The shape of the public contract's answer: plain values are read by it, and the API's
description shows it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from index.document import Span

Mode = Literal["extractive", "written", "notice"]
Role = Literal["evidence", "context"]

EXAMPLE: dict[str, Any] = {
    "question": "When did it open?",
    "standalone_question": "When did the bridge open?",
    "refused": False,
    "confidence": 0.93,
    "text": "The bridge opened in 1932. [1]",
    "short_answer": {"text": "1932", "document": "bridges/harbour.txt", "start": 1065, "end": 1069},
    "statements": [{"text": "The bridge opened in 1932.", "citations": [1], "supported": True}],
    "citations": [
        {
            "marker": 1,
            "role": "evidence",
            "document": "bridges/harbour.txt",
            "title": "The harbour bridge",
            "start": 1044,
            "end": 1070,
            "quote": "The bridge opened in 1932.",
            "page": None,
            "digest": "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
        }
    ],
    "passages": [
        {
            "document": "bridges/harbour.txt",
            "start": 1015,
            "end": 1070,
            "text": "It was built in eight years. The bridge opened in 1932.",
            "score": 0.71,
        }
    ],
    "mode": "extractive",
    "model": None,
    "seconds": {"retrieve": 0.01, "read": 0.03, "total": 0.05},
}
"""An answer, to show what one looks like."""

CodePoint = Annotated[int, Field(ge=0)]


class _Shape(BaseModel):
    """Nothing is converted: "1" is no number and 1 is not true."""

    model_config = ConfigDict(strict=True, extra="ignore", allow_inf_nan=False)


class PlaceShape(_Shape):
    """A stretch of a document's canonical text, in Unicode code points, end exclusive."""

    document: Annotated[str, Field(description="Id: the path below the documents folder.")]
    start: CodePoint
    end: int

    @model_validator(mode="after")
    def _forward(self) -> "PlaceShape":
        if self.end < self.start:
            raise ValueError("'end' lies before 'start'")
        return self

    @property
    def span(self) -> Span:
        """The place as the index counts it."""
        return Span(self.document, self.start, self.end)


class ShortAnswerShape(PlaceShape):
    """The few words that answer; they lie inside cited words."""

    text: str


class StatementShape(_Shape):
    """One sentence of an answer with the markers of its citations."""

    text: str
    citations: list[int]
    supported: Annotated[
        bool, Field(description="False where the check against the cited words failed.")
    ]
    reason: Annotated[str | None, Field(description="Why the check failed.")] = None


class CitationShape(PlaceShape):
    """The exact words behind a footnote: the document's text from start to end is the quote."""

    marker: int
    role: Annotated[
        Role, Field(description="`context` is there so that the evidence can be understood.")
    ]
    title: str
    quote: str
    page: Annotated[int | None, Field(description="From 1; null where there are no pages.")]
    digest: Annotated[str, Field(description="SHA-256 of the document's file.")]


class PassageShape(PlaceShape):
    """A passage that was found, with its score."""

    text: str
    score: float | None


class WrittenShape(_Shape):
    """What became of an answer that a language model was to write; counts are of statements,
    `evidence` and `trimmed` of the sentences that it was given and of those without room."""

    prompt: Annotated[str, Field(description="Version of the prompts.")]
    evidence: int
    trimmed: int
    statements: int = 0
    recited: Annotated[int, Field(description="Stand by other citations than it gave.")] = 0
    rewritten: Annotated[int, Field(description="Stand in other words.")] = 0
    dropped: Annotated[int, Field(description="Not borne out: left out, or shown struck.")] = 0
    unknown: Annotated[
        int, Field(description="Markers of sentences that it was not given, or that came too late.")
    ] = 0
    prompt_tokens: Annotated[int, Field(description="Of the answer alone.")] = 0
    completion_tokens: int = 0
    seconds: dict[str, float] = Field(default_factory=dict)
    failure: Annotated[str | None, Field(description="The kind of failure, if it failed.")] = None


class HelpedShape(_Shape):
    """What the language model's requests of one task cost, beside that for the answer itself."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


class AnswerShape(_Shape):
    """An answer: statements, each with citations of the exact words that it came from.

    Where the documents don't answer, `refused` is true, `text` says so, and the `passages` are
    the nearest ones, not an answer. `mode` is `notice` for a fixed reply, such as to a greeting.
    """

    model_config = ConfigDict(title="Answer", json_schema_extra={"examples": [EXAMPLE]})

    question: str
    standalone_question: Annotated[
        str, Field(description="The question as it reads without the conversation before it.")
    ]
    refused: bool
    confidence: Annotated[
        float,
        Field(ge=0, le=1, description="Probability that the documents answer, and this is right."),
    ]
    text: Annotated[str, Field(description="Lead, statements with their markers, and notes.")]
    short_answer: ShortAnswerShape | None
    statements: list[StatementShape]
    citations: list[CitationShape]
    passages: Annotated[list[PassageShape], Field(description="Best first, without overlap.")]
    mode: Mode
    model: str | None
    seconds: Annotated[dict[str, float], Field(description="What each step took.")]
    lead: str = ""
    notes: list[str] = []
    writing: WrittenShape | None = None
    helping: Annotated[
        dict[str, HelpedShape], Field(description="What a language model helped with, by task.")
    ] = Field(default_factory=dict)
