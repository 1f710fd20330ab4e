"""Fits a reader's coefficients: `python -m assistant.reader.fitting READER SUITE…`.

Writes `assistant/reader/READER.json` from all suites together, and tells of each suite how
coefficients do on it that were fitted on everything but it. `--training` names a folder of question
sets as gzipped JSON lines (question, passage, answers with offsets, answerable, negative_kind) to
fit on beside the suites: the light reader is fitted so. The cross reader, whose model has learned
from those sets, is fitted on the suites alone, and on their questions once more with the passages
hidden that answer them. Sources, licences and figures: `assistant/reader/light.md` and `cross.md`.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.reader.candidate import Features
from assistant.reader.fitting.labelled import Labelled, Labeller, gather
from assistant.reader.fitting.regressions import (
    TRAINING,
    Floats,
    Found,
    Rows,
    confidences,
    fit,
    rows,
)
from assistant.reader.fitting.suites import of_suite
from assistant.reader.readers import READERS, features
from assistant.reader.regression import Fitted
from index.embedding import Embedder, open_embedder
from index.retrieval import Index
from index.sync import sync
from index.weights import NAME

THRESHOLDS = (0.05, 0.08, 0.1, 0.13, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)


def main() -> None:
    """Fits, writes the coefficients, and reports on what each fit had not seen."""
    parser = argparse.ArgumentParser(description="Fit a reader's coefficients.")
    parser.add_argument("reader", choices=READERS, metavar="READER")
    parser.add_argument("suites", nargs="+", type=Path, metavar="SUITE")
    parser.add_argument("--training", type=Path, help="question sets to fit on as well")
    parser.add_argument("--work", type=Path, help="keep documents and indexes here")
    options = parser.parse_args()
    looks = features(options.reader)
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        found = searches(looks, options.training, options.suites, work)
    _write(looks.name, fit(found, looks))
    sys.stdout.write(report(found, looks))


def searches(
    looks: Features, training: Path | None, suites: Sequence[Path], work: Path
) -> dict[str, list[Labelled]]:
    """The labelled searches of the training sets, if any, and of each suite."""
    embedder = open_embedder(NAME)
    found: dict[str, list[Labelled]] = {}
    if training:
        folder = work / TRAINING / "documents"
        folder.mkdir(parents=True, exist_ok=True)
        questions = gather(training, folder)
        index = _index(folder, work / TRAINING / "index", embedder)
        label = Labeller(index, looks).label
        found[TRAINING] = [row for question in questions if (row := label(question))]
        index.close()
    for suite in suites:
        index = _index(suite / "docs", work / suite.name, embedder)
        found[suite.name] = list(of_suite(suite, index, looks, hide=training is None))
        index.close()
    return found


def _index(documents: Path, place: Path, embedder: Embedder) -> Index:
    sync(documents, place, embedder)
    return Index(place, embedder)


def _write(name: str, fitted: Fitted) -> None:
    stored = {
        part: {"intercept": model.intercept, "weights": model.weights}
        for part, model in fitted._asdict().items()
    }
    target = Path(str(files("assistant.reader").joinpath(f"{name}.json")))
    target.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def report(found: Found, looks: Features) -> str:
    """Of each suite, by a fit on everything else; and over all of them what thresholds do."""
    lines = ["| left out | questions | right | auroc | ece |", "|---|--:|--:|--:|--:|"]
    told: list[tuple[Floats, Rows]] = []
    for name in (name for name in found if name != TRAINING):
        fitted = fit({other: of for other, of in found.items() if other != name}, looks)
        held = rows(found[name], looks, fitted.sentence).as_asked()
        told.append((confidences(fitted.answer, held.values), held))
        lines.append(_line(name, *told[-1]))
    confidence = np.concatenate([one for one, _ in told])
    every = Rows(
        *(np.concatenate(parts) for parts in zip(*(held for _, held in told), strict=True))
    )
    lines += [_line("all", confidence, every), ""]
    lines += ["| refuse below | answerable refused | unanswerable answered |", "|---|--:|--:|"]
    for threshold in THRESHOLDS:
        refused = confidence < threshold
        lines.append(
            f"| {threshold:.2f} | {refused[every.answerable].mean():.1%} "
            f"| {1 - refused[~every.answerable].mean():.1%} |"
        )
    return "\n".join(lines) + "\n"


def _line(name: str, confidence: Floats, held: Rows) -> str:
    from sklearn.metrics import roc_auc_score

    both = not held.answerable.all()
    separated = f"{roc_auc_score(held.answerable, confidence):.3f}" if both else ""
    return (
        f"| {name} | {len(confidence)} | {held.right.mean():.3f} | {separated} "
        f"| {_calibration_error(confidence, held.right):.3f} |"
    )


def _calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """The gap between confidence and the share right, over ten equal bins."""
    bins = np.minimum((confidence * 10).astype(int), 9)
    gaps = (confidence[bins == b].sum() - right[bins == b].sum() for b in range(10))
    return float(sum(abs(gap) for gap in gaps) / len(confidence))


if __name__ == "__main__":
    main()
