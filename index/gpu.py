"""The default model on a GPU: for many texts at once, where one is there; a question never waits.

A question is encoded on the CPU by ONNX Runtime in milliseconds, without torch, whose import takes
ten seconds. So torch and the GPU are for indexing alone, and without being told so they are used
only once so much is to be encoded that they are worth their start.
"""

import importlib.util
import logging
import os
import platform
import re
import shutil
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index import weights
from index.embedding import OnnxEmbedder, Vectors
from index.errors import ModelUnusable
from index.export import PROBES, SAME

FEW = 32
"""Texts up to which the CPU encodes them whatever there is."""
WORTH = 4096
"""Texts of a run after which a GPU that nobody asked for is used: they take the CPU longer than
torch takes to start."""
BATCH_TEXTS = 256

logger = logging.getLogger(__name__)


def likely() -> str | None:
    """The GPU that torch would most likely use, `cuda` or `mps`; None where none is to be seen.

    Torch is not imported: what counts is which build of it is installed and which driver is there.
    """
    spec = importlib.util.find_spec("torch")
    if spec is None or spec.origin is None:
        return None
    if sys.platform == "darwin":
        return "mps" if platform.machine() == "arm64" else None
    if os.environ.get("CUDA_VISIBLE_DEVICES", "0").strip() in ("", "-1"):
        return None
    try:
        built = (Path(spec.origin).parent / "version.py").read_text(encoding="utf-8")
    except OSError:
        return None
    for_nvidia, for_amd = (re.search(rf"^{kind}\b.*= *'", built, re.M) for kind in ("cuda", "hip"))
    nvidia = Path("/dev/nvidia0").exists() or shutil.which("nvidia-smi") is not None
    there = (for_nvidia and nvidia) or (for_amd and Path("/dev/kfd").exists())
    return "cuda" if there else None


class GpuEmbedder:
    """The default model, whose vectors are the same wherever they are made: many texts on a GPU,
    few on the CPU. What is `asked` for has to be there; else the CPU does all without it."""

    def __init__(self, onnx: OnnxEmbedder, device: str, *, asked: bool) -> None:
        self.name, self.fingerprint = onnx.name, onnx.fingerprint
        self.max_pieces, self.marker_pieces = onnx.max_pieces, onnx.marker_pieces
        self.languages = onnx.languages
        self.count = onnx.count
        self._onnx, self._device, self._asked = onnx, device, asked
        self._encoded = 0
        self._without = False
        self._model: Any = None
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of 384 numbers a text, in order, of length 1.

        Raises `ValueError` for a text longer than the model reads, and `ModelUnusable` where the
        GPU that was asked for is not there or gives other vectors than the CPU.
        """
        if len(texts) <= FEW or self._without:
            return self._onnx.encode(texts)
        with self._lock:
            self._encoded += len(texts)
            if self._model is None and (self._asked or self._encoded > WORTH):
                self._load()
            if self._model is None:
                return self._onnx.encode(texts)
            most = self.max_pieces - self.marker_pieces
            if (longest := max(self.count(texts))) > most:
                raise ValueError(f"a text of {longest} word pieces; the model reads {most}")
            return self._rows(self._model, texts)

    def _load(self) -> None:
        """Loads the model onto the GPU, or decides for the CPU."""
        for name in weights.SHA256:
            weights.verified(name)
        from sentence_transformers import SentenceTransformer

        reason = ""
        try:
            model = SentenceTransformer(str(weights.model_folder()), device=self._device)
            cosines = np.sum(self._rows(model, PROBES) * self._onnx.encode(PROBES), axis=1)
            if cosines.min() >= SAME:
                self._model = model
                return
            reason = f"its vectors differ from the CPU's, cosine {cosines.min():.6f}"
        except Exception as error:  # of torch, of a driver, of too little memory: many kinds
            reason = (str(error).strip() or repr(error)).splitlines()[0]
        if self._asked:
            raise ModelUnusable(
                f"--device {self._device}: cannot be used ({reason}); name another, or leave the "
                "choice with `--device auto`"
            )
        logger.warning("the GPU is left alone (%s), the CPU encodes", reason)
        self._without = True

    def _rows(self, model: Any, texts: Sequence[str]) -> Vectors:
        rows = model.encode(
            list(texts),
            batch_size=BATCH_TEXTS,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, dtype=np.float32)
