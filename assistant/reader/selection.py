"""From scored sentences to evidence: which are shown, and in what order."""

import math
from collections.abc import Sequence

import numpy as np

from assistant.answer import Evidence
from assistant.reader.candidate import Candidate, Width
from assistant.reader.context import antecedents
from assistant.reader.regression import Regression
from index.document import Span


def rank(
    found: Sequence[Candidate], names: Sequence[str], model: Regression
) -> list[tuple[float, Candidate]]:
    """The candidates with their shares of the probability that one of them answers, best first.

    `names` are those of the candidates' values. A conditional logit (D. McFadden, 1974).
    """
    if not found:
        return []
    scores = np.array([model.predict(names, c.values) for c in found])
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    order = sorted(range(len(found)), key=lambda i: (-scores[i], i))
    return [(float(shares[i]), found[i]) for i in order]


def chosen(ranked: list[tuple[float, Candidate]], width: Width) -> list[tuple[float, Candidate]]:
    """The best sentence, those that score nearly as well, and of their neighbours in the text
    those that are not far behind; best first."""
    best = ranked[0][0]
    near = [pair for pair in ranked if pair[0] >= best * math.exp(-width.near)][: width.most]
    places = {_place(candidate) for _, candidate in near}
    beside = [
        (share, candidate)
        for share, candidate in ranked
        if share >= best * math.exp(-width.beside)
        and _place(candidate) not in places
        and places & {_place(candidate, -1), _place(candidate, 1)}
    ]
    return _each_once([*near, *beside][: width.most])


def _place(candidate: Candidate, further: int = 0) -> tuple[int, int]:
    return id(candidate.hit), candidate.position + further


def _each_once(taken: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """The same words elsewhere add nothing."""
    texts = [candidate.sentence.text for _, candidate in taken]
    return [pair for order, pair in enumerate(taken) if texts[order] not in texts[:order]]


def in_reading_order(
    taken: list[tuple[float, Candidate]], short: Span | None
) -> tuple[Evidence, ...]:
    """Evidence with the sentences it leans on: best document first, then as they stand there."""
    first = taken[0][1]
    found: dict[tuple[str, int], Evidence] = {}
    for share, candidate in taken:
        for sentence in antecedents(
            candidate.hit.before, candidate.hit.sentences, candidate.position
        ):
            span = sentence.span
            found.setdefault(
                (span.document, span.start), Evidence(sentence, candidate.hit, 0.0, "context")
            )
        span = candidate.sentence.span
        found[(span.document, span.start)] = Evidence(
            candidate.sentence,
            candidate.hit,
            round(share, 4),
            "evidence",
            short if candidate is first else None,
        )
    order = list(dict.fromkeys(c.sentence.span.document for _, c in taken))
    return tuple(found[key] for key in sorted(found, key=lambda k: (order.index(k[0]), k[1])))
