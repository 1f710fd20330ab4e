"""The passages that are shown for a search: neighbours joined, the tail that hardly fits left out.

Small passages are found best, whole ones read best. So passages that stand next to each other in
a document and were both found are listed as one, where the better of them ranks (the idea is that
of auto-merging retrieval). Both limits were chosen on several question sets together, see
`evals/BENCHMARKS.md`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.document import Passage, Span

LOOKED_AT = 10
"""Hits that a list is made of, best first; so a longer list begins with the shorter one."""
MOST_JOINED = 3
"""Neighbouring passages that are listed as one."""
ALWAYS = 3
FITS = 0.67
"""After the first `ALWAYS` hits, only those are listed whose score is at least this share of the
best one's."""


@dataclass(slots=True)
class _Group:
    """Neighbouring passages in reading order; `score` is that of the one found first."""

    passages: list[Passage]
    score: float | None

    def takes(self, passage: Passage, most: int) -> bool:
        first, last = self.passages[0], self.passages[-1]
        beside = passage.position in (first.position - 1, last.position + 1)
        return beside and passage.span.document == first.span.document and len(self.passages) < most

    def add(self, passage: Passage) -> None:
        self.passages.append(passage)
        self.passages.sort(key=lambda one: one.position)

    def joined(self) -> Passage:
        first, last = self.passages[0], self.passages[-1]
        return replace(
            first,
            span=Span(first.span.document, first.span.start, last.span.end),
            text="".join(passage.text for passage in self.passages),
            score=self.score,
        )


def listed(
    found: Sequence[Passage], limit: int, *, joined: int = MOST_JOINED, fits: float = FITS
) -> tuple[Passage, ...]:
    """At most `limit` passages, best first, without overlap.

    `found` are the hits of a search in rank order, with their scores, at least `LOOKED_AT` of
    them where there are so many.
    """
    best = (found[0].score or 0.0) if found else 0.0
    groups: list[_Group] = []
    for rank, passage in enumerate(found[: max(limit, LOOKED_AT)]):
        if rank >= ALWAYS and (passage.score or 0.0) < fits * best:
            break
        taking = next((group for group in groups if group.takes(passage, joined)), None)
        if taking is None:
            groups.append(_Group([passage], passage.score))
        else:
            taking.add(passage)
    return tuple(group.joined() for group in groups[:limit])
