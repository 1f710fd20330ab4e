"""From evidence to statements whose footnotes hold the exact words they came from."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from assistant.answer import Citation, Evidence, ShortAnswer, Statement
from assistant.shape import Role
from index.document import Sentence
from index.retrieval import Hit


class Grounded(NamedTuple):
    """Statements in order, the citations that their markers name, and the short answer."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    short_answer: ShortAnswer | None

    @property
    def text(self) -> str:
        """The answer as one text."""
        return text_of(self.statements)


def text_of(statements: Sequence[Statement]) -> str:
    """Statements as one text, each followed by its markers."""
    return " ".join(
        f"{s.text} {''.join(f'[{marker}]' for marker in s.citations)}" for s in statements
    )


def citation_of(marker: int, role: Role, sentence: Sentence, hit: Hit) -> Citation:
    """The citation of a sentence of a passage, whose span indexing produced."""
    return Citation(
        marker=marker,
        role=role,
        span=sentence.span,
        quote=sentence.text,
        title=hit.title,
        page=page_of(hit.pages, sentence.span.start),
        digest=hit.digest,
    )


def quote(evidence: Sequence[Evidence]) -> Grounded:
    """One statement a sentence, in the document's own words, each cited where it stands.

    The spans are those that indexing produced; nothing is searched for again. Line breaks inside
    a sentence become spaces in the statement, never in the quote.
    """
    statements, citations = [], []
    short: ShortAnswer | None = None
    for marker, item in enumerate(evidence, 1):
        sentence = item.sentence
        statements.append(Statement(" ".join(sentence.text.split()), (marker,)))
        citations.append(citation_of(marker, item.role, sentence, item.hit))
        if short is None and item.short_answer is not None:
            start = item.short_answer.start - sentence.span.start
            end = item.short_answer.end - sentence.span.start
            short = ShortAnswer(item.short_answer, sentence.text[start:end])
    return Grounded(tuple(statements), tuple(citations), short)


def page_of(pages: Sequence[int], offset: int) -> int | None:
    """The page (from 1) on which an offset lies, None for a document without pages."""
    return bisect_right(pages, offset) if pages else None
