"""The order in which the lines of a page are read: columns one after the other, rows in each."""

from bisect import bisect_left
from itertools import pairwise

from index.loaders.pdf.lines import Line, joined

FEWEST = 3
"""Lines that make a column."""
LETTERS = 15
"""Letters that a line of a column has on average: fewer are the cells of a table."""
FULL = 0.5
"""The share of its column that a line fills on average."""
ACROSS = 0.4
"""The largest share of lines that may run across a gutter, such as a title over two columns."""
EDGE = 0.15
"""No gutter lies so near to an edge of the text, as a share of its width."""


def regions(lines: list[Line]) -> list[list[Line]]:
    """The lines as rows, in groups that are read one after the other: a column, or the rows above,
    between and below columns. What is written in another direction than most comes after it."""
    by_turns: dict[int, list[Line]] = {}
    for line in lines:
        by_turns.setdefault(line.turns, []).append(line)
    directions = sorted(by_turns.values(), key=lambda some: (-len(some), some[0].turns))
    return [region for some in directions for region in _columns(some)]


def _columns(lines: list[Line]) -> list[list[Line]]:
    gutter = _gutter(lines)
    if gutter is None:
        return [rows(lines)] if lines else []
    left, right, across = _sides(lines, gutter)
    heights = sorted(line.middle for line in across)
    bands: dict[int, tuple[list[Line], list[Line], list[Line]]] = {}
    for group, members in enumerate((left, right, across)):
        for line in members:
            band = bands.setdefault(bisect_left(heights, line.middle), ([], [], []))
            band[group].append(line)
    found: list[list[Line]] = []
    spanning: list[Line] = []
    for _, (lefts, rights, over) in sorted(bands.items()):
        if lefts or rights:
            found += [rows(spanning)] if spanning else []
            found += _columns(lefts) + _columns(rights)
            spanning = []
        spanning += over
    return found + ([rows(spanning)] if spanning else [])


def rows(lines: list[Line]) -> list[Line]:
    """Lines from the top down; those that stand side by side become one."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if groups and _beside(groups[-1][0], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [joined(sorted(group, key=lambda line: line.left)) for group in groups]


def _beside(one: Line, other: Line) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > 0.5 * min(one.size, other.size)


def _sides(lines: list[Line], gutter: float) -> tuple[list[Line], list[Line], list[Line]]:
    left = [line for line in lines if line.right <= gutter]
    right = [line for line in lines if line.left >= gutter]
    across = [line for line in lines if line.left < gutter < line.right]
    return left, right, across


def _gutter(lines: list[Line], *, whole: bool = True) -> float | None:
    """Where columns are parted, in points from the left; None where there are no columns. In the
    `whole`, each side may be parted once more: four columns at most are told from a table."""
    if len(lines) < 2 * FEWEST:
        return None
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    inside = (first + EDGE * (last - first), last - EDGE * (last - first))
    size = sorted(line.size for line in lines)[len(lines) // 2]
    edges = sorted({*(line.left for line in lines), *(line.right for line in lines)})
    candidates = []
    for one, other in pairwise(edges):
        middle = (one + other) / 2
        if other - one >= size / 2 and inside[0] < middle < inside[1]:
            crossing = sum(line.left < middle < line.right for line in lines)
            if crossing <= ACROSS * len(lines):
                candidates.append((crossing, one - other, middle))
    for _, _, middle in sorted(candidates):
        left, right, across = _sides(lines, middle)
        sides = (left, right)
        if (
            all(_is_column(side) or (whole and _has_columns(side)) for side in sides)
            and _side_by_side(left, right)
            and not _hold_another(across, left, right)
        ):
            return middle
    return None


def _has_columns(lines: list[Line]) -> bool:
    return _letters(lines) >= LETTERS and _gutter(lines, whole=False) is not None


def _hold_another(across: list[Line], left: list[Line], right: list[Line]) -> bool:
    """True where most of what runs across is no wider than a column, and stands beside its lines:
    it is a column between those."""
    width = min(_width(left), _width(right))
    heights = sorted(line.middle for line in (*left, *right))
    between = [
        line
        for line in across
        if line.right - line.left <= width
        and bisect_left(heights, line.top) < bisect_left(heights, line.bottom)
    ]
    return len(between) >= FEWEST and 2 * len(between) > len(across)


def _width(lines: list[Line]) -> float:
    return max(line.right for line in lines) - min(line.left for line in lines)


def _letters(lines: list[Line]) -> float:
    return sum(len(line.text) for line in lines) / max(len(lines), 1)


def _is_column(lines: list[Line]) -> bool:
    if len(lines) < FEWEST:
        return False
    filled = sum(line.right - line.left for line in lines) / len(lines)
    return _letters(lines) >= LETTERS and filled >= FULL * _width(lines)


def _side_by_side(left: list[Line], right: list[Line]) -> bool:
    """True where both columns have lines at the same height."""
    top = max(min(line.top for line in side) for side in (left, right))
    bottom = min(max(line.bottom for line in side) for side in (left, right))
    return bottom - top > FEWEST * left[0].size
