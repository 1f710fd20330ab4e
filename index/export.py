"""The default model as an ONNX file in the user's cache, made once from its verified weights.

ONNX Runtime answers a query several times faster than torch and starts without importing it.
The export is kept only if it gives the same vectors as sentence-transformers.
`python -m index.export` makes it during set-up.
"""

import os
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from index import weights
from index.errors import ModelUnusable, StorageUnusable
from index.onnx_model import digest_file, write_digest

VERSION = 1
SAME = 0.9999
"""Least cosine between the export's vectors and those of sentence-transformers."""

PROBES = (
    "Who wrote it?",
    "The river rose by 3.5 metres in 1931.",
    "Ångström, naïve, 北京, 🙂 — and a dash.",
    "A longer text of many words that fills the window of the model. " * 15,
)


def export_file() -> Path:
    """Where the export lies, or will lie: in the user's cache, named by the weights' hash."""
    key = f"{weights.SHA256['model.safetensors'][:16]}-{VERSION}"
    return Path(platformdirs.user_cache_dir("footnote")) / f"{weights.NAME}-{key}" / "model.onnx"


def ensure_export() -> tuple[Path, bool]:
    """The path of the ONNX export, and whether this call made it.

    Raises `ModelUnusable` if the weights are not the pinned ones or the export differs from
    sentence-transformers, `StorageUnusable` if the cache cannot be written.
    """
    path = export_file()
    if path.is_file() and digest_file(path).is_file():
        return path, False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as work:
            made = Path(work) / "model.onnx"
            _export(made)
            write_digest(made)
            _check(made)
            os.replace(made, path)
            os.replace(digest_file(made), digest_file(path))
    except OSError as error:
        raise StorageUnusable(
            f"{path.parent}: the model's ONNX export cannot be written ({error.strerror}); "
            "make the folder writable, or name another cache with XDG_CACHE_HOME"
        ) from error
    return path, True


def _export(path: Path) -> None:
    for name in weights.SHA256:
        weights.verified(name)
    import torch
    from onnxruntime.transformers.optimizer import optimize_model
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()

    class Pooled(torch.nn.Module):
        """The encoder with mean pooling and normalisation, as the model card prescribes."""

        def __init__(self) -> None:
            super().__init__()
            folder = str(weights.model_folder())
            self.encoder = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()

        def forward(self, ids: Any, mask: Any, types: Any) -> Any:
            states = self.encoder(
                input_ids=ids, attention_mask=mask, token_type_ids=types
            ).last_hidden_state
            kept = mask.unsqueeze(-1).to(states.dtype)
            mean = (states * kept).sum(1) / kept.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    names = ["input_ids", "attention_mask", "token_type_ids"]
    sample = torch.ones(2, 8, dtype=torch.long)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Pooled(),
            (sample, sample, torch.zeros_like(sample)),
            str(path),
            dynamo=False,
            input_names=names,
            output_names=["embedding"],
            dynamic_axes={n: {0: "batch", 1: "pieces"} for n in names}
            | {"embedding": {0: "batch"}},
            opset_version=17,
        )
    fused = optimize_model(str(path), model_type="bert", num_heads=12, hidden_size=384, opt_level=1)
    fused.save_model_to_file(str(path))


def _check(path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    from index.embedding import OnnxEmbedder

    mine = OnnxEmbedder(path).encode(PROBES)
    model = SentenceTransformer(str(weights.model_folder()), device="cpu")
    theirs = model.encode(list(PROBES), normalize_embeddings=True, show_progress_bar=False)
    worst = float(np.min(np.sum(mine * theirs, axis=1)))
    if worst < SAME:
        raise ModelUnusable(
            f"{weights.NAME}: the ONNX export differs from sentence-transformers "
            f"(cosine {worst:.6f} < {SAME}); please report this with your torch version"
        )


if __name__ == "__main__":
    export, made = ensure_export()
    sys.stderr.write(f"{weights.NAME}: ONNX export {'made' if made else 'ready'} in {export}\n")
