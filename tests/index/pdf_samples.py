"""PDFs that show what pages do to a text, made by every test; what is read is in `golden/`."""

from itertools import chain

from tests.pdfs import Line, Page, pdf, set_lines

LEFT = """The harbour bridge was planned in
nineteen twelve and finished after the
war. Its builders had expected a cost of
two million, but the price of steel
doubled while the piers were still un-
der water, and the town had to borrow.

A second bridge followed in the thirties.
It is a well-known landmark and carries
the railway."""
RIGHT = """Today forty thousand people cross the
harbour every day. The council has de-
cided to close both bridges to lorries
in the summer. Nobody expects the well-
known queues to end, since the tunnel
will not be open before the autumn of
next year.

Repairs cost nine million a year."""

HEAD = "Annual report of the harbour board"


def _framed(number: int, *lines: Line) -> Page:
    return Page((Line(72, 756, HEAD, 9), *lines, Line(300, 30, str(number), 9)))


def columns() -> bytes:
    """Two columns under a title that spans both, written to the file row by row."""
    left, right = set_lines(LEFT, 72, 650), set_lines(RIGHT, 320, 650)
    rows = sorted((*left, *right), key=lambda line: (-line.y, line.x))
    title = Line(150, 700, "Bridges of the harbour", 20)
    return pdf([Page((title, *rows))], title="Bridges of the harbour")


def running() -> bytes:
    """Four pages with a running head and a page number; sentences and a word go on over pages."""
    return pdf(
        [
            _framed(1, *set_lines("The board met five times. It has seven mem-", 72, 650)),
            _framed(2, *set_lines("bers, one of whom is elected by the town and\nserves", 72, 700)),
            _framed(3, *set_lines("for two years. The others are appointed.", 72, 700)),
            _framed(4, *set_lines("Fees were paid on time.\n\n7 ships were refused.", 72, 700)),
        ]
    )


def outlined() -> bytes:
    """Headings in bold, in the outline too; a list; a table; an empty page between."""
    first = (
        Line(72, 720, "1 Purpose", 14, bold=True),
        *set_lines("The board keeps the harbour open.\nIt answers to the town.", 72, 690),
        Line(72, 640, "1.1 Duties", 11, bold=True),
        *set_lines("• Dredging the channel\n• Keeping the lights", 72, 620),
    )
    second = (
        Line(72, 720, "2 Accounts", 14, bold=True),
        *chain.from_iterable(
            (Line(72, 690 - 16 * n, name), Line(300, 690 - 16 * n, amount))
            for n, (name, amount) in enumerate(
                (("Fees", "1,204"), ("Grants", "310"), ("Rent", "96"))
            )
        ),
    )
    return pdf(
        [Page(first), Page(), Page(second)],
        title="untitled.dotx",
        outline=[(1, "Purpose", 0, 734), (2, "Duties", 0, 651), (1, "2 Accounts", 2, 734)],
    )


def turned() -> bytes:
    """A page that is turned to be read, and one with words along its side."""
    sideways = b"BT /F0 11 Tf 0 1 -1 0 %d 100 Tm (%s) Tj ET "
    upright = sideways % (100, b"A wide table was set on a turned page.")
    stamp = sideways % (40, b"Draft of May")
    return pdf(
        [
            Page(rotate=90, raw=upright),
            Page(set_lines("The words of the page.", 72, 700), raw=stamp),
        ]
    )


def unlisted() -> bytes:
    """Headings in bold of the size of the text, numbered and not, that no outline lists."""
    body = set_lines("The board keeps the harbour open.\nIt answers to the town.", 72, 0)
    rows = (("1. Purpose", 700), ("1.1. Duties", 600), ("Who pays?", 500), ("Table 1", 400))
    lines = [
        line
        for head, y in rows
        for line in (
            Line(72, y, head, bold=True),
            *(Line(one.x, one.y + y - 30, one.text) for one in body),
        )
    ]
    return pdf([Page((Line(72, 750, "Rules of the harbour", 20), *lines))])


SAMPLES = {
    "columns": columns,
    "outlined": outlined,
    "running": running,
    "turned": turned,
    "unlisted": unlisted,
}


def scan() -> bytes:
    """Pages that are pictures."""
    return pdf([Page(picture=True), Page(picture=True)])
