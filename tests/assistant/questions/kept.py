"""Kept questions and answers to try the choosing on."""

from assistant.answer import Answer, Citation, Statement
from assistant.questions.idea import Kept, Kind
from index.document import Passage, Span


def kept(
    question: str,
    kind: Kind = "what",
    at: int = 0,
    document: str = "a.txt",
    confidence: float = 0.9,
) -> Kept:
    """A question that the 50 characters from `at` answer."""
    return Kept(question, kind, document, (Span(document, at, at + 50),), confidence)


def answer(question: str, at: int, quote: str = "", document: str = "a.txt") -> Answer:
    """An answer that cites the 50 characters from `at`."""
    span = Span(document, at, at + 50)
    return _answer(question, citations=(Citation(1, "evidence", span, quote, "A", None, ""),))


def refusal(question: str, *places: Span, notice: bool = False) -> Answer:
    """A refusal that lists the passages at these places."""
    passages = tuple(Passage("", place, "", "", 0, 0.5) for place in places)
    return _answer(question, passages=passages, notice=notice)


def _answer(
    question: str,
    citations: tuple[Citation, ...] = (),
    passages: tuple[Passage, ...] = (),
    *,
    notice: bool = False,
) -> Answer:
    return Answer(
        question=question,
        standalone_question=question,
        refused=not citations,
        confidence=0.9 if citations else 0.1,
        text="",
        short_answer=None,
        statements=tuple(Statement(c.quote, (c.marker,)) for c in citations),
        citations=citations,
        passages=passages,
        mode="notice" if notice else "extractive",
        model=None,
        seconds={},
    )
