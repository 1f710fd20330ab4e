"""A GPU is used where there is one and much to encode; without one nothing is different.

No GPU is needed here: torch's own CPU stands for one, so that all is tested but the driver.
"""

import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest

import index.gpu
from index.embedding import OnnxEmbedder, Vectors, open_embedder
from index.errors import ModelUnusable
from index.gpu import GpuEmbedder, likely
from index.weights import NAME
from tests.conftest import ROOT

TEXTS = [f"Town {n} has {n % 7} mills and {n % 5} long stone bridges." for n in range(80)]
FOR_CPU = "__version__ = '2.9.0+cpu'\ncuda: Optional[str] = None\nhip: Optional[str] = None\n"
FOR_CUDA = "__version__ = '2.9.0'\ncuda: Optional[str] = '12.8'\nhip: Optional[str] = None\n"


@pytest.fixture
def onnx(embedder: OnnxEmbedder) -> OnnxEmbedder:
    return embedder


def same(one: Vectors, other: Vectors) -> bool:
    return bool(np.sum(one * other, axis=1).min() > 0.9999)


@pytest.mark.parametrize(
    ("built", "driver", "visible", "expected"),
    [
        (FOR_CUDA, "/usr/bin/nvidia-smi", "0", "cuda"),
        (FOR_CUDA, "/usr/bin/nvidia-smi", "", None),
        (FOR_CUDA, None, "0", None),
        (FOR_CPU, "/usr/bin/nvidia-smi", "0", None),
        (None, "/usr/bin/nvidia-smi", "0", None),
    ],
)
def test_a_gpu_is_likely_where_torch_is_built_for_it_and_its_driver_is_there(
    built: str | None,
    driver: str | None,
    visible: str,
    expected: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if Path("/dev/nvidia0").exists():
        pytest.skip("there is a GPU")
    spec = ModuleSpec("torch", None, origin=str(tmp_path / "__init__.py"))
    if built:
        (tmp_path / "version.py").write_text(built)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: spec if built else None)
    monkeypatch.setattr("shutil.which", lambda name: driver)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    assert likely() == expected


def test_a_start_on_the_cpu_imports_no_torch() -> None:
    code = (
        "import sys; from index.embedding import open_embedder;"
        f"open_embedder({NAME!r}, 'auto').encode(['a']);"
        "raise SystemExit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_cpu_that_is_asked_for_is_used_whatever_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index.gpu, "likely", lambda: "cuda")
    assert isinstance(open_embedder(NAME, "cpu"), OnnxEmbedder)
    assert isinstance(open_embedder(NAME, "auto"), GpuEmbedder)


def test_only_many_texts_go_to_the_gpu_and_vectors_are_the_same(
    onnx: OnnxEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.gpu, "WORTH", 100)
    found = GpuEmbedder(onnx, "cpu", asked=False)
    assert found.fingerprint == onnx.fingerprint
    assert same(found.encode(TEXTS), onnx.encode(TEXTS))
    assert found._model is None
    assert same(found.encode(TEXTS), onnx.encode(TEXTS))
    assert found._model is not None
    asked = GpuEmbedder(onnx, "cpu", asked=True)
    asked.encode(TEXTS[:3])
    assert asked._model is None
    assert same(asked.encode(TEXTS), onnx.encode(TEXTS))
    assert asked._model is not None
    with pytest.raises(ValueError, match="word pieces"):
        asked.encode([*TEXTS, "word " * 300])


def test_a_gpu_that_is_not_there_is_told_if_asked_for_and_else_done_without(
    onnx: OnnxEmbedder,
) -> None:
    with pytest.raises(ModelUnusable, match=r"--device nonsense: cannot be used .*`--device auto`"):
        GpuEmbedder(onnx, "nonsense", asked=True).encode(TEXTS)
    guessed = GpuEmbedder(onnx, "nonsense", asked=False)
    guessed._encoded = index.gpu.WORTH
    assert same(guessed.encode(TEXTS), onnx.encode(TEXTS))
    assert guessed._without


def test_a_gpu_whose_vectors_differ_is_not_used(
    onnx: OnnxEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.gpu, "SAME", 1.1)
    with pytest.raises(ModelUnusable, match="its vectors differ from the CPU's"):
        GpuEmbedder(onnx, "cpu", asked=True).encode(TEXTS)
