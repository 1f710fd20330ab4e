"""Texts that have no vector yet: collected, each once, then encoded and kept by their hash."""

from collections.abc import Iterator

from index.embedding import Embedder
from index.packing import key_of, pack, space_of
from index.passages import CutPassage
from index.staging import KeyedPassage, Staging

ENOUGH = 2048
"""New texts that are collected before they are encoded: enough to sort by length (1,024 cost 3%
more)."""
PART = 256
"""Texts of about one length that are encoded and kept at once: what is told of as progress, and
what an interrupted run can lose."""


class NewTexts:
    """The texts of one run that are still to be encoded; `encoded` counts those that were."""

    def __init__(self, staging: Staging, embedder: Embedder, build: int) -> None:
        self.encoded = 0
        self._staging, self._embedder = staging, embedder
        self._space = space_of(embedder.fingerprint, build)
        self._texts: dict[bytes, str] = {}

    def keyed(self, passage: CutPassage) -> KeyedPassage:
        """A passage with the keys of its vectors, its texts noted for encoding."""
        whole, *parts = (
            text.strip() for text in (passage.passage.text, *(s.text for s in passage.sentences))
        )
        keys = [key_of(text, self._space) for text in (whole, *parts)]
        self._texts.update(zip(keys, (whole, *parts), strict=True))
        return passage, keys[0], keys[1:]

    @property
    def enough(self) -> bool:
        """Whether so many are collected that it is time to encode them."""
        return len(self._texts) >= ENOUGH

    def encode(self) -> Iterator[float]:
        """Encodes and keeps what has no vector yet; yields the share that is done so far."""
        known = self._staging.known_vectors(list(self._texts))
        new = [(key, text) for key, text in self._texts.items() if key not in known]
        new.sort(key=lambda one: len(one[1]))
        whole = sum(len(text) for _, text in new)
        parts = -(-len(new) // PART)  # of one size: a small rest pads badly
        done = 0
        for part in range(parts):
            some = new[part * len(new) // parts : (part + 1) * len(new) // parts]
            vectors = self._embedder.encode([text for _, text in some])
            self._staging.keep_vectors(zip((key for key, _ in some), pack(vectors), strict=True))
            self.encoded += len(some)
            done += sum(len(text) for _, text in some)
            yield done / max(1, whole)
        self._texts.clear()
