"""How a model does on pairs that it was not trained on."""

from collections.abc import Sequence

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.support.model import SupportModel
from assistant.support.train.examples import Example
from assistant.support.train.network import SupportNetwork, logits


def evaluate(network: SupportNetwork, examples: Sequence[Example]) -> dict[str, float]:
    """AUROC over claims and over made pairs, and of each kind of what is not supported against
    all that is, within the two."""
    ordered = sorted(examples, key=lambda example: len(example.window.ids))
    said: list[float] = []
    network.eval()
    with torch.inference_mode():
        for start in range(0, len(ordered), 32):
            said += logits(network, ordered[start : start + 32]).tolist()
    network.train()
    scores = np.array(said)
    right = np.array([one.supported for one in ordered])
    kinds = np.array([one.kind for one in ordered])
    sources = np.array([one.source for one in ordered])
    claims = kinds == "claim"
    groups = {"claims": claims, "made": ~claims}
    groups |= {
        f"claims_{name}": claims & (sources == name) for name in sorted(set(sources[claims]))
    }
    for kind in sorted(set(kinds[~right & ~claims])):
        groups[kind.replace(" ", "_")] = ~claims & (right | (kinds == kind))
    figures = {}
    for name, group in groups.items():
        if len(set(right[group])) == 2:
            figures[name] = round(float(roc_auc_score(right[group], scores[group])), 4)
    return figures


def calibration(model: SupportModel, examples: Sequence[Example]) -> dict[str, float]:
    """The slope and offset that make calibrated log odds of what a shipped model says, where half
    of the statements are supported (J. Platt, Probabilistic outputs for SVMs, 1999)."""
    said = np.array(model.logits([example.window for example in examples]))
    fitted = LogisticRegression(C=1e6, class_weight="balanced")
    fitted.fit(said[:, None], [example.supported for example in examples])
    slope, offset = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    return {"slope": round(slope, 3), "offset": round(offset, 3)}
