"""Statements that are correct by themselves: sentences of documents, cited by their own words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from evals.suite import Suite
from index.document import Document, Span
from index.sentences import blocks, sentences

T = TypeVar("T")

WHOLE = re.compile(r"[\"“‘(]?[A-Z0-9À-Þ].*[.!?][\"”’)]?\Z")
WORDS = range(4, 81)
"""How many words a statement has; what is shorter or longer is a heading or a broken sentence."""
NEAR = 5
"""How far apart two sentences of a document are at most that are cited together."""


@dataclass(frozen=True, slots=True)
class Correct:
    """A statement that its cited words bear out; `id` tells where it comes from."""

    id: str
    says: str
    cited: tuple[str, ...]


def statements_of(suite: Suite) -> tuple[Correct, ...]:
    """The whole sentences that hold gold evidence of the suite's answerable cases, each once."""
    found: dict[Span, str] = {}
    for case in suite.cases:
        for gold in case.evidence if case.answerable else ():
            document = suite.documents[gold.span.document]
            for span in _sentences(document, gold.span.start, gold.span.end):
                found.setdefault(span, document.text[span.start : span.end])
    return tuple(_correct(found))


def statements_of_folder(documents: Mapping[str, Document]) -> tuple[Correct, ...]:
    """The whole sentences of documents, in order, each wording once."""
    found: dict[Span, str] = {}
    for document in documents.values():
        for span in _sentences(document, 0, len(document.text)):
            found.setdefault(span, document.text[span.start : span.end])
    return tuple({one.says: one for one in _correct(found)}.values())


def pairs_of(documents: Mapping[str, Document]) -> tuple[tuple[Correct, Correct], ...]:
    """Each whole sentence of documents with each of the next `NEAR` of its document."""
    found: list[tuple[Correct, Correct]] = []
    for document in documents.values():
        mates = statements_of_folder({document.id: document})
        for at, one in enumerate(mates):
            found += [(one, other) for other in mates[at + 1 : at + 1 + NEAR]]
    return tuple(found)


def sampled(items: Sequence[T], limit: int | None) -> tuple[T, ...]:
    """At most `limit` of the items, spread evenly; always the same ones."""
    if limit is None or len(items) <= limit:
        return tuple(items)
    return tuple(items[i * len(items) // limit] for i in range(limit))


def _sentences(document: Document, start: int, end: int) -> Iterator[Span]:
    """The sentences of a document that overlap the stretch."""
    for first, last in blocks(document.text, document.headings):
        if first < end and start < last:
            for begin, stop in sentences(document.text, first, last):
                if begin < end and start < stop:
                    yield Span(document.id, begin, stop)


def _correct(found: Mapping[Span, str]) -> Iterator[Correct]:
    for span, text in found.items():
        says = " ".join(text.split())
        if is_whole(says):
            yield Correct(f"{span.document}:{span.start}", says, (text,))


def is_whole(says: str) -> bool:
    """Whether this is one sentence from its capital to its stop, with every bracket closed."""
    pairs = (("(", ")"), ("[", "]"), ("“", "”"))
    return (
        WHOLE.match(says) is not None
        and len(says.split()) in WORDS
        and all(says.count(one) == says.count(other) for one, other in pairs)
        and says.count('"') % 2 == 0
    )
