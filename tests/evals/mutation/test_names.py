"""Names are found by their capitals and a few lists, and kept by sort for other statements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.mutation.english.names import names
from evals.mutation.pool import pool_of


def found(text: str) -> list[tuple[str, str]]:
    return [(name.text, name.sort) for name in names(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian Foreign Minister Sergey Lavrov left.", [("Sergey Lavrov", "person")]),
        ("He left the University of Pittsburgh.", [("University of Pittsburgh", "organisation")]),
        (
            "It lies in New Zealand and the U.S. coast.",
            [("New Zealand", "place"), ("U.S.", "place")],
        ),
        ("The NFL’s Michael Logan came.", [("NFL", "acronym"), ("Michael Logan", "person")]),
        ("In May the Dead Sea rose.", [("Dead Sea", "thing")]),
        ("However, May came on Monday.", []),
        ("The first Emperor of China ruled.", [("China", "place")]),
        ("A Venezuela-based firm and U.S.-run ships came.", []),
        ("Prices fell. Russia’s exports rose.", [("Russia", "place")]),
    ],
)
def test_names_with_their_sorts(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_first_word_is_a_name_where_the_documents_write_it_so_inside_sentences() -> None:
    assert found("Omalu came.") == []
    known = frozenset({"Omalu"})
    assert [name.text for name in names("Omalu came.", known)] == ["Omalu"]


@given(st.text(max_size=200))
def test_offsets_are_exact(text: str) -> None:
    for name in names(text):
        assert text[name.start : name.end] == name.text
        assert name.text


def test_pool_keeps_names_from_inside_sentences_by_sort() -> None:
    pool = pool_of(["Today Rosa Keller met the Halden Foundation in spring. Then Keller left."])
    assert pool.names["organisation", True] == ("Halden Foundation",)
    assert "Halden" in pool.capital


def test_pool_knows_last_names_of_persons() -> None:
    pool = pool_of(["In spring, the poet Rosa Keller came."])
    assert pool.people == {"Keller"}
    assert pool.names["person", False] == ("Rosa Keller",)


def test_word_that_is_also_written_small_is_no_name_by_itself() -> None:
    pool = pool_of(["In the Games of the year, the Games and games began with the Games."])
    assert ("thing", True) not in pool.names
    assert "Games" not in pool.capital
