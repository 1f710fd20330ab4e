"""Words that carry meaning, told from those that only say how something is put."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import STOP_WORDS, content_row, content_stems, content_words, words


@pytest.mark.parametrize(
    ("text", "carry"),
    [
        ("What does the US export?", ["us", "export"]),
        ("Tell me about us", []),
        ("What is the WHO’s advice?", ["who", "advice"]),
        ("Who runs IT and HR?", ["runs", "it", "hr"]),
        ("WHO", ["who"]),
        ("WHAT DOES IT DO FOR US", []),
        ("When in May is it open?", ["may", "open"]),
        ("Theresa May said so.", ["theresa", "may"]),
        ("May 2020 was warm. May we smoke?", ["may", "2020", "warm", "smoke"]),
        ("I may be late.", ["late"]),
    ],
)
def test_a_stop_word_that_is_put_as_a_name_carries_meaning(text: str, carry: list[str]) -> None:
    assert content_row(text) == carry


@given(st.text("aUS mMay.OIT?’s ", max_size=40))
def test_what_carries_meaning_is_all_but_stop_words_at_least(text: str) -> None:
    row = content_row(text)
    assert [word for word in row if word not in STOP_WORDS] == [
        word for word in words(text) if word not in STOP_WORDS
    ]
    assert set(content_words(text)) == set(row or words(text))
    assert len(content_stems(text)) <= len(set(row))
