"""Sentence vectors pooled from their passage's own pass, or encoded apart: which reads better?

`python -m evals.pooled SUITE…` prints how often the sentence nearest to the question, among those
of the found passages, overlaps the evidence: with vectors of each kind, and with their mean.
Pooling is that of late chunking (Günther et al., Late Chunking, 2024): the mean of the word
pieces' vectors within the sentence, after all pieces of the passage have seen each other.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.conversation import understand
from evals.suite import Suite, load_suite
from index.document import Passage, Sentence
from index.embedding import Embedder, Vectors, open_embedder
from index.listing import LOOKED_AT
from index.retrieval import Index
from index.sync import sync
from index.weights import NAME, model_folder

KINDS = ("encoded apart", "pooled from the passage", "mean of both")


def pooled(model: Any, passage: Passage, sentences: Sequence[Sentence]) -> Vectors:
    """One row a sentence, of length 1, from one pass of the model over the passage."""
    import torch

    encoded = model.tokenizer(passage.text, return_offsets_mapping=True, return_tensors="pt")
    offsets = encoded.pop("offset_mapping")[0].numpy()
    with torch.no_grad():
        pieces = model[0].auto_model(**encoded).last_hidden_state[0].numpy()
    rows = []
    for sentence in sentences:
        start = sentence.span.start - passage.span.start
        end = sentence.span.end - passage.span.start
        within = (offsets[:, 0] < end) & (offsets[:, 1] > start)
        mean = pieces[within].mean(axis=0) if within.any() else pieces.mean(axis=0)
        rows.append(mean / max(float(np.linalg.norm(mean)), 1e-9))
    return np.array(rows, dtype=np.float32)


def first_right(suite: Suite, embedder: Embedder, model: Any) -> tuple[Vectors, int]:
    """The share of questions whose nearest sentence is right, for each of `KINDS`."""
    right: list[list[bool]] = []
    made: dict[str, Vectors] = {}
    with tempfile.TemporaryDirectory() as folder:
        sync(suite.documents.root, Path(folder), embedder)
        index = Index(Path(folder), embedder)
        for case in (case for case in suite.cases if case.gold):
            question = understand(case.question, case.history).query
            vector = embedder.encode([question])[0]
            scores: list[tuple[float, float, bool]] = []
            for hit in index.search(question, LOOKED_AT, case.documents).hits:
                if hit.passage.id not in made and hit.sentences:
                    made[hit.passage.id] = pooled(model, hit.passage, hit.sentences)
                for n, sentence in enumerate(hit.sentences):
                    overlaps = any(sentence.span.overlaps(span) for span in case.gold)
                    near = float(made[hit.passage.id][n] @ vector)
                    scores.append((hit.similarities[n], near, overlaps))
            apart, within, labels = np.array(scores).T
            if labels.any():
                kinds = (apart, within, apart + within)
                right.append([bool(labels[int(np.argmax(kind))]) for kind in kinds])
        index.close()
    share: Vectors = np.array(right, dtype=np.float32).mean(axis=0)
    return share, len(right)


def main() -> None:
    """Prints a Markdown table."""
    from sentence_transformers import SentenceTransformer

    parser = argparse.ArgumentParser(description="Compare two kinds of sentence vectors.")
    parser.add_argument("suites", nargs="+", type=Path, metavar="SUITE")
    suites = [load_suite(path) for path in parser.parse_args().suites]
    embedder, model = open_embedder(NAME), SentenceTransformer(str(model_folder()))
    sys.stdout.write(f"| suite | questions | {' | '.join(KINDS)} |\n|---|--:|--:|--:|--:|\n")
    for suite in suites:
        share, count = first_right(suite, embedder, model)
        cells = " | ".join(f"{value:.3f}" for value in share)
        sys.stdout.write(f"| {suite.name} | {count} | {cells} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
