"""Tables of values parted by commas, semicolons, tabs or bars.

Canonical text: one line a row, as `index.loaders.rows` tells it, under the number that a
spreadsheet program shows for it. Empty rows and cells are left out, a cell's line ends become
spaces.
"""

import csv
import re
from collections.abc import Iterator

from index.errors import UnreadableDocument
from index.loaders.blocks import Blocks, one_line
from index.loaders.encoding import decode
from index.loaders.parsed import Parsed
from index.loaders.rows import Row, table

DELIMITERS = ",;\t|"
QUOTED_ONCE = re.compile(r"(?:'[^\"\n]*'\r?\n)+(?:'[^\"\n]*)?")
"""Lines that all stand in single quotation marks, and hold no double ones."""
SAMPLE_ROWS = 100
SAMPLE = 100_000
"""Characters and rows that delimiter and quotation mark are told by."""
STATED = re.compile(r"sep=(.)\r?\n", re.I)
"""A first line by which spreadsheet programs are told the delimiter."""
PAGE = re.compile(r"\s*(?:<!doctype html|<html|<\?xml)", re.I)
LONGEST_CELL = 1 << 30


def parse(content: bytes) -> Parsed:
    """A table, without title or headings.

    Raises `UnreadableDocument` as `index.loaders.encoding.decode` does, and for a web page.
    """
    text = decode(content)
    if PAGE.match(text):
        raise UnreadableDocument("not a table: a web page or XML; give its name the right ending")
    rows = [
        Row(number, tuple(one_line(cell) for cell in cells))
        for number, cells in enumerate(_records(text), 1)
    ]
    blocks = Blocks()
    for line in table(rows):
        blocks.item(line)
    return blocks.parsed(None)


def _records(text: str) -> Iterator[list[str]]:
    stated = STATED.match(text)
    if stated:
        delimiter, quote = stated[1], '"'
        yield []
        text = text[stated.end() :]
    else:
        delimiter, quote = _dialect(text[:SAMPLE])
    try:
        rows = _read(text, delimiter, quote, strict=True)
    except csv.Error as error:
        # A quotation that never ends would take the rest of the file for one cell.
        endless = "unexpected end" in str(error)
        rows = _read(text, delimiter, None if endless else quote, strict=False)
    yield from rows


def _read(text: str, delimiter: str, quote: str | None, *, strict: bool) -> list[list[str]]:
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        return list(
            csv.reader(
                _lines(text),
                delimiter=delimiter,
                quotechar=quote,
                quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
                skipinitialspace=True,
                strict=strict,
            )
        )
    finally:
        csv.field_size_limit(before)


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends, which are LF, CRLF or CR."""
    return (match[0] for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text))


def _dialect(sample: str) -> tuple[str, str]:
    """The delimiter and quotation mark by which most rows have the same, largest width."""
    quote = "'" if QUOTED_ONCE.fullmatch(sample) else '"'
    best, found = (False, 0.0, 0), ","
    for delimiter in DELIMITERS:
        rows = _read(sample, delimiter, quote, strict=False)[:SAMPLE_ROWS]
        widths = [len(row) for row in rows[: max(1, len(rows) - 1)] if row]
        usual = max(set(widths), key=widths.count, default=0)
        if usual > 1:
            share = widths.count(usual) / len(widths)
            score = (_fits(sample, delimiter, quote), share, usual)
            if score > best:
                best, found = score, delimiter
    return found, quote


def _fits(sample: str, delimiter: str, quote: str) -> bool:
    """True where a delimiter follows every quotation; the last may go on after the sample."""
    try:
        _read(sample, delimiter, quote, strict=True)
    except csv.Error as error:
        return "unexpected end" in str(error)
    return True
