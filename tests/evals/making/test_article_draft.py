"""The suite that is drafted from the article that ships."""

from pathlib import Path

import pytest

from evals.making.draft import write_suite
from evals.suite import Suite, load_suite
from index.words import words
from tests.conftest import ARTICLE


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    place: Path = tmp_path_factory.mktemp("drafted")
    write_suite(ARTICLE.parent, place)
    return load_suite(place)


def test_it_has_thirty_cases_or_more_of_every_kind_but_masked(suite: Suite) -> None:
    assert len(suite.cases) >= 30
    assert {case.kind for case in suite.cases} == {
        "cloze", "number", "name", "definition", "foreign-name", "foreign-number", "off-topic",
    }  # fmt: skip


def test_evidence_is_spread_over_the_article(suite: Suite) -> None:
    text = suite.documents[ARTICLE.name].text
    starts = [gold.start for case in suite.cases for gold in case.gold]
    for part in range(4):
        assert any(part * len(text) <= 4 * start < (part + 1) * len(text) for start in starts)


def test_every_answer_stands_in_its_evidence(suite: Suite) -> None:
    for case in suite.cases:
        for answer in case.answers:
            assert answer in case.evidence[0].text


def test_what_is_foreign_does_not_occur(suite: Suite) -> None:
    held = set(words(suite.documents[ARTICLE.name].text))
    foreign = [case for case in suite.cases if case.kind.startswith("foreign-")]
    for case in foreign:
        names = [w for w in case.question.split()[1:] if w[:1].isupper() or w[:1].isdigit()]
        assert [w for name in names for w in words(name) if w not in held], case.question


def test_questions_do_not_repeat_their_sentence_word_for_word(suite: Suite) -> None:
    for case in suite.cases:
        if case.answerable and not case.question.startswith("Fill in"):
            asked = words(case.question)
            told = words(case.evidence[0].text)
            assert len(asked) < len(told)
