"""Questions about a document as a whole, answered by its most central sentences."""

import re
from collections.abc import Sequence

import numpy as np

from assistant.answer import Evidence
from assistant.reader.context import leans
from assistant.reader.reading import Reading
from assistant.whole.intent import CLOSING
from assistant.whole.length import sentences_wanted
from assistant.whole.rows import CONFIDENCE, cited, rows_of
from index.embedding import Vectors
from index.stored import Stored

LENGTH = 5
"""Sentences of a summary, of all its documents together."""
CLOSING_LENGTH = 3
DIVERSITY = 0.5
"""How much a sentence loses for being like one already taken (maximal marginal relevance,
Carbonell and Goldstein, SIGIR 1998)."""
CLOSING_WORDS = re.compile(
    r"^(?:in (?:conclusion|summary|sum|closing)|to (?:conclude|sum up|summari[sz]e)|overall|"
    r"finally|all in all|ultimately)\b",
    re.IGNORECASE,
)


def summarise(documents: Sequence[Sequence[Stored]], question: str) -> Reading:
    """Each document's central sentences in reading order; its closing ones if those are asked for.

    `documents` are the passages of each, all of them and in order; the length, `LENGTH` sentences
    unless the question says how long, is shared out.
    """
    length = max(1, (sentences_wanted(question) or LENGTH) // max(1, len(documents)))
    evidence = [e for passages in documents for e in _of_one(passages, question, length)]
    return Reading(tuple(evidence), CONFIDENCE if evidence else 0.0)


def _of_one(passages: Sequence[Stored], question: str, length: int) -> list[Evidence]:
    rows = rows_of(passages)
    texts = [row.text for row in rows]
    if CLOSING.search(question):
        chosen = _closing(texts, length)
    else:
        vectors = np.concatenate([stored.sentence_vectors for stored in passages])
        chosen = _central(vectors, texts, length)
    return cited(rows[n] for n in chosen)


def _closing(texts: Sequence[str], length: int) -> list[int]:
    """From the last sentence that announces a conclusion to the end, else the last sentences."""
    last = len(texts)
    announced = [row for row, text in enumerate(texts) if CLOSING_WORDS.match(text)]
    start = announced[-1] if announced and announced[-1] >= last // 2 else last - CLOSING_LENGTH
    return list(range(max(0, start), last))[:length]


def _central(vectors: Vectors, texts: Sequence[str], length: int) -> list[int]:
    """Sentences nearest to the document's mean, each unlike those already taken."""
    centre = vectors.mean(axis=0)
    centre /= max(float(np.linalg.norm(centre)), 1e-9)
    worth = vectors @ centre
    worth = worth - 0.1 * np.array([leans(text) or len(text.split()) < 6 for text in texts])
    alike = np.zeros(len(vectors))
    taken: list[int] = []
    for _ in range(min(length, len(vectors))):
        best = int(np.argmax(worth - DIVERSITY * alike))
        taken.append(best)
        worth[best] = -np.inf
        alike = np.maximum(alike, vectors @ vectors[best])
    return taken
