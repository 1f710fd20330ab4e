"""What a reasoning model thinks is left out, however its text is cut into pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.writer.thoughts import Thoughts, after_thoughts


def said(pieces: list[str]) -> str:
    thoughts = Thoughts()
    return "".join(thoughts.feed(piece) for piece in pieces) + thoughts.rest()


PARTS = ["<think>", "</think>", "<thinking>", "</thinking>", "<thi", "<b>", "a", " ", "\n"]


@given(st.lists(st.sampled_from(PARTS), max_size=8), st.lists(st.integers(1, 6), max_size=30))
def test_pieces_make_no_difference(parts: list[str], lengths: list[int]) -> None:
    text = "".join(parts)
    pieces, rest = [], text
    for length in lengths:
        pieces.append(rest[:length])
        rest = rest[length:]
    assert said([*pieces, rest]) == said([text])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<think>It says 3.</think>\n\nThree [1].", "Three [1]."),
        ("\n <thinking>a</thinking><think>b</think> Three.", "Three."),
        ("<think></think>Three.", "Three."),
        ("<think>never ends", ""),
        ("<thin", "<thin"),
        (" \n Three.", "Three."),
        ("Tags like <think>x</think> are text.", "Tags like <think>x</think> are text."),
        ("<b>Three</b>", "<b>Three</b>"),
        ("", ""),
    ],
)
def test_thoughts_at_the_start_are_left_out_and_nothing_else(text: str, left: str) -> None:
    assert said([text]) == left
    assert said(list(text)) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("It says 3.\n</think>\n\nThree [1].", "Three [1]."),
        ("It says 3.</thinking>", ""),
        ("Tags like <think>x</think> are text.", None),
        ("Three [1].", None),
    ],
)
def test_thoughts_that_only_end_are_what_comes_before(text: str, left: str | None) -> None:
    assert after_thoughts(text) == left
