import re
from collections import Counter
from pathlib import Path

import pytest

from evals.metrics import wording
from evals.suite import Suite, load_suite
from index.document import Span

ROOT = Path(__file__).parents[2]
KINDS = {
    "fact", "several", "yes-no", "false-premise", "unanswerable", "off-topic", "follow-up",
    "keywords", "whole-document",
}  # fmt: skip


@pytest.fixture(scope="module")
def suite() -> Suite:
    return load_suite(ROOT / "evals" / "suites" / "article")


def test_it_asks_of_the_documents_that_ship(suite: Suite) -> None:
    assert suite.documents.root == ROOT / "documents"
    assert list(suite.documents) == ["russia-latin-america.txt"]


def test_it_has_enough_cases_of_every_kind(suite: Suite) -> None:
    kinds = Counter(case.kind for case in suite.cases)
    assert set(kinds) == KINDS
    assert len(suite.cases) >= 60
    assert min(kinds.values()) >= 5


def test_its_evidence_touches_every_paragraph(suite: Suite) -> None:
    (document,) = suite.documents.values()
    paragraphs = [Span(document.id, *match.span()) for match in re.finditer(r"\S.*", document.text)]
    gold = [span for case in suite.cases for span in case.gold]
    assert len(paragraphs) == 7
    for paragraph in paragraphs:
        assert any(paragraph.overlaps(span) for span in gold), paragraph


def test_no_question_is_asked_twice(suite: Suite) -> None:
    asked = Counter((case.question, case.history) for case in suite.cases)
    assert max(asked.values()) == 1


def test_a_short_answer_stands_in_its_evidence(suite: Suite) -> None:
    for case in suite.cases:
        if case.answers and case.answer_type == "span":
            held = [wording.contains(gold.text, case.answers) for gold in case.evidence]
            assert any(held), case.id


def test_several_sentences_means_several_spans_and_follow_up_means_history(suite: Suite) -> None:
    for case in suite.cases:
        assert case.kind != "several" or (len(case.evidence) > 1 and case.evidence_mode == "all")
        assert (case.kind == "follow-up") == bool(case.history), case.id
