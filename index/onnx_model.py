"""A model of word pieces on ONNX Runtime: opened only if it is whole, run in batches."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnusable

Floats = NDArray[np.float32]


class OnnxModel:
    """A BERT in ONNX: rows of word pieces in, its one output out. Safe in threads."""

    def __init__(self, content: bytes) -> None:
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # Threads that wait busily for the next question slow all other steps of this one.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(
            content, options, providers=["CPUExecutionProvider"]
        )

    def run(self, rows: Sequence[Sequence[int]], second: Sequence[int] | None = None) -> Floats:
        """The output for rows of ids, side by side, the shorter ones padded.

        `second` says where the second text of each row begins; without it there is only one.
        """
        width = max(map(len, rows))
        ids, mask, types = (np.zeros((len(rows), width), dtype=np.int64) for _ in range(3))
        for row, pieces in enumerate(rows):
            ids[row, : len(pieces)] = pieces
            mask[row, : len(pieces)] = 1
            if second is not None:
                types[row, second[row] : len(pieces)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        return np.asarray(self._session.run(None, feed)[0])


def intact(model: Path, remedy: str) -> bytes:
    """The bytes of a model file, which are those that the SHA-256 beside it was made of.

    Raises `ModelUnusable` with the remedy where they are not, or one of both cannot be read.
    """
    try:
        content = model.read_bytes()
        expected = digest_file(model).read_text("ascii").strip()
    except OSError as error:
        raise ModelUnusable(
            f"{error.filename}: cannot be read ({error.strerror}); {remedy}"
        ) from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise ModelUnusable(f"{model}: altered or cut short, its SHA-256 differs; {remedy}")
    return content


def write_digest(model: Path) -> None:
    """Writes the SHA-256 of a model file beside it."""
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    digest_file(model).write_text(digest + "\n", encoding="ascii")


def digest_file(model: Path) -> Path:
    """The file beside a model that holds its SHA-256."""
    return model.with_suffix(".sha256")


def batches(lengths: Sequence[int], most_rows: int, most_pieces: int) -> Iterator[list[int]]:
    """Positions in batches of similar length, so that little is padded."""
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        full = len(batch) == most_rows or (len(batch) + 1) * lengths[position] > most_pieces
        if batch and full:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch
