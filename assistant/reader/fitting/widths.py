"""Widths compared: `python -m assistant.reader.fitting.widths READER SUITE…`.

Prints a Markdown table of how many sentences to show: for each width the mean over the suites, then
each suite's own figures, over the questions of which an answering sentence was found: the share of
the sentences shown that answer, the share of those that answer which is shown, and the share of the
questions with one of them shown.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.reader.candidate import Features, Width
from assistant.reader.fitting.__main__ import searches
from assistant.reader.fitting.labelled import Labelled
from assistant.reader.readers import READERS, features
from assistant.reader.regression import Regression, coefficients
from assistant.reader.selection import chosen, rank

WIDTHS = (
    Width(0.0, 0.0, 1),
    Width(0.9, 1.4, 4),
    Width(1.3, 2.0, 5),
    Width(1.6, 2.6, 6),
    Width(1.6, 1.6, 6),
    Width(1.3, 2.6, 6),
    Width(2.0, 3.0, 7),
)


def main() -> None:
    """Searches, and prints the table."""
    parser = argparse.ArgumentParser(description="Compare how many sentences are shown.")
    parser.add_argument("reader", choices=READERS, metavar="READER")
    parser.add_argument("suites", nargs="+", type=Path, metavar="SUITE")
    options = parser.parse_args()
    looks = features(options.reader)
    with tempfile.TemporaryDirectory() as work:
        found = searches(looks, None, options.suites, Path(work))
    sys.stdout.writelines(f"{line}\n" for line in table(found, looks))


def table(found: dict[str, list[Labelled]], looks: Features) -> Iterator[str]:
    """The lines of the table, with the coefficients that ship."""
    sentence = coefficients(looks.name).sentence
    yield f"| near, beside, most | mean | {' | '.join(found)} |"
    yield f"|---|---|{'---|' * len(found)}"
    for width in WIDTHS:
        each = [shown(rows, looks, sentence, width) for rows in found.values()]
        cells = [tuple(np.mean(each, axis=0)), *each]
        told = " | ".join(" / ".join(f"{figure:.3f}" for figure in cell) for cell in cells)
        yield f"| {width.near}, {width.beside}, {width.most} | {told} |"


def shown(
    found: Sequence[Labelled], looks: Features, sentence: Regression, width: Width
) -> tuple[float, float, float]:
    """Precision, recall and the share of the questions with a hit, each the mean over questions."""
    figures = []
    for row in found:
        if any(row.labels):
            right = {id(c) for c, label in zip(row.candidates, row.labels, strict=True) if label}
            taken = {
                id(c) for _, c in chosen(rank(row.candidates, looks.sentence, sentence), width)
            }
            both = len(right & taken)
            figures.append((both / len(taken), both / len(right), both > 0))
    precision, recall, hit = np.mean(figures, axis=0)
    return float(precision), float(recall), float(hit)


if __name__ == "__main__":
    main()
