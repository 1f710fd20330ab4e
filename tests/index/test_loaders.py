"""What the canonical text, the title and the headings of a file are."""

import codecs
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.errors import UnreadableDocument
from index.loaders import LOADERS, load, readable_name
from index.loaders.encoding import decode
from index.loaders.front_matter import front_end
from index.loaders.markdown import _words, read_markdown
from index.loaders.plain import parse, read_plain

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(TEXT)
def test_canonical_text_is_the_decoded_file_with_lf_ends_only(text: str) -> None:
    if text.startswith("\ufeff"):
        text = text.lstrip("\ufeff")
    assert parse(text.encode()).text == text.replace("\r\n", "\n")


@given(TEXT)
def test_a_byte_order_mark_is_removed_whatever_the_encoding(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()) == text
    assert decode(codecs.BOM_UTF16_LE + b"a\0" + text.encode("utf-16-le")) == f"a{text}"
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be")) == text


def test_nothing_is_stripped_or_normalised() -> None:
    text = "  \n\tCafe\u0301 \u00a0 café\u200b \n\n"
    assert decode(text.encode()) == text


def test_too_little_to_tell_an_encoding_by_is_refused_with_the_byte_and_the_way_out() -> None:
    with pytest.raises(UnreadableDocument, match=r"byte 0xe9 at offset 3.*UTF-8"):
        decode("café".encode("latin-1"))


def test_nul_bytes_are_binary() -> None:
    with pytest.raises(UnreadableDocument, match="binary"):
        decode(b"\x89PNG\0\0")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b" \n\t\n")
    with pytest.raises(UnreadableDocument, match="empty"):
        load(tmp_path / "a.txt", tmp_path)


def test_a_removed_file_is_said_to_be_removed(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="removed") as caught:
        load(tmp_path / "gone.txt", tmp_path)
    assert caught.value.passing


def test_id_is_the_path_below_the_folder_with_slashes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text("Words.")
    assert load(tmp_path / "a" / "b.txt", tmp_path).id == "a/b.txt"


@pytest.mark.parametrize(("name", "mark"), [("a.md", "# "), ("a.html", "<h1>")])
def test_a_heading_without_end_is_cut_and_its_words_stay_in_the_text(
    tmp_path: Path, name: str, mark: str
) -> None:
    words = " ".join(f"word{n}" for n in range(20_000))
    (tmp_path / name).write_text(f"{mark}{words}\n")
    document = load(tmp_path / name, tmp_path)
    assert words in document.text
    assert words.startswith(document.title)
    assert len(document.title) <= 200
    assert [heading.text for heading in document.headings] == [document.title]


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("russia-latin-america", "Russia Latin America"),
        ("Annual_Report_2024", "Annual Report 2024"),
        ("README", "README"),
    ],
)
def test_a_file_name_becomes_readable(stem: str, title: str) -> None:
    assert readable_name(stem) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: The Title\n---\n# Other\n", "The Title"),
        ('---\ntitle: "Quoted"\ntags: [a]\n---\nBody\n', "Quoted"),
        ("Intro\n\n# First *heading*\n", "First heading"),
        ("Heading\n=======\n\ntext", "Heading"),
        ("```\n# not a heading\n```\n\ntext", None),
        ("just text", None),
    ],
)
def test_title_is_front_matter_then_first_heading(text: str, title: str | None) -> None:
    assert read_markdown(text)[0] == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The Dead Sea\n\nIt is a salt lake.", "The Dead Sea"),
        ("\n  What causes the seasons?  \n\n\nThe tilt does.", "What causes the seasons?"),
        ("Warsaw (the capital)\n \nA city.", "Warsaw (the capital)"),
        ("It rains.\n\nIt pours.", None),
        ("Dear John,\n\nI write to you.", None),
        ("A line\nand the next one.\n\nMore.", None),
        ("* * *\n\nMore.", None),
        ("a line alone", None),
        ("a line alone\n\n", None),
        (f"{'long ' * 50}line\n\nMore.", None),
    ],
)
def test_title_of_plain_text_is_a_first_line_that_stands_alone(
    text: str, title: str | None
) -> None:
    found, headings = read_plain(text)
    assert found == title
    assert [text[h.start :].startswith(h.text) for h in headings] == [True] * bool(title)


@given(st.lists(st.sampled_from(["# A", "## B b", "text", "", "- item", "---", "a\r", "~~~"])))
def test_heading_offsets_point_at_the_heading_line(lines: list[str]) -> None:
    text = "\n".join(lines)
    for heading in read_markdown(text)[1]:
        line = text[heading.start :].split("\n", 1)[0]
        assert heading.text.split()[0] in line


@pytest.mark.timeout(60)
@pytest.mark.parametrize("blank", [" ", "\t", "\n", " \n"])
def test_a_title_is_told_in_one_look_however_many_blanks_there_are(blank: str) -> None:
    blanks = blank * 20_000
    assert read_plain(f"{blanks}No title,\nas text follows.\n") == (None, ())
    title, headings = read_plain(f"{blanks}The Title\n \n{blanks}Text.\n")
    assert (title, headings[0].start) == ("The Title", len(blanks))
    inner = blanks.replace("\n", " ")
    assert read_plain(f"a{inner}b\nmore\n") == (None, ())
    assert read_markdown(f"---\ntitle:{inner}\n---\n# Head\n")[0] == "Head"
    assert read_markdown(f"---\ntitle:{inner}a{inner}b\n---\n")[0] == f"a{inner}b"


PIECES = ["# ", "## ", "\n", "\n\n", "town", "*mill*", "[old inn][inn]", "[inn]: /inn\n", "- ",
          "> ", "===", "---", "`well`", "```", "    ", "<b>", "&amp;",
          "\\#", "![a](b)", " "]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_headings_of_markdown_are_those_of_the_whole_document_read_as_such(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(text if front_end(text) == 0 else "")
    words = [
        _words(inline)
        for head, inline in pairwise(tokens)
        if head.type == "heading_open" and _words(inline)
    ]
    assert front_end(text) or [heading.text for heading in read_markdown(text)[1]] == words


def test_reading_markdown_takes_few_times_the_memory_of_its_text() -> None:
    text = "# Town\n\n" + "The *old* mill of [the town](town.md) `stands`.\n" * 10 + "\n"
    text *= 400
    tracemalloc.start()
    assert len(read_markdown(text)[1]) == 400
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * len(text)


@pytest.mark.parametrize("ending", sorted(set(LOADERS) - {".txt"}))
def test_whatever_has_a_parser_is_read_in_another_process(ending: str) -> None:
    assert LOADERS[ending].isolated
