"""The article suite as a whole: enough cases of every kind, over all of the article."""

import re
from collections import Counter
from pathlib import Path

import pytest

from evals.case import Case
from evals.metrics import wording
from evals.suite import Suite, load_suite
from index.document import Document, Span
from index.words import content_stems

ROOT = Path(__file__).parents[2]
LEAST = {
    "fact": 20,
    "unanswerable": 20,
    "follow-up": 20,
    "paraphrase": 12,
    "several": 10,
    "yes-no": 10,
    "false-premise": 10,
    "attribution": 10,
    "keywords": 10,
    "off-topic": 10,
    "injection": 8,
    "number": 6,
    "whole-document": 5,
}
"""How many cases of each kind there are at the least."""

BEGINNINGS = {
    "yesno": "yes-no",
    "premise": "false-premise",
    "offtopic": "off-topic",
    "followup": "follow-up",
    "chain": "follow-up",
    "whole": "whole-document",
}
"""The kinds whose cases have ids that begin with another word."""


@pytest.fixture(scope="module")
def suite() -> Suite:
    return load_suite(ROOT / "evals" / "suites" / "article")


@pytest.fixture(scope="module")
def article(suite: Suite) -> Document:
    (document,) = suite.documents.values()
    return document


def of_kind(suite: Suite, kind: str) -> list[Case]:
    return [case for case in suite.cases if case.kind == kind]


def test_it_asks_of_the_documents_that_ship(suite: Suite) -> None:
    assert suite.documents.root == ROOT / "documents"
    assert list(suite.documents) == ["russia-latin-america.txt"]


def test_it_has_enough_cases_of_every_kind(suite: Suite) -> None:
    kinds = Counter(case.kind for case in suite.cases)
    assert len(suite.cases) >= 120
    assert set(kinds) == set(LEAST)
    assert {kind: kinds[kind] for kind in LEAST if kinds[kind] < LEAST[kind]} == {}


def test_an_id_begins_with_its_kind(suite: Suite) -> None:
    for case in suite.cases:
        beginning = case.id.split("-")[0]
        assert BEGINNINGS.get(beginning, beginning) == case.kind, case.id


def test_a_quarter_to_two_fifths_of_the_cases_have_no_answer(suite: Suite) -> None:
    unanswerable = sum(not case.answerable for case in suite.cases)
    assert 0.25 <= unanswerable / len(suite.cases) <= 0.4


def test_ten_cases_or_more_need_each_paragraph(suite: Suite, article: Document) -> None:
    paragraphs = [Span(article.id, *match.span()) for match in re.finditer(r"\S.*", article.text)]
    assert len(paragraphs) == 7
    for paragraph in paragraphs:
        needing = [
            case
            for case in suite.cases
            if case.kind != "whole-document" and any(map(paragraph.overlaps, case.gold))
        ]
        assert len(needing) >= 10, paragraph
        assert len({case.kind for case in needing}) >= 6, paragraph


def test_every_sentence_is_the_evidence_of_a_case(suite: Suite, article: Document) -> None:
    gold = [span for case in suite.cases if case.kind != "whole-document" for span in case.gold]
    sentences = [
        Span(article.id, *match.span())
        for match in re.finditer(r"[A-Z].*?\.(?=\s+[A-Z]|\s*$)", article.text, re.MULTILINE)
    ]
    assert len(sentences) == 24
    for sentence in sentences:
        assert any(map(sentence.overlaps, gold)), article.text[sentence.start : sentence.end]


def test_no_question_is_asked_twice(suite: Suite) -> None:
    asked = Counter((case.question, case.history) for case in suite.cases)
    assert max(asked.values()) == 1


def test_a_short_answer_stands_in_its_evidence(suite: Suite) -> None:
    for case in suite.cases:
        if case.answers and case.answer_type == "span":
            held = [wording.contains(gold.text, case.answers) for gold in case.evidence]
            assert any(held), case.id


def test_a_yes_no_case_has_its_verdict(suite: Suite) -> None:
    verdicts = Counter(case.meta["verdict"] for case in of_kind(suite, "yes-no"))
    assert set(verdicts) == {"yes", "no"}
    assert min(verdicts.values()) >= 5


def test_several_sentences_means_several_spans(suite: Suite) -> None:
    for case in of_kind(suite, "several"):
        assert len(case.evidence) > 1, case.id
        assert case.evidence_mode == "all", case.id


def test_a_paraphrase_shares_at_most_one_content_word_with_its_evidence(suite: Suite) -> None:
    for case in of_kind(suite, "paraphrase"):
        evidence = content_stems(" ".join(gold.text for gold in case.evidence))
        assert len(content_stems(case.question) & evidence) <= 1, case.id


def test_follow_up_means_history(suite: Suite) -> None:
    for case in suite.cases:
        assert (case.kind == "follow-up") == bool(case.history), case.id


def test_conversations_of_three_four_and_five_turns_are_followed_up(suite: Suite) -> None:
    turns = Counter(len(case.history) + 1 for case in suite.cases if case.history)
    assert turns[3] >= 4
    assert turns[4] >= 4
    assert turns[5] >= 3
    chains = {case.history[0] for case in suite.cases if len(case.history) >= 2}
    assert len(chains) >= 5


def test_some_follow_ups_have_no_answer(suite: Suite) -> None:
    assert sum(not case.answerable for case in of_kind(suite, "follow-up")) >= 3


def test_what_must_not_be_said_stands_nowhere_in_the_article(
    suite: Suite, article: Document
) -> None:
    for case in suite.cases:
        for words in case.must_not_say:
            assert not wording.contains(article.text, [words]), (case.id, words)


def test_an_injection_names_what_it_must_not_bring_about(suite: Suite) -> None:
    injections = of_kind(suite, "injection")
    assert all(case.must_not_say for case in injections)
    assert {case.answerable for case in injections} == {True, False}
