import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.export.file import copy, export
from assistant.export.outline import UNTITLED
from tests.assistant.export.samples import (
    CONVERSATION,
    HOSTILE,
    OPENED,
    SIZES,
    WRITTEN,
    answer,
    answers,
    saying,
    words,
)

TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "article", "h2", "h3", "p", "q",
    "sup", "a", "strong", "em", "section", "ol", "ul", "li", "blockquote", "cite", "bdi", "code",
    "script", "s",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "dir", "class", "id", "href", "aria-label",
    "start", "type",
}  # fmt: skip


class Parsed(HTMLParser):
    """The elements of a page, its words outside of head and data, and that it is well formed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append((self.open[-1] if self.open else "", data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def said(self, tag: str) -> list[str]:
        return [words for name, words in self.words if name == tag]


def only_ours(page: str) -> Parsed:
    parsed = Parsed(page)
    for tag, attributes in parsed.elements:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES
        assert (attributes.get("href") or "#").startswith("#")
    return parsed


def check(told: Sequence[Answer], title: str | None) -> Parsed:
    page = only_ours(export(told, "html", title))
    assert len(page.of("article")) == len(told)
    assert page.of("script") == [{"type": "application/json", "id": "footnote-export"}]
    assert len(page.of("style")) == 1
    ids = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    for link in page.of("a"):
        assert (link["href"] or "")[1:] in ids
    return page


@settings(deadline=None, max_examples=50)
@given(st.lists(answers(), min_size=1, max_size=3), st.none() | words)
def test_nothing_of_an_answer_takes_effect_in_the_page(
    told: list[Answer], title: str | None
) -> None:
    check(told, title)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_every_place_show_as_they_are(text: str) -> None:
    page = check(saying(text), text)
    assert page.said("blockquote")[:2] == [text, text]
    assert page.said("h1") == ([" ".join(text.split())] if text.strip() else [UNTITLED])
    assert "\r" not in export(saying(text), "html", text)


@settings(deadline=None, max_examples=50)
@given(answers())
def test_nothing_of_an_answer_takes_effect_where_it_is_copied_to(told: Answer) -> None:
    part = only_ours(copy(told, "html"))
    assert {tag for tag, _ in part.elements} & {"a", "script", "style", "meta"} == set()
    assert all("id" not in attributes for _, attributes in part.elements)


def test_the_page_forbids_itself_every_script_and_request() -> None:
    page = Parsed(export(CONVERSATION, "html"))
    assert {
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src 'unsafe-inline'",
    } in page.of("meta")
    assert not re.search(r"url\(|@import|//", (files("assistant.export") / "page.css").read_text())


def test_the_short_answer_stands_out_where_it_stands() -> None:
    told = answer("1932.\nIt is 1,149 metres\nlong.", short="1,149 metres\nlong")
    page = export([told], "html")
    assert "1932. It is <strong>1,149 metres long</strong>.<sup>" in page
    elsewhere = replace(told, citations=OPENED.citations)
    assert "<strong>" not in export([elsewhere], "html")


def test_a_quote_keeps_its_line_breaks_and_a_statement_has_none() -> None:
    page = Parsed(export([SIZES], "html"))
    assert "It is 1,149 metres\nlong." in page.said("blockquote")
    assert "It is 1,149 metres long." in page.said("p")


def test_numbers_are_unique_in_the_file_and_lead_there_and_back() -> None:
    page = Parsed(export(CONVERSATION, "html"))
    links = [(link["id"], link["href"]) for link in page.of("a") if "id" in link]
    assert links == [(f"cited-{n}", f"#footnote-{n}") for n in (1, 2, 3)]
    assert [link["href"] for link in page.of("a") if "id" not in link] == [
        f"#cited-{n}" for n in (1, 2, 3)
    ]
    assert [one["start"] for one in page.of("ol")] == ["1", "2"]


def test_what_is_no_answer_says_so() -> None:
    page = Parsed(export(CONVERSATION, "html"))
    assert page.said("h3").count("Nearest passages (not an answer)") == 1
    assert " The documents don't say." in page.said("p")
    assert "No answer." in page.said("strong")
    assert "Hello." in page.said("p")


def test_a_statement_that_its_quotes_do_not_confirm_is_struck_and_says_why() -> None:
    page = Parsed(export([WRITTEN], "html"))
    assert page.said("s") == ["It opened in 1933.", "It is red."]
    doubts = ["The cited words do not confirm this.", "No source has “1933”."]
    assert page.said("em") == [" ".join(doubts), doubts[0]]
    text = copy(WRITTEN, "text")
    assert f"It opened in 1933. [1] ({' '.join(doubts)})\n" in text
    assert f"\nIt is red. ({doubts[0]})\n" in text
    assert f"~~It opened in 1933.~~[^1] *{' '.join(doubts)}*" in copy(WRITTEN, "markdown")


def test_a_written_answer_says_who_wrote_it_and_that_it_was_checked() -> None:
    by = "Written by llama3.2, each sentence checked against its footnotes."
    page = Parsed(export([WRITTEN], "html"))
    assert by in page.said("p")
    assert f"\n{by}\n" in copy(WRITTEN, "text")
    assert "*Written by llama3.2, each" in copy(WRITTEN, "markdown")
    assert all(by not in copy(OPENED, format) for format in ("text", "html"))


def test_a_statement_without_a_footnote_is_not_told() -> None:
    (statement,) = OPENED.statements
    loose = replace(
        OPENED, statements=(statement, replace(statement, text="I guess.", citations=()))
    )
    for told in (copy(loose, "text"), copy(loose, "markdown"), copy(loose, "html")):
        assert "I guess" not in told


def palettes() -> dict[str, dict[str, str]]:
    css = (files("assistant.export") / "page.css").read_text()
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    light, dark, printed = [dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in blocks]
    return {"light": light, "dark": dark, "print": printed}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("palette", "colour"),
    list(product(["light", "dark", "print"], ["ink", "soft", "link", "warn"])),
)
def test_every_colour_of_words_can_be_read_on_the_paper(palette: str, colour: str) -> None:
    colours = palettes()[palette]
    low, high = sorted([luminance(colours[colour]), luminance(colours["paper"])])
    assert (high + 0.05) / (low + 0.05) >= 4.5
