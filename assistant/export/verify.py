"""The check of an exported file against the documents as they are now.

Checked are the file itself, every quote, and what is said with them: a statement in extractive
mode is its quotes' words, a written one says nothing that they don't. Lead, notes, refusals and the
passages nearest to one quote nothing: for them the seal alone speaks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer
from assistant.export.emphasis import flat, quotes
from assistant.export.outline import Footnote, Said, Told, outlined
from assistant.export.reading import Exported
from index.anchoring import Anchored, anchor
from index.document import Document


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quote of the file and how it stands."""

    footnote: Footnote
    standing: Anchored


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found: the quotes in order of their numbers; what else is wrong, one text each,
    of the file, then of its statements."""

    quotes: tuple[CheckedQuote, ...]
    file_faults: tuple[str, ...]
    statement_faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """True where nothing is wrong: each quote stands where it was, or once elsewhere."""
        good = all(quote.standing.state in ("holds", "moved") for quote in self.quotes)
        return good and not self.file_faults and not self.statement_faults

    def count(self, state: str) -> int:
        """How many quotes stand so."""
        return sum(quote.standing.state == state for quote in self.quotes)

    def to_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "holds": self.holds,
            "file": list(self.file_faults),
            "statements": list(self.statement_faults),
            "quotes": [_quote_json(quote) for quote in self.quotes],
        }


def _quote_json(quote: CheckedQuote) -> dict[str, Any]:
    cited, standing = quote.footnote.citation, quote.standing
    span = standing.span
    return {
        "footnote": quote.footnote.number,
        "state": standing.state,
        "reason": standing.reason,
        "document": cited.span.document,
        "start": cited.span.start,
        "end": cited.span.end,
        "quote": cited.quote,
        "now": span and {"start": span.start, "end": span.end},
        "digest": standing.digest,
    }


def verify(exported: Exported, document: Callable[[str], Document | None]) -> Verification:
    """How the quotes and statements of a file stand; `document` gives one by its id, or None."""
    told = tuple(outlined(exported.answers))
    checked = [_checked(note, document) for answer in told for note in answer.footnotes]
    pairs = zip(exported.answers, told, strict=True)
    faults = [fault for answer, shown in pairs for fault in _faults(answer, shown)]
    return Verification(tuple(checked), exported.faults, tuple(faults))


def _checked(note: Footnote, document: Callable[[str], Document | None]) -> CheckedQuote:
    cited = note.citation
    found = document(cited.span.document)
    return CheckedQuote(note, anchor(cited.span, cited.quote, cited.digest, found))


def _faults(answer: Answer, told: Told) -> Iterator[str]:
    for said in told.said:
        numbers = ", ".join(str(note.number) for note in said.footnotes)
        for reason in _reasons(answer, said):
            yield f"the statement with footnote {numbers}: {reason}"
    short = answer.short_answer
    if short is not None and not any(quotes(note.citation, short) for note in told.footnotes):
        yield f"the short answer “{flat(short.text)}” stands in no quote"


def _reasons(answer: Answer, said: Said) -> list[str]:
    """Why a statement is not what its quotes say; nothing for one that is marked as unsupported."""
    cited = [note.citation.quote for note in said.footnotes]
    if answer.mode == "extractive":
        same = said.text == flat(" ".join(cited))
        return [] if same else ["its words are not those of its quotes"]
    from assistant.grounding.check import check

    return [fault.reason for fault in check(said.text, cited)] if said.supported else []
