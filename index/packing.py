"""How vectors are kept in the catalog: half precision, keyed by the hash of their text."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from index.embedding import Vectors


def key_of(text: str, space: str) -> bytes:
    """The key of a text's vector in the space of a model and build."""
    return blake2b(f"{space}\0{text}".encode(), digest_size=16).digest()


def space_of(fingerprint: str, build: int) -> str:
    """What the keys of one build of an index begin from: a rebuild trusts nothing kept before."""
    return f"{fingerprint}:{build}"


def pack(vectors: Vectors) -> list[bytes]:
    """Vectors as they are kept: half precision, which moves a cosine by less than 0.001."""
    return [row.tobytes() for row in vectors.astype(np.float16)]


def unpack(blobs: Sequence[bytes]) -> Vectors:
    """Kept vectors as rows of a matrix, in single precision."""
    if not blobs:
        return np.zeros((0, 0), dtype=np.float32)
    rows = np.frombuffer(b"".join(blobs), dtype=np.float16).reshape(len(blobs), -1)
    return rows.astype(np.float32)
