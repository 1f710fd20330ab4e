"""The cross reader's model as it ships: a small BERT that reads a question with a text.

Trained by `python -m assistant.reader.train`; `assistant/reader/cross.md` is its card.
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.reader.pieces import Window
from index.errors import ModelUnusable

WINDOWS = 4
"""Windows that are read at a time, of similar length."""
LONGEST_SHORT = 24
"""Word pieces of the longest short answer."""

Floats = NDArray[np.float32]


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
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # Threads that wait busily for the next question slow all other steps of this one.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            _verified(weights), options, providers=["CPUExecutionProvider"]
        )

    def judge(self, windows: Sequence[Window]) -> list[list[Judged]]:
        """Each sentence of each window, in order."""
        found: list[list[Judged]] = [[] for _ in windows]
        for batch in _batches([len(window.ids) for window in windows]):
            for number, logits in zip(batch, self._run([windows[i] for i in batch]), strict=True):
                found[number] = [judged(logits, place) for place in windows[number].sentences]
        return found

    def _run(self, windows: Sequence[Window]) -> Floats:
        width = max(len(window.ids) for window in windows)
        ids, mask, types = (np.zeros((len(windows), width), dtype=np.int64) for _ in range(3))
        for row, window in enumerate(windows):
            ids[row, : len(window.ids)] = window.ids
            mask[row, : len(window.ids)] = 1
            types[row, : len(window.ids)] = window.types
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        return np.asarray(self._session.run(None, feed)[0])


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


def _verified(weights: Path) -> bytes:
    try:
        content = weights.read_bytes()
        expected = weights.with_suffix(".sha256").read_text("ascii").strip()
    except OSError as error:
        raise ModelUnusable(
            f"{error.filename}: cannot be read ({error.strerror}); install Footnote again, "
            "or use `--reader light`"
        ) from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise ModelUnusable(
            f"{weights}: not the weights that ship with Footnote (their SHA-256 differs); "
            "install it again, or use `--reader light`"
        )
    return content


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i], i))
    for start in range(0, len(order), WINDOWS):
        yield order[start : start + WINDOWS]
