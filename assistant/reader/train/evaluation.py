"""How a model does on windows that it was not trained on."""

from collections.abc import Sequence

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from assistant.reader.train.examples import UNKNOWN, Example
from assistant.reader.train.network import (
    ANSWERABLE,
    ReaderNetwork,
    batch,
    said,
    sentence_logits,
    span_logits,
)


def evaluate(network: ReaderNetwork, examples: Sequence[Example]) -> dict[str, float]:
    """AUROC of sentences and of answerability, over all and by kind of negative, and the share of
    short answers whose pieces are exactly right."""
    ordered = sorted(examples, key=lambda example: len(example.window.ids))
    told: list[float] = []
    labels: list[int] = []
    answerable: list[float] = []
    exact: list[bool] = []
    network.eval()
    with torch.inference_mode():
        for start in range(0, len(ordered), 32):
            rows = ordered[start : start + 32]
            given = batch([row.window for row in rows], network.device)
            logits = said(network, given)
            told += sentence_logits(logits, given.sentence).tolist()
            labels += [label for row in rows for label in row.labels]
            answerable += logits[:, 0, ANSWERABLE].tolist()
            starts, ends = (part.argmax(1).tolist() for part in span_logits(logits, given.sentence))
            exact += [
                (first, last) == row.span
                for first, last, row in zip(starts, ends, rows, strict=True)
                if row.span and row.answerable
            ]
    network.train()
    known = [(one, label) for one, label in zip(told, labels, strict=True) if label != UNKNOWN]
    scores = np.array(answerable)
    right = np.array([row.answerable for row in ordered])
    kinds = np.array([row.kind for row in ordered])
    figures = {
        "sentence_auroc": roc_auc_score([label for _, label in known], [one for one, _ in known]),
        "answerable_auroc": roc_auc_score(right, scores),
        "span_exact": float(np.mean(exact)),
    }
    for kind in sorted(set(kinds[~right])):
        held = right | (kinds == kind)
        figures[f"auroc_{kind.replace(' ', '_')}"] = roc_auc_score(right[held], scores[held])
    return {name: round(float(figure), 4) for name, figure in figures.items()}
