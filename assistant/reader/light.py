"""The light reader: picks the sentences that answer by similarity and words, without a model.

Two regressions over the features of `assistant.reader.features`. The first is a conditional
logit (D. McFadden, 1974): each found sentence's share of the probability that some sentence of
the search answers. The second, logistic, tells how likely the whole answer is right. Their
coefficients are fitted by `python -m assistant.reader.fitting` and kept in `light.json`.
"""

import json
import math
from collections.abc import Iterable, Sequence
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

MOST_SENTENCES = 5
NEAR = 1.3
"""A sentence is chosen whose score is at most this far behind the best one's."""
NEAR_BESIDE = 2.0
"""The same for a sentence beside one of those: what answers often stands together. Both were
chosen on several question sets together, see `evals/BENCHMARKS.md`."""
TO_BEGIN_WITH = "to begin with"
"""What the confidence starts from, before anything is looked at."""
SURE = 0.4
"""A short answer is marked only where the best sentence's share and the confidence reach this."""


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted linear predictor: one weight a feature, by name."""

    intercept: float
    weights: dict[str, float]

    def parts(self, names: Iterable[str], values: Sequence[float]) -> dict[str, float]:
        """What each feature of a row adds to the predictor."""
        return {name: self.weights[name] * x for name, x in zip(names, values, strict=True)}

    def predict(self, names: Iterable[str], values: Sequence[float]) -> float:
        """The predictor for one row of features."""
        return self.intercept + sum(self.parts(names, values).values())


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
        ranked = rank(candidates(retrieval), coefficients()["sentence"])
        if not ranked:
            return Reading((), 0.0)
        values = answer_values(retrieval, ranked[0][1])
        model = coefficients()["answer"]
        confidence = 1 / (1 + float(np.exp(-model.predict(ANSWER_FEATURES, values))))
        adds = model.parts(ANSWER_FEATURES, values)
        parts = {ANSWER_FEATURES[name]: added for name, added in adds.items()}
        share, best = ranked[0]
        sure = share >= SURE and confidence >= SURE
        short = short_answer(best.sentence, retrieval) if sure else None
        return Reading(
            _in_reading_order(chosen(ranked), short),
            round(confidence, 4),
            parts={TO_BEGIN_WITH: model.intercept, **parts},
        )


def rank(found: Sequence[Candidate], model: Regression) -> list[tuple[float, Candidate]]:
    """The candidates with their shares, best first."""
    if not found:
        return []
    scores = np.array([model.predict(SENTENCE_FEATURES, c.values) for c in found])
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    order = sorted(range(len(found)), key=lambda i: (-scores[i], i))
    return [(float(shares[i]), found[i]) for i in order]


def chosen(ranked: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """The best sentence, those that score nearly as well, and of their neighbours in the text
    those that are not far behind; best first."""
    best = ranked[0][0]
    near = [pair for pair in ranked if pair[0] >= best * math.exp(-NEAR)][:MOST_SENTENCES]
    places = {_place(candidate) for _, candidate in near}
    beside = [
        (share, candidate)
        for share, candidate in ranked
        if share >= best * math.exp(-NEAR_BESIDE)
        and _place(candidate) not in places
        and places & {_place(candidate, -1), _place(candidate, 1)}
    ]
    return _each_once([*near, *beside][:MOST_SENTENCES])


def _place(candidate: Candidate, further: int = 0) -> tuple[int, int]:
    return id(candidate.hit), candidate.position + further


def _each_once(taken: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """The same words elsewhere add nothing."""
    texts = [candidate.sentence.text for _, candidate in taken]
    return [pair for order, pair in enumerate(taken) if texts[order] not in texts[:order]]


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
