"""From a question to ranked passages: by meaning and by words, their scores added up."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from index.catalog import Catalog, DocumentEntry
from index.chroma_address import Server
from index.copies import without_copies
from index.document import Document, Passage, Sentence
from index.embedding import Embedder, Vectors
from index.errors import IndexBusy
from index.full_text import idf
from index.live_vectors import LiveVectors
from index.recipe import check_recipe
from index.stored import Stored

TRIES = 5
"""How often a search starts again because the index was switched meanwhile."""

STEPS = ("encode", "dense", "lexical", "load")
"""What a search spends its time on; `load` is reading passages and sentences, and the fusion."""

LEG = 50
"""Passages that each leg contributes to the fusion."""

WEIGHTS = (1.0, 2.0, 1.5)
"""What the cosine of the passage, of its best sentence, and the words count in the fusion: chosen
on several question sets together, see `evals/BENCHMARKS.md`."""

FEW = 2000
"""Passages of named documents that are compared one by one, in some milliseconds; Chroma takes
up to 90 to find those of one document among 100,000 passages."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A found passage with what is known of it: ranks (from 1, None where a leg missed it),
    cosine of passage and sentences with the question, BM25 score as a share of the best one found
    (0 where the words missed it). `before` are the sentences before it."""

    passage: Passage
    title: str
    digest: str
    pages: tuple[int, ...]
    similarity: float
    before: tuple[Sentence, ...]
    sentences: tuple[Sentence, ...]
    similarities: tuple[float, ...]
    dense_rank: int | None
    lexical_rank: int | None
    lexical: float = 0.0
    date: str | None = None
    """The day that its document states that it is from."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What a search found, best first, without overlap; `weights` are the inverse document
    frequencies of the question's content stems, `searched` the number of passages searched,
    `seconds` what each step took: encode, dense, lexical, load."""

    question: str
    hits: tuple[Hit, ...]
    weights: dict[str, float]
    searched: int
    seconds: Mapping[str, float] = field(default_factory=dict)


class Index:
    """An index opened for questions. Follows what other processes write; safe in threads.

    With a Chroma server that does not answer a search raises `ChromaUnusable`, and the next one
    asks it again.
    """

    def __init__(self, place: Path, embedder: Embedder, *, server: Server | None = None) -> None:
        self.catalog = Catalog(place / "catalog.sqlite")
        self.embedder = embedder
        self._place = place
        self._vectors = LiveVectors(place, self.catalog, server)
        self._checked = -1
        self._check_recipe()
        self._entries: tuple[int, tuple[DocumentEntry, ...]] | None = None

    def close(self) -> None:
        """Lets go of the files."""
        self._vectors.close()
        self.catalog.close()

    def entries(self) -> tuple[DocumentEntry, ...]:
        """The documents of the index, in order of id."""
        with self.catalog.transaction():
            generation = self.catalog.generation
            if self._entries is None or self._entries[0] != generation:
                self._entries = generation, self.catalog.entries()
            return self._entries[1]

    def document(self, id: str) -> Document:
        """A document with its canonical text; raises `UnknownDocument`."""
        return self.catalog.document(id)

    def search(self, question: str, limit: int, documents: Sequence[str] = ()) -> Retrieval:
        """The passages that fit a question best, limited to `documents`, ids or
        folders of them, if any are named.

        Raises `UnknownDocument` for a document that the index does not hold, `IndexMismatch` where
        the index has been made anew with another embedding model meanwhile.
        """
        documents = self.catalog.within(documents)
        marks = [time.perf_counter()]
        vector = self._encode(question)
        marks.append(time.perf_counter())
        for _ in range(TRIES):
            generation = self._check_recipe()
            dense = self._nearest(vector, documents)
            with self.catalog.transaction():  # what follows sees one generation: is it still that?
                if self.catalog.generation == generation:
                    marks.append(time.perf_counter())
                    return self._fused(question, vector, dense, limit, documents, marks)
        raise IndexBusy(f"{self._place}: changing faster than it can be searched; ask again")

    def _check_recipe(self) -> int:
        """Looks once a generation whether the index is still made as it was; the generation."""
        with self.catalog.transaction():
            generation = self.catalog.generation
            if generation != self._checked:
                check_recipe(self.catalog, self.embedder)
                self._checked = generation
        return generation

    def _fused(
        self,
        question: str,
        vector: Vectors,
        dense: list[tuple[str, float]],
        limit: int,
        documents: Sequence[str],
        marks: Sequence[float],
    ) -> Retrieval:
        stems = self.catalog.stems(question)
        found = dict(self.catalog.search(list(stems), LEG, documents))
        lexical = shares(found)
        marks = [*marks, time.perf_counter()]
        ids = dict.fromkeys([*(id for id, _ in dense), *found])
        scored = [
            (fused(stored, vector, lexical), stored) for stored in self.catalog.passages(list(ids))
        ]
        ranked = sorted(scored, key=lambda pair: (-pair[0], *_place(pair[1].passage)))
        best = without_copies(ranked, limit)
        size = self.catalog.size()
        weights = {stem: idf(size, holding) for stem, holding in stems.items()}
        searched = self.catalog.size(documents) if documents else size
        ranks = [{id: rank for rank, id in enumerate(leg, 1)} for leg in (dict(dense), lexical)]
        hits = tuple(
            hit_of(stored, vector, score, ranks[0], ranks[1], lexical) for score, stored in best
        )
        marks = [*marks, time.perf_counter()]
        seconds = dict(zip(STEPS, (end - start for start, end in pairwise(marks)), strict=True))
        return Retrieval(question, hits, weights, searched, seconds)

    def _nearest(self, vector: Vectors, documents: Sequence[str]) -> list[tuple[str, float]]:
        if documents and self.catalog.size(documents) <= FEW:
            return self.catalog.nearest(vector, LEG, documents)
        return self._vectors.search(vector, LEG, documents)

    def check(self) -> None:
        """Raises what keeps a search from the vectors at this moment, if anything does."""
        self._check_recipe()
        self._vectors.check()

    def _encode(self, question: str) -> Vectors:
        """The question's vector; one longer than the model reads is the mean of its parts."""
        limit = self.embedder.max_pieces - self.embedder.marker_pieces
        parts = [question]
        while any(n > limit for n in self.embedder.count(parts)):
            parts = [half for part in parts for half in _halves(part)]
        mean = self.embedder.encode(parts).mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def shares(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores as shares of the best of them."""
    best = max(scores.values(), default=1.0)
    return {id: score / best for id, score in scores.items()}


def fused(stored: Stored, vector: Vectors, lexical: Mapping[str, float]) -> float:
    """How well a passage fits a question, 0 to 1: the weighted mean of its cosine, that of its
    best sentence, and its BM25 score as a share of the best one found.

    Adding up scores keeps what ranks throw away: how much better the best one is. Source: Bruch,
    Gai and Ingber, An Analysis of Fusion Functions for Hybrid Retrieval (TOIS 2023). The sentence
    is ours: it finds the one that answers inside a passage about several things.
    """
    words = lexical.get(stored.passage.id, 0.0)
    sentence = float((stored.sentence_vectors @ vector).max(initial=-1.0))
    parts = (float(stored.vector @ vector), sentence, words)
    return sum(w * max(0.0, part) for w, part in zip(WEIGHTS, parts, strict=True)) / sum(WEIGHTS)


def _place(passage: Passage) -> tuple[str, int]:
    return passage.span.document, passage.position


def _halves(text: str) -> tuple[str, str]:
    middle = text.rfind(" ", 0, len(text) // 2 + 1)
    middle = middle if middle > 0 else len(text) // 2
    return text[:middle], text[middle:]


def hit_of(
    stored: Stored,
    vector: Vectors,
    score: float,
    dense: Mapping[str, int],
    words: Mapping[str, int],
    lexical: Mapping[str, float],
) -> Hit:
    """A stored passage as a hit for the question with that vector."""
    id = stored.passage.id
    return Hit(
        passage=replace(stored.passage, score=round(score, 6)),
        title=stored.title,
        digest=stored.digest,
        pages=stored.pages,
        similarity=float(stored.vector @ vector),
        before=stored.before,
        sentences=stored.sentences,
        similarities=tuple(float(s) for s in stored.sentence_vectors @ vector),
        dense_rank=dense.get(id),
        lexical_rank=words.get(id),
        lexical=lexical.get(id, 0.0),
        date=stored.date,
    )
