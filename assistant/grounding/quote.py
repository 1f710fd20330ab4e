"""From evidence to statements whose footnotes hold the exact words they came from."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from assistant.answer import Citation, Evidence, ShortAnswer, Statement


class Grounded(NamedTuple):
    """Statements in order, the citations that their markers name, and the short answer."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    short_answer: ShortAnswer | None

    @property
    def text(self) -> str:
        """The answer as one text, each statement followed by its markers."""
        return " ".join(
            f"{s.text} {''.join(f'[{marker}]' for marker in s.citations)}" for s in self.statements
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
        citations.append(
            Citation(
                marker=marker,
                role=item.role,
                span=sentence.span,
                quote=sentence.text,
                title=item.hit.title,
                page=page_of(item.hit.pages, sentence.span.start),
                digest=item.hit.digest,
            )
        )
        if short is None and item.short_answer is not None:
            start = item.short_answer.start - sentence.span.start
            end = item.short_answer.end - sentence.span.start
            short = ShortAnswer(item.short_answer, sentence.text[start:end])
    return Grounded(tuple(statements), tuple(citations), short)


def page_of(pages: Sequence[int], offset: int) -> int | None:
    """The page (from 1) on which an offset lies, None for a document without pages."""
    return bisect_right(pages, offset) if pages else None
