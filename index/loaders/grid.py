"""Cells that span columns and rows, laid out so that every row has all that it says."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.loaders.rows import Row

WIDEST = 100
"""Columns and rows that a cell is repeated over at most: what spans more is a rule, not a table."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text on one line, and how many columns and rows it spans."""

    text: str
    columns: int = 1
    rows: int = 1


def grid(lines: Iterable[Iterable[Cell]]) -> list[Row]:
    """Rows, numbered in order; a cell that spans several places is repeated in each."""
    hanging: dict[int, tuple[int, str, bool]] = {}
    rows: list[Row] = []
    for number, line in enumerate(lines, 1):
        cells: list[str] = []
        spanned: set[int] = set()
        for cell in line:
            _hang(cells, spanned, hanging)
            for place in range(max(1, min(cell.columns, WIDEST))):
                if cell.rows > 1:
                    hanging[len(cells)] = (min(cell.rows, WIDEST) - 1, cell.text, place > 0)
                if place:
                    spanned.add(len(cells))
                cells.append(cell.text)
        while hanging and max(hanging) >= len(cells):
            cells += [""] * (min(at for at in hanging if at >= len(cells)) - len(cells))
            _hang(cells, spanned, hanging)
        rows.append(Row(number, tuple(cells), frozenset(spanned)))
    return rows


def _hang(cells: list[str], spanned: set[int], hanging: dict[int, tuple[int, str, bool]]) -> None:
    """Puts what hangs down from rows above into the places that are next."""
    while len(cells) in hanging:
        left, text, goes_on = hanging.pop(len(cells))
        if left > 1:
            hanging[len(cells)] = (left - 1, text, goes_on)
        if goes_on:
            spanned.add(len(cells))
        cells.append(text)
