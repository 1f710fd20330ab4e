"""What the light reader looks at: how a sentence, and a whole search, fit a question.

Every feature is free of scale (cosines, shares, reciprocal ranks), so that one set of
coefficients serves a single page and a large folder alike.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.reader.kinds import Kind, expected_kind, holds
from index.document import Sentence
from index.retrieval import Hit, Retrieval
from index.words import content_stems

SENTENCE_FEATURES = (
    "sentence_cosine",
    "passage_cosine",
    "sentence_coverage",
    "window_coverage",
    "passage_coverage",
    "kind_present",
    "dense_rank",
)

ANSWER_FEATURES = (
    "best_share",
    "entropy",
    "best_cosine",
    "best_passage_cosine",
    "cosine_gap",
    "mean_cosine",
    "sentence_coverage",
    "window_coverage",
    "passage_coverage",
    "kind_present",
    "legs_agree",
    "log_searched",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer, with its features in the order of `SENTENCE_FEATURES`."""

    hit: Hit
    position: int
    values: tuple[float, ...]

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.hit.sentences[self.position]


def candidates(retrieval: Retrieval) -> list[Candidate]:
    """Every sentence of the found passages with its features, best passage first."""
    kind = expected_kind(retrieval.question)
    return [
        Candidate(hit, position, values)
        for hit in retrieval.hits
        for position, values in enumerate(_sentence_values(hit, retrieval, kind))
    ]


def _sentence_values(hit: Hit, retrieval: Retrieval, kind: Kind | None) -> list[tuple[float, ...]]:
    weights = retrieval.weights
    stems = [content_stems(sentence.text) for sentence in hit.sentences]
    around = content_stems(f"{hit.title} {hit.passage.heading}")
    passage_coverage = coverage(around.union(*stems), weights)
    rows: list[tuple[float, ...]] = []
    for position, sentence in enumerate(hit.sentences):
        before = stems[position - 1] if position else frozenset[str]()
        present = kind is not None and holds(sentence.text, kind, retrieval.question)
        rows.append(
            (
                hit.similarities[position],
                hit.similarity,
                coverage(stems[position], weights),
                coverage(stems[position] | before | around, weights),
                passage_coverage,
                float(present),
                1 / hit.dense_rank if hit.dense_rank else 0.0,
            )
        )
    return rows


def answer_values(
    retrieval: Retrieval, ranked: Sequence[tuple[float, Candidate]]
) -> tuple[float, ...]:
    """The features of a whole search in the order of `ANSWER_FEATURES`.

    `ranked` are (share, candidate) pairs, best first, their shares adding up to 1.
    """
    agreeing = any(hit.dense_rank == hit.lexical_rank == 1 for hit in retrieval.hits)
    shares = np.array([share for share, _ in ranked])
    rows = np.array([candidate.values for _, candidate in ranked])
    best = dict(zip(SENTENCE_FEATURES, rows[0], strict=True))
    cosines = np.sort(rows[:, 0])[::-1]
    return (
        float(shares[0]),
        float(-(shares * np.log(shares + 1e-12)).sum()),
        float(best["sentence_cosine"]),
        float(rows[:, 1].max()),
        float(cosines[0] - cosines[min(3, len(cosines) - 1)]),
        float(cosines.mean()),
        float(best["sentence_coverage"]),
        float(best["window_coverage"]),
        float(best["passage_coverage"]),
        float(best["kind_present"]),
        float(agreeing),
        math.log(retrieval.searched),
    )


def coverage(stems: frozenset[str], weights: Mapping[str, float]) -> float:
    """The share of the question's words, weighted by how telling they are, among `stems`."""
    total = sum(weights.values())
    return sum(w for stem, w in weights.items() if stem in stems) / total if total else 0.0
