"""Questions with labelled sentences, made from training sets, to fit the reader on.

The passages of the training sets become one folder of documents, indexed as any other. Each
question is searched in the whole folder or in a few documents only, so that small and large
folders are both learned from, and every found sentence is labelled by whether it overlaps an
answer. Unanswerable are: questions written to be so, answerable questions whose own document is
hidden from the search, and questions asked of documents about something else.
"""

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.reader.candidate import Candidate, Features
from index.document import Span
from index.full_text import idf
from index.listing import LOOKED_AT
from index.retrieval import Index, Retrieval
from index.words import content_stems

SOURCES = {
    "squad_train": 1000,
    "nq_open_gold": 500,
    "selqa": 500,
    "qed": 400,
    "squad2_adversarial": 500,
    "fairytaleqa": 300,
    "policyqa": 300,
}
"""Question sets with the number of passages taken from each."""
SEED = 7
SMALL = 0.6
"""The share of questions asked of a few documents."""
SIZES = (0, 1, 3, 6, 12)
"""How many other documents stand beside the right one then, at most; half the time they are
other passages of the same article, as in a folder that holds one long document."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the document it is about, where its answers stand (nowhere: unanswerable), the
    documents it is asked of (none: all), and whether its own document is hidden."""

    text: str
    document: str
    answers: tuple[tuple[int, int], ...]
    scope: tuple[str, ...] = ()
    hide: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """A search with its candidate sentences, each labelled by whether it answers; `hidden` where
    what answers was taken out of it."""

    retrieval: Retrieval
    candidates: tuple[Candidate, ...]
    labels: tuple[bool, ...]
    answerable: bool
    hidden: bool = False


def labelled(
    features: Features, found: Retrieval, gold: Sequence[Span], answerable: bool
) -> Labelled | None:
    """A search with the sentences labelled that overlap an answer; None where it found none."""
    rows = tuple(features.candidates(found))
    if not rows:
        return None
    labels = tuple(any(row.sentence.span.overlaps(span) for span in gold) for row in rows)
    return Labelled(found, rows, labels, answerable)


def gather(data: Path, folder: Path) -> list[Question]:
    """Writes the passages as documents into a folder and gives the questions about them."""
    chance = random.Random(SEED)
    rows: list[tuple[str, str, str, dict[str, Any]]] = []
    documents: dict[str, list[str]] = {}
    articles: dict[str, list[str]] = {}
    for source, most in SOURCES.items():
        by_passage: dict[str, list[dict[str, Any]]] = {}
        for row in _rows(data, source):
            by_passage.setdefault(row["passage"], []).append(row)
        passages = sorted(p for p in by_passage if "\r" not in p and "\0" not in p)
        for number, passage in enumerate(chance.sample(passages, min(most, len(passages)))):
            name = f"{source}-{number:04d}.txt"
            (folder / name).write_bytes(passage.encode())
            documents.setdefault(source, []).append(name)
            title = (by_passage[passage][0].get("meta") or {}).get("title", name)
            articles.setdefault(f"{source}/{title}", []).append(name)
            rows += [
                (source, f"{source}/{title}", name, row)
                for row in _taken(by_passage[passage], chance)
            ]
    questions = [
        question
        for source, article, name, row in rows
        for question in _variants(
            name,
            row,
            articles[article] if chance.random() < 0.5 else documents[source],
            [n for other, names in documents.items() if other != source for n in names],
            chance,
        )
    ]
    chance.shuffle(questions)
    return questions


def _taken(rows: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    chance.shuffle(rows)
    answerable = [row for row in rows if row["answerable"]][:2]
    written = [row for row in rows if row["negative_kind"] == "adversarial"][:2]
    return answerable + written


def _variants(
    document: str,
    row: dict[str, Any],
    beside: Sequence[str],
    elsewhere: Sequence[str],
    chance: random.Random,
) -> list[Question]:
    """A question as it stands and, now and then, one made unanswerable from it.

    The documents of a small scope come from `beside`, those of another subject from `elsewhere`.
    """
    size = chance.choice(SIZES)
    others = [name for name in beside if name != document]
    near = tuple(chance.sample(others, min(size, len(others))))
    small = chance.random() < SMALL
    scope = (document, *near) if small else ()
    answers = tuple((a["start"], a["end"]) for a in row["answers"])
    found = [Question(row["question"], document, answers, scope)]
    kind = chance.random()
    if answers and kind < 0.25 and (near or not small):
        found.append(Question(row["question"], document, (), near if small else (), hide=True))
    elif answers and kind < 0.45:
        found.append(Question(row["question"], "", (), tuple(chance.sample(elsewhere, size + 1))))
    return found


def _rows(data: Path, source: str) -> list[dict[str, Any]]:
    with gzip.open(data / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Labeller:
    """Searches an index for questions and labels what it finds."""

    def __init__(self, index: Index, features: Features) -> None:
        self._index = index
        self._features = features
        self._stems: dict[str, frozenset[str]] = {}

    def label(self, question: Question) -> Labelled | None:
        """A question searched and its candidates labelled; None where nothing is left to read."""
        found = self._index.search(question.text, LOOKED_AT + 1, question.scope)
        hits = [
            hit
            for hit in found.hits
            if not (question.hide and hit.passage.span.document == question.document)
        ]
        found = replace(found, hits=tuple(hits[:LOOKED_AT]))
        if question.scope:
            found = replace(found, weights=self._weights(found.weights, question.scope))
        gold = [Span(question.document, start, end) for start, end in question.answers]
        return labelled(self._features, found, gold, bool(gold))

    def _weights(self, stems: dict[str, float], scope: Sequence[str]) -> dict[str, float]:
        """What the weights would be in an index of those documents alone."""
        for name in scope:
            if name not in self._stems:
                self._stems[name] = content_stems(self._index.document(name).text)
        held = [self._stems[name] for name in scope]
        return {s: idf(len(scope), sum(s in document for document in held)) for s in stems}
