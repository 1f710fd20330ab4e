"""Whoever asks about a name that the documents never mention is answered with less certainty."""

from collections.abc import Callable

import pytest

from assistant.reader.readers import open_reader
from assistant.reader.reading import Reading
from assistant.reader.unmentioned import names_in, unmentioned
from index.retrieval import Index

FILES = {
    "bridge.txt": "Rosa Keller drew the bridge over the Vesk. It was opened in Bolivia in 1932. "
    "Strategists in the U.S. praised its length. The World Health Organization sent a letter.",
    "zanzibar.txt": "A ferry runs every day. It takes two hours.",
}


@pytest.fixture
def index(open_index: Callable[[dict[str, str]], Index]) -> Index:
    return open_index(FILES)


@pytest.mark.parametrize(
    "question",
    [
        "What did Elon Musk say about the bridge?",
        "What does Toyota pay for the bridge?",
        "Is it true that Mr. Keller and Angela Merkel opened it?",
        "When did Germany praise its length?",
        "Where is Merkel’s ferry?",
    ],
)
def test_a_name_that_no_document_mentions_is_noticed(index: Index, question: str) -> None:
    assert unmentioned(index.search(question, 20))


@pytest.mark.parametrize(
    "question",
    [
        "Who is Rosa Keller?",
        "Who is Rose Kellar?",
        "Did Ms. Keller draw it?",
        "When was the Bolivian bridge opened?",
        "What did American strategists praise?",
        "What did the United States praise?",
        "What did WHO send?",
        "Which ferry goes to Zanzibar?",
        "Was the ferry late on a Monday in March?",
        "Toyota?",
        "WHAT DOES TOYOTA PAY FOR THE BRIDGE?",
        "What Does Toyota Pay For The Bridge",
        "what does toyota pay for the bridge?",
        "Which bridge was opened?",
        "Who drew it? Engineers or kings?",
    ],
)
def test_what_may_be_mentioned_in_another_way_is_let_pass(index: Index, question: str) -> None:
    assert not unmentioned(index.search(question, 20))


def test_names_are_told_by_their_capitals() -> None:
    asked = "Tell me: did Elon Musk, or the UN, visit New York in May? Berlin is far from Rome."
    assert list(names_in(asked)) == [("elon", "musk"), ("new", "york"), ("rome",)]


@pytest.mark.parametrize("name", ["light", "cross"])
def test_such_a_question_is_answered_with_less_certainty(index: Index, name: str) -> None:
    reader = open_reader(name)

    def reading(who: str) -> Reading:
        return reader.read(index.search(f"Did {who} draw the bridge over the Vesk?", 20))

    known, unknown = reading("Rosa Keller"), reading("Elon Musk")
    assert unknown.confidence < known.confidence
    said = "a name is asked about that the documents never mention"
    assert (known.parts[said], unknown.parts[said]) == (0.0, -2.0)
