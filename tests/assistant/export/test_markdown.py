import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.answer import Answer
from assistant.export.file import copy, export
from assistant.export.markdown_text import emphasised, inline, line
from tests.assistant.export.samples import (
    CONVERSATION,
    HOSTILE,
    OPENED,
    SIZES,
    answers,
    saying,
    words,
)

OURS = {
    "heading_open": {"h1", "h2", "h3"},
    "paragraph_open": {"p"},
    "bullet_list_open": {"ul"},
    "list_item_open": {"li"},
    "fence": {"code"},
}
SHOWN = {
    "text", "strong_open", "strong_close", "em_open", "em_close", "code_inline", "s_open",
    "s_close",
}  # fmt: skip
LIKE_A_LINK = re.compile(r"(?<!\\):/|www\.|\w@\w|(?<![\d\\])\.\w")


def parsed(text: str) -> list[Token]:
    """The tokens of the text with every extension that the parser has."""
    return MarkdownIt("js-default").parse(text)


def only_ours(text: str) -> list[Token]:
    """The tokens, among which are none but those that an export writes itself."""
    tokens = parsed(text)
    for token in tokens:
        opens = token.nesting == 1 or token.type == "fence"
        assert not opens or token.tag in OURS.get(token.type, ()), token
        assert token.type not in ("html_block", "code_block", "hr"), token
        for inner in token.children or ():
            assert inner.type in SHOWN, inner
    return tokens


def headings(tokens: list[Token]) -> list[str]:
    return [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open"]


def visible(text: str) -> str:
    """What a reader of the rendered text sees of it, on one line."""
    inner = [child for token in parsed(text) for child in token.children or ()]
    return "".join(token.content for token in inner)


@given(words)
def test_words_show_as_they_are_and_do_nothing(text: str) -> None:
    flat = " ".join(text.split()).replace("\x00", "\ufffd")
    for written, shown in ((line(text), flat), (f"So: {inline(text)}", f"So: {flat}".strip())):
        assert len(only_ours(written)) == (3 if written else 0)  # one paragraph
        assert visible(written) == shown
        assert not LIKE_A_LINK.search(written)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_every_place_show_as_they_are(text: str) -> None:
    check(saying(text), text)
    flat = " ".join(text.split()).replace("\x00", "\ufffd")
    shown = visible(export(saying(text), "markdown", text))
    assert shown.count(f"“{flat}”") == 4
    assert shown.startswith(flat)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("http://a.example", "http\\://a\\.example"),
        ("Www.a.example", "Www\\.a\\.example"),
        ("ann@a.example", "ann\\@a\\.example"),
        (":smile: {: .x}", "\\:smile: \\{: \\.x\\}"),
        ("==a== %%b%% $c$ ^d^", "\\=\\=a\\=\\= \\%%b\\%% \\$c\\$ \\^d\\^"),
        ("In 1932. At 3.5 km: e.g. so.", "In 1932. At 3.5 km: e\\.g. so."),
        ("1932. It opened.", "1932\\. It opened."),
    ],
)
def test_marks_that_only_some_programs_know_are_escaped_too(text: str, written: str) -> None:
    assert line(text) == written


@given(words, st.data())
def test_strong_words_are_strong_whatever_stands_beside_them(
    text: str, data: st.DataObject
) -> None:
    flat = " ".join(text.split())
    start = data.draw(st.integers(0, len(flat)))
    end = data.draw(st.integers(start, len(flat)))
    written = emphasised(flat, start, end)
    only_ours(written)
    assert visible(written) == flat.replace("\x00", "\ufffd")
    inner = [child for token in parsed(written) for child in token.children or ()]
    opens = [i for i, token in enumerate(inner) if token.type == "strong_open"]
    strong = re.search(r"\w(?:.*\w)?", flat[start:end].replace("_", " "))
    assert len(opens) == (strong is not None) or not flat[start:end].isascii()
    for at in opens:
        assert inner[at + 1].content in flat[start:end].replace("\x00", "\ufffd")


def check(told: Sequence[Answer], title: str | None) -> None:
    tokens = only_ours(export(told, "markdown", title))
    levels = [token.tag for token in tokens if token.type == "heading_open"]
    assert (levels.count("h1"), levels.count("h2")) == (1, len(told) + 1)
    assert headings(tokens)[-1] == "Data"
    assert [token.info for token in tokens if token.type == "fence"] == ["json"]
    for one in told:
        only_ours(copy(one, "markdown"))


@settings(deadline=None, max_examples=50)
@given(st.lists(answers(), min_size=1, max_size=3), st.none() | words)
def test_nothing_of_an_answer_takes_effect_in_the_file(
    told: list[Answer], title: str | None
) -> None:
    check(told, title)


def test_each_part_of_an_answer_is_told() -> None:
    text = export(CONVERSATION, "markdown", "The bridge")
    for part in (
        "# The bridge\n\n## When did it open?\n\nThe bridge opened in **1932**.[^1]\n",
        "[^1]: “The bridge opened in 1932.” — Ann's letter (letters/ann\\.txt, characters 0–26; "
        f"`{OPENED.citations[0].digest}`)",
        "## And how big is it?\n\n*Read as:* How big is the bridge?\n\n*The documents may not",
        "The document says:\n\nIt is 1,149 metres long.[^2]\n\nIt carries eight lanes.[^3]\n\n"
        "Nothing was found about its height.\n\n### Footnotes\n\n[^2]: “It is 1,149 metres long.”",
        "## Who paid?\n\n**No answer.** The documents don't say.\n\nNothing about money.\n\n"
        "### Nearest passages (not an answer)\n\n- “The bridge opened",
        "## hello\n\nHello.\n\n## Data",
    ):
        assert part in text


def test_a_copied_answer_has_neither_data_nor_seal() -> None:
    text = copy(SIZES, "markdown")
    assert text.startswith("## And how big is it?\n")
    assert "[^1]: “It is 1,149 metres long.”" in text
    assert "Seal" not in text
    assert "json" not in text
