"""What each of the ways to judge says of statements: checks, similarity, the support model."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.grounding.check import check
from assistant.support.support import scores, verbatim
from assistant.support.verdict import LEAST_SUPPORT, least_support
from index import weights
from index.embedding import Embedder, open_embedder
from index.sentences import sentences

Cited = tuple[str, Sequence[str]]
"""A statement with the words it cites."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A statement's scores: `passes` the checks or not, `similarity` and `support` from 0 to 1;
    `least` is the support that the verdict asks for."""

    passes: bool
    similarity: float
    support: float
    least: float = LEAST_SUPPORT

    @property
    def by_way(self) -> dict[str, float]:
        """The score of each way; what fails the checks is below all that passes them."""
        checks = float(self.passes) - 1
        return {
            "similarity": self.similarity,
            "checks": checks,
            "checks + similarity": checks + self.similarity,
            "model": self.support,
            "checks + model": checks + self.support,
        }


def scored(pairs: Sequence[Cited], failing: bool = True) -> list[Scored]:
    """The scores of each statement with its cited words, in order; without `failing`, what fails
    the checks is read no further and scores 0."""
    embedder = open_embedder(weights.NAME)
    passes = [not check(statement, cited) for statement, cited in pairs]
    read = [pair for pair, passing in zip(pairs, passes, strict=True) if passing or failing]
    near = iter([similarity(statement, cited, embedder) for statement, cited in read])
    support = iter(scores(read))
    return [
        Scored(passing, next(near), next(support), least_support(*pair))
        if passing or failing
        else Scored(False, 0, 0)
        for pair, passing in zip(pairs, passes, strict=True)
    ]


def similarity(statement: str, cited: Sequence[str], embedder: Embedder) -> float:
    """The greatest cosine of the statement with the cited words as a whole, where the embedding
    model can read them at once, and with each sentence of them; 1 where the statement is them."""
    if verbatim(statement, cited):
        return 1.0
    whole = " ".join(cited)
    texts = [whole, *(whole[start:end] for start, end in sentences(whole, 0, len(whole)))]
    room = embedder.max_pieces - embedder.marker_pieces
    counts = embedder.count(texts)
    read = [text for text, count in zip(texts, counts, strict=True) if 0 < count <= room]
    if not read or embedder.count([statement])[0] > room:
        return 0.0
    vectors = embedder.encode([statement, *read])
    return float(np.clip((vectors[1:] @ vectors[0]).max(), 0, 1))
