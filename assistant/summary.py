"""Questions about a document as a whole, answered by its most central sentences."""

import re
from collections.abc import Sequence

import numpy as np

from assistant.answer import Evidence
from assistant.reader.context import antecedents, leans
from assistant.reader.light import Reading
from index.catalog import Stored
from index.embedding import Vectors
from index.retrieval import Hit

LENGTH = 5
"""Sentences of a summary."""
CLOSING_LENGTH = 3
DIVERSITY = 0.5
"""How much a sentence loses for being like one already taken (maximal marginal relevance,
Carbonell and Goldstein, SIGIR 1998)."""
CONFIDENCE = 0.9
"""A summary is made of the document's own sentences; what can be wrong is only their choice."""

WORK = r"(?:article|text|document|page|paper|report|piece|story|author|essay|file|book|passage)"
WHOLE = re.compile(
    rf"\b(?:summar(?:y|i[sz]e|ies)|overview|gist|tl;?dr|in a nutshell)\b"
    rf"|\b(?:main|key|central|overall|most important) (?:points?|ideas?|arguments?|messages?|"
    rf"topics?|themes?|thes[ie]s|claims?|takeaways?|subject|findings?)\b"
    rf"(?! of (?!(?:the|this|that) {WORK}))"
    rf"|\bwhat (?:is|was|does|do|are) (?:the|this|that|these) {WORK}s? "
    r"(?:mainly |mostly |really |all |actually |about )*(?:about|say|discuss|cover|argue|deal)\b"
    r"(?! (?:about|on|of) \w)"
    rf"|\bwhat(?:'s|’s| is) (?:it|this) (?:all )?about\b|\bwhat is (?:the|this) {WORK}\??$",
    re.IGNORECASE,
)
CLOSING = re.compile(
    rf"\b(?:conclusions?\b(?! of (?!(?:the|this|that) {WORK}))|conclude[sd]?\b|closing (?:words|"
    rf"remarks?|argument|thoughts?)|how does (?:the|this) {WORK} end\b|final (?:point|message))",
    re.IGNORECASE,
)
CLOSING_WORDS = re.compile(
    r"^(?:in (?:conclusion|summary|sum|closing)|to (?:conclude|sum up|summari[sz]e)|overall|"
    r"finally|all in all|ultimately)\b",
    re.IGNORECASE,
)


def about_whole(question: str) -> bool:
    """True for a question about a document as a whole: its summary, main points, conclusion."""
    return bool(WHOLE.search(question) or CLOSING.search(question))


def summarise(passages: Sequence[Stored], question: str) -> Reading:
    """The document's central sentences in reading order; its closing ones if those are asked for.

    `passages` are all passages of one document, in order.
    """
    rows = [(stored, position) for stored in passages for position in range(len(stored.sentences))]
    if not rows:
        return Reading((), 0.0)
    if CLOSING.search(question):
        chosen = _closing([stored.sentences[position].text for stored, position in rows])
    else:
        vectors = np.concatenate([stored.sentence_vectors for stored in passages])
        texts = [stored.sentences[position].text for stored, position in rows]
        chosen = _central(vectors, texts)
    evidence: dict[tuple[int, int], Evidence] = {}
    for row in sorted(chosen):
        stored, position = rows[row]
        hit = _as_hit(stored)
        for sentence in antecedents(stored.sentences, position):
            key = (stored.passage.position, sentence.span.start)
            evidence.setdefault(key, Evidence(sentence, hit, 0.0, "context"))
        sentence = stored.sentences[position]
        key = (stored.passage.position, sentence.span.start)
        evidence[key] = Evidence(sentence, hit, CONFIDENCE)
    return Reading(tuple(evidence[key] for key in sorted(evidence)), CONFIDENCE)


def _closing(texts: Sequence[str]) -> list[int]:
    """From the last sentence that announces a conclusion to the end, else the last sentences."""
    last = len(texts)
    announced = [row for row, text in enumerate(texts) if CLOSING_WORDS.match(text)]
    start = announced[-1] if announced and announced[-1] >= last // 2 else last - CLOSING_LENGTH
    return list(range(max(0, start), last))[:LENGTH]


def _central(vectors: Vectors, texts: Sequence[str]) -> list[int]:
    """Sentences nearest to the document's mean, each unlike those already taken."""
    centre = vectors.mean(axis=0)
    centre /= max(float(np.linalg.norm(centre)), 1e-9)
    worth = vectors @ centre
    worth = worth - 0.1 * np.array([leans(text) or len(text.split()) < 6 for text in texts])
    alike = np.zeros(len(vectors))
    taken: list[int] = []
    for _ in range(min(LENGTH, len(vectors))):
        best = int(np.argmax(worth - DIVERSITY * alike))
        taken.append(best)
        worth[best] = -np.inf
        alike = np.maximum(alike, vectors @ vectors[best])
    return taken


def _as_hit(stored: Stored) -> Hit:
    count = len(stored.sentences)
    return Hit(
        passage=stored.passage,
        title=stored.title,
        digest=stored.digest,
        pages=stored.pages,
        similarity=0.0,
        sentences=stored.sentences,
        similarities=(0.0,) * count,
        dense_rank=None,
        lexical_rank=None,
    )
