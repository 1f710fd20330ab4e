"""The light reader: picks the sentences that answer by similarity and words, without a model.

Two regressions over the features of `assistant.reader.features`. The first is a conditional
logit (D. McFadden, 1974): each found sentence's share of the probability that some sentence of
the search answers. The second, logistic, tells how likely the whole answer is right. Their
coefficients are fitted by `python -m assistant.reader.fit` and kept in `light.json`.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from assistant.answer import Evidence
from assistant.reader.context import antecedents
from assistant.reader.features import (
    ANSWER_FEATURES,
    SENTENCE_FEATURES,
    Candidate,
    answer_values,
    candidates,
)
from assistant.reader.reading import Reading
from assistant.reader.short_answer import short_answer
from index.document import Span
from index.retrieval import Retrieval

MOST_SENTENCES = 4
ENOUGH = 0.8
"""Sentences are added until their shares add up to this much."""
LEAST = 0.07
"""A further sentence must have at least this share."""
SURE = 0.4
"""A short answer is marked only where the best sentence's share and the confidence reach this."""


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted linear predictor: one weight a feature, by name."""

    intercept: float
    weights: dict[str, float]

    def predict(self, names: tuple[str, ...], values: tuple[float, ...]) -> float:
        """The predictor for one row of features."""
        return self.intercept + sum(
            self.weights[name] * value for name, value in zip(names, values, strict=True)
        )


@cache
def coefficients() -> dict[str, Regression]:
    """The fitted regressions, `sentence` and `answer`."""
    stored = json.loads(files("assistant.reader").joinpath("light.json").read_text("utf-8"))
    return {name: Regression(**stored[name]) for name in ("sentence", "answer")}


class LightReader:
    """Reads without a trained model; deterministic, a few milliseconds a question."""

    name = "light"

    def read(self, retrieval: Retrieval) -> Reading:
        """The sentences that answer best, in reading order, with those that they lean on.

        The confidence is the probability that the documents answer the question and that these
        sentences are right. No hits: no evidence, confidence 0.
        """
        ranked = rank(retrieval, coefficients()["sentence"])
        if not ranked:
            return Reading((), 0.0)
        predictor = coefficients()["answer"].predict(
            ANSWER_FEATURES, answer_values(retrieval, ranked)
        )
        confidence = 1 / (1 + float(np.exp(-predictor)))
        share, best = ranked[0]
        sure = share >= SURE and confidence >= SURE
        short = short_answer(best.sentence, retrieval) if sure else None
        return Reading(_in_reading_order(chosen(ranked), short), round(confidence, 4))


def rank(retrieval: Retrieval, model: Regression) -> list[tuple[float, Candidate]]:
    """All sentences of the found passages with their shares, best first."""
    found = candidates(retrieval)
    if not found:
        return []
    scores = np.array([model.predict(SENTENCE_FEATURES, c.values) for c in found])
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    order = sorted(range(len(found)), key=lambda i: (-scores[i], i))
    return [(float(shares[i]), found[i]) for i in order]


def chosen(ranked: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """The best sentence, and further ones until it is likely that the answer is among them."""
    taken: list[tuple[float, Candidate]] = []
    total = 0.0
    for share, candidate in ranked:
        if taken and (len(taken) == MOST_SENTENCES or share < LEAST or total >= ENOUGH):
            break
        total += share
        if all(c.sentence.text != candidate.sentence.text for _, c in taken):
            taken.append((share, candidate))  # the same words elsewhere add nothing
    return taken


def _in_reading_order(
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
