"""Questions and texts are changed so that the text no longer answers."""

import random

from hypothesis import given
from hypothesis import strategies as st

from assistant.reader.train.unanswerable import removed, retyped, swapped

TEXT = "The bridge was opened in 1890, and a ferry ran there from 1820. Rosa Keller drew it."


def test_a_year_of_the_question_is_exchanged_for_another_of_the_text() -> None:
    found = swapped("Who ran the ferry in 1820?", TEXT, "a ferryman", random.Random(1))
    assert found == "Who ran the ferry in 1890?"


def test_the_answer_itself_is_never_put_into_the_question() -> None:
    assert swapped("Who ran it in 1820?", TEXT, "1890", random.Random(1)) is None


def test_a_question_without_names_or_numbers_of_the_text_stays() -> None:
    assert swapped("Who drew the bridge?", TEXT, "Rosa Keller", random.Random(1)) is None


def test_an_answer_goes_with_its_preposition_and_leaves_a_sentence() -> None:
    start = TEXT.index("1890")
    found = removed(TEXT, (start, start + 4))
    assert found is not None
    assert found[0].startswith("The bridge was opened, and a ferry ran there from 1820.")
    gone = slice(*found[1])
    assert TEXT[gone] == " in 1890"


def test_a_subject_is_not_taken_out() -> None:
    start = TEXT.index("Rosa Keller")
    assert removed(TEXT, (start, start + len("Rosa Keller"))) is None


def test_an_answer_that_stands_elsewhere_too_is_not_taken_out() -> None:
    text = "It opened in May. They met in May."
    assert removed(text, (text.index("May"), text.index("May") + 3)) is None


def test_another_thing_is_asked_and_sentences_that_may_tell_it_are_named() -> None:
    sentences = ["The ferry ran in 1820.", "Rosa Keller drew it.", "Boats crossed until spring."]
    asks = {retyped("Where did the ferry run?", sentences, random.Random(n)) for n in range(20)}
    assert ("when did the ferry run?", frozenset({0, 2})) in asks
    assert {found[0].split()[0] for found in asks if found} == {"when", "why"}


def test_only_a_question_for_time_place_or_reason_is_made_another() -> None:
    chance = random.Random(1)
    assert retyped("Who drew the bridge?", ["A."], chance) is None
    assert retyped("When she came, what did he say?", ["A."], chance) is None
    assert retyped("Where does it come from?", ["A."], chance) is None


@given(st.text(alphabet="abAB 19.,in", max_size=40), st.integers(0, 40), st.integers(0, 8))
def test_what_is_taken_out_is_exactly_what_is_missing(text: str, start: int, length: int) -> None:
    end = min(len(text), start + length)
    found = removed(text, (min(start, end), end))
    if found:
        left, (first, last) = found
        assert text[:first] + text[last:] == left
