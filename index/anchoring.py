"""Whether words that were cited still stand in their document, and where."""

from dataclasses import dataclass
from typing import Literal

from index.document import Document, Span

State = Literal["holds", "moved", "changed", "missing"]

GONE = "the document is not there any more"
NOTHING_QUOTED = "no words are quoted"
NOT_ITS_WORDS = "not the document's words"
NOT_SAID = "the document changed and does not say this any more"
SAID_OFTEN = "the document changed and says this more than once, nowhere at its old place"


@dataclass(frozen=True, slots=True)
class Anchored:
    """How a citation stands.

    `holds`: its words stand at its offsets. `moved`: the document changed and says them exactly
    once, elsewhere. `changed`: they are gone, stand at several other places, or never were the
    document's. `missing`: there is no such document. `span` is where the words stand now, None
    for the last two; `digest` is the document's of today; `reason` says what is wrong, empty
    where nothing is.
    """

    state: State
    span: Span | None
    digest: str | None
    reason: str = ""


def anchor(span: Span, quote: str, digest: str, document: Document | None) -> Anchored:
    """How a citation of those words stands, given its document as it is now (None: gone).

    In a document of the cited digest nothing is searched for: there, words that do not stand at
    their offsets were never cited from it.
    """
    if document is None:
        return Anchored("missing", None, None, GONE)
    if not quote:
        return Anchored("changed", None, document.digest, NOTHING_QUOTED)
    if span.start >= 0 and document.text[span.start : span.end] == quote:
        return Anchored("holds", span, document.digest)
    if document.digest == digest:
        return Anchored("changed", None, document.digest, NOT_ITS_WORDS)
    first, again = places(document.text, quote)
    if first < 0 or again >= 0:
        reason = NOT_SAID if first < 0 else SAID_OFTEN
        return Anchored("changed", None, document.digest, reason)
    return Anchored("moved", Span(span.document, first, first + len(quote)), document.digest)


def places(text: str, words: str) -> tuple[int, int]:
    """The first two places of the words, which may overlap; -1 where there is none."""
    first = text.find(words)
    return first, text.find(words, first + 1) if first >= 0 else -1
