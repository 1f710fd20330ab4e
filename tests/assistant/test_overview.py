"""All that is said of something is shown, and nothing else passes for it."""

from collections.abc import Callable

import pytest

from assistant.assistant import Assistant
from assistant.overview import overview, subject
from index.retrieval import Index

FILES = {
    "mill.txt": "The mill was sold in 1911. Flour went to Lima. The old mill burned in 1950. "
    "It was never rebuilt. Bread is baked elsewhere now. Rosa Keller owned the mill.",
}


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("What does the article say about Cuba?", "Cuba"),
        ("What does it say about “the old mill”?", "“the old mill”"),
        ("What is said about Sergey Lavrov?", "Sergey Lavrov"),
        ("What do we know about the mill?", "the mill"),
        ("Tell me about the mill.", "the mill"),
        ("please tell me more about Rosa Keller", "Rosa Keller"),
        ("What is known about how the virus spreads?", ""),
        ("What did Rosa Keller sell?", ""),
        ("What do they say?", ""),
        ("Who told the king about the mill?", ""),
        ("What is the document about?", ""),
    ],
)
def test_only_a_question_for_all_that_is_said_is_one(question: str, thing: str) -> None:
    assert subject(question) == thing


def test_every_sentence_that_speaks_of_it_is_shown_in_reading_order(
    open_index: Callable[[dict[str, str]], Index],
) -> None:
    reading = overview(open_index(FILES).search("What does it say about the mill?", 10))
    assert reading
    assert [one.sentence.text for one in reading.evidence] == [
        "The mill was sold in 1911.",
        "The old mill burned in 1950.",
        "Rosa Keller owned the mill.",
    ]


def test_a_sentence_must_hold_every_word(open_index: Callable[[dict[str, str]], Index]) -> None:
    index = open_index(FILES)
    assert overview(index.search("What is said about the mill of Lima?", 10)) is None
    old = overview(index.search("What is said about the old mill?", 10))
    assert old
    assert [one.sentence.text for one in old.evidence] == ["The old mill burned in 1950."]


def test_who_said_it_must_be_told_there(open_index: Callable[[dict[str, str]], Index]) -> None:
    index = open_index(FILES)
    assert overview(index.search("What did Elon Musk say about the mill?", 10)) is None
    told = overview(index.search("What did Rosa Keller say about the mill?", 10))
    assert told
    assert [one.sentence.text for one in told.evidence] == ["Rosa Keller owned the mill."]
    report = overview(index.search("What does the report say about the mill?", 10))
    assert report
    assert len(report.evidence) == 3


def test_who_says_it_may_be_a_document(open_index: Callable[[dict[str, str]], Index]) -> None:
    index = open_index({**FILES, "handbook.txt": "A mill must be cleaned every week."})
    told = overview(index.search("What does the handbook say about a mill?", 10))
    assert told
    assert [one.sentence.text for one in told.evidence] == ["A mill must be cleaned every week."]


def test_a_name_in_capitals_is_no_little_word(
    open_index: Callable[[dict[str, str]], Index],
) -> None:
    text = "Lima is dear to us. The US buys flour. Let us see who sells it. The WHO has a say."
    index = open_index({"trade.txt": text})
    for question, told in {
        "Tell me about the US": "The US buys flour.",
        "What is said about the WHO?": "The WHO has a say.",
    }.items():
        reading = overview(index.search(question, 10))
        assert reading
        assert [one.sentence.text for one in reading.evidence] == [told]


def test_the_assistant_answers_with_it(article_assistant: Assistant) -> None:
    answer = article_assistant.ask("What does the article say about payment cards?")
    assert not answer.refused
    assert "cards" in answer.text
    assert article_assistant.ask("What does the article say about penguins?").refused
