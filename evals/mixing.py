"""Vectors for more texts than can be encoded: mixtures of real ones."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import numpy as np

from index.embedding import Embedder, Vectors
from index.loaders import load
from index.passages import CutPassage, cut
from index.scan import scan

NOISES = 65_536
"""Vectors of noise, two of which go into each mixture."""


class Mixing:
    """An embedder that gives the texts of the documents in a folder their own vectors, and any
    other text a mixture of those of `starts`, always the same one."""

    def __init__(self, embedder: Embedder, folder: Path, starts: Sequence[str]) -> None:
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self.max_pieces, self.marker_pieces = embedder.max_pieces, embedder.marker_pieces
        self.languages = embedder.languages
        self.count = embedder.count
        self.folder = folder
        self._embedder, self._starts = embedder, starts

    @cached_property
    def cut(self) -> list[CutPassage]:
        """The passages of the folder, document by document."""
        limit = self.max_pieces - self.marker_pieces
        files = scan(self.folder).files
        return [one for f in files for one in cut(load(f.path, self.folder), self.count, limit)]

    @cached_property
    def _own(self) -> dict[str, Vectors]:
        asked = list(dict.fromkeys(text for one in self.cut for text in _texts(one)))
        return dict(zip(asked, self._embedder.encode(asked), strict=True))

    @cached_property
    def _bases(self) -> Vectors:
        return self._embedder.encode(self._starts)

    @cached_property
    def _noises(self) -> Vectors:
        shape = (NOISES, self._bases.shape[1])
        drawn = np.random.default_rng(6).standard_normal(shape, dtype=np.float32)
        return np.asarray(drawn * (0.28 / np.sqrt(shape[1])), dtype=np.float32)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, of length 1: its own, or mostly one real vector, some of another, and
        noise."""
        digests = b"".join(blake2b(text.encode(), digest_size=16).digest() for text in texts)
        one, other, here, there = np.frombuffer(digests, dtype="<u4").reshape(-1, 4).T
        bases, noises = self._bases, self._noises
        rows = 0.8 * bases[one % len(bases)] + 0.45 * bases[other % len(bases)]
        rows += noises[here % NOISES] + noises[there % NOISES]
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        for at, text in enumerate(texts):
            if text in self._own:
                rows[at] = self._own[text]
        return np.asarray(rows, dtype=np.float32)


def _texts(cut: CutPassage) -> Iterator[str]:
    yield cut.passage.text.strip()
    yield from (sentence.text.strip() for sentence in cut.sentences)
