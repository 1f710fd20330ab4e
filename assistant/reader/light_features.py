"""What the light reader looks at: how a sentence, and a whole search, fit a question.

Every feature is free of scale (cosines, shares, probabilities), so that one set of coefficients
serves a single page and a large folder alike.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np

from assistant.reader.candidate import Candidate, Width
from assistant.reader.kinds import Kind, expected_kind, holds
from assistant.reader.short_answer import short_answer
from index.document import Span
from index.retrieval import Hit, Retrieval
from index.words import WORD, content_row, content_stems, stem

T = TypeVar("T")

SENTENCE_FEATURES = (
    "sentence_cosine",
    "passage_cosine",
    "before_cosine",
    "after_cosine",
    "behind_best",
    "lexical_share",
    "sentence_coverage",
    "window_coverage",
    "passage_coverage",
    "names_covered",
    "word_pairs",
    "kind_present",
    "kind_missing",
    "cause_given",
    "length",
    "bare",
    "unfinished",
    "question",
)

ANSWER_FEATURES = {
    "best_cosine": "meaning of the best sentence",
    "passage_lead": "meaning of the best passage, against the usual one",
    "sentence_coverage": "the question's words in the best sentence",
    "kind_missing": "nothing there of the kind that is asked for",
    "log_searched": "size of what was searched",
}
"""The features of a whole search, each with what it means in words."""

CAUSE = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|so that|in order to|therefore|thus|"
    r"as a (?:result|consequence)|reasons?|caus(?:e|es|ed|ing)|l(?:ead|eads|ed) to|"
    r"result(?:s|ed|ing)? (?:in|from))\b",
    re.IGNORECASE,
)
ASKS_CAUSE = re.compile(
    r"\bwhy\b|\bhow come\b|\bwhat (?:caus|led\b|leads\b|made\b)|\breasons?\b", re.IGNORECASE
)
FINISHED = (".", "!", "?", "”", '"', ")", "…", "。", "؟", "।", "»")
LONG = 4.0
"""Logarithm of the number of words at which a sentence counts as long."""
SURE = 0.4
"""A short answer is marked only where the reader is at least as sure as that."""
BARE = 3
"""Sentences of fewer content words say hardly anything."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the features look at it."""

    text: str
    kind: Kind | None
    cause: bool
    names: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, question: str) -> "Asked":
        """The question, taken apart."""
        return cls(
            question,
            expected_kind(question),
            bool(ASKS_CAUSE.search(question)),
            frozenset(_names(question)),
            frozenset(pairwise(_content(question))),
        )


def _content(text: str) -> list[str]:
    return [stem(word) for word in content_row(text)]


def _names(question: str) -> Iterator[str]:
    """Stems of what the question names: words with a capital or a digit, but for its first."""
    for order, match in enumerate(WORD.finditer(question)):
        word = match.group()
        if (order and word[0].isupper()) or any(c.isdigit() for c in word):
            yield from (stem(one) for one in content_row(question, *match.span()))


class LightFeatures:
    """Looks by similarity and words, without a model; a few milliseconds a question."""

    name = "light"
    sentence: tuple[str, ...] = SENTENCE_FEATURES
    answer: Mapping[str, str] = ANSWER_FEATURES
    given: Mapping[str, float] = {}
    width = Width(near=1.3, beside=2.0, most=5)

    def candidates(self, retrieval: Retrieval) -> list[Candidate]:
        """Every sentence of the found passages, best passage first."""
        asked = Asked.of(retrieval.question)
        best = _score(retrieval.hits[0]) if retrieval.hits else 0.0
        return [
            Candidate(hit, position, values)
            for hit in retrieval.hits
            for position, values in enumerate(_sentence_values(hit, retrieval.weights, asked, best))
        ]

    def whole(self, retrieval: Retrieval, ranked: list[Candidate]) -> tuple[float, ...]:
        """How the best sentence and passage fit, and how much was searched."""
        best = dict(zip(SENTENCE_FEATURES, ranked[0].values, strict=True))
        passages = np.array([hit.similarity for hit in retrieval.hits])
        return (
            best["sentence_cosine"],
            float(passages.max() - np.median(passages)),
            best["sentence_coverage"],
            best["kind_missing"],
            math.log1p(retrieval.searched),
        )

    def short(self, retrieval: Retrieval, candidate: Candidate, sure: float) -> Span | None:
        """The name, number, date or place that the question's form asks for."""
        return short_answer(candidate.sentence, retrieval) if sure >= SURE else None


def _sentence_values(
    hit: Hit, weights: Mapping[str, float], asked: Asked, best: float
) -> Iterator[tuple[float, ...]]:
    stems = [content_stems(sentence.text) for sentence in hit.sentences]
    around = content_stems(f"{hit.title} {hit.passage.heading}")
    passage_coverage = coverage(around.union(*stems), weights)
    before = frozenset[str]().union(*(content_stems(sentence.text) for sentence in hit.before))
    cosines = (0.0, *hit.similarities, 0.0)
    for position, sentence in enumerate(hit.sentences):
        window = stems[position] | before | around
        present = asked.kind is not None and holds(sentence.text, asked.kind, asked.text)
        content = _content(sentence.text)
        yield (
            hit.similarities[position],
            hit.similarity,
            cosines[position],
            cosines[position + 2],
            best - _score(hit),
            hit.lexical,
            coverage(stems[position], weights),
            coverage(window, weights),
            passage_coverage,
            _share(asked.names, window) if asked.names else 1.0,
            _share(asked.pairs, frozenset(pairwise(content))) if asked.pairs else 0.0,
            float(present),
            float(asked.kind is not None and not present),
            float(asked.cause and bool(CAUSE.search(sentence.text))),
            min(1.0, math.log1p(len(content)) / LONG),
            float(len(content) < BARE),
            float(not sentence.text.endswith(FINISHED)),
            float(sentence.text.endswith("?")),
        )
        before = stems[position]


def _score(hit: Hit) -> float:
    return hit.passage.score or 0.0


def _share(wanted: frozenset[T], held: frozenset[T]) -> float:
    return len(wanted & held) / len(wanted)


def coverage(stems: frozenset[str], weights: Mapping[str, float]) -> float:
    """The share of the question's words, weighted by how telling they are, among `stems`."""
    total = sum(weights.values())
    return sum(w for stem, w in weights.items() if stem in stems) / total if total else 0.0
