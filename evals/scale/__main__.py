"""Speed by size: `python -m evals.scale --passages 1000 100000` prints a table.

Asks the questions of a suite over folders that hold the suite's documents among others (see
`evals.corpus`): the search alone in a process of its own, beside one that has only the same
vectors in Chroma, and the whole answer through `POST /api/v1/ask` of a real server. A folder made
for it is kept in --work, for the next run; what was measured is kept in it as `measured.json`.
"""

import argparse
import json
import os
import platform
import random
import shlex
import sys
import tempfile
from pathlib import Path
from statistics import mean
from typing import Any

from assistant.settings import Settings
from assistant.syncing import place_of
from evals.bench import ROOT
from evals.corpus import make, starts
from evals.mixing import Mixing
from evals.scale.alone import alone
from evals.scale.edits import edited
from evals.scale.measuring import size
from evals.scale.plot import plot
from evals.scale.recall import recall
from evals.scale.served import served
from evals.scale.table import panels, rows
from evals.suite import load_suite
from index.embedding import Embedder, open_embedder
from index.weights import NAME


def measure(settings: Settings, questions: list[str], embedder: Embedder) -> dict[str, Any]:
    """All that is measured of one size, in seconds and MB, where not said otherwise."""
    place = place_of(settings)
    found: dict[str, Any] = {
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "documents": sum(1 for path in settings.documents.rglob("*") if path.is_file()),
        "disk": size(settings.data),
        "chroma disk": size(place / "chroma"),
        "recall": mean(recall(place, embedder.encode(questions))),
        "index": alone("index", place, questions),
        "chroma": alone("chroma", place, questions),
        "server": served(settings, questions),
    }
    found["sync"], found["asked after"] = edited(settings, embedder, questions[0])
    return found


def main() -> None:
    """Makes the folders that are missing, measures, prints the table and draws the plot."""
    parser = argparse.ArgumentParser(prog="python -m evals.scale", description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=[1000, 100_000], metavar="N")
    parser.add_argument(
        "--suite", type=Path, default=ROOT / "evals" / "suites" / "article", metavar="DIR",
        help="whose questions are asked, and whose documents come first",
    )  # fmt: skip
    parser.add_argument(
        "--text", type=Path, nargs="*", default=[], metavar="FILE",
        help="JSON lines with a `passage`, gzip-compressed, for the bulk; none: drawn words",
    )  # fmt: skip
    parser.add_argument("--work", type=Path, help="keep what is made here, and use it again")
    parser.add_argument("--questions", type=int, default=200, metavar="N")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw the curves into an SVG")
    parser.add_argument(
        "--again", action="store_true", help="measure once more what --work holds figures of"
    )
    given = parser.parse_args()
    suite = load_suite(given.suite)
    cases = [case for case in suite.cases if not case.history and case.scope == "corpus"]
    random.Random(1).shuffle(cases)
    questions = [case.question for case in cases[: given.questions]]
    embedder = open_embedder(NAME)
    mixing = Mixing(embedder, suite.documents.root, starts(given.text))
    with tempfile.TemporaryDirectory() as kept:
        columns = []
        for passages in given.passages:
            work = (given.work or Path(kept)) / f"{passages}"
            settings = Settings(documents=work / "documents", data=work / "data")
            file = work / "measured.json"
            if given.again or not file.is_file():
                made = make(settings, passages, given.text, mixing)
                figures = {"passages": made, **measure(settings, questions, embedder)}
                file.write_text(json.dumps(figures), encoding="utf-8")
            columns.append(json.loads(file.read_text("utf-8")))
    loads = ", ".join(f"{column['load']:.1f}" for column in columns)
    sys.stdout.write(
        f"{os.cpu_count()} cores ({platform.machine()}), load {loads} before each size, "
        f"Python {platform.python_version()}; {len(questions)} questions of "
        f"{suite.name}; `{shlex.join(['python', '-m', 'evals.scale', *sys.argv[1:]])}`\n\n"
    )
    sys.stdout.writelines(f"| {' | '.join(row)} |\n" for row in rows(columns))
    if given.plot:
        drawn = plot([column["passages"] for column in columns], panels(columns))
        given.plot.write_text(f"{drawn}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
