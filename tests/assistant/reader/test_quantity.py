"""Whoever asks for a number is not answered by words without one."""

import pytest

from assistant.reader.quantity import lacks_quantity


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many ships are there?", "the northern fleet"),
        ("How much oil is sold?", "oil and gas"),
        ("How much did the centre cost?", "a nuclear centre"),
        ("What percentage of trade is by sea?", "trade by sea"),
        ("In which year was it founded?", "the alliance"),
        ("In which year was it founded?", "several years"),
    ],
)
def test_words_without_a_number_lack_what_is_asked_for(question: str, words: str) -> None:
    assert lacks_quantity(question, words)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many ships are there?", "eleven ships"),
        ("How many ships are there?", "both"),
        ("How many copies are left?", "none"),
        ("How many live there?", "several thousand"),
        ("How much oil is sold?", "60% of it"),
        ("How much did it cost?", "it was free"),
        ("How much damage was done?", "little"),
        ("In which century was it built?", "the seventeenth century"),
        ("Which year was it?", "1932"),
    ],
)
def test_a_vague_number_is_one_too(question: str, words: str) -> None:
    assert not lacks_quantity(question, words)


@pytest.mark.parametrize(
    "question",
    ["Where are the ships?", "How much does coffee disturb sleep?", "How was it paid for?",
     "Why were so many ships lost?", "When was it founded?"],
)  # fmt: skip
def test_other_questions_are_not_held_to_it(question: str) -> None:
    assert not lacks_quantity(question, "the northern fleet")
