"""The support model as it ships: a small BERT that reads a statement with the words it cites.

Trained by `python -m assistant.support.train`; `assistant/support/support.md` is its card.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp
from pathlib import Path

from assistant.reader.pieces import Window
from index.onnx_model import OnnxModel, intact

SLOPE, OFFSET = 0.87, 0.728
"""What makes of the model's log odds those of a statement that is as likely supported as not
before it is read; from the end of the training's log."""

REMEDY = "install Footnote again"


def weights_file() -> Path:
    """Where the weights lie; their SHA-256 lies beside them."""
    return Path(str(files("assistant.support").joinpath("weights/support.onnx")))


class SupportModel:
    """The model, ready to read; raises `ModelUnusable` where its weights differ from what their
    SHA-256, in a file beside them, says."""

    def __init__(self, weights: Path) -> None:
        self._model = OnnxModel(intact(weights, REMEDY))

    def probabilities(self, windows: Sequence[Window]) -> list[float]:
        """That the cited words of each window support its statement, in order."""
        return [1 / (1 + exp(-(SLOPE * logit + OFFSET))) for logit in self.logits(windows)]

    def logits(self, windows: Sequence[Window]) -> list[float]:
        """What the model says of each window, as log odds that are not calibrated."""
        # One at a time: 8-bit rounding depends on what is read beside it, a verdict must not.
        read = [self._model.run([window.ids], [window.question]) for window in windows]
        return [float(logit) for [[logit]] in read]


@cache
def shipped() -> SupportModel:
    """The model that ships, loaded once."""
    return SupportModel(weights_file())
