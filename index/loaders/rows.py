"""The rows of a table as sentences: `Row 12 — Name: Ada; Year: 1843.`

A row says what each of its cells is, so that it can be cited alone.
"""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

VALUE = re.compile(
    r"[-+−(]?\s*[$€£¥]?\s*\d[\d.,'’\s]*(?:%|[$€£¥]|[A-Za-z°µ/²³]{1,4})?\)?"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d.*)?|\d{1,2}:\d{2}.*"
    r"|true|false|yes|no|n/?a|null|-|—",
    re.IGNORECASE,
)
"""A number, an amount, a date, a time, a truth value: not a name for such."""
ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\S")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
LINE = re.compile(r"Row (\d+) — |Columns: ")
"""How each line of a table begins; that of a row gives its number."""
LONGEST_NAME = 80
LOOKED_AT = 50
"""Rows below a first row that it is compared with."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the number that a reader finds it by, its cells as text on one line each, and where
    among them the one before goes on, as it spans several columns."""

    number: int
    cells: tuple[str, ...]
    spanned: frozenset[int] = frozenset()

    @property
    def filled(self) -> int:
        """How many of its cells say something of their own: one that spans several counts once."""
        return sum(bool(cell) for at, cell in enumerate(self.cells) if at not in self.spanned)


def table(rows: Sequence[Row], heads: int | None = None) -> Iterator[str]:
    """A table as text, line by line.

    The first `heads` rows name the columns; where None is given, a block of rows ends at an empty
    one, and its first rows name the columns where they look like that. Rows of one cell above the
    names are titles or remarks. A block without names of its own goes on under those before it.
    """
    if heads is None:
        names: tuple[str, ...] = ()
        for block in _blocks(rows):
            names = yield from _detected(block, names)
    elif heads:
        yield from _named([row for row in rows[heads:] if row.filled], _joined(rows[:heads]))
    else:
        yield from (told(row) for row in rows if row.filled)


def told(row: Row, names: Sequence[str] = ()) -> str:
    """A row as a sentence; a cell without a name stands alone, an empty one is left out."""
    if row.filled == 1 and len([cell for cell in row.cells if cell]) > 1:
        names = ()  # one cell that spans several
    words = "; ".join(
        f"{name}: {cell}" if name and name != cell else cell
        for at, (cell, name) in enumerate(zip_longest(row.cells, names, fillvalue=""))
        if cell and (names or at not in row.spanned)
    )
    return f"Row {row.number} — {words}{'' if words.endswith(('.', '!', '?', '。')) else '.'}"


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    block: list[Row] = []
    for row in rows:
        if row.filled:
            block.append(row)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _detected(block: list[Row], before: tuple[str, ...]) -> Generator[str, None, tuple[str, ...]]:
    at = 0
    wide = max(row.filled for row in block) > 1
    while wide and block[at].filled == 1 and block[at].cells[0] and at + 1 < len(block):
        yield told(block[at])
        at += 1
    first = [name for name in block[at].cells if name]
    for heads in (1, 2) if len(set(first)) < len(first) else (1,):  # one name above several
        names = _joined(block[at : at + heads])
        below = block[at + heads :]
        if below and has_names(names, below, block[at + heads - 1].cells):
            yield from _named(below, names)
            return names
    goes_on = wide and max(row.filled for row in block) * 2 >= len([n for n in before if n])
    fits = all(_width(row.cells) <= len(before) for row in block)
    names = before if goes_on and fits else ()
    yield from (told(row, names) for row in block[at:])
    return names


def _named(rows: Sequence[Row], names: tuple[str, ...]) -> Iterator[str]:
    """The names first, so that none of a file's words is lost."""
    yield f"Columns: {'; '.join(name for name in names if name)}."
    yield from (told(row, names) for row in rows)


def _joined(heads: Sequence[Row]) -> tuple[str, ...]:
    """One name a column, of the names above each other."""
    columns = zip_longest(*(row.cells for row in heads), fillvalue="")
    return tuple(" ".join(dict.fromkeys(name for name in column if name)) for column in columns)


def has_names(names: Sequence[str], below: Sequence[Row], last: Sequence[str]) -> bool:
    """True where first rows name the columns of the rows below them, as far as can be told; `last`
    are the cells just above those.

    Names are short, none is a value or comes twice, every column that is used has one (save the
    first, which may name the rows), and no name is a value of its own column further down, or a
    code as all of them are. Names of a single column are told by values below them.
    """
    width = max((_width(row.cells) for row in below), default=0)
    used = [name for name in names if name]
    if not width or not used or _width(names) < width or len(set(used)) < len(used):
        return False
    lowest = [name for name in last if name]
    if not all(_may_be_name(name) for name in lowest) and not _years(lowest):
        return False
    for at, name in enumerate(names):
        column = [row.cells[at] for row in below[:LOOKED_AT] if at < len(row.cells)]
        column = [cell for cell in column if cell]
        if name and (name in column or _made_alike(name, column)):
            return False
        if not name and at and column:
            return False
    return width > 1 or all(VALUE.fullmatch(row.cells[0]) for row in below if row.filled)


def _width(cells: Sequence[str]) -> int:
    return next((at + 1 for at in reversed(range(len(cells))) if cells[at]), 0)


def _may_be_name(cell: str) -> bool:
    return len(cell) <= LONGEST_NAME and not (VALUE.fullmatch(cell) or ADDRESS.search(cell))


def _years(names: Sequence[str]) -> bool:
    """True where years name the columns, one after the other, beside names."""
    years = [int(name) for name in names if YEAR.fullmatch(name)]
    others = [name for name in names if not YEAR.fullmatch(name)]
    steps = {later - earlier for earlier, later in pairwise(years)}
    return len(steps) == 1 and all(_may_be_name(name) for name in others)


def _made_alike(name: str, column: Sequence[str]) -> bool:
    """True where a column holds codes, and the cell above it is one of them."""
    shapes = {re.sub(r"\d", "0", re.sub(r"[^\W\d_]", "a", cell)) for cell in (name, *column)}
    return len(column) > 2 and len(shapes) == 1 and "0" in next(iter(shapes))
