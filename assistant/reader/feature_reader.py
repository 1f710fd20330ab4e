"""A reader by features: picks the sentences that answer, and tells how sure that is.

Two regressions over the values of its features. The first, a conditional logit, gives each found
sentence's share of the probability that some sentence of the search answers. The second, logistic,
tells how likely the whole answer is right. `python -m assistant.reader.fitting` fits both.
"""

import numpy as np

from assistant.reader.candidate import Features
from assistant.reader.reading import Reading
from assistant.reader.regression import Fitted
from assistant.reader.selection import chosen, in_reading_order, rank
from index.retrieval import Retrieval

TO_BEGIN_WITH = "to begin with"
"""What the confidence starts from, before anything is looked at."""


class FeatureReader:
    """Reads with the features given; deterministic."""

    def __init__(self, features: Features, fitted: Fitted, refuse_below: float) -> None:
        self.name = features.name
        self._features = features
        self._fitted = fitted
        self._refuse_below = refuse_below

    def read(self, retrieval: Retrieval) -> Reading:
        """The sentences that answer best, in reading order, with those that they lean on.

        The confidence is the probability that the documents answer the question and that these
        sentences are right. No hits: no evidence, confidence 0.
        """
        features, (sentence, answer) = self._features, self._fitted
        ranked = rank(features.candidates(retrieval), features.sentence, sentence)
        if not ranked:
            return Reading((), 0.0, refuse_below=self._refuse_below)
        values = features.whole(retrieval, [candidate for _, candidate in ranked])
        confidence = 1 / (1 + float(np.exp(-answer.predict(features.answer, values))))
        adds = answer.parts(features.answer, values)
        parts = {features.answer[name]: added for name, added in adds.items()}
        share, best = ranked[0]
        short = features.short(retrieval, best, min(share, confidence))
        return Reading(
            in_reading_order(chosen(ranked, features.width), short),
            round(confidence, 4),
            refuse_below=self._refuse_below,
            parts={TO_BEGIN_WITH: answer.intercept, **parts},
        )
