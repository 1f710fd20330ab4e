"""Questions of several parts are taken apart where that is safe, and answered part by part."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant, open_assistant
from assistant.conversation import Understood
from assistant.parts import MOST_PARTS, Part, in_turn, parts_of
from assistant.settings import Settings
from index.document import Passage, Span

CENTRE = (
    "The science centre in Oruro was opened in 1993. It has a library and a planetarium. "
    "School classes visit it every Tuesday. Rosa Keller designed the building."
)


def asked(question: str) -> list[str]:
    """The parts of a question as they were asked."""
    return [part.asked for part in parts_of(Understood(question))]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("When was it opened and who paid for it?", ["When was it opened?", "Who paid for it?"]),
        ("How tall is it, and who designed it?", ["How tall is it?", "Who designed it?"]),
        ("What is MIR? Where is the centre?", ["What is MIR?", "Where is the centre?"]),
        ("Is it safe? How long does it last?", ["Is it safe?", "How long does it last?"]),
        (
            "Who came first, and what was said, and when did they leave?",
            ["Who came first?", "What was said?", "When did they leave?"],
        ),
        (
            "Is the museum open on Sunday and who pays for the electricity there?",
            ["Is the museum open on Sunday?", "Who pays for the electricity there?"],
        ),
        (
            "What does a ticket cost and is there a cafe?",
            ["What does a ticket cost?", "Is there a cafe?"],
        ),
        (
            "When does it open and is the garden free?",
            ["When does it open?", "Is the garden free?"],
        ),
        (
            "What are the opening hours and are dogs allowed?",
            ["What are the opening hours?", "Are dogs allowed?"],
        ),
        ("Is it safe and does Rosa like it?", ["Is it safe?", "Does Rosa like it?"]),
        (
            "What is the capital of France and the population of Chile?",
            ["What is the capital of France?", "What is the population of Chile?"],
        ),
        (
            "We are twelve. What does a tour cost? Is lunch included?",
            ["What does a tour cost?", "Is lunch included?"],
        ),
        (
            "Who built it? When was it built? What did it cost? Is it open?",
            ["Who built it?", "When was it built?", "What did it cost?", "Is it open?"],
        ),
    ],
)
def test_a_question_is_taken_apart_where_a_second_one_is_put(
    question: str, parts: list[str]
) -> None:
    assert asked(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "What do Cuba and Nicaragua get?",
        "What is the difference between when it opened and when it closed?",
        "Which countries are both in Africa and in the union?",
        "Who came and when?",
        "What made him forget his troubles and how tired he was?",
        "Who wrote “Who is Who and What is What”?",
        "Tell me who came and who left.",
        "Do you know who came and who left?",
        "Who sells bread and butter?",
        "It rains. Why is that?",
        "Is it known who came and who left?",
        "Is the museum open and free?",
        "Is the garden part of the museum and the park?",
        "Who came first and is the owner of the mill?",
        "Which town has a mill and is the capital of Peru?",
        "What is the role of the king and the queen of Spain?",
        "What is the capital of France and Chile?",
        "Why?",
    ],
)
def test_in_doubt_a_question_stays_whole(question: str) -> None:
    assert asked(question) == [question]


@given(st.text(max_size=80), st.lists(st.text(max_size=5), max_size=2).map(tuple))
def test_a_whole_question_is_searched_for_as_it_was_understood(
    question: str, lent: tuple[str, ...]
) -> None:
    understood = Understood(question, lent)
    parts = parts_of(understood)
    assert len(parts) <= MOST_PARTS
    assert len(parts) > 1 or parts == (Part(question, understood.query),)


def test_what_a_later_part_leaves_out_is_searched_with_it() -> None:
    question = "When was the planetarium opened and who paid for it?"
    assert "planetarium" in parts_of(Understood(question))[1].query


@pytest.fixture
def assistant(folder: Callable[..., Path], tmp_path: Path) -> Assistant:
    """An assistant over two small documents."""
    files = {"centre.txt": CENTRE, "mill.txt": "The mill at Brno grinds rye. Its owner is a poet."}
    return open_assistant(Settings(documents=folder(files), data=tmp_path / "data"))


def test_both_parts_are_answered_in_reading_order(assistant: Assistant) -> None:
    answer = assistant.ask("Who designed the building, and when was the science centre opened?")
    assert not answer.refused
    said = [statement.text for statement in answer.statements]
    assert said.index("The science centre in Oruro was opened in 1993.") < said.index(
        "Rosa Keller designed the building."
    )
    assert answer.notes == ()


def test_a_part_that_is_not_found_is_named_and_the_other_answered(assistant: Assistant) -> None:
    answer = assistant.ask(
        "When was the science centre opened and how do I reset the password of my router?"
    )
    assert not answer.refused
    assert "1993" in answer.text
    assert answer.notes == (
        "Not found in the documents: “How do I reset the password of my router?”",
    )
    assert answer.text.endswith(answer.notes[0])


def test_a_question_of_which_no_part_is_found_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("Who won the cup in 2018 and how do I reset the password of my router?")
    assert (answer.refused, answer.notes) == (True, ())


def test_each_sentence_is_cited_once_however_many_parts_it_answers(assistant: Assistant) -> None:
    answer = assistant.ask("Where is the science centre? When was the science centre opened?")
    spans = [citation.span for citation in answer.citations]
    assert len(spans) == len(set(spans))


def test_passages_of_the_parts_come_in_turn_without_overlap() -> None:
    def passage(start: int, end: int) -> Passage:
        return Passage(f"{start}", Span("a.txt", start, end), "", "", start, 0.5)

    first, second = [passage(0, 10), passage(20, 30)], [passage(5, 15), passage(40, 50)]
    assert [p.span.start for p in in_turn([first, second], 5)] == [0, 20, 40]
    assert [p.span.start for p in in_turn([first, second], 2)] == [0, 20]
