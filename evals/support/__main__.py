"""`python -m evals.support TRAINING SUITE …`: how well support is told, as Markdown tables.

TRAINING holds the claims that people judged, of which those are taken that the model was not
trained on; SUITE is a suite of whose evidence statements are made. Beside the model, the tables
show the checks alone, and the checks with the similarity of statement and cited words.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from assistant.support.train.claims import held_claims
from evals.mutation.correct import sampled
from evals.support.scoring import scored
from evals.support.seeded import Seeded, seeded, written
from evals.support.tables import caught_table, claims_table, thresholds_table
from index.errors import FootnoteError

TRAINED = ("begin", "citint", "summedits", "wice")
OTHERS = ("climatefever", "covidfact", "healthver")
"""Sets that nothing was trained on."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the tables to standard output: 0, or 2 with one line of what is wrong."""
    options = _parser().parse_args(arguments)
    try:
        if options.claims:
            sys.stdout.write(_claims(options.training, options.limit) + "\n")
        made: list[Seeded] = []
        for path in tqdm(options.suites, desc="suites", file=sys.stderr, disable=None):
            made += seeded(path, options.limit)
        for file, folder in options.statements:
            made += written(file, folder)
        made = list(dict.fromkeys(made))
        said = scored([(one.says, one.cited) for one in made], failing=False)
        judged = list(zip(made, said, strict=True))
    except FootnoteError as error:
        sys.stderr.write(f"footnote: {error}\n")
        return 2
    if judged:
        sys.stdout.write(caught_table(judged))
    if options.thresholds:
        sys.stdout.write("\n" + thresholds_table(judged))
    return 0


def _claims(training: Path, limit: int | None) -> str:
    found = {}
    for name in tqdm((*TRAINED, *OTHERS), desc="claims", file=sys.stderr, disable=None):
        pairs = sampled(held_claims(training, name), limit)
        scores = scored([(pair.statement, pair.cited) for pair in pairs])
        found[name] = [(p.supported, one) for p, one in zip(pairs, scores, strict=True)]
    return claims_table(found, set(TRAINED))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.support",
        description="Counts what checks, similarity and the support model catch and lose.",
    )
    parser.add_argument("training", type=Path, metavar="TRAINING", help="folder of claims")
    parser.add_argument("suites", type=Path, nargs="*", metavar="SUITE")
    parser.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help="claims of each set and sentences of each suite, evenly spread",
    )
    parser.add_argument(
        "--statements",
        type=Path,
        nargs=2,
        action="append",
        default=[],
        metavar=("FILE", "DOCUMENTS"),
        help="labelled statements about the documents of a folder",
    )
    parser.add_argument(
        "--no-claims", dest="claims", action="store_false", help="leave out the claims"
    )
    parser.add_argument(
        "--thresholds", action="store_true", help="show what other thresholds would bring"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
