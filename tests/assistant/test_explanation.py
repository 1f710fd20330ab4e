"""How an answer was found, as it is told."""

import json
import math
from collections.abc import Callable

import pytest

from assistant.answer import Answer, Turn
from assistant.assistant import Assistant
from assistant.explanation import BEGINNING, Explanation, explain
from assistant.reader.readers import open_reader
from index.retrieval import Index

CENTRE = "Where is the nuclear centre?"
OFF_TOPIC = "How do I bake sourdough bread?"
TWO_PARTS = "Where is the nuclear centre? Who visited Cuba?"


def how(answer: Answer) -> Explanation:
    assert answer.explanation is not None
    return answer.explanation


@pytest.mark.parametrize("question", [CENTRE, OFF_TOPIC])
def test_parts_add_up_to_the_confidence(article_assistant: Assistant, question: str) -> None:
    answer = article_assistant.ask(question)
    (search,) = how(answer).searches
    log_odds = sum(search.parts.values())
    assert 1 / (1 + math.exp(-log_odds)) == pytest.approx(answer.confidence, abs=0.002)
    sizes = [abs(added) for added in search.parts.values()]
    assert sizes == sorted(sizes, reverse=True)


def test_chosen_sentences_are_the_cited_ones_with_their_share(article_assistant: Assistant) -> None:
    answer = article_assistant.ask("Which countries did Lavrov visit?")
    (search,) = how(answer).searches
    assert [s.span for s in search.sentences] == [c.span for c in answer.citations]
    for sentence, citation in zip(search.sentences, answer.citations, strict=True):
        assert (sentence.share is None) == (citation.role == "context")


def test_passages_are_told_of_best_first_with_what_each_leg_made_of_them(
    open_index: Callable[[dict[str, str]], Index],
) -> None:
    index = open_index({"a.txt": "The tower is white.", "b.txt": "Bread is baked in an oven."})
    found = index.search("What colour is the tower?", 10)
    reading = open_reader("light").read(found)
    (search,) = explain("q", reading, [(found, reading)], {}).searches
    first, second = search.passages
    assert (first.span.document, first.dense_rank, first.lexical_rank) == ("a.txt", 1, 1)
    assert (first.lexical, second.lexical, second.lexical_rank) == (1.0, 0.0, None)
    assert first.score > second.score
    assert first.similarity == pytest.approx(found.hits[0].similarity, abs=0.001)
    assert search.searched == search.found == 2


def test_words_are_the_question_s_own_unless_one_was_misspelt(article_assistant: Assistant) -> None:
    (search,) = how(article_assistant.ask("Which countries import fertiliserz?")).searches
    assert {"countries", "import"} <= search.words.keys()
    (misspelt,) = how(article_assistant.ask("Did Venezeula join?")).searches
    assert "venezuela" in misspelt.words


def test_each_part_of_a_question_has_its_own_search(article_assistant: Assistant) -> None:
    searches = how(article_assistant.ask(TWO_PARTS)).searches
    assert [search.query for search in searches] == [
        "Where is the nuclear centre?",
        "Who visited Cuba?",
    ]


def test_a_follow_up_is_explained_as_it_was_understood(article_assistant: Assistant) -> None:
    history = (Turn("Did Argentina join BRICS Plus?", "It declined."),)
    answer = article_assistant.ask("What about Venezuela?", history)
    assert how(answer).understood == answer.standalone_question


def test_a_summary_is_read_whole_and_a_greeting_not_at_all(article_assistant: Assistant) -> None:
    assert how(article_assistant.ask("Summarise the article.")).searches == ()
    assert article_assistant.ask("Hello!").explanation is None


def test_every_step_has_its_time(article_assistant: Assistant) -> None:
    answer = article_assistant.ask(CENTRE)
    seconds = how(answer).seconds
    assert list(seconds) == ["encode", "dense", "lexical", "load", "retrieve", "read", "total"]
    assert answer.seconds.items() <= seconds.items()


@pytest.mark.parametrize("question", [CENTRE, OFF_TOPIC])
def test_plain_values_are_small_and_only_there_when_asked_for(
    article_assistant: Assistant, question: str
) -> None:
    answer = article_assistant.ask(question)
    assert "explanation" not in answer.to_json()
    explanation = answer.to_json(explain=True)["explanation"]
    assert len(json.dumps(explanation)) < 8_000
    (search,) = explanation["searches"]
    for row in (*search["passages"], *search["sentences"]):
        assert len(row["beginning"]) <= BEGINNING
        text = article_assistant.document(row["document"]).text[row["start"] : row["end"]]
        assert " ".join(text.split()).startswith(row["beginning"].removesuffix("…"))


def test_it_does_not_make_two_answers_differ_and_is_not_read_back(
    article_assistant: Assistant,
) -> None:
    answer = article_assistant.ask(CENTRE)
    assert Answer.from_json(answer.to_json(explain=True)).explanation is None
