"""A large folder of documents, indexed in minutes, for measuring speed.

The documents of a suite come first, and their vectors are the model's. The bulk around them is
other text: paragraphs of real text where there is some, then their sentences put together anew;
without real text, words drawn by Zipf's law. The vectors of the bulk are mixtures of real
vectors with noise, since encoding it would take hours; all else about the index is real, and
made by `index.sync`.
"""

import gzip
import itertools
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import numpy as np

from assistant.assistant import place_of
from assistant.settings import Settings
from index.catalog import Catalog
from index.embedding import Embedder, Vectors
from index.sentences import sentences
from index.sync import sync
from index.words import STOP_WORDS

ASKED, BULK = "asked", "bulk"
"""The two parts of the folder."""
CHARACTERS = 628
"""Of a passage of real text, on average; drawn words make a third more passages."""
PARAGRAPHS = 9
"""A document of the bulk has at most so many, and five on average."""
SENTENCES = (3, 8)
"""Of a paragraph that is put together: fewest and most."""
WORDS = (6, 30)
"""Of a sentence that is drawn word by word."""
VOCABULARY = 100_000
BASES = 1024
BASE_WORDS = 25
"""Real vectors that those of the bulk are mixed from, and the words of their texts."""
SYLLABLES = """
al an ar ba be ca co da de di el en er fo ga go ha in is ka ke la le li lo ma me mi mo na ne ni no
on or pa pe po ra re ri ro sa se si so sta ta te ti to tra tu un ur va ve vi vo wa
""".split()


class Mixing:
    """An embedder that gives a text a mixture of real vectors, always the same one."""

    def __init__(self, embedder: Embedder, texts: Sequence[str]) -> None:
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self.max_pieces, self.marker_pieces = embedder.max_pieces, embedder.marker_pieces
        self.languages = embedder.languages
        self.count = embedder.count
        self._embedder, self._texts = embedder, texts

    @cached_property
    def _bases(self) -> Vectors:
        return self._embedder.encode(self._texts)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text: mostly one real vector, some of another, and noise, of length 1."""
        rows = np.stack([self._mixed(text) for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def _mixed(self, text: str) -> Vectors:
        seed = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
        rng = np.random.default_rng(seed)
        one, other = self._bases[rng.integers(len(self._bases), size=2)]
        noise = rng.normal(size=one.shape) * 0.4 / np.sqrt(one.size)
        return np.asarray(0.8 * one + 0.45 * other + noise, dtype=np.float32)


def make(
    settings: Settings, wanted: int, real: Path, texts: Sequence[Path], embedder: Embedder
) -> int:
    """Makes the folder and the index of `settings` with about `wanted` passages; how many it has.

    The documents in `real` come first, then bulk from `texts` (JSON lines with a `passage`,
    gzip-compressed). What an earlier run has made is used again.
    """
    place = place_of(settings)
    bulk, asked = settings.documents / BULK, settings.documents / ASKED
    if not bulk.exists():
        shutil.copytree(real, asked, copy_function=shutil.copyfile, dirs_exist_ok=True)
        missing = wanted - sync(settings.documents, place, embedder).passages
        unfinished = settings.data / BULK
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        for number, text in enumerate(documents(texts, CHARACTERS * missing)):
            (unfinished / f"{number:05}.txt").write_text(text, encoding="utf-8")
        unfinished.rename(bulk)
    starts = (text.split()[:BASE_WORDS] for text in paragraphs(texts))
    bases = [" ".join(start) for start in itertools.islice(starts, BASES)]
    sync(settings.documents, place, Mixing(embedder, bases))
    catalog = Catalog(place / "catalog.sqlite")
    try:
        return catalog.size()
    finally:
        catalog.close()


def documents(texts: Sequence[Path], characters: int) -> Iterator[str]:
    """Documents of the bulk until they hold so many characters."""
    rng = random.Random(4)
    source = paragraphs(texts)
    while characters > 0:
        document = "\n\n".join(itertools.islice(source, rng.randint(1, PARAGRAPHS))) + "\n"
        characters -= len(document)
        yield document


def paragraphs(texts: Sequence[Path]) -> Iterator[str]:
    """Paragraphs without end: those of real text each once, then made ones."""
    rng = random.Random(5)
    real: dict[str, None] = {}
    for path in texts:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                passage = " ".join(json.loads(line).get("passage", "").split())
                if passage and passage not in real:
                    real[passage] = None
                    yield passage
    known = [sentence for passage in real for sentence in _sentences(passage)]
    drawn = _drawn(rng)
    while True:
        count = rng.randint(*SENTENCES)
        chosen = rng.choices(known, k=count) if known else itertools.islice(drawn, count)
        yield " ".join(chosen)


def _sentences(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in sentences(text, 0, len(text)))


def _drawn(rng: random.Random) -> Iterator[str]:
    """Sentences without end, of words as frequent as Zipf's law and Mandelbrot's 2.7 say."""
    made = ("".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in itertools.count())
    vocabulary = [*sorted(STOP_WORDS), *itertools.islice(made, VOCABULARY)]
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(vocabulary))))
    while True:
        words = rng.choices(vocabulary, cum_weights=weights, k=rng.randint(*WORDS))
        yield f"{' '.join(words).capitalize()}."
