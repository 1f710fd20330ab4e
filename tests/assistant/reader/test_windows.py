"""Windows hold whole sentences, fit the model, and begin with what looks best."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reader.candidate import Candidate
from assistant.reader.light_features import LightFeatures
from assistant.reader.pieces import CLS, LONGEST, SEP, about, asked, split, window
from assistant.reader.windows import MOST_PIECES, windows
from index.retrieval import Index
from index.weights import tokenizer

LONG = "The river " + "slowly and " * 300 + "rose."
STORY = " ".join(f"Ship number {n} came to the harbour with {n} barrels of oil." for n in range(90))


@pytest.fixture
def best_first(open_index: Callable[[dict[str, str]], Index]) -> list[Candidate]:
    """The sentences found for a question about ships, in the order in which they were found."""
    index = open_index({"story.txt": STORY, "river.txt": LONG, "note.txt": "He left. It sank."})
    return LightFeatures().candidates(index.search("How much oil came with ship number 7?", 10))


def test_the_ranges_of_a_window_hold_its_sentences_pieces() -> None:
    sentences = [one.ids for one in split(["A ship came.", "It carried oil."])]
    read = window([7, 8], [9], sentences)
    assert [list(read.ids[start:end]) for start, end in read.sentences] == sentences
    assert read.ids[: read.question] == (CLS, 7, 8, SEP)
    assert read.ids[-1] == SEP


def test_a_window_longer_than_the_model_reads_is_an_error() -> None:
    with pytest.raises(ValueError, match=f"reads {LONGEST}"):
        window([7], [], [[5] * LONGEST])


def test_title_and_heading_are_told_once() -> None:
    assert about("Harbour", "Ships") == "Harbour, Ships:"
    assert about("Harbour", "Harbour") == "Harbour:"
    assert about("", " ") == ""


def test_a_question_mark_makes_no_difference() -> None:
    assert asked("How many ships? ") == asked("How many ships") == "How many ships"
    assert asked("Who sailed? (Ship, 7)") == "Who sailed (Ship, 7)"
    assert asked("?") == asked(" ??") == ""


def test_every_window_fits_the_model_and_together_they_fit_what_is_read(
    best_first: list[Candidate],
) -> None:
    read = windows("How much oil?", best_first)
    assert read
    assert all(len(one.window.ids) <= LONGEST for one in read)
    assert sum(len(one.window.ids) for one in read) <= MOST_PIECES


def test_the_sentence_that_looks_best_is_read_first(best_first: list[Candidate]) -> None:
    for order in (best_first, best_first[::-1]):
        assert order[0] in windows("How much oil?", order)[0].candidates


def test_no_sentence_is_judged_twice(best_first: list[Candidate]) -> None:
    judged = [id(c) for one in windows("How much oil?", best_first) for c in one.candidates]
    assert len(judged) == len(set(judged))


def test_the_sentence_before_goes_along_and_is_not_judged(best_first: list[Candidate]) -> None:
    led = [one for one in windows("How much oil?", best_first) if one.place]
    assert led
    for one in led:
        first = one.candidates[0]
        before = [*first.hit.before, *first.hit.sentences][
            len(first.hit.before) + first.position - 1
        ]
        start, end = one.window.sentences[0]
        assert list(one.window.ids[start:end]) == split([before.text])[0].ids
        assert len(one.window.sentences) == len(one.candidates) + 1


@given(st.text(max_size=60))
def test_pieces_say_where_they_stand(text: str) -> None:
    [pieces] = split([text])
    for id, (start, end) in zip(pieces.ids, pieces.offsets, strict=True):
        assert 0 <= start <= end <= len(text)
        if text[start:end].isascii() and text[start:end].isalnum():
            assert tokenizer().id_to_token(id).removeprefix("##") == text[start:end].lower()
