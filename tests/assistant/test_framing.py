"""Questions that ask for yes or no are answered in the documents' words, named as theirs."""

import pytest

from assistant.answer import Evidence
from assistant.assistant import Assistant
from assistant.framing import ONE, SEVERAL, framed
from assistant.reader.reading import Reading
from index.document import Passage, Sentence, Span
from index.retrieval import Hit


def evidence(document: str) -> Evidence:
    """A sentence of a document."""
    span = Span(document, 0, 6)
    hit = Hit(Passage("p", span, "It is.", "", 0), "T", "sha256:0", (), 0.5, (), (), (), 1, 1)
    return Evidence(Sentence(span, "It is."), hit, 0.9)


@pytest.mark.parametrize(
    "question",
    ["Is it open?", "Did Argentina join?", "and has it ended?", "Isn't it red?", "Will they come?",
     "Can I return it?", "Do I need a visa?", "May we smoke?", "Should we pay in advance?",
     "Can you tell me if it is open?", "Please tell me whether it is open", "Do you know if it is?",
     "I'd like to know whether dogs are let in.", "If it is open?"],
)  # fmt: skip
def test_a_question_for_yes_or_no_is_led_by_whose_words_follow(question: str) -> None:
    assert framed(question, Reading((evidence("a.txt"),), 0.9)).lead == ONE
    both = Reading((evidence("a.txt"), evidence("b.txt")), 0.9)
    assert framed(question, both).lead == SEVERAL


@pytest.mark.parametrize(
    "question",
    ["Who is it?", "Can you tell me who came?", "Could you explain it?",
     "Island birds?", "Tell me about it",
     "Do you know who came?", "If it rains, where do we meet?",
     "Have you read it?", "Why did Argentina join?", "Doris lives where?", ""],
)  # fmt: skip
def test_any_other_question_is_answered_without_a_lead(question: str) -> None:
    reading = Reading((evidence("a.txt"),), 0.9)
    assert framed(question, reading) is reading


def test_nothing_found_is_not_framed() -> None:
    assert framed("Is it open?", Reading((), 0.1)).lead == ""


def test_a_polite_question_for_yes_or_no_is_one(article_assistant: Assistant) -> None:
    answer = article_assistant.ask("Could you tell me if Argentina joined BRICS Plus?")
    assert answer.lead == ONE


def test_the_article_answers_in_its_own_words(article_assistant: Assistant) -> None:
    answer = article_assistant.ask("Did Argentina join BRICS Plus?")
    assert answer.text.startswith(f"{ONE} ")
    assert not any(s.text.lower().startswith(("yes", "no,", "no.")) for s in answer.statements)
