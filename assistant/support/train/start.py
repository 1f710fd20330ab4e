"""The reader's encoder as training starts from it: its weights of 8 bits made floats again."""

from collections.abc import Mapping

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

Arrays = Mapping[str, NDArray[np.generic]]


def encoder_weights(reader: bytes) -> dict[str, Tensor]:
    """The weights of the encoder of a reader's ONNX file, by their names in torch; those of the
    words are left out, as they are still the embedding model's."""
    graph = onnx.load_from_string(reader).graph
    kept: Arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {name: kept[name] for name in kept if name.startswith("encoder.encoder.")}
    for name in ("position_embeddings.weight", "token_type_embeddings.weight", "LayerNorm.weight",
                 "LayerNorm.bias"):  # fmt: skip
        found[f"encoder.embeddings.{name}"] = _floats(kept, f"encoder.embeddings.{name}")
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.name.startswith("/encoder/"):
            path = node.name.removeprefix("/encoder/").removesuffix("/MatMul_quant")
            name = node.input[1].removesuffix("_quantized")
            found[f"encoder.{path.replace('/', '.')}.weight"] = _floats(kept, name).T
        elif node.op_type == "QAttention":
            layer = f"encoder.encoder.layer.{node.name.split('_')[1]}.attention.self"
            name = node.input[1].removesuffix("_quantized")
            weights = np.split(_floats(kept, name), 3, axis=1)
            biases = np.split(kept[node.input[2]], 3)
            for part, weight, bias in zip(("query", "key", "value"), weights, biases, strict=True):
                found[f"{layer}.{part}.weight"] = weight.T
                found[f"{layer}.{part}.bias"] = bias
    return {
        name.removeprefix("encoder."): torch.tensor(np.ascontiguousarray(array))
        for name, array in found.items()
    }


def _floats(kept: Arrays, name: str) -> NDArray[np.float32]:
    scale, zero, whole = (
        kept[f"{name}_{part}"].astype(np.float32) for part in ("scale", "zero_point", "quantized")
    )
    return (whole - zero) * scale
