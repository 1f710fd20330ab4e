"""Fits the light reader's coefficients: `python -m assistant.reader.fit DATA [--work FOLDER]`.

DATA holds question sets as gzipped JSON lines (question, passage, answers with offsets,
answerable, negative_kind). Their passages become one folder of documents, indexed as any other.
Each question is searched in the whole folder or in a few documents only, so that small and large
folders are both learned from, and every found sentence is labelled by whether it overlaps an
answer. Unanswerable are: questions written to be so, answerable questions whose own document is
hidden from the search, and questions asked of another source's documents. A quarter is held back
to report on. Sources and licences: `light.md`.
"""

import argparse
import gzip
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from assistant.reader.features import ANSWER_FEATURES, SENTENCE_FEATURES, answer_values, candidates
from assistant.reader.light import Regression, chosen, rank
from index.catalog import idf
from index.document import Span
from index.embedding import open_embedder
from index.retrieval import Index, Retrieval
from index.sync import sync
from index.weights import NAME
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
PASSAGES_READ = 8
SMALL = 0.6
"""The share of questions asked of a few documents."""
SIZES = (3, 6, 12)
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


class Labelled(NamedTuple):
    """A search with the label of each of its candidate sentences, in their order."""

    retrieval: Retrieval
    labels: tuple[bool, ...]


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
    small = chance.random() < SMALL and near
    scope = (document, *near) if small else ()
    answers = tuple((a["start"], a["end"]) for a in row["answers"])
    found = [Question(row["question"], document, answers, scope)]
    kind = chance.random()
    if answers and kind < 0.25:
        found.append(Question(row["question"], document, (), near if small else (), hide=True))
    elif answers and kind < 0.45:
        found.append(Question(row["question"], "", (), tuple(chance.sample(elsewhere, size))))
    return found


def _rows(data: Path, source: str) -> list[dict[str, Any]]:
    with gzip.open(data / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Labeller:
    """Searches an index for questions and labels what it finds."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._stems: dict[str, frozenset[str]] = {}

    def label(self, question: Question) -> Labelled | None:
        """A question searched and its candidates labelled; None where nothing is left to read."""
        found = self._index.search(question.text, PASSAGES_READ + 1, question.scope)
        hits = [
            hit
            for hit in found.hits
            if not (question.hide and hit.passage.span.document == question.document)
        ]
        found = replace(found, hits=tuple(hits[:PASSAGES_READ]))
        if question.scope:
            found = replace(found, weights=self._weights(found.weights, question.scope))
        rows = candidates(found)
        if not rows:
            return None
        return Labelled(found, tuple(_answers(row.sentence.span, question) for row in rows))

    def _weights(self, stems: dict[str, float], scope: Sequence[str]) -> dict[str, float]:
        """What the weights would be in an index of those documents alone."""
        for name in scope:
            if name not in self._stems:
                self._stems[name] = content_stems(self._index.document(name).text)
        held = [self._stems[name] for name in scope]
        return {s: idf(len(scope), sum(s in document for document in held)) for s in stems}


def _answers(span: Span, question: Question) -> bool:
    return span.document == question.document and any(
        span.start < end and start < span.end for start, end in question.answers
    )


def fit_sentences(found: Sequence[Labelled]) -> Regression:
    """The conditional logit: the share of the answering sentences made as likely as can be."""
    from scipy.optimize import minimize

    groups = [
        (np.array([c.values for c in candidates(row.retrieval)]), np.array(row.labels))
        for row in found
        if any(row.labels)
    ]
    rows = np.concatenate([values for values, _ in groups])
    right = np.concatenate([labels for _, labels in groups])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = (rows - mean) / scale
    sizes = np.array([len(labels) for _, labels in groups])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(groups)), sizes)

    def loss(weights: Any) -> tuple[float, Any]:
        scores = scaled @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        every = np.add.reduceat(odds, starts)
        true = np.add.reduceat(odds * right, starts)
        gradient = (odds / every[group] - odds * right / true[group]) @ scaled / len(groups)
        return -float(np.log(true / every).mean()) + 1e-3 * weights @ weights, (
            gradient + 2e-3 * weights
        )

    best = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x / scale
    return Regression(0.0, _named(SENTENCE_FEATURES, best))


def fit_answers(rows: Any, right: Any) -> Regression:
    """The logistic regression, its standardisation folded into the weights."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(max_iter=5000).fit((rows - mean) / scale, right)
    weights = model.coef_[0] / scale
    intercept = round(float(model.intercept_[0] - weights @ mean), 5)
    return Regression(intercept, _named(ANSWER_FEATURES, weights))


def _named(names: Sequence[str], weights: Any) -> dict[str, float]:
    return {name: round(float(w), 5) for name, w in zip(names, weights, strict=True)}


def answer_rows(found: Sequence[Labelled], sentence: Regression) -> tuple[Any, Any]:
    """The features of whole searches, and whether a sentence that would be cited is right."""
    rows, right = [], []
    for retrieval, labels in found:
        spans = [c.sentence.span for c in candidates(retrieval)]
        true = {span for span, label in zip(spans, labels, strict=True) if label}
        ranked = rank(retrieval, sentence)
        rows.append(answer_values(retrieval, ranked))
        right.append(any(c.sentence.span in true for _, c in chosen(ranked)))
    return np.array(rows), np.array(right)


def main() -> None:
    """Fits, writes `light.json` beside this file, and reports on the held-back quarter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, help="keep documents and index here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        folder = work / "documents"
        folder.mkdir(parents=True, exist_ok=True)
        questions = gather(options.data, folder)
        embedder = open_embedder(NAME)
        sync(folder, work / "index", embedder)
        index = Index(work / "index", embedder)
        labeller = Labeller(index)
        found = [row for question in questions if (row := labeller.label(question))]
        index.close()
    cut = len(found) * 3 // 4
    fitted, held = found[:cut], found[cut:]
    sentence = fit_sentences(fitted)
    answer = fit_answers(*answer_rows(fitted, sentence))
    target = Path(__file__).with_name("light.json")
    stored = {
        name: {"intercept": model.intercept, "weights": model.weights}
        for name, model in (("sentence", sentence), ("answer", answer))
    }
    target.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    _report(held, sentence, answer)


def _report(held: Sequence[Labelled], sentence: Regression, answer: Regression) -> None:
    from sklearn.metrics import roc_auc_score

    rows, right = answer_rows(held, sentence)
    predictors = np.array([answer.predict(ANSWER_FEATURES, tuple(row)) for row in rows])
    confidence = 1 / (1 + np.exp(-predictors))
    answerable = np.array([any(row.labels) for row in held])
    bins = np.minimum((confidence * 10).astype(int), 9)
    ece = sum(
        (bins == b).mean() * abs(confidence[bins == b].mean() - right[bins == b].mean())
        for b in range(10)
        if (bins == b).any()
    )
    sys.stderr.write(
        f"held back: {len(held)} questions; auroc of a right answer "
        f"{roc_auc_score(right, confidence):.3f}, ece {ece:.3f}\n"
    )
    for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
        refused = confidence < threshold
        sys.stderr.write(
            f"refuse below {threshold}: answerable refused {refused[answerable].mean():.3f}, "
            f"unanswerable answered {1 - refused[~answerable].mean():.3f}\n"
        )


if __name__ == "__main__":
    main()
