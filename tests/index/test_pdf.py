"""The text of a PDF is what a reader sees; every place in it can be shown on its page."""

import re
import zlib
from pathlib import Path

import pypdfium2
import pytest

from index.document import Document, Heading, blank_pages
from index.errors import UnreadableDocument
from index.loaders import load
from index.loaders.pdf import parse
from index.loaders.pdf.places import boxes, picture
from tests.index.pdf_samples import SAMPLES, outlined, running, scan, unlisted
from tests.pdfs import Line, Page, pdf, set_lines


def loaded(content: bytes, folder: Path, name: str = "a.pdf") -> Document:
    (folder / name).write_bytes(content)
    return load(folder / name, folder)


def page_texts(text: str, pages: tuple[int, ...]) -> list[str]:
    ends = [*pages[1:], len(text)]
    return [text[start:end].rstrip() for start, end in zip(pages, ends, strict=True)]


def test_each_page_starts_where_its_first_word_stands() -> None:
    parsed = parse(running())
    starts = [text.split()[0] for text in page_texts(parsed.text, parsed.pages)]
    assert starts == ["Annual", "bers,", "for", "Fees"]


def test_a_page_without_text_starts_where_the_next_does() -> None:
    parsed = parse(outlined())
    assert page_texts(parsed.text, parsed.pages)[1] == ""
    assert parsed.text[parsed.pages[2] :].startswith("2 Accounts")


@pytest.mark.parametrize(
    ("heads", "kept"),
    [
        (["Day 1: 11 people", "Day 2: 12 people", "Day 3: 13 people"], [True] * 3),
        (["Total: 12 euros", "Total: 13 euros", "Total: 14 euros"], [True] * 3),
        (["Harbour board 7", "Harbour board 8", "Harbour board 9"], [True, False, False]),
        (["Page 31", "Page 32", "Page 33"], [False] * 3),
        (["Invoice 2041", "Invoice 2042", "Invoice 2043"], [True] * 3),
        (["Harbour board"] * 3, [True, False, False]),
    ],
)
def test_a_running_head_is_read_once_and_only_a_page_number_may_vary_in_it(
    heads: list[str], kept: list[bool]
) -> None:
    words = ["They walked far.", "They went on.", "They came home."]
    made = [
        Page([Line(72, 756, head), Line(72, 600, own)])
        for head, own in zip(heads, words, strict=True)
    ]
    parsed = parse(pdf(made))
    found = [
        head in text
        for head, text in zip(heads, page_texts(parsed.text, parsed.pages), strict=True)
    ]
    assert found == kept


def test_a_number_far_beyond_the_pages_is_theirs_only_where_the_file_says_so() -> None:
    totals = [
        Page([Line(72, 600, f"They sold {n} boats."), Line(72, 40, f"Total {n}")])
        for n in range(31, 35)
    ]
    text = parse(pdf(totals)).text
    assert all(f"Total {n}" in text for n in range(31, 35))
    assert "Total 32" not in parse(pdf(totals, labelled_from=31)).text
    assert "Total 32" in parse(pdf(totals, labelled_from=32)).text


def test_a_title_that_counts_is_no_running_head_and_no_page_is_left_empty() -> None:
    below = set_lines("Do it.\nWait.", 72, 500)
    steps = [Page([Line(72, 720, f"Step {n}", 24), *below]) for n in (1, 2, 3)]
    assert all(f"Step {n}" in parse(pdf(steps)).text for n in (1, 2, 3))
    alone = [Page([Line(72, 720, f"Figure {n}", 14)], picture=True) for n in (1, 2, 3)]
    assert all(f"Figure {n}" in parse(pdf(alone)).text for n in (1, 2, 3))


@pytest.mark.parametrize("lefts", [(36, 222, 408), (30, 170, 310, 450)])
def test_three_and_four_columns_are_read_one_after_the_other(lefts: tuple[int, ...]) -> None:
    words = [f"{column}{row:02} lorem ipsum dolor" for column in "abcd"[: len(lefts)]
             for row in range(12)]  # fmt: skip
    places = [(x, 690 - 14 * row) for x in lefts for row in range(12)]
    title = Line(150, 740, "All of this page's columns below one title", 14)
    lines = [Line(x, y, text) for (x, y), text in zip(places, words, strict=True)]
    text = parse(pdf([Page((title, *lines))])).text
    assert re.findall(r"[abcd]\d\d", text) == [word[:3] for word in words]


def test_pages_without_text_are_named_in_runs() -> None:
    assert blank_pages((0, 5, 5, 9), 12) == "page 2"
    assert blank_pages((0, 0, 0, 9, 12), 12) == "pages 1-2, 5"
    assert blank_pages((0, 5), 12) == ""


def test_the_outline_gives_the_headings_at_the_rows_that_show_them() -> None:
    parsed = parse(outlined())
    assert parsed.headings == (
        Heading(0, 1, "Purpose"),
        Heading(parsed.text.index("1.1 Duties"), 2, "Duties"),
        Heading(parsed.text.index("2 Accounts"), 1, "2 Accounts"),
    )


def test_where_no_outline_lists_them_headings_are_told_by_their_letters() -> None:
    parsed = parse(unlisted())
    assert [(heading.level, heading.text) for heading in parsed.headings] == [
        (1, "Rules of the harbour"),
        (1, "1. Purpose"),
        (2, "1.1. Duties"),
        (2, "Who pays?"),
    ]
    for heading in parsed.headings:
        assert parsed.text.startswith(heading.text, heading.start)


@pytest.mark.parametrize(
    "words",
    [
        "This is bold, and a sentence.",
        "Figure 3 The bridge",
        "Purpose . . . . . . . . 3",
        "word " * 40,
    ],
)
def test_not_all_that_is_bold_is_a_heading(words: str) -> None:
    body = set_lines(
        "\n\n".join(f"The board met {n} times in that year." for n in range(12)), 72, 700
    )
    pages = [Page((Line(72, 750, words, bold=True), *body)) for _ in range(2)]
    assert parse(pdf(pages)).headings == ()


def test_where_most_is_bold_nothing_is_a_heading() -> None:
    lines = [Line(72, 700 - 40 * n, f"Clause {n} of it", bold=n % 2 == 0) for n in range(12)]
    assert parse(pdf([Page(lines)])).headings == ()


def test_a_stated_title_counts_where_the_first_page_shows_it() -> None:
    page = Page([Line(72, 700, "On tides", 20), *set_lines("The moon pulls at the sea.", 72, 650)])
    assert parse(pdf([page], title="On Tides")).title == "On Tides"
    assert parse(pdf([page], title="Microsoft Word - x.doc")).title == "On tides"
    plain = Page(set_lines("The moon pulls at the sea.", 72, 650))
    assert parse(pdf([plain], title="x")).title is None


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("The foun-\ndation held.", "The foundation held."),
        ("The FOUN-\nDATION held.", "The FOUNDATION held."),
        ("An Austria-\nHungary of 1900-\n1914 ended.", "An Austria-Hungary of 1900-1914 ended."),
        ("A re-elected one was re-\nelected.", "A re-elected one was re-elected."),
        ("A self-\nmade one.", "A self-made one."),
        ("It was here -\nand gone.", "It was here - and gone."),
    ],
)
def test_a_hyphen_at_a_line_s_end_goes_where_it_only_parts_a_word(lines: str, text: str) -> None:
    assert parse(pdf([Page(set_lines(lines, 72, 700))])).text == text


def test_ligatures_are_letters() -> None:
    # 0x1f is an fi of the font, by the differences of its encoding.
    made = pdf([Page(raw=b"BT /F0 11 Tf 72 700 Td (\x1fnd it) Tj ET")]).replace(
        b"/Encoding /WinAnsiEncoding", b"/Encoding << /Differences [31 /fi] >>"
    )
    assert parse(_mended(made)).text == "find it"


def _mended(content: bytes) -> bytes:
    """With the offsets that a replacement moved."""
    at = content.rindex(b"xref\n0 ", 0, content.rindex(b"startxref"))
    body, tail = content[:at], content[at:]
    starts = [match.start() for match in re.finditer(rb"(?m)^\d+ 0 obj", body)]
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    tail = re.sub(rb"(f \n)(?:\d{10} \d{5} n \n)+", lambda m: m[1] + table, tail)
    return body + re.sub(rb"startxref\n\d+", b"startxref\n%d" % at, tail)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_boxes_of_every_word_lie_on_that_word(name: str) -> None:
    content = SAMPLES[name]()
    parsed = parse(content)
    document = pypdfium2.PdfDocument(content)
    checked = 0
    for number, text in enumerate(page_texts(parsed.text, parsed.pages), 1):
        for word in re.finditer(r"[^\W\d_]+", text):
            found = boxes(content, number, text, word.start(), word.end())
            seen = "".join(_seen(document[number - 1], box) for box in found)
            assert re.sub(r"\W", "", seen) == word[0]
            checked += 1
    document.close()
    assert checked > 10


def _seen(page: pypdfium2.PdfPage, box: tuple[float, float, float, float]) -> str:
    """What PDFium itself finds in a box on the page as it is seen."""
    textpage = page.get_textpage()
    width, height = page.get_size()
    left, top, right, bottom = (
        share * side for share, side in zip(box, (width, height) * 2, strict=True)
    )
    if page.get_rotation() == 90:
        rectangle = (top, left, bottom, right)
    else:
        rectangle = (left, height - bottom, right, height - top)
    found: str = textpage.get_text_bounded(*rectangle)
    textpage.close()
    page.close()
    return found.replace("\ufffe", "").replace("\x02", "")


def test_boxes_are_refused_where_the_text_is_not_that_of_the_page() -> None:
    with pytest.raises(UnreadableDocument, match="not what was indexed"):
        boxes(running(), 1, "Something else.", 0, 4)
    with pytest.raises(UnreadableDocument, match="no page 9"):
        boxes(running(), 9, "x", 0, 1)


def test_a_picture_of_a_page_is_a_png_of_its_shape() -> None:
    made = picture(pdf([Page(set_lines("A page.", 72, 700), rotate=90)]), 1)
    assert made.startswith(b"\x89PNG")
    width, height = (int.from_bytes(made[at : at + 4]) for at in (16, 20))
    assert width / height == pytest.approx(792 / 612, rel=0.01)


HOSTILE = {
    "zero bytes": (b"", "^empty"),
    "another format": (b"PK\3\4 not a PDF", "^not a PDF, whatever its name says"),
    "text": (b"Only words.", "^not a PDF"),
    "cut short": (running()[:-60], "^cut short: its end is missing"),
    "cut in half": (running()[: len(running()) // 2], "^cut short"),
    "damaged": (b"%PDF-1.4\nnothing\nstartxref\n0\n%%EOF\n", "^damaged"),
    "encrypted": (pdf([Page(set_lines("A.", 9, 9))], password="x"), "^encrypted: needs a password"),
    "scanned": (scan(), r"^no text in it: a scan; .*OCR"),
    "blank": (pdf([Page()]), "^no text in it$"),
    "no pages": (pdf([]), "without pages"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_without_text_is_refused_with_the_reason(kind: str, tmp_path: Path) -> None:
    content, reason = HOSTILE[kind]
    with pytest.raises(UnreadableDocument, match=reason):
        loaded(content, tmp_path)


def test_fonts_that_name_no_letters_are_told_from_text() -> None:
    with pytest.raises(UnreadableDocument, match="fonts do not say which letters"):
        parse(_nameless())


def _nameless() -> bytes:
    made = pdf([Page(set_lines("abcabcabc", 72, 700))])
    return _mended(
        made.replace(
            b"/Encoding /WinAnsiEncoding",
            b"/Encoding << /Differences [97 /uniE001 /uniE002 /uniE003] >>",
        )
    )


def test_a_form_that_draws_itself_ends() -> None:
    made = pdf([Page(set_lines("Before.", 72, 700), picture=True)])
    looped = made.replace(b"/Subtype /Image", b"/Subtype /Form /BBox [0 0 9 9]")
    assert parse(_mended(looped)).text == "Before."


def test_a_bomb_of_empty_drawing_costs_no_more_than_its_limits(tmp_path: Path) -> None:
    drawn = zlib.compress(zlib.compress(b"0 0 m " * 20_000_000, 9), 9)
    bomb = pdf([Page(raw=b"", picture=False)]).replace(
        b"/Length 0 ", b"/Length %d /Filter [/FlateDecode /FlateDecode] " % len(drawn)
    )
    bomb = _mended(bomb.replace(b"stream\n\nendstream", b"stream\n%s\nendstream" % drawn))
    with pytest.raises(UnreadableDocument):
        loaded(bomb, tmp_path)
    assert loaded(running(), tmp_path, "b.pdf").pages
