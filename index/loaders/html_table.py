"""The tables of a page: which hold data, and their rows."""

from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from index.loaders.grid import Cell, grid
from index.loaders.html_seen import is_seen
from index.loaders.rows import table

LAYOUT = "table, h1, h2, h3, h4, h5, h6, form, main, article, section"
"""What no cell of a table of data holds."""
FLAT = ("presentation", "none")


def is_data(node: LexborNode) -> bool:
    """False for a table that only lays out a page: its cells are blocks."""
    if node.attrs.get("role") in FLAT or any(
        found.mem_id != node.mem_id for found in node.css(LAYOUT)
    ):
        return False
    return any(len(cells_of(row)) > 1 for row in rows_of(node))


def rows_of(node: LexborNode) -> Iterator[LexborNode]:
    """The rows of a table that are seen, in order."""
    for part in _children(node):
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in _children(part) if row.tag == "tr")


def cells_of(row: LexborNode) -> list[LexborNode]:
    """The cells of a row that are seen."""
    return [cell for cell in _children(row) if cell.tag in ("td", "th")]


def read_table(node: LexborNode, line: Callable[[LexborNode], str]) -> Iterator[str]:
    """The caption and the rows of a table; `line` gives what is seen of an element on one line."""
    for part in _children(node):
        if part.tag == "caption":
            yield line(part)
    rows = [(row, cells_of(row)) for row in rows_of(node)]
    heads = 0
    for row, cells in rows:
        in_head = row.parent is not None and row.parent.tag == "thead"
        if not cells or not (in_head or all(cell.tag == "th" for cell in cells)):
            break
        heads += 1
    named = any(cell.tag == "th" for _, cells in rows for cell in cells)
    filled = grid(_pairs([[_cell(cell, line) for cell in cells] for _, cells in rows], rows, heads))
    yield from table(filled, heads if named else None)


def _pairs(
    told: list[list[Cell]], rows: list[tuple[LexborNode, list[LexborNode]]], heads: int
) -> list[list[Cell]]:
    """Rows of one name and one value become one cell, where columns have no names."""
    if heads:
        return told
    return [
        [Cell(f"{line[0].text}: {line[1].text}")]
        if [cell.tag for cell in cells] == ["th", "td"] and line[0].text and line[1].text
        else line
        for line, (_, cells) in zip(told, rows, strict=True)
    ]


def _cell(node: LexborNode, line: Callable[[LexborNode], str]) -> Cell:
    return Cell(line(node), _span(node, "colspan"), _span(node, "rowspan"))


def _span(node: LexborNode, name: str) -> int:
    text = node.attrs.get(name) or "1"
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        if child.is_element_node and is_seen(child):
            yield child
        child = child.next
