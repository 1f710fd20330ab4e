"""Ways of finding passages compared, one change at a time: `python -m evals.explore SUITE…`.

Prints a Markdown table: for each way the mean over the suites, then each suite's own figures.
Passages are cut, embedded and searched as the product does it, but exactly and in memory.
`--work FOLDER` keeps vectors, so that the next run need not make them again.
"""

import argparse
import hashlib
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from assistant.conversation import understand
from evals.case import Case
from evals.metrics.retrieval import evidence_iou, evidence_recall, hit
from evals.suite import Suite, load_suite
from index.document import Passage
from index.embedding import Embedder, Vectors, open_embedder
from index.full_text import WORTH
from index.listing import FITS, LOOKED_AT, MOST_JOINED, listed
from index.packing import pack, unpack
from index.passages import AIM, cut
from index.retrieval import LEG, WEIGHTS
from index.weights import NAME
from index.words import content_words, stem, stemmed

LISTED = 5
CONTEXT = 26
"""Word pieces left free for a title where that is embedded along."""
DENSE, WORDS_ONLY = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Way:
    """How passages are made and found. `fusion` weighs passage, best sentence and words; a whole
    number is the constant of reciprocal rank fusion instead."""

    aim: int = AIM
    titled: bool = False
    sentence_before: bool = False
    worth: str = WORTH
    fusion: tuple[float, float, float] | int = WEIGHTS
    joined: int = MOST_JOINED
    fits: float = FITS


CHOSEN = Way()
EXPLORED: Mapping[str, Way] = {
    "chosen": CHOSEN,
    "passages of 120 word pieces": replace(CHOSEN, aim=120),
    "passages of 160": replace(CHOSEN, aim=160),
    "passages of 200": replace(CHOSEN, aim=200),
    "title embedded with each passage": replace(CHOSEN, titled=True),
    "sentences embedded with the one before": replace(CHOSEN, sentence_before=True),
    "a word counts once (k1 1.2)": replace(CHOSEN, worth="1.0, 0.5, 0.5"),
    "a word counts six times (k1 0.2)": replace(CHOSEN, worth="6.0, 3.0, 3.0"),
    "titles and headings not searched": replace(CHOSEN, worth="3.0, 0.0, 0.0"),
    "titles and headings count as text": replace(CHOSEN, worth="3.0, 3.0, 3.0"),
    "meaning of the passage alone": replace(CHOSEN, fusion=DENSE),
    "meaning of the best sentence alone": replace(CHOSEN, fusion=(0.0, 1.0, 0.0)),
    "words alone": replace(CHOSEN, fusion=WORDS_ONLY),
    "fusion without the sentence": replace(CHOSEN, fusion=(1.0, 0.0, 1.0)),
    "fusion of equal weights": replace(CHOSEN, fusion=(1.0, 1.0, 1.0)),
    "fusion with more of the words": replace(CHOSEN, fusion=(1.0, 1.0, 1.5)),
    "reciprocal ranks, constant 5": replace(CHOSEN, fusion=5),
    "reciprocal ranks, constant 60": replace(CHOSEN, fusion=60),
    "neighbours listed apart": replace(CHOSEN, joined=1),
    "at most two neighbours as one": replace(CHOSEN, joined=2),
    "the whole tail listed": replace(CHOSEN, fits=0.0),
    "less of the tail listed": replace(CHOSEN, fits=0.8),
}


class Encoder:
    """Vectors by text, kept in a file: what was encoded once is not encoded again."""

    def __init__(self, path: Path, embedder: Embedder) -> None:
        self.embedder = embedder
        self._kept = sqlite3.connect(path)
        self._kept.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, vector BLOB)")

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if not self._of(key)}
        packed = pack(self.embedder.encode(list(missing.values()))) if missing else []
        with self._kept:
            rows = zip(missing, packed, strict=True)
            self._kept.executemany("INSERT INTO kept VALUES (?, ?)", rows)
        return unpack([self._of(key) for key in keys])

    def _of(self, key: bytes) -> bytes:
        row = self._kept.execute("SELECT vector FROM kept WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else b""


class Corpus:
    """The passages of a suite's documents, cut and embedded in one way, with their full text."""

    def __init__(self, suite: Suite, way: Way, encode: Encoder) -> None:
        embedder = encode.embedder
        most = embedder.max_pieces - embedder.marker_pieces
        self.passages: list[Passage] = []
        self.starts: list[int] = []
        texts: list[str] = []
        sentences: list[str] = []
        titles: list[str] = []
        for id in suite.documents.readable:
            document = suite.documents[id]
            title = document.title if embedder.count([document.title])[0] < CONTEXT - 1 else ""
            limit = min(way.aim, most - CONTEXT if way.titled else most)
            for one in cut(document, embedder.count, limit):
                self.passages.append(one.passage)
                self.starts.append(len(sentences))
                titles.append(document.title)
                texts.append(f"{title}\n{one.passage.text}" if way.titled else one.passage.text)
                before = ""
                for sentence in one.sentences:
                    both = f"{before} {sentence.text}".strip() if way.sentence_before else ""
                    fits = both and embedder.count([both])[0] <= most
                    sentences.append(both if fits else sentence.text)
                    before = sentence.text
        self.vectors, self.sentence_vectors = encode(texts), encode(sentences)
        self._full_text = sqlite3.connect(":memory:")
        self._full_text.execute("CREATE VIRTUAL TABLE words USING fts5 (text, heading, title)")
        self._full_text.executemany(
            "INSERT INTO words (rowid, text, heading, title) VALUES (?, ?, ?, ?)",
            [
                (n, stemmed(passage.text), stemmed(passage.heading), stemmed(title))
                for n, (passage, title) in enumerate(zip(self.passages, titles, strict=True))
            ],
        )

    def lexical(self, question: str, worth: str) -> Vectors:
        """The BM25 score of every passage, 0 where no word of the question occurs."""
        found = np.zeros(len(self.passages), dtype=np.float32)
        stems = {stem(word) for word in content_words(question)}
        if stems:
            query = " OR ".join(f'"{word}"' for word in sorted(stems))
            for row, score in self._full_text.execute(
                f"SELECT rowid, -bm25(words, {worth}) FROM words WHERE words MATCH ?", (query,)
            ):
                found[row] = score
        return found

    def best_sentences(self, vector: Vectors) -> Vectors:
        """The cosine of every passage's best sentence."""
        similarities = self.sentence_vectors @ vector
        ends = [*self.starts[1:], len(similarities)]
        pairs = zip(self.starts, ends, strict=True)
        return np.array([similarities[a:b].max(initial=-1.0) for a, b in pairs])


def found(corpus: Corpus, way: Way, case: Case, question: str, vector: Vectors) -> list[Passage]:
    """The hits for a question in rank order, with their scores."""
    allowed = np.array(
        [not case.documents or p.span.document in case.documents for p in corpus.passages]
    )
    legs = np.array(
        [
            np.where(allowed, corpus.vectors @ vector, -1),
            np.where(allowed, corpus.best_sentences(vector), -1),
            np.where(allowed, corpus.lexical(question, way.worth), 0),
        ]
    )
    candidates = sorted({*_first(legs[0]), *_first(legs[2])} & set(np.flatnonzero(allowed)))
    legs = legs[:, candidates]
    if isinstance(way.fusion, int):
        ranks = np.argsort(np.argsort(-legs[[0, 2]], axis=1, kind="stable"), axis=1) + 1
        scores = (1 / (way.fusion + ranks)).sum(axis=0)
    else:
        legs[2] /= max(legs[2].max(initial=0), 1e-9)
        scores = np.array(way.fusion) @ np.maximum(legs, 0)
    best = sorted(range(len(candidates)), key=lambda n: (-scores[n], n))[:LOOKED_AT]
    return [replace(corpus.passages[candidates[n]], score=float(scores[n])) for n in best]


def _first(scores: Vectors) -> Iterator[int]:
    yield from (int(n) for n in np.argsort(-scores, kind="stable")[:LEG] if scores[n] > 0)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="Compare ways of finding passages.")
    parser.add_argument("suites", nargs="+", type=Path, metavar="SUITE")
    parser.add_argument("--work", type=Path, help="keep vectors in this folder")
    options = parser.parse_args()
    suites = [load_suite(path) for path in options.suites]
    out = sys.stdout.write
    out(f"| way | mean | {' | '.join(suite.name for suite in suites)} |\n")
    out(f"|---|{'---|' * (len(suites) + 1)}\n")
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        encode = Encoder(work / "vectors.sqlite", open_embedder(NAME))

        @cache
        def corpus(number: int, aim: int, titled: bool, before: bool) -> Corpus:
            made = Way(aim=aim, titled=titled, sentence_before=before)
            return Corpus(suites[number], made, encode)

        for name, way in EXPLORED.items():
            told = [
                figures(suite, corpus(n, way.aim, way.titled, way.sentence_before), way, encode)
                for n, suite in enumerate(suites)
            ]
            cells = [_cell(row) for row in [np.mean(told, axis=0), *told]]
            out(f"| {name} | {' | '.join(cells)} |\n")
            sys.stdout.flush()


def figures(suite: Suite, corpus: Corpus, way: Way, encode: Encoder) -> Vectors:
    """hit@1, evidence_recall@5 and evidence_iou@5 over the answerable cases."""
    cases = [case for case in suite.cases if case.gold]
    questions = [understand(case.question, case.history).query for case in cases]
    rows = []
    for case, question, vector in zip(cases, questions, encode(questions), strict=True):
        hits = found(corpus, way, case, question, vector)
        spans = [p.span for p in listed(hits, LISTED, joined=way.joined, fits=way.fits)]
        recall, iou = evidence_recall(case.gold, spans), evidence_iou(case.gold, spans)
        rows.append((hit(case.gold, spans[:1]), recall, iou))
    mean: Vectors = np.array(rows, dtype=np.float32).mean(axis=0)
    return mean


def _cell(row: Vectors) -> str:
    return " / ".join(f"{value:.3f}".removeprefix("0") for value in row)


if __name__ == "__main__":
    main()
