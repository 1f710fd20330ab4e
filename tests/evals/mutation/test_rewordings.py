"""Rewordings say the same in other words, in another order or with less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.mutation.rewordings import WAYS, Way, rewordings

EXAMPLES: tuple[tuple[Way, str, str], ...] = (
    ("verbatim", "Bob drew maps.", "Bob drew maps."),
    ("order", "In 1890, Bob drew maps.", "Bob drew maps in 1890."),
    ("order", "Bob drew maps in March 1890.", "In March 1890, Bob drew maps."),
    ("order", "The town grew in recent years.", "In recent years, the town grew."),
    ("order", "Because the sea is cold, the harbour closes in winter.",
     "The harbour closes in winter because the sea is cold."),
    ("order", "Unlike most countries, Norway has no such law.",
     "Norway has no such law, unlike most countries."),
    ("list", "He visited Cuba, Venezuela, and Nicaragua.",
     "He visited Nicaragua, Venezuela, and Cuba."),
    ("list", "It destroyed museums, schools, and banks.",
     "It destroyed museums, banks, and schools."),
    ("passive", "Bob drew the maps in 1890.", "The maps were drawn by Bob in 1890."),
    ("passive", "The company owns a ship.", "A ship is owned by the company."),
    ("active", "The maps were drawn by Bob in 1890.", "Bob drew the maps in 1890."),
    ("active", "The university is governed by a board.", "A board governs the university."),
    ("active", "It was written by Ada Brown.", "Ada Brown wrote it."),
    ("active", "It is a song recorded by Ada Brown, not by Bob.",
     "It is a song that Ada Brown recorded, not by Bob."),
    ("number", "It includes 11 member states.", "It includes eleven member states."),
    ("number", "It has eleven members.", "It has 11 members."),
    ("number", "It was 60% of it.", "It was 60 percent of it."),
    ("number", "The town has 1.5 million inhabitants.", "The town has 1,500,000 inhabitants."),
    ("contraction", "It is not open.", "It isn't open."),
    ("contraction", "It doesn't matter.", "It does not matter."),
    ("abbreviation", "He left the U.S. in spring.", "He left the United States in spring."),
    ("abbreviation", "He left the United States.", "He left the U.S."),
    ("abbreviation", "He left the U.S.", "He left the United States."),
    ("date", "He left on July 20, 1969.", "He left on 20 July 1969."),
    ("date", "He left on 20 July 1969.", "He left on July 20, 1969."),
    ("synonym", "It took more than 60 ships.", "It took over 60 ships."),
    ("connective", "However, prices fell.", "Prices fell."),
    ("clause", "He visited the island, which lies in the west.", "He visited the island."),
    ("cut", "The old harbour is closed; the new one is open.", "The old harbour is closed."),
    ("attribution", "Critics in Canada have noted that prices fell.",
     "According to critics in Canada, prices fell."),
    ("attribution", "According to Ada Brown, the river is long.",
     "The river is long, according to Ada Brown."),
)  # fmt: skip


def reworded(statement: str, way: Way) -> list[str]:
    return [one.text for one in rewordings(statement) if one.kind == way]


def test_every_way_has_examples() -> None:
    assert {way for way, *_ in EXAMPLES} == set(WAYS)


@pytest.mark.parametrize(("way", "statement", "text"), EXAMPLES)
def test_each_way_gives_this(way: Way, statement: str, text: str) -> None:
    assert text in reworded(statement, way)


@pytest.mark.parametrize(
    ("way", "statement"),
    [
        ("order", "In 2001, he said that he had won the prize."),
        ("order", "In Venezuela, cooperation focuses on sanctions."),
        ("order", "When heated, it melts in the oven."),
        ("order", "He lives in a town that was founded in 1890."),
        ("order", "It rained, because he said so."),
        ("list", "South and Central America are large."),
        ("list", "Cuba and Haiti were first and second, respectively."),
        ("list", "He visited Cuba and Haiti, which borders another state."),
        ("list", "He came, saw, and won."),
        ("list", "Russia’s ties with Cuba and Venezuela’s army grew."),
        ("passive", "He drew his maps in 1890."),
        ("passive", "The town lies near the river."),
        ("active", "The work was done by 1890."),
        ("active", "The hill was surrounded by the sea."),
        ("active", "It was made by using wood."),
        ("number", "One ship sank in Room 12."),
        ("number", '"It has eleven members."'),
        ("abbreviation", "It happened in 18 of the U.S. states."),
        ("contraction", "It is not only cheap."),
        ("clause", "Unlike the town, which lies in the west, the river is long."),
        ("clause", "It depends on the way in which it is made."),
        ("cut", "Thibaut and Kelley (1959); Homans (1961)."),
        ("attribution", "He said that it rains."),
        ("attribution", "According to the Times on July 22, 2014, it rained."),
        ("synonym", "It’s because of you that they came."),
    ],
)
def test_what_might_change_the_sense_is_left_alone(way: Way, statement: str) -> None:
    assert reworded(statement, way) == []


@given(st.text(max_size=200))
def test_any_text_is_taken_and_stands_first_itself(statement: str) -> None:
    found = list(rewordings(statement))
    assert found[0].text == statement
    assert len({one.text for one in found}) == len(found)
    assert found == list(rewordings(statement))


@pytest.mark.parametrize(("way", "statement", "text"), EXAMPLES)
def test_sentences_stay_sentences(way: Way, statement: str, text: str) -> None:
    for one in rewordings(statement):
        assert one.text.endswith("."), (way, text)
        assert one.text[0].isupper() or one.text[0].isdigit()
        assert "  " not in one.text
