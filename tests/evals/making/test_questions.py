"""Questions are made by moving a sentence's words, and only where that is safe."""

from pathlib import Path

import pytest

from evals.making.candidates import candidates_of
from tests.evals.making.asked import asked, candidates, document

NUMBERS = {
    "Zorvania has 11 provinces with laws of their own.": (
        "How many provinces does Zorvania have?",
        "11",
    ),
    "The bridge at Tarsk was built in 1894 by local masons.": (
        "In what year was the bridge at Tarsk built by local masons?",
        "1894",
    ),
    "In 1851, Zorvania joined the customs league of the coast.": (
        "In what year did Zorvania join the customs league of the coast?",
        "1851",
    ),
    "On July 4, 1851, Zorvania joined the customs league of the coast.": (
        "When did Zorvania join the customs league of the coast?",
        "July 4, 1851",
    ),
    "Over 60% of goods reach Zorvania through the port of Tarsk.": (
        "What percentage of goods reach Zorvania through the port of Tarsk?",
        "60%",
    ),
    "The railway to Tarsk crosses about 42 bridges in the hills.": (
        "How many bridges does the railway to Tarsk cross in the hills?",
        "42",
    ),
}
NAMED = {
    "Zorvania was among the first countries to grant miners a pension.": (
        "Who or what was among the first countries to grant miners a pension?",
        "Zorvania",
    ),
    "Ada Byron described the engine to a circle of friends.": (
        "Who or what described the engine to a circle of friends?",
        "Ada Byron",
    ),
    "Nicaragua was among the first countries to grant miners a pension.": (
        "Which country was among the first countries to grant miners a pension?",
        "Nicaragua",
    ),
    "Ministers praised allies such as ALBA, which includes 11 member states.": (
        "What includes 11 member states?",
        "ALBA",
    ),
}
OBJECTS = {
    "Bilateral trade in Zorvania focuses on dried fish.": (
        "What does bilateral trade in Zorvania focus on?",
        "dried fish",
    ),
    "Overall, the laws of Zorvania are shaped by old customs of the hills.": (
        "What are the laws of Zorvania shaped by?",
        "old customs of the hills",
    ),
    "Zorvania, for instance, wanted to build a harbour wall.": (
        "What did Zorvania want to build?",
        "a harbour wall",
    ),
    "Engineers in Tarsk note that Zorvania could disrupt trade on the canal by sinking barges.": (
        "According to engineers in Tarsk, what could Zorvania disrupt by sinking barges?",
        "trade on the canal",
    ),
}
DEFINED = {
    "The Velm is a slow river that freezes over in most winters.": (
        "What is the Velm?",
        "a slow river",
    ),
    "The Coastal Trade Bank (CTB) lent money to most of the farms.": (
        "What does CTB stand for?",
        "Coastal Trade Bank",
    ),
    "Prime Minister Ada Byron opened the new harbour of the town.": (
        "Who is Ada Byron?",
        "Prime Minister",
    ),
    "Tarsk, a walled town on the coast, lost its charter to the bishop.": (
        "What is Tarsk?",
        "a walled town on the coast",
    ),
    "Zorvania left regional alliances such as ALBA after the war.": (
        "What is ALBA?",
        "regional alliances",
    ),
}


@pytest.mark.parametrize(
    ("sentence", "kind", "question", "answer"),
    [
        (sentence, kind, *expected)
        for kind, table in (
            ("number", NUMBERS), ("name", NAMED), ("cloze", OBJECTS), ("definition", DEFINED),
        )
        for sentence, expected in table.items()
    ],
)  # fmt: skip
def test_question_asks_for_what_the_sentence_tells(
    tmp_path: Path, sentence: str, kind: str, question: str, answer: str
) -> None:
    found = asked(tmp_path, sentence, kind)
    assert question in found
    assert answer in found[question]


@pytest.mark.parametrize(
    "sentence",
    [
        "It has 11 provinces with laws of their own.",
        "These countries joined the customs league in 1851.",
        "However, this scenario worries the harbour masters of Tarsk.",
        "Both countries joined the customs league in 1851.",
        "We counted 42 bridges on the railway to Tarsk.",
        "Did Zorvania join the customs league in 1851?",
        "The customs league of Zorvania",
        "Zorvania | 11 | Tarsk | 42 | 1851 of the coast.",
        "Fig. 3 shows the bridges on the railway to Tarsk.",
    ],
)
def test_no_question_of_what_is_no_statement_or_leans_on_its_context(
    tmp_path: Path, sentence: str
) -> None:
    assert not asked(tmp_path, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Zorvania has not joined the customs league of the coast.",  # nothing, and nothing asked
        "Zorvania never joined the customs league of the coast.",
    ],
)
def test_no_question_of_what_is_denied(tmp_path: Path, sentence: str) -> None:
    assert not asked(tmp_path, sentence)


def test_openers_brackets_and_later_clauses_are_left_out(tmp_path: Path) -> None:
    sentence = (
        "Moreover, Zorvania built a harbour wall (the first on the coast), "
        "which angered the fishers of Tarsk."
    )
    assert list(asked(tmp_path, sentence, "cloze")) == ["What did Zorvania build?"]


def test_subject_that_only_its_text_makes_clear_is_asked_of_no_folder_of_several(
    tmp_path: Path,
) -> None:
    text = "The council sold 11 barges to Zorvania.\nThey knew Zorvania well.\n"
    one = document(tmp_path, text)
    assert list(candidates_of(one, alone=True))
    assert not list(candidates_of(one, alone=False))


def test_name_that_cannot_be_asked_for_becomes_a_blank(tmp_path: Path) -> None:
    sentence = (
        "After a quarrel over the price of herring, off to Tarsk went the last of the barges."
    )
    assert asked(tmp_path, sentence) == {
        "Fill in the blank: “After a quarrel over the price of herring, off to ___ went the last "
        "of the barges”": ("Tarsk",)
    }


def test_question_that_holds_its_own_answer_is_not_asked(tmp_path: Path) -> None:
    assert not asked(tmp_path, "Zorvania pleased Zorvania with the price of herring.", "name")


def test_repeated_sentence_is_known_to_be_repeated(tmp_path: Path) -> None:
    told = "Zorvania has 11 provinces with laws of their own."
    found = candidates(tmp_path, f"{told}\nThey knew Zorvania.\n{told}\n")
    assert found
    assert all(one.repeated for one in found)
