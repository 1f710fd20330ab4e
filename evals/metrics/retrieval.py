"""Metrics of the passages found, in rank order, against the spans that answer.

The three `evidence_…` metrics count characters, so they do not depend on how text was cut into
passages. Their source, chunking_evaluation, is Smith and Troynikov, Evaluating Chunking
Strategies for Retrieval (Chroma 2024).
"""

from collections.abc import Iterable, Iterator, Sequence

from index.document import Span


def evidence_recall(gold: Sequence[Span], found: Sequence[Span]) -> float:
    """The share of the gold characters that the found spans hold: G∩R / G.

    Source: chunking_evaluation.
    """
    return _ratio(_common(gold, found), _length(_merged(gold)))


def evidence_precision(gold: Sequence[Span], found: Sequence[Span]) -> float:
    """The share of the found characters that are gold: G∩R / ΣR.

    ΣR adds up the spans' lengths, so text found twice is paid for twice.
    Source: chunking_evaluation.
    """
    return _ratio(_common(gold, found), _length(found))


def evidence_iou(gold: Sequence[Span], found: Sequence[Span]) -> float:
    """Gold characters found, over all that was found or missed: G∩R / (ΣR + G∖R).

    Source: chunking_evaluation.
    """
    common = _common(gold, found)
    missed = _length(_merged(gold)) - common
    return _ratio(common, _length(found) + missed)


def hit(gold: Sequence[Span], found: Sequence[Span]) -> float:
    """1 where a found span overlaps a gold one, else 0. Standard; also called success."""
    return float(any(overlaps_any(span, gold) for span in found))


def reciprocal_rank(gold: Sequence[Span], found: Sequence[Span]) -> float:
    """1 over the rank of the first found span that overlaps a gold one; 0 where none does.

    Source: Voorhees, The TREC-8 Question Answering Track Report (1999).
    """
    ranks = (rank for rank, span in enumerate(found, start=1) if overlaps_any(span, gold))
    return 1 / next(ranks, float("inf"))


def overlaps_any(span: Span, others: Iterable[Span]) -> bool:
    """True where the span shares at least one character with one of the others."""
    return any(span.overlaps(other) for other in others)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters in spans that neither overlap nor repeat."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.document, span.start)):
        last = merged[-1] if merged else None
        if last and last.document == span.document and span.start <= last.end:
            merged[-1] = Span(last.document, last.start, max(last.end, span.end))
        else:
            merged.append(span)
    return merged


def _common(gold: Sequence[Span], found: Sequence[Span]) -> int:
    return sum(_intersections(_merged(gold), _merged(found)))


def _intersections(ours: Sequence[Span], theirs: Sequence[Span]) -> Iterator[int]:
    for one in ours:
        for other in theirs:
            if one.overlaps(other):
                yield min(one.end, other.end) - max(one.start, other.start)


def _length(spans: Iterable[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
