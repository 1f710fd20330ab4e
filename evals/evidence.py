"""Where the words of a case's evidence stand in their document."""

from collections.abc import Callable
from dataclasses import dataclass

from evals.case import Gold
from evals.fields import Fields, short
from evals.nearest import Near
from evals.problem import Place
from index.anchoring import places
from index.document import Document, Span

QUOTE_KEYS = ("doc_id", "quote")
OFFSETS = ("start", "end", "text")
OFFSET_KEYS = ("doc_id", *OFFSETS)

Nearest = Callable[[str], Near | None]
"""The words of the document that come nearest to these."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Evidence whose text does not stand at its offsets, but once elsewhere in the document.

    `number` is its place among the evidence of its case, from 1; `wrong` says what is found at
    its offsets.
    """

    place: Place
    number: int
    before: Span
    after: Span
    wrong: str

    def __str__(self) -> str:
        old, new = self.before, self.after
        return f"{self.place}: {old.start}–{old.end} is now {new.start}–{new.end} of {new.document}"


def read_quote(fields: Fields, document: Document, nearest: Nearest) -> Gold | None:
    """The evidence of a quote that stands once in the document; None where that is reported."""
    quote = fields.text("quote")
    if not fields.sound("quote"):
        return None
    start, again = places(document.text, quote)
    if start < 0:
        told = f"{document.id} does not say {short(quote)}"
        fields.report(f"{told}{_instead(nearest(quote))}", "quote")
        return None
    if again >= 0:
        fields.report(
            f"{document.id} says {short(quote)} more than once (at {start} and {again}); "
            "quote more words",
            "quote",
        )
        return None
    return Gold(Span(document.id, start, start + len(quote)), quote)


def read_offsets(
    fields: Fields, number: int, document: Document, nearest: Nearest
) -> Gold | Moved | None:
    """The evidence at offsets of the document, or where it has moved to.

    None where anything else is wrong, which is reported.
    """
    start, end, expected = fields.whole("start"), fields.whole("end"), fields.text("text")
    if not fields.sound("start", "end", "text"):
        return None
    text, span = document.text, Span(document.id, start, end)
    if not 0 <= start < end <= len(text):
        wrong = f"{start} to {end} is no span of {document.id}, which has {len(text)} characters"
    elif text[start:end] == expected:
        return Gold(span, expected)
    else:
        said = short(text[start:end])
        wrong = f"{document.id} says {said} from {start} to {end}, not {short(expected)}"
    place, again = places(text, expected)
    if place >= 0 and again < 0:
        after = Span(document.id, place, place + len(expected))
        return Moved(fields.place, number, span, after, wrong)
    if again >= 0:
        more = f"; that stands there more than once (at {place} and {again}): correct the offsets"
    else:
        more = _instead(nearest(expected))
    fields.report(f"{wrong}{more}")
    return None


def _instead(near: Near | None) -> str:
    if near is None:
        return ", nor anything like it; copy the words exactly"
    there = f"at {near.start}: {near.text!r}"
    if near.likeness == 1:
        return f", but the same with other spaces, punctuation or capitals {there}; copy that"
    return f"; nearest, {there}; copy the words exactly"
