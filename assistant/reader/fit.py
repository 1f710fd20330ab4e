"""Fits the light reader's coefficients: `python -m assistant.reader.fit DATA [--work FOLDER]`.

DATA holds question sets as gzipped JSON lines (question, passage, answers with offsets,
answerable, negative_kind). A quarter of the questions is held back to report on. Sources, licences
and figures: `light.md`.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.reader.features import ANSWER_FEATURES, SENTENCE_FEATURES, answer_values, candidates
from assistant.reader.labelled import Labelled, Labeller, gather
from assistant.reader.light import Regression, chosen, rank
from index.embedding import open_embedder
from index.retrieval import Index
from index.sync import sync
from index.weights import NAME


def fit_sentences(found: Sequence[Labelled]) -> Regression:
    """The conditional logit: the share of the answering sentences made as likely as can be."""
    from scipy.optimize import minimize

    groups = [
        (np.array([c.values for c in candidates(row.retrieval)]), np.array(row.labels))
        for row in found
        if any(row.labels)
    ]
    rows = np.concatenate([values for values, _ in groups])
    right = np.concatenate([labels for _, labels in groups])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = (rows - mean) / scale
    sizes = np.array([len(labels) for _, labels in groups])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(groups)), sizes)

    def loss(weights: Any) -> tuple[float, Any]:
        scores = scaled @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        every = np.add.reduceat(odds, starts)
        true = np.add.reduceat(odds * right, starts)
        gradient = (odds / every[group] - odds * right / true[group]) @ scaled / len(groups)
        return -float(np.log(true / every).mean()) + 1e-3 * weights @ weights, (
            gradient + 2e-3 * weights
        )

    best = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x / scale
    return Regression(0.0, _named(SENTENCE_FEATURES, best))


def fit_answers(rows: Any, right: Any) -> Regression:
    """The logistic regression, its standardisation folded into the weights."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(max_iter=5000).fit((rows - mean) / scale, right)
    weights = model.coef_[0] / scale
    intercept = round(float(model.intercept_[0] - weights @ mean), 5)
    return Regression(intercept, _named(ANSWER_FEATURES, weights))


def _named(names: Sequence[str], weights: Any) -> dict[str, float]:
    return {name: round(float(w), 5) for name, w in zip(names, weights, strict=True)}


def answer_rows(found: Sequence[Labelled], sentence: Regression) -> tuple[Any, Any]:
    """The features of whole searches, and whether a sentence that would be cited is right."""
    rows, right = [], []
    for retrieval, labels in found:
        spans = [c.sentence.span for c in candidates(retrieval)]
        true = {span for span, label in zip(spans, labels, strict=True) if label}
        ranked = rank(retrieval, sentence)
        rows.append(answer_values(retrieval, ranked))
        right.append(any(c.sentence.span in true for _, c in chosen(ranked)))
    return np.array(rows), np.array(right)


def main() -> None:
    """Fits, writes `light.json` beside this file, and reports on the held-back quarter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, help="keep documents and index here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        folder = work / "documents"
        folder.mkdir(parents=True, exist_ok=True)
        questions = gather(options.data, folder)
        embedder = open_embedder(NAME)
        sync(folder, work / "index", embedder)
        index = Index(work / "index", embedder)
        labeller = Labeller(index)
        found = [row for question in questions if (row := labeller.label(question))]
        index.close()
    cut = len(found) * 3 // 4
    fitted, held = found[:cut], found[cut:]
    sentence = fit_sentences(fitted)
    answer = fit_answers(*answer_rows(fitted, sentence))
    target = Path(__file__).with_name("light.json")
    stored = {
        name: {"intercept": model.intercept, "weights": model.weights}
        for name, model in (("sentence", sentence), ("answer", answer))
    }
    target.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    _report(held, sentence, answer)


def _report(held: Sequence[Labelled], sentence: Regression, answer: Regression) -> None:
    from sklearn.metrics import roc_auc_score

    rows, right = answer_rows(held, sentence)
    predictors = np.array([answer.predict(ANSWER_FEATURES, tuple(row)) for row in rows])
    confidence = 1 / (1 + np.exp(-predictors))
    answerable = np.array([any(row.labels) for row in held])
    bins = np.minimum((confidence * 10).astype(int), 9)
    ece = sum(
        (bins == b).mean() * abs(confidence[bins == b].mean() - right[bins == b].mean())
        for b in range(10)
        if (bins == b).any()
    )
    sys.stderr.write(
        f"held back: {len(held)} questions; auroc of a right answer "
        f"{roc_auc_score(right, confidence):.3f}, ece {ece:.3f}\n"
    )
    for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
        refused = confidence < threshold
        sys.stderr.write(
            f"refuse below {threshold}: answerable refused {refused[answerable].mean():.3f}, "
            f"unanswerable answered {1 - refused[~answerable].mean():.3f}\n"
        )


if __name__ == "__main__":
    main()
