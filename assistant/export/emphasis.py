"""Where the short answer stands in the statement that holds it."""

from collections.abc import Sequence

from assistant.answer import Citation, ShortAnswer


def short_answer_in(
    statement: str, citations: Sequence[Citation], short: ShortAnswer | None
) -> tuple[int, int] | None:
    """Start and end of the short answer in a statement's text; None where it is not in it.

    Only a statement that is the cited words themselves, white space apart, holds it at a known
    place: it is counted there, never searched for.
    """
    for citation in citations:
        if short is None or statement != flat(citation.quote) or not quotes(citation, short):
            continue
        blank = len(short.text) - len(short.text.lstrip())
        before = citation.quote[: short.span.start - citation.span.start + blank]
        start = len(flat(f"{before}.")) - 1
        return start, start + len(flat(short.text))
    return None


def quotes(citation: Citation, short: ShortAnswer) -> bool:
    """Whether a citation quotes the short answer at the place where it is said to stand."""
    outer, inner = citation.span, short.span
    first, last = inner.start - outer.start, inner.end - outer.start
    within = outer.document == inner.document and 0 <= first < last <= len(citation.quote)
    return within and citation.quote[first:last] == short.text


def flat(text: str) -> str:
    """A text on one line, with one space for each stretch of white space."""
    return " ".join(text.split())
