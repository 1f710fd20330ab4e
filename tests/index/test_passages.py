"""Passages tile the text, fit the model, and hold their sentences at exact offsets."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import index.sentences
from index.document import Document, Heading
from index.embedding import Embedder, open_embedder
from index.passages import AIM, CHARACTERS_A_PIECE, cut, trail
from index.weights import NAME
from tests.conftest import ARTICLE

MODEL: Embedder = open_embedder(NAME)
LIMIT = MODEL.max_pieces - MODEL.marker_pieces

WORDS = st.sampled_from(
    ["The river rose.", "In 1931", "U.S.", "and", "\n", "\n\n", "\r", "- item", "# Head\n", "。",
     "北京", "🙂", "👩‍👩‍👧", "e\u0301", "\u200d", "\u00a0", "\t", "«да»", "؟", "x" * 300,
     "word " * 90, "…”"]
)  # fmt: skip
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.lists(WORDS, min_size=1).map(" ".join),
)


def document(text: str, headings: tuple[Heading, ...] = ()) -> Document:
    """A document of that text."""
    return Document("d.txt", "D", text, "sha256:0", "text/plain", (), headings, Path("d.txt"))


@settings(deadline=None, max_examples=300)
@given(TEXT.filter(str.strip))
@example(ARTICLE.read_text("utf-8"))
@example("x" * 20_000)
@example("字" * 3_000)
@example("\u200b\n" * 500)
def test_passages_tile_the_text_and_fit_the_model(text: str) -> None:
    passages = [c.passage for c in cut(document(text), MODEL.count, LIMIT)]
    assert "".join(p.text for p in passages) == text
    assert all(text[p.span.start : p.span.end] == p.text for p in passages)
    assert [p.position for p in passages] == list(range(len(passages)))
    assert max(MODEL.count([p.text for p in passages])) <= LIMIT
    assert max(len(p.text) for p in passages) <= 2 * CHARACTERS_A_PIECE * LIMIT


@settings(deadline=None, max_examples=300)
@given(TEXT.filter(str.strip))
def test_sentences_lie_in_their_passage_and_leave_out_only_white_space(text: str) -> None:
    for found in cut(document(text), MODEL.count, LIMIT):
        passage, sentences = found.passage, found.sentences
        at = passage.span.start
        for sentence in sentences:
            assert not text[at : sentence.span.start].strip()
            assert text[sentence.span.start : sentence.span.end] == sentence.text
            assert sentence.text == sentence.text.strip() != ""
            at = sentence.span.end
        assert not text[at : passage.span.end].strip()


@settings(deadline=None)
@given(st.lists(st.sampled_from(["Same words again.", "Other words here."]), min_size=2))
def test_repeated_sentences_keep_their_own_offsets(sentences: list[str]) -> None:
    text = " ".join(sentences)
    found = [s for c in cut(document(text), MODEL.count, LIMIT) for s in c.sentences]
    assert [s.text for s in found] == sentences
    assert len({s.span.start for s in found}) == len(sentences)


def test_a_long_sentence_is_never_cut_inside_a_visible_character() -> None:
    family, accent = "👩\u200d👩\u200d👧", "e\u0301"
    for unit in (family, accent):
        for passage in cut(document(unit * 900), MODEL.count, LIMIT):
            text = passage.passage.text
            assert text[0] == unit[0]
            assert text.endswith(unit[-1])


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    text = "Strategists in the U.S. have noted it. Dr. Smith left."
    found = [s.text for c in cut(document(text), MODEL.count, LIMIT) for s in c.sentences]
    assert found == ["Strategists in the U.S. have noted it.", "Dr. Smith left."]


def test_a_very_long_block_gives_the_same_sentences_in_little_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "Dr. Smith met Mr. Jones at 3.30 p.m. They talked of the mill! It is old. " * 3000
    whole = list(index.sentences.sentences(text, 7, len(text) - 5))
    monkeypatch.setattr(index.sentences, "AT_ONCE", 1000)
    tracemalloc.start()
    parts = list(index.sentences.sentences(text, 7, len(text) - 5))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert parts == whole
    assert peak < 10 * len(text)
    monkeypatch.setattr(index.sentences, "AT_ONCE", 1)
    one = "A sentence is never cut because it is longer than what is looked at, at once. " * 2
    assert len(list(index.sentences.sentences(one, 0, len(one)))) == 2


def test_list_items_and_blank_lines_end_sentences() -> None:
    text = "Contents\n\n- first item\n- second item\n\nA paragraph\nof one line."
    found = [s.text for c in cut(document(text), MODEL.count, LIMIT) for s in c.sentences]
    assert found[:3] == ["Contents", "- first item", "- second item"]


def test_lines_without_visible_characters_fill_passages_too() -> None:
    found = list(cut(document("\u200b\n" * 10_000), MODEL.count, LIMIT))
    assert max(len(one.passage.text) for one in found) <= 2 * AIM


def test_a_wrapped_paragraph_is_read_across_its_line_breaks() -> None:
    line = "This is a line of a paragraph that somebody wrapped at some width\n"
    text = line * 3 + "and which ends here."
    found = [s.text for c in cut(document(text), MODEL.count, LIMIT) for s in c.sentences]
    assert found == [text]


def test_a_passage_knows_the_headings_above_it() -> None:
    headings = (Heading(0, 1, "Guide"), Heading(10, 2, "Setup"), Heading(30, 1, "End"))
    assert trail(headings, 5) == "Guide"
    assert trail(headings, 20) == "Guide › Setup"
    assert trail(headings, 40) == "End"


def test_identical_files_have_passages_of_their_own() -> None:
    one = document("Same text.")
    two = Document("e.txt", "E", one.text, one.digest, one.media_type, (), (), Path("e.txt"))
    ids = {next(cut(d, MODEL.count, LIMIT)).passage.id for d in (one, two)}
    assert len(ids) == 2


@pytest.mark.parametrize("words", [90, 180, 240, 900])
def test_a_title_is_never_left_alone_before_its_text(words: int) -> None:
    text = "A treatise on rivers\n\n" + "The river rose again. " * (words // 4)
    first = next(cut(document(text), MODEL.count, LIMIT)).passage.text
    assert first.startswith("A treatise on rivers\n\nThe river rose again.")
