"""The text of a message, for any words that a document may hold."""

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.answer import Answer, Citation, Statement
from assistant.export.emphasis import flat
from assistant.web.openai.content import SOURCES, pieces, said
from index.document import Span

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1).filter(
    lambda text: text.strip() != ""
)
VIEWER = "http://127.0.0.1/view/"


def answer(quotes: list[str], lead: str = "", notes: tuple[str, ...] = ()) -> Answer:
    """An answer that says these quotes, each with its citation."""
    citations = tuple(
        Citation(n, "evidence", Span("a.txt", 0, len(quote)), quote, quote, None, "sha256:0")
        for n, quote in enumerate(quotes, 1)
    )
    statements = tuple(Statement(flat(quote), (n,)) for n, quote in enumerate(quotes, 1))
    parts = [lead, *(f"{s.text} [{s.citations[0]}]" for s in statements), *notes]
    return Answer(
        question="?",
        standalone_question="?",
        refused=False,
        confidence=0.9,
        text=" ".join(filter(None, parts)),
        short_answer=None,
        statements=statements,
        citations=citations,
        passages=(),
        mode="extractive",
        model=None,
        seconds={},
        lead=lead,
        notes=notes,
    )


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=3), st.sampled_from(["", "The documents say:"]))
def test_a_message_sent_back_says_what_the_answer_said(quotes: list[str], lead: str) -> None:
    whole = answer(quotes, lead, ("Nothing was found of the rest.",))
    content = "".join(piece.text for piece in pieces(whole, VIEWER, sources=True))
    assert said(content) == whole.text


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=3))
def test_every_annotation_lies_at_its_marker(quotes: list[str]) -> None:
    parts = list(pieces(answer(quotes), VIEWER, sources=True))
    content = "".join(part.text for part in parts)
    places = [one["url_citation"] for part in parts for one in part.annotations]
    assert [content[p["start_index"] : p["end_index"]] for p in places] == [
        f"[{n}]" for n in range(1, len(quotes) + 1)
    ]


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=3))
def test_a_message_links_to_nothing_but_the_viewer(quotes: list[str]) -> None:
    content = "".join(piece.text for piece in pieces(answer(quotes), VIEWER, sources=True))
    tokens = [
        inner
        for token in MarkdownIt("gfm-like", {"linkify": False}).parse(content)
        for inner in [token, *(token.children or [])]
    ]
    opened = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert len(opened) == len(quotes)
    assert all(str(href).startswith(f"{VIEWER}a.txt?") for href in opened)
    assert not {token.type for token in tokens} & {"image", "html_inline", "html_block", "fence"}


def test_an_answer_without_sources_has_no_list() -> None:
    content = "".join(piece.text for piece in pieces(answer(["One."]), VIEWER, sources=False))
    assert SOURCES not in content
