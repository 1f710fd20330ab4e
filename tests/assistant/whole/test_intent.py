"""Questions about a whole are told from questions about something in it."""

import pytest

from assistant.whole.intent import kind_mentioned, left_over
from assistant.whole.length import MOST, sentences_wanted


@pytest.mark.parametrize(
    "question",
    [
        "Summarise the article", "Give me a short summary.", "What are the main points?",
        "What is this text about?", "tl;dr", "What does the article conclude?",
        "Summarize it in two sentences", "The main points in five bullets, please",
        "How is the document organised?", "What sections does it have?", "Table of contents",
        "Which countries are mentioned?", "What numbers are given in the report?",
        "List all the dates", "Who is mentioned?", "What organisations does the article name?",
        "Sum it up in two sentences", "Sum up the article", "Please sum this up.",
        "Describe the document", "Could you explain this text?", "A 200-word summary, please",
        "Write a summary in about 100 words", "Summarise everything in three sentences",
    ],
)  # fmt: skip
def test_a_question_about_the_whole_leaves_nothing_over(question: str) -> None:
    assert left_over(question) == frozenset()


@pytest.mark.parametrize(
    "question",
    [
        "What is the main reason for the war?", "Which countries did Lavrov visit?",
        "What numbers did the bank report for 2019?", "Which countries are mentioned as members?",
        "Who is the author?", "What country is the writer in?", "What chapter is this from?",
        "How is the army organised?", "List the members of ALBA", "Summarise the French Revolution",
        "Sum up the Soviet era", "Explain the document’s date",
        "Describe the report on fish", "What sum was paid up front?",
        "What conclusion did NASA reach about Mars?", "Which dates were proposed for the summit?",
    ],
)  # fmt: skip
def test_a_question_about_something_in_it_is_none_about_the_whole(question: str) -> None:
    assert left_over(question) != frozenset()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which nations are named?", "countries"), ("Who is mentioned?", "people"),
        ("What companies does the text mention?", "organisations"),
        ("List the figures", "numbers"), ("What years are mentioned?", "dates"),
        ("Summarise it", None),
    ],
)  # fmt: skip
def test_the_kind_of_things_asked_for_is_told(question: str, kind: str | None) -> None:
    assert kind_mentioned(question) == kind


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("Summarise it in two sentences", 2), ("five bullet points", 5),
        ("in a single sentence", 1),
        ("in about 100 words", 5), ("a 200 word summary", 9), ("a 100-word summary", 5),
        ("in 2 paragraphs", 8), ("one short paragraph", 4),
        ("a short summary", 3), ("Summarise it in detail", 9),
        ("in 500 sentences", MOST), ("Summarise it", None), ("What are the main points?", None),
    ],
)  # fmt: skip
def test_the_length_asked_for_is_told(question: str, sentences: int | None) -> None:
    assert sentences_wanted(question) == sentences
