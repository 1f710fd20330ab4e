"""Questions about a document as a whole, answered by its most central sentences."""

import re
from collections.abc import Sequence

import numpy as np

from assistant.reader.context import leans
from assistant.reader.reading import Reading
from assistant.whole.intent import CLOSING
from assistant.whole.length import sentences_told, sentences_wanted
from assistant.whole.rows import CONFIDENCE, Row, cited, cited_of_each, headings_and_text, rows_of
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
    unless the question says how long, is shared out. Of fewer sentences than documents those are
    taken that are central to all.
    """
    told = sentences_told(question)
    if told is not None and told < len(documents) and not CLOSING.search(question):
        every = [stored for passages in documents for stored in passages]
        evidence = cited_of_each(_of_one(every, question, told))
    else:
        length = max(1, (sentences_wanted(question) or LENGTH) // max(1, len(documents)))
        evidence = [e for one in documents for e in cited(_of_one(one, question, length))]
    return Reading(tuple(evidence), CONFIDENCE if evidence else 0.0)


def _of_one(passages: Sequence[Stored], question: str, length: int) -> list[Row]:
    """The sentences that are taken of these passages, in reading order; no headings, unless there
    is nothing else."""
    headings, text = headings_and_text(rows_of(passages))
    rows = text or headings
    texts = [row.text for row in rows]
    if CLOSING.search(question):
        chosen = _closing(texts, length)
    else:
        vectors = np.array([row.stored.sentence_vectors[row.position] for row in rows])
        chosen = _central(vectors, texts, length) if rows else []
    return [rows[n] for n in sorted(chosen)]


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
