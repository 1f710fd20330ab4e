"""Vectors of texts: the default model through ONNX Runtime, any other by sentence-transformers."""

import copy
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index import weights
from index.errors import ModelUnusable
from index.export import ensure_export
from index.onnx_model import OnnxModel, batches, intact

Vectors = npt.NDArray[np.float32]

BATCH_TEXTS = 32
BATCH_PIECES = 768
"""A batch holds at most this many word pieces, padding counted: what one layer makes of them stays
near the cores. Of 256 to 8,192, those of 512 and 768 took the least computing, a fifth to a third
less than 2,048."""


class Embedder(Protocol):
    """What turns texts into vectors of length 1, and counts what it reads of a text."""

    name: str
    """The model's name as the user gave it."""
    fingerprint: str
    """Changes whenever the vectors would."""
    max_pieces: int
    """Word pieces of the longest text that is read whole, marker pieces counted."""
    marker_pieces: int
    """Pieces that the model adds to every text."""
    languages: tuple[str, ...]
    """ISO 639-1 codes of the languages that the model reads; empty where it doesn't tell."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in order."""
        ...

    def count(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without marker pieces and never cut."""
        ...


def open_embedder(name: str, device: str = "auto") -> Embedder:
    """The embedding model of that name, ready to encode; raises `ModelUnusable`.

    `device` is `auto`, `cpu`, `cuda` or `mps`. The default model is read by ONNX Runtime on the
    CPU; on a GPU that is asked for or likely to be there, many texts are encoded by
    sentence-transformers. Other models are on the GPU if torch has one, unless told otherwise.
    """
    if name != weights.NAME:
        return SentenceTransformerEmbedder(name, None if device == "auto" else device)
    onnx = OnnxEmbedder(ensure_export()[0])
    from index import gpu

    chosen = gpu.likely() if device == "auto" else device
    if chosen is None or chosen == "cpu":
        return onnx
    return gpu.GpuEmbedder(onnx, chosen, asked=device != "auto")


class OnnxEmbedder:
    """The default model, read from its ONNX export; torch is not imported."""

    name = weights.NAME
    max_pieces = weights.MAX_PIECES
    marker_pieces = 2
    languages: tuple[str, ...] = ("en",)

    def __init__(self, export: Path) -> None:
        self.fingerprint = f"{weights.NAME}:{weights.SHA256['model.safetensors'][:16]}"
        self._tokenizer = weights.tokenizer()
        remedy = f"delete the folder {export.parent} and run `python -m index.export`"
        self._model = OnnxModel(intact(export, remedy))

    def count(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without marker pieces and never cut."""
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of 384 numbers a text, in order, of length 1.

        Raises `ValueError` for a text longer than the model reads: nothing is cut silently.
        """
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        longest = max(map(len, pieces), default=0)
        if longest > self.max_pieces:
            raise ValueError(f"a text of {longest} word pieces; the model reads {self.max_pieces}")
        vectors = np.zeros((len(pieces), 384), dtype=np.float32)
        for batch in batches([len(ids) for ids in pieces], BATCH_TEXTS, BATCH_PIECES):
            vectors[batch] = self._model.run([pieces[i] for i in batch])
        return vectors


class SentenceTransformerEmbedder:
    """Any sentence-transformers model by name or folder, on torch: on the device named, else on a
    GPU if there is one. Words that the model wants before every text count as marker pieces."""

    def __init__(self, name: str, device: str | None = None) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model: Any = SentenceTransformer(name, device=device)
        except Exception as error:  # the library raises many kinds for a model it cannot find
            reason = str(error).strip().splitlines()[0] if str(error).strip() else repr(error)
            raise ModelUnusable(
                f"embedding model {name!r}: cannot be loaded ({reason}); give a folder with a "
                f"sentence-transformers model, or `--embedding {weights.NAME}`"
            ) from error
        # Of its own: a tokenizer that is told to cut and not to cut by two threads fails in both.
        self._counting: Any = copy.deepcopy(self._model.tokenizer)
        self.marker_pieces = len(self._counting("", verbose=False)["input_ids"])
        prompt = self._model.prompts.get(self._model.default_prompt_name or "")
        self.marker_pieces += self.count([prompt])[0] if prompt else 0
        self._batch_texts = BATCH_TEXTS if self._model.device.type == "cpu" else 256
        self.name = name
        self.languages = _languages(self._model)
        self.max_pieces = int(self._model.max_seq_length or 512)
        self.fingerprint = f"{name}:{self._state_digest()}"

    def _state_digest(self) -> str:
        """A hash over the model's weights, so that a changed model is another recipe."""
        digest = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(tensor.detach().cpu().float().numpy().tobytes())
        return digest.hexdigest()[:16]

    def count(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without marker pieces and never cut."""
        encoded = self._counting(
            list(texts), add_special_tokens=False, truncation=False, verbose=False
        )
        return [len(ids) for ids in encoded["input_ids"]]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in order, of length 1.

        Raises `ValueError` for a text longer than the model reads: nothing is cut silently.
        """
        longest = max(self.count(texts), default=0) + self.marker_pieces
        if longest > self.max_pieces:
            raise ValueError(f"a text of {longest} word pieces; the model reads {self.max_pieces}")
        rows = self._model.encode(
            list(texts),
            batch_size=self._batch_texts,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, dtype=np.float32)


def _languages(model: Any) -> tuple[str, ...]:
    """What the model's card says that it reads, nothing where it has none or doesn't say."""
    from huggingface_hub import ModelCard

    card = getattr(model, "_model_card_text", None)  # kept by the library, shown by no method
    told = ModelCard(card).data.get("language") if card else None
    return (told,) if isinstance(told, str) else tuple(told or ())
