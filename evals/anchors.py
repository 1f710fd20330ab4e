"""Corrects the offsets of evidence whose text has moved within its document."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from evals.evidence import Moved
from evals.json_lines import elements, members
from evals.output import replace
from evals.suite import read_suite


def reanchor(path: Path) -> tuple[Moved, ...]:
    """What was corrected: in the suite's file, offsets whose text stands once elsewhere.

    Only these numbers change, every other byte of the file stays. A case with which anything else
    is wrong is left as it is, and so is a YAML file, whose quotes find their place by themselves;
    `read_suite` then still tells what is wrong. The file is replaced in one step.

    Raises InvalidInput where there is no suite file, or where it cannot be written.
    """
    reading = read_suite(path)
    if not reading.moved:
        return ()
    by_line: dict[int, list[Moved]] = defaultdict(list)
    for moved in reading.moved:
        by_line[moved.place.line].append(moved)
    file = reading.file.resolve()  # what a link points to, as the link is to stay
    lines = file.read_bytes().decode().split("\n")
    for line, several in by_line.items():
        lines[line - 1] = _corrected(lines[line - 1], several)
    replace(file, "\n".join(lines).encode())
    return reading.moved


def _corrected(row: str, several: Sequence[Moved]) -> str:
    """The row with the new offsets of its evidence."""
    evidence = list(elements(row, members(row, row.index("{"))["evidence"][0]))
    changes = []
    for moved in several:
        values = members(row, evidence[moved.number - 1][0])
        changes.append((values["start"], moved.after.start))
        changes.append((values["end"], moved.after.end))
    for (start, end), number in sorted(changes, reverse=True):
        row = f"{row[:start]}{number}{row[end:]}"
    return row
