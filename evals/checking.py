"""`footnote eval --check`: what is wrong with a suite, without asking anything."""

from pathlib import Path
from typing import TextIO

from evals.anchors import reanchor
from evals.suite import read_suite


def check_suite(path: Path, *, reanchoring: bool, out: TextIO) -> int:
    """0 where the suite can be run; 2 where not, with a line for everything that is wrong.

    With `reanchoring`, evidence that moved within its document is corrected first, and each
    correction told. Raises InvalidInput where there is no suite file.
    """
    if reanchoring:
        for moved in reanchor(path):
            out.write(f"{moved}\n")
    reading = read_suite(path)
    for problem in reading.problems:
        out.write(f"{problem}\n")
    if reading.suite is None:
        return 2
    cases, gates = reading.suite.cases, reading.suite.gates
    answerable = sum(case.answerable for case in cases)
    counts = f"cases: {len(cases)}, answerable: {answerable}, gates: {len(gates)}"
    out.write(f"{reading.file}: nothing is wrong with it ({counts})\n")
    return 0
