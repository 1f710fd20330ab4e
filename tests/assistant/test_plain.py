"""A question means what a person sees of it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.conversation.plain import plain

ASKED = "Where is the nuclear centre in Bolivia?"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("nu\u200bcle\u200dar Boli\u00advia", "nuclear Bolivia"),
        ("\u202eWhere\u202c is\ufeff it?", "Where is it?"),
        ("Ｗｈｅｒｅ ｉｓ ｉｔ？", "Where is it?"),
        ("nucleаr in Bоliviа", "nuclear in Bolivia"),
        ("[" * 4000 + "where" + "*" * 9, "[[[where***"),
        ("Где находится центр?", "Где находится центр?"),
        ("می‌خواهم क्‍ष", "می‌خواهم क्‍ष"),
        ("What is H₂O... and ½?", "What is H₂O... and ½?"),
        ("the year ____", "the year ____"),
    ],
)
def test_what_cannot_be_seen_or_only_looks_alike_is_read_as_what_is_seen(
    typed: str, read: str
) -> None:
    assert plain(typed) == read


@given(st.text())
def test_reading_plainly_twice_changes_nothing_more(typed: str) -> None:
    assert plain(plain(typed)) == plain(typed)


@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_ascii_stays_but_for_runs_of_a_sign(typed: str) -> None:
    read = plain(typed)
    assert [c for c in read if c.isalnum()] == [c for c in typed if c.isalnum()]
    assert len(read) <= len(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "\u202e" + ASKED + "\u202c",
        ASKED.replace("nuclear", "nu\u200bcle\u200dar"),
        ASKED.replace("o", "о").replace("a", "а"),
        "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in ASKED),
        unicodedata.normalize("NFD", ASKED),
        ASKED.replace(" ", "\u00a0"),
    ],
    ids=["direction", "zero-width", "homoglyph", "full-width", "decomposed", "no-break"],
)
def test_a_disguised_question_gets_the_answer_of_the_plain_one(
    article_assistant: Assistant, typed: str
) -> None:
    answer, expected = article_assistant.ask(typed), article_assistant.ask(ASKED)
    assert not answer.refused
    assert answer.citations == expected.citations
    assert answer.passages == expected.passages
    assert answer.question == typed
