"""The cross reader's model as it ships: a small BERT that reads a question with a text.

Trained by `python -m assistant.reader.train`; `assistant/reader/cross.md` is its card.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.reader.pieces import LONGEST, Window
from index.onnx_model import Floats, OnnxModel, batches, intact

WINDOWS = 4
"""Windows that are read at a time, of similar length."""
LONGEST_SHORT = 24
"""Word pieces of the longest short answer."""

REMEDY = "install Footnote again, or use `--reader light`"


class Judged(NamedTuple):
    """What the model says of a sentence, as log odds: that it answers; that a short answer lies
    in it rather than none in the window; that the window answers. `short` are the first and last
    piece of that short answer, counted within the sentence."""

    answers: float
    span: float
    window: float
    short: tuple[int, int]


def weights_file() -> Path:
    """Where the weights lie; their SHA-256 lies beside them."""
    return Path(str(files("assistant.reader").joinpath("weights/reader.onnx")))


class ReaderModel:
    """The model, ready to read; raises `ModelUnusable` where its weights differ from what their
    SHA-256, in a file beside them, says."""

    def __init__(self, weights: Path) -> None:
        self._model = OnnxModel(intact(weights, REMEDY))

    def judge(self, windows: Sequence[Window]) -> list[list[Judged]]:
        """Each sentence of each window, in order."""
        found: list[list[Judged]] = [[] for _ in windows]
        lengths = [len(window.ids) for window in windows]
        for batch in batches(lengths, WINDOWS, WINDOWS * LONGEST):
            rows = [windows[number] for number in batch]
            read = self._model.run([row.ids for row in rows], [row.question for row in rows])
            for number, row, logits in zip(batch, rows, read, strict=True):
                found[number] = [judged(logits, place) for place in row.sentences]
        return found


def judged(logits: Floats, place: tuple[int, int]) -> Judged:
    """A sentence by what the model says of the pieces of its window, (pieces, 4): start, end,
    answers, and of the first piece whether the window answers."""
    start, end = place
    starts, ends = logits[start:end, 0], logits[start:end, 1]
    sums = starts[:, None] + ends[None, :]
    allowed = np.triu(np.ones_like(sums, dtype=bool)) & ~np.triu(
        np.ones_like(sums, dtype=bool), LONGEST_SHORT
    )
    sums = np.where(allowed, sums, -np.inf)
    first, last = np.unravel_index(int(np.argmax(sums)), sums.shape)
    return Judged(
        float(logits[start:end, 2].mean()),
        float(sums[first, last] - logits[0, 0] - logits[0, 1]),
        float(logits[0, 3]),
        (int(first), int(last)),
    )


@cache
def shipped() -> ReaderModel:
    """The model that ships, loaded once."""
    return ReaderModel(weights_file())
