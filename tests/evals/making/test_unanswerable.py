"""What a folder cannot answer is known from the folder, not hoped for."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.questions.making.kinds import COUNTRIES
from evals.making.candidates import Candidate, candidates_of
from evals.making.foreign import foreign_name, noise
from evals.making.off_topic import QUESTIONS, off_topic, stems_watched
from evals.making.survey import Survey
from evals.making.unanswerable import foreign_names, foreign_numbers, foreign_year, masked
from index.words import words
from tests.evals.making.asked import document

HARBOUR = "Zorvania built a harbour wall in 1851. They were glad of Zorvania in 1860.\n"
LEAGUE = "ALBA includes 11 member states of the coast. Ada Byron praised ALBA in the 1830s.\n"


def surveyed(folder: Path, texts: Sequence[str]) -> tuple[list[Candidate], Survey]:
    documents = [document(folder, text, f"{n}.txt") for n, text in enumerate(texts)]
    found = [one for each in documents for one in candidates_of(each, alone=False)]
    survey = Survey(found, stems_watched())
    for each in documents:
        survey.add(each)
    return found, survey


@given(
    name=st.sampled_from(["Nicaragua", "ALBA", "Ada Byron", "the Velm River", "the Normans"]),
    held=st.sets(st.text(st.characters(categories=("Ll",)), min_size=1, max_size=8)),
)
def test_foreign_name_is_not_held(name: str, held: set[str]) -> None:
    fresh = foreign_name(name, held | set(words(name)))
    assert fresh is not None
    assert not set(words(fresh)) - set(words("the River")) & (held | set(words(name)))


@pytest.mark.parametrize(
    ("name", "kept"),
    [("the University of Tarsk", "the University of "), ("Tarsk River", " River")],
)
def test_foreign_name_keeps_the_words_for_what_it_is(name: str, kept: str) -> None:
    fresh = foreign_name(name, ())
    assert fresh is not None
    assert kept in fresh
    assert "Tarsk" not in fresh


def test_country_is_swapped_for_one_that_is_not_named() -> None:
    held = {word for name in COUNTRIES - {"Mongolia"} for word in words(name)}
    assert foreign_name("Nicaragua", held) == "Mongolia"


def test_question_with_a_foreign_name_is_otherwise_the_same(tmp_path: Path) -> None:
    found, survey = surveyed(tmp_path, [HARBOUR])
    questions = {one.question for one in foreign_names(found, survey)}
    fresh = foreign_name("Zorvania", survey.vocabulary)
    assert f"In what year did {fresh} build a harbour wall?" in questions


def test_foreign_year_is_near_and_nowhere_named(tmp_path: Path) -> None:
    _, survey = surveyed(tmp_path, [HARBOUR, LEAGUE])
    year = foreign_year("Zorvania", survey)
    assert year is not None
    assert abs(year - 1855) < 20
    assert year not in (1851, 1860)


def test_foreign_year_is_in_no_decade_or_stretch_that_is_named(tmp_path: Path) -> None:
    years = "In 1850, Zorvania joined the league. From 1855 to 1900, Zorvania was at war.\n"
    _, survey = surveyed(tmp_path, [years + "In the 1840s, barges sank."])
    year = foreign_year("Zorvania", survey)
    assert year is not None
    assert not 1840 <= year < 1850
    assert not 1855 <= year <= 1900


def test_number_question_asks_about_a_name_of_the_folder(tmp_path: Path) -> None:
    found, survey = surveyed(tmp_path, [HARBOUR])
    (one,) = foreign_numbers(found, survey)
    assert "Zorvania" in one.question


def test_off_topic_questions_share_no_rare_word(tmp_path: Path) -> None:
    _, survey = surveyed(tmp_path, ["A ukulele has strings. Cats purr at Zorvania.\n"])
    left = list(off_topic(survey, noise("")))
    assert left
    assert not [one for one in left if {"ukulele", "cats", "purr", "strings"} & set(words(one))]


def test_off_topic_questions_are_all_different_and_end_as_questions() -> None:
    assert len(set(QUESTIONS)) == len(QUESTIONS)
    assert all(question.endswith("?") for question in QUESTIONS)


def test_document_is_masked_where_no_other_answers(tmp_path: Path) -> None:
    found, survey = surveyed(tmp_path, [HARBOUR, LEAGUE])
    made = list(masked(found, range(len(found)), survey))
    assert {one.masked for one in made} == {("0.txt",), ("1.txt",)}
    assert {one.question for one in made} <= {one.draft.question for one in found}


def test_document_is_not_masked_where_another_answers_in_other_words(tmp_path: Path) -> None:
    other = "A wall for the harbour was put up by Zorvania: 1851 was the year.\n"
    found, survey = surveyed(tmp_path, [HARBOUR, other])
    asked = [n for n, one in enumerate(found) if "harbour wall" in one.draft.question]
    assert asked
    assert not list(masked([found[n] for n in asked], asked, survey))


def test_nothing_is_masked_in_a_folder_of_one_document(tmp_path: Path) -> None:
    found, survey = surveyed(tmp_path, [HARBOUR])
    assert not list(masked(found, range(len(found)), survey))


def test_question_that_another_sentence_fits_is_ambiguous(tmp_path: Path) -> None:
    twin = "Years later, Zorvania built another wall for its harbour.\n"
    found, survey = surveyed(tmp_path, [HARBOUR, twin])
    unsure = {one.draft.question: survey.is_ambiguous(n) for n, one in enumerate(found)}
    assert unsure["In what year did Zorvania build a harbour wall?"]
    assert not unsure["What did Zorvania build in 1851?"]


def test_term_that_is_defined_twice_is_ambiguous(tmp_path: Path) -> None:
    told = "Tarsk is a walled town that lost its charter to the bishop.\n"
    found, survey = surveyed(tmp_path, [told])
    assert not survey.is_ambiguous(0)
    found, survey = surveyed(tmp_path, [told, "Tarsk is a village on the moor.\n"])
    assert found[0].draft.question == "What is Tarsk?"
    assert survey.is_ambiguous(0)
