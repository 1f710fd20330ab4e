"""The two regressions of the light reader, fitted to labelled searches."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.reader.features import ANSWER_FEATURES, SENTENCE_FEATURES, answer_values
from assistant.reader.fitting.labelled import Labelled
from assistant.reader.light import Regression, chosen, rank

Floats = NDArray[np.float64]

SETS = 0.5
"""What the training sets weigh together; the suites share the rest, each the same."""
TRAINING = "training"
"""The name of the training sets among the suites'."""

Found = Mapping[str, Sequence[Labelled]]


class Fitted(NamedTuple):
    """Both regressions."""

    sentence: Regression
    answer: Regression


class Rows(NamedTuple):
    """Whole searches: their features, whether a chosen sentence is right, whether one could be."""

    values: Floats
    right: NDArray[np.bool_]
    answerable: NDArray[np.bool_]


def fit(found: Found) -> Fitted:
    """The regressions fitted to all of these sets together."""
    sentence = _sentences(found)
    return Fitted(sentence, _answers({name: rows(of, sentence) for name, of in found.items()}))


def rows(found: Sequence[Labelled], sentence: Regression) -> Rows:
    """The whole searches of one set as a fitted sentence regression ranks them."""
    values, right = [], []
    for row in found:
        ranked = rank(row.candidates, sentence)
        labels = {id(c): label for c, label in zip(row.candidates, row.labels, strict=True)}
        values.append(answer_values(row.retrieval, ranked[0][1]))
        right.append(any(labels[id(c)] for _, c in chosen(ranked)))
    return Rows(np.array(values), np.array(right), np.array([row.answerable for row in found]))


def confidences(answer: Regression, values: Floats) -> Floats:
    """The confidence for each row of features."""
    predictors = np.array([answer.predict(ANSWER_FEATURES, row) for row in values.tolist()])
    confidence: Floats = 1 / (1 + np.exp(-predictors))
    return confidence


def _sentences(found: Found) -> Regression:
    """The conditional logit: the share of the answering sentences made as likely as can be."""
    from scipy.optimize import minimize

    usable = {name: [row for row in of if any(row.labels)] for name, of in found.items()}
    weight = _weights({name: len(of) for name, of in usable.items()})
    groups = [row for of in usable.values() for row in of]
    values = np.concatenate([[c.values for c in row.candidates] for row in groups])
    right = np.concatenate([row.labels for row in groups])
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-9
    scaled = (values - mean) / scale
    sizes = np.array([len(row.labels) for row in groups])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(groups)), sizes)

    def loss(weights: Any) -> tuple[float, Any]:
        scores = scaled @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        every, true = np.add.reduceat(odds, starts), np.add.reduceat(odds * right, starts)
        gradient = ((odds / every[group] - odds * right / true[group]) * weight[group]) @ scaled
        fit = -float((weight * np.log(true / every)).sum())
        return fit + 1e-3 * weights @ weights, gradient + 2e-3 * weights

    best = minimize(loss, np.zeros(values.shape[1]), jac=True, method="L-BFGS-B").x / scale
    return Regression(0.0, _named(SENTENCE_FEATURES, best))


def _answers(found: Mapping[str, Rows]) -> Regression:
    """The logistic regression, its standardisation folded into the weights."""
    from sklearn.linear_model import LogisticRegression

    values = np.concatenate([of.values for of in found.values()])
    right = np.concatenate([of.right for of in found.values()])
    weight = _weights({name: len(of.right) for name, of in found.items()}) * len(right)
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-9
    model = LogisticRegression(max_iter=5000).fit(
        (values - mean) / scale, right, sample_weight=weight
    )
    weights = model.coef_[0] / scale
    intercept = round(float(model.intercept_[0] - weights @ mean), 5)
    return Regression(intercept, _named(ANSWER_FEATURES, weights))


def _weights(sizes: Mapping[str, int]) -> Floats:
    """What each row weighs, set after set; all together 1."""
    suites = len(sizes) - (TRAINING in sizes)
    share = {
        name: SETS
        if name == TRAINING and suites
        else (1 - SETS * (TRAINING in sizes)) / suites
        if suites
        else 1.0
        for name in sizes
    }
    return np.concatenate([np.full(n, share[name] / n) for name, n in sizes.items() if n])


def _named(names: Iterable[str], weights: Any) -> dict[str, float]:
    return {name: round(float(w), 5) for name, w in zip(names, weights, strict=True)}
