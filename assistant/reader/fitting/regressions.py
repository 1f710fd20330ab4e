"""The two regressions of a reader, fitted to labelled searches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.reader.candidate import Features
from assistant.reader.fitting.labelled import Labelled
from assistant.reader.regression import Fitted, Regression
from assistant.reader.selection import chosen, rank

Floats = NDArray[np.float64]

SETS = 0.5
"""What the training sets weigh together; the suites share the rest, each the same."""
TRAINING = "training"
"""The name of the training sets among the suites'."""

Found = Mapping[str, Sequence[Labelled]]


class Rows(NamedTuple):
    """Whole searches: their features, whether a chosen sentence is right, whether one could be;
    and whether what answers was hidden from them."""

    values: Floats
    right: NDArray[np.bool_]
    answerable: NDArray[np.bool_]
    hidden: NDArray[np.bool_]

    def as_asked(self) -> "Rows":
        """Those from which nothing was hidden."""
        kept = ~self.hidden
        return Rows(self.values[kept], self.right[kept], self.answerable[kept], self.hidden[kept])


def fit(found: Found, features: Features) -> Fitted:
    """The regressions fitted to all of these sets together."""
    sentence = _sentences(found, features.sentence)
    seen = {name: rows(of, features, sentence) for name, of in found.items()}
    names = tuple(name for name in features.answer if name not in features.given)
    seen = {name: of._replace(values=of.values[:, : len(names)]) for name, of in seen.items()}
    answer = _answers(seen, names)
    if any(of.hidden.any() for of in seen.values()):
        answer = _calibrated(answer, {name: of.as_asked() for name, of in seen.items()})
    return Fitted(sentence, replace(answer, weights={**answer.weights, **features.given}))


def rows(found: Sequence[Labelled], features: Features, sentence: Regression) -> Rows:
    """The whole searches of one set as a fitted sentence regression ranks them."""
    values, right = [], []
    for row in found:
        ranked = rank(row.candidates, features.sentence, sentence)
        labels = {id(c): label for c, label in zip(row.candidates, row.labels, strict=True)}
        values.append(features.whole(row.retrieval, [candidate for _, candidate in ranked]))
        right.append(any(labels[id(c)] for _, c in chosen(ranked, features.width)))
    answerable = np.array([row.answerable for row in found])
    hidden = np.array([row.hidden for row in found])
    return Rows(np.array(values), np.array(right), answerable, hidden)


def confidences(answer: Regression, values: Floats) -> Floats:
    """The confidence for each row of values, in the order of the regression's weights."""
    predictors = np.array([answer.predict(answer.weights, row) for row in values.tolist()])
    confidence: Floats = 1 / (1 + np.exp(-predictors))
    return confidence


def _sentences(found: Found, names: Sequence[str]) -> Regression:
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
    return Regression(0.0, _named(names, best))


def _answers(found: Mapping[str, Rows], names: Sequence[str]) -> Regression:
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
    return Regression(intercept, _named(names, weights))


def _calibrated(answer: Regression, found: Mapping[str, Rows]) -> Regression:
    """The regression moved and scaled to fit these searches: what is hidden teaches what to look
    at, and not how often nothing answers (J. Platt's scaling, 1999)."""
    odds = {name: _logit(confidences(answer, of.values)) for name, of in found.items()}
    moved = _answers(
        {name: of._replace(values=odds[name]) for name, of in found.items()}, ("odds",)
    )
    scale = moved.weights["odds"]
    weights = {name: round(weight * scale, 5) for name, weight in answer.weights.items()}
    return Regression(round(answer.intercept * scale + moved.intercept, 5), weights)


def _logit(confidence: Floats) -> Floats:
    odds: Floats = np.log(confidence / (1 - confidence)).reshape(-1, 1)
    return odds


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
