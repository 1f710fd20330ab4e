"""Which of the things that were spoken of a pointing word means."""

import pytest

from assistant.answer import Turn
from assistant.conversation import standalone, understand

JOINED = Turn("When did Cuba join?", "Cuba joined in 2024.")
SALES = Turn("Who leads the sales team?", "Maria Lopez leads the sales team.")
CUBA = Turn("Who is the president of Cuba?", "Miguel Díaz-Canel is the president of Cuba.")


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("What is the maximum speed?", "What is the minimum speed?"),
        ("What does the first chapter describe?", "What does the second chapter describe?"),
        ("How do I charge the front battery?", "How do I charge the rear battery?"),
        ("How tall is the north tower?", "How tall is the south tower?"),
        ("What is the refund policy?", "What is the exchange policy?"),
        ("Which one is the red planet?", "How large is the blue planet?"),
    ],
)
def test_a_question_about_another_of_a_kind_is_asked_as_it_is(before: str, question: str) -> None:
    assert standalone(question, [Turn(before, "Something.")]) == question


def test_a_correction_names_another_of_a_kind() -> None:
    history = [Turn("What is the refund policy?", "30 days.")]
    corrected = standalone("No, I meant the exchange policy", history)
    assert corrected == "What is the exchange policy?"


def test_a_kind_without_more_words_is_the_one_that_was_spoken_of() -> None:
    history = [Turn("What is the refund policy?", "30 days.")]
    meant = standalone("When does the policy apply?", history)
    assert meant == "When does the refund policy apply?"


@pytest.mark.parametrize("turn", [JOINED, SALES])
@pytest.mark.parametrize(
    "question",
    [
        "Who is the foreign minister?",
        "Who is the president?",
        "What did the president say?",
        "What is the capital?",
    ],
)
def test_a_name_is_not_taken_for_who_holds_a_role(turn: Turn, question: str) -> None:
    assert standalone(question, [turn]).startswith(question)


@pytest.mark.parametrize(
    ("turn", "question", "meant"),
    [
        (SALES, "What does that woman earn?", "What does Maria Lopez earn?"),
        (JOINED, "How large is the country?", "How large is Cuba?"),
    ],
)
def test_a_kind_that_a_name_is_of_stands_for_the_name(
    turn: Turn, question: str, meant: str
) -> None:
    assert standalone(question, [turn]) == meant


@pytest.mark.parametrize(
    ("turn", "question", "meant"),
    [
        (CUBA, "Where was he born?", "Where was Miguel Díaz-Canel born?"),
        (Turn("Who is the president of France?", "In France, President Macron."), "How old is he?",
         "How old is President Macron?"),
        (Turn("Who is the mayor of London?", "Sadiq Khan is."), "When was he elected?",
         "When was Sadiq Khan elected?"),
        (Turn("Who wrote Hamlet?", "Shakespeare wrote Hamlet."), "When did he die?",
         "When did Shakespeare die?"),
        (Turn("Who runs Acme Corp?", "Acme Corp is run by Jane Doe."), "Where does she live?",
         "Where does Jane Doe live?"),
    ],
)  # fmt: skip
def test_he_and_she_are_who_was_told(turn: Turn, question: str, meant: str) -> None:
    assert standalone(question, [turn]) == meant


def test_he_stays_the_one_whose_relative_was_told() -> None:
    history = [Turn("Who was Hume’s father?", "Joseph Home of Ninewells.")]
    assert standalone("Where was he born?", history) == "Where was Hume born?"


def test_he_is_no_country() -> None:
    assert understand("How old is he?", [JOINED]).put == ()
