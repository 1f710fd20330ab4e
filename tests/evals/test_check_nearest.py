import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.nearest import Words
from evals.suite import read_suite
from tests.evals.samples import write_suite

SAID = "“No,” he said — twice – of Ada’s 3\u00a0maps…"
TEXT = (
    f"The notes were Ada's. {SAID}\nThe maps were drawn in 1890 by Bob, not by Cid, who sold them."
)


def problem(folder: Path, quote: str) -> str:
    cases = (
        f"cases: [{{id: x, question: q, evidence: [{{doc_id: a, quote: {json.dumps(quote)}}}]}}]"
    )
    (found,) = read_suite(write_suite(folder, cases, [("a.txt", TEXT)])).problems
    return found.reason


def test_quote_that_differs_in_typography_alone_is_told_the_exact_words(tmp_path: Path) -> None:
    reason = problem(tmp_path, '"No," he said - twice - of Ada\'s 3 maps...')
    assert "the same with other spaces, punctuation or capitals at 22: " in reason
    assert repr(SAID) in reason


def test_missing_quote_is_told_the_nearest_words_and_their_place(tmp_path: Path) -> None:
    reason = problem(tmp_path, "The maps were drawn in 1891 by Bob")
    assert reason.startswith("a.txt does not say 'The maps were drawn in 1891 by Bob'; nearest, ")
    assert f"at {TEXT.index('The maps')}: 'The maps were drawn in 1890 by Bob';" in reason


def test_missing_quote_with_nothing_near_is_told_so(tmp_path: Path) -> None:
    assert "nor anything like it" in problem(tmp_path, "Penguins swim under the ice")


@pytest.mark.parametrize(
    ("quote", "near"),
    [
        ("the maps were painted in 1890", "The maps were drawn in 1890"),
        ("drawn by Bob, not by Cid", "drawn in 1890 by Bob, not by Cid"),
        ("in 1890 by good old Bob, not by Cid", "in 1890 by Bob, not by Cid"),
        ("by Bob, not by Cid, who lost", "by Bob, not by Cid, who sold"),
        ("Eve sold them.", "who sold them."),
    ],
)
def test_nearest_words_are_as_many_as_the_quote_has(quote: str, near: str) -> None:
    found = Words(TEXT).nearest(quote)
    assert found is not None
    assert found.text == near
    assert TEXT[found.start :].startswith(near)
    assert 0.6 <= found.likeness < 1


def test_likeness_counts_letters_of_common_words() -> None:
    found = Words("Ada wrote the notes").nearest("Ada wrote two notes")
    # "Ada", "wrote" and "notes" are 13 letters of 16 on each side.
    assert found is not None
    assert found.likeness == pytest.approx(2 * 13 / (16 + 16))


def test_first_of_equally_near_words_is_shown() -> None:
    found = Words("Bob drew it. " + "Cid slept. " * 50 + "Bob drew it.").nearest("Bob drew them")
    assert found is not None
    assert found.start == 0


def test_script_without_spaces_is_compared_by_character() -> None:
    found = Words("俄罗斯加强了与拉丁美洲国家的关系。").nearest("加强了同拉丁美洲国家")
    assert found is not None
    assert found.text == "加强了与拉丁美洲国家"


@pytest.mark.parametrize("quote", ["…", "-", " "])
def test_quote_without_words_is_near_to_nothing(quote: str) -> None:
    assert Words(TEXT).nearest(quote) is None


def test_text_without_words_has_nothing_near() -> None:
    assert Words("…").nearest("Bob") is None


WORDS = st.lists(st.sampled_from(["ada", "bob", "É", "1890", "地", "x"]), min_size=1, max_size=30)


@settings(deadline=None)
@given(WORDS, st.text("ab é-“地", max_size=20))
def test_near_words_stand_in_the_text_where_they_are_said_to(words: list[str], quote: str) -> None:
    text = ", ".join(words)
    near = Words(text).nearest(quote)
    if near is not None:
        assert near.text
        assert text[near.start : near.start + len(near.text)] == near.text
        assert 0.6 <= near.likeness <= 1


@settings(deadline=None)
@given(st.data())
def test_words_of_a_long_text_are_found_whatever_their_spaces_quotes_and_dashes(
    data: st.DataObject,
) -> None:
    rng = random.Random(data.draw(st.integers(0, 1000)))
    words = [f"{rng.choice('abcdefgh')}{rng.randrange(300)}" for _ in range(3000)]
    at = data.draw(st.integers(0, len(words) - 8))
    length = data.draw(st.integers(4, 8))
    text = " ".join(words)
    quote = data.draw(st.sampled_from(["  ", "\n", "-", " “"])).join(words[at : at + length])
    near = Words(text).nearest(quote)
    assert near is not None
    assert near.likeness == 1
    assert re.findall(r"\w+", near.text) == re.findall(r"\w+", quote)
