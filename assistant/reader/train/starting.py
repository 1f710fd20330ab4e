"""Where a training starts: weights that were trained before, from several runs their mean.

Networks that began at the same weights and were trained on the same task can be averaged number by
number, and the mean reads better than each (M. Wortsman et al., Model soups, ICML 2022).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from assistant.reader.train.network import ReaderNetwork
from index.errors import InvalidInput

Floats = NDArray[np.float32]
Weights = Mapping[str, Tensor]

WIDTH = 384
ATTENDED = ("query", "key", "value")
"""What ONNX Runtime keeps as one matrix, in this order."""


def start(network: ReaderNetwork, paths: Sequence[Path]) -> None:
    """Gives a network the mean of the weights at these places: checkpoints (`.pt`) or weights as
    they ship (`.onnx`), made floats again. Raises `InvalidInput` for any other file."""
    if not paths:
        return
    all_weights = [_weights(path, network.state_dict()) for path in paths]
    network.load_state_dict(
        {name: torch.stack([one[name] for one in all_weights]).mean(0) for name in all_weights[0]}
    )


def _weights(path: Path, like: Weights) -> Weights:
    if path.suffix == ".pt" and path.is_file():
        kept: Weights = torch.load(path, map_location="cpu", weights_only=True)["network"]
        return kept
    if path.suffix == ".onnx" and path.is_file():
        return _shipped(path, like)
    raise InvalidInput(f"{path}: is no such file; name a checkpoint (.pt) or weights (.onnx)")


def _shipped(path: Path, like: Weights) -> Weights:
    """The weights of `assistant.reader.train.export`. Those of the words, which are not trained,
    are taken from the embedding model, without rounding."""
    held = {one.name: numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}
    found = dict(_layers(held))
    words = "encoder.embeddings.word_embeddings.weight"
    found[words] = like[words].cpu().numpy()
    for name in like:
        if name not in found:
            found[name] = held[name] if name in held else _floats(held, name)
    return {name: torch.tensor(np.ascontiguousarray(found[name])) for name in like}


def _layers(held: Mapping[str, Any]) -> dict[str, Floats]:
    """The matrices of each layer and of the heads, which ONNX keeps transposed and without their
    names, in the order in which they are used."""
    found: dict[str, Floats] = {}
    layers = sum(name.endswith("_qkv_bias") for name in held)
    plain = (n.removesuffix("_scale") for n in held if n.startswith("onnx::MatMul"))
    rest = iter(sorted({n for n in plain if f"{n}_scale" in held}, key=lambda n: int(n[13:])))
    for layer in range(layers):
        within = f"encoder.encoder.layer.{layer}"
        weight = _floats(held, f"Attention_{layer}_qkv_weight")
        bias = held[f"Attention_{layer}_qkv_bias"]
        for order, part in enumerate(ATTENDED):
            columns = slice(order * WIDTH, (order + 1) * WIDTH)
            found[f"{within}.attention.self.{part}.weight"] = weight[:, columns].T
            found[f"{within}.attention.self.{part}.bias"] = bias[columns]
        for part in ("attention.output", "intermediate", "output"):
            found[f"{within}.{part}.dense.weight"] = _floats(held, next(rest)).T
    found["heads.weight"] = _floats(held, next(rest)).T
    return found


def _floats(held: Mapping[str, Any], name: str) -> Floats:
    zero, scale = held[f"{name}_zero_point"], held[f"{name}_scale"]
    floats: Floats = (held[f"{name}_quantized"].astype(np.float32) - zero) * scale
    return floats
