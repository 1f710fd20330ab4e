"""Questions about a document as a whole, answered by its most central sentences."""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from assistant.answer import Evidence
from assistant.reader.context import antecedents, leans
from assistant.reader.reading import Reading
from index.catalog import Stored
from index.embedding import Vectors
from index.retrieval import hit_of
from index.words import STOP_WORDS, words

MOST_DOCUMENTS = 5
"""A question about a whole is asked of at most so many documents at once."""
LENGTH = 5
"""Sentences of a summary, of all its documents together."""
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
    rf"\b(?:conclusions?|conclude[sd]?|closing (?:words|remarks?|argument|thoughts?)|"
    rf"how does (?:the|this) {WORK} end|final (?:points?|message))\b",
    re.IGNORECASE,
)
FRAMING = re.compile(
    rf"\b(?:{WORK}s?|please|short|brief(?:ly)?|quick(?:ly)?|reach(?:es|ed)?|draw[sn]?|come|"
    r"sentences?|bullets?|points?|whole|entire|overall|writer|main|key|two|three|four|five|\d+)\b",
    re.IGNORECASE,
)
CLOSING_WORDS = re.compile(
    r"^(?:in (?:conclusion|summary|sum|closing)|to (?:conclude|sum up|summari[sz]e)|overall|"
    r"finally|all in all|ultimately)\b",
    re.IGNORECASE,
)


def asks_for_whole(question: str) -> bool:
    """True where a question holds words that may ask for a whole; `about_whole` tells."""
    return bool(WHOLE.search(question) or CLOSING.search(question))


def about_whole(question: str, titles: Iterable[str] = ()) -> bool:
    """True for a question about a document as a whole: its summary, main points, conclusion.

    Apart from the words that ask for that it may hold only words of a title: "Summarise the
    French Revolution" is about a whole only where a document is called so.
    """
    if not asks_for_whole(question):
        return False
    rest = FRAMING.sub(" ", CLOSING.sub(" ", WHOLE.sub(" ", question)))
    left = {word for word in words(rest) if word not in STOP_WORDS}
    return not left or any(left <= set(words(title)) for title in titles)


def summarise(documents: Sequence[Sequence[Stored]], question: str) -> Reading:
    """Each document's central sentences in reading order; its closing ones if those are asked for.

    `documents` are the passages of each, all of them and in order; the length is shared out.
    """
    length = max(1, LENGTH // max(1, len(documents)))
    evidence = [e for passages in documents for e in _of_one(passages, question, length)]
    return Reading(tuple(evidence), CONFIDENCE if evidence else 0.0)


def _of_one(passages: Sequence[Stored], question: str, length: int) -> list[Evidence]:
    rows = [(stored, position) for stored in passages for position in range(len(stored.sentences))]
    texts = [stored.sentences[position].text for stored, position in rows]
    if CLOSING.search(question):
        chosen = _closing(texts, length)
    else:
        vectors = np.concatenate([stored.sentence_vectors for stored in passages])
        chosen = _central(vectors, texts, length)
    found: dict[int, Evidence] = {}
    for row in sorted(chosen):
        stored, position = rows[row]
        hit = hit_of(stored, np.zeros_like(stored.vector), 0.0, {}, {}, {})
        for sentence in antecedents(stored.before, stored.sentences, position):
            found.setdefault(sentence.span.start, Evidence(sentence, hit, 0.0, "context"))
        sentence = stored.sentences[position]
        found[sentence.span.start] = Evidence(sentence, hit, CONFIDENCE)
    return [found[start] for start in sorted(found)]


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
