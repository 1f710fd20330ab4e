"""Documents around the words that matter: what answers, what was cited, the rest left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answer import Citation
from evals.case import Gold
from index.document import Document, Span

CONTEXT = 320
"""Characters shown before and after marked words, at most."""
KEPT = 1500
"""Of longer marked words, so many characters are shown at their start and at their end."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are marked alike: by evidence (its numbers), citations (their markers) or not.

    `ends` are the markers of the citations that end with these words.
    """

    text: str
    gold: tuple[int, ...] = ()
    cited: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a document: stretches of it, in order, verbatim.

    `starts` and `ends` tell whether it begins and ends where the document does.
    """

    document: str
    title: str
    stretches: tuple[tuple[Piece, ...], ...]
    starts: bool
    ends: bool


def excerpts(
    evidence: Sequence[Gold], citations: Sequence[Citation], documents: Mapping[str, Document]
) -> tuple[Excerpt, ...]:
    """An excerpt of each document that holds evidence or cited words, those with evidence first.

    A document that `documents` lacks has none, and spans are cut where a document ends.
    """
    names = dict.fromkeys(
        span.document for span in [*(g.span for g in evidence), *(c.span for c in citations)]
    )
    return tuple(
        excerpt
        for name in names
        if name in documents and (excerpt := _excerpt(documents[name], evidence, citations))
    )


def _excerpt(
    document: Document, evidence: Sequence[Gold], citations: Sequence[Citation]
) -> Excerpt | None:
    text = document.text
    gold = [
        (number, span)
        for number, one in enumerate(evidence, start=1)
        if (span := _inside(one.span, document))
    ]
    cited = [(c.marker, span) for c in citations if (span := _inside(c.span, document))]
    windows = _merged([window for _, span in [*gold, *cited] for window in _windows(text, span)])
    if not windows:
        return None
    return Excerpt(
        document.id,
        document.title,
        tuple(tuple(_pieces(text, window, gold, cited)) for window in windows),
        starts=not text[: windows[0][0]].strip(),
        ends=not text[windows[-1][1] :].strip(),
    )


def _inside(span: Span, document: Document) -> Span | None:
    """The part of the span that lies in the document; None where there is none."""
    start, end = max(0, span.start), min(span.end, len(document.text))
    return Span(span.document, start, end) if span.document == document.id and start < end else None


def _windows(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """The span with some text around it, less the middle of a very long span."""
    start, end = _before(text, span.start), _after(text, span.end)
    if span.end - span.start > 2 * KEPT:
        yield start, span.start + KEPT
        start = span.end - KEPT
    yield start, end


def _before(text: str, start: int) -> int:
    """Where to begin: at the first line in reach, else at a word, not before an empty line."""
    reach = max(0, start - CONTEXT)
    near = text[reach:start]
    blank = near.rfind("\n\n")
    if blank >= 0:
        return reach + blank + 2
    if reach == 0:
        return len(near) - len(near.lstrip("\n"))
    cut = near.find("\n") if "\n" in near else near.find(" ")
    return reach + cut + 1


def _after(text: str, end: int) -> int:
    """Where to stop: at the last line end in reach, else after a word, not after an empty line."""
    reach = min(len(text), end + CONTEXT)
    near = text[end:reach]
    blank = near.find("\n\n")
    if blank >= 0:
        return end + blank
    if reach == len(text):
        return end + len(near.rstrip("\n"))
    cut = near.rfind("\n") if "\n" in near else near.rfind(" ")
    return end + cut if cut >= 0 else reach


def _merged(windows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The windows in order; those that overlap, or have next to nothing between, become one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1] + 2:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(
    text: str,
    window: tuple[int, int],
    gold: Sequence[tuple[int, Span]],
    cited: Sequence[tuple[int, Span]],
) -> Iterator[Piece]:
    """The window cut wherever marked words start or end."""
    start, end = window
    edges = {edge for _, span in [*gold, *cited] for edge in (span.start, span.end)}
    cuts = sorted({start, end, *(edge for edge in edges if start < edge < end)})
    for here, there in pairwise(cuts):
        yield Piece(
            text[here:there],
            gold=tuple(n for n, span in gold if span.start <= here and there <= span.end),
            cited=tuple(n for n, span in cited if span.start <= here and there <= span.end),
            ends=tuple(n for n, span in cited if span.end == there),
        )
