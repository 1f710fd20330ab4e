"""What a follow-up means after the turns before it."""

import pytest

from assistant.answer import Turn
from assistant.conversation import names, standalone

LAVROV = Turn("Which countries did Lavrov visit?", "Lavrov visited Cuba and Venezuela. [1]")


def test_without_history_a_question_stays_as_it_is() -> None:
    assert standalone("And Nicaragua?", ()) == "And Nicaragua?"


@pytest.mark.parametrize(
    "question",
    ["What is GLONASS and who runs it?", "How many states belong to ALBA?", "Where is El Alto?"],
)
def test_a_whole_question_does_not_drag_the_old_topic_along(question: str) -> None:
    assert standalone(question, [LAVROV]) == question


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("What did Russia bring to Cuba?", "And Nicaragua?", "What did Russia bring to Nicaragua?"),
        ("Did Argentina join BRICS Plus?", "And Venezuela?", "Did Venezuela join BRICS Plus?"),
        ("What plan does Russia have?", "And Latin America?", "What plan does Latin America have?"),
        ("How many came?", "What about 2019?", "How many came, 2019?"),
    ],
)  # fmt: skip
def test_an_elliptic_question_takes_the_place_of_what_was_asked_before(
    before: str, question: str, meant: str
) -> None:
    assert standalone(question, [Turn(before, "Something.")]) == meant


def test_ellipsis_is_read_through_several_turns() -> None:
    history = [Turn("How many people live in Warsaw?", "1.7 m"), Turn("And in Kraków?", "0.8 m")]
    assert standalone("What about Gdańsk?", history) == "How many people live in Gdańsk?"


def test_a_pronoun_brings_the_subject_of_the_conversation() -> None:
    meant = standalone("When was it built?", [Turn("Where is the nuclear centre?", "In El Alto.")])
    assert meant == "When was it built? (nuclear, centre)"


def test_a_plural_pronoun_brings_the_names_of_the_answer() -> None:
    meant = standalone("Why does their location matter?", [LAVROV])
    assert {"Cuba", "Venezuela"} <= set(names(f"x {meant}"))


def test_a_bare_why_asks_about_the_question_before() -> None:
    assert "Lavrov" in standalone("Why?", [LAVROV])


def test_a_word_is_no_name_for_opening_a_sentence() -> None:
    assert names("The river rose. However, Anna left for El Alto.") == ["Anna", "El Alto"]


def test_an_endless_history_lends_a_few_words_only() -> None:
    endless = Turn("word " * 100_000, "Name Other " * 100_000)
    assert len(standalone("Why is it so?", [endless] * 50)) < 1000
