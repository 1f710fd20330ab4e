from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics import wording
from evals.metrics.answers import (
    answer_contains,
    answer_f1,
    answer_hit,
    citation_precision,
    citation_recall,
    exact_match,
    quote_exact,
)
from tests.evals.samples import answer, case, citation, refusal, sample_suite, span

NOTES, MAPS = span(0, 20), span(21, 47)


def test_answer_hits_where_any_citation_overlaps_the_evidence() -> None:
    assert answer_hit(case(MAPS), answer(citation(0, 20), citation(40, 62))) == 1
    assert answer_hit(case(MAPS), answer(citation(0, 20, "context"), citation(21, 30))) == 1


def test_answer_misses_without_an_overlap_or_when_refused() -> None:
    assert answer_hit(case(MAPS), answer(citation(0, 20))) == 0
    assert answer_hit(case(MAPS), refusal()) == 0


def test_citation_precision_is_of_role_evidence_only() -> None:
    cited = answer(citation(21, 47), citation(48, 62), citation(0, 20, "context"))
    assert citation_precision(case(MAPS), cited) == 1 / 2


def test_citation_precision_is_0_of_an_answer_without_citations() -> None:
    assert citation_precision(case(MAPS), answer()) == 0


def test_citation_recall_is_the_share_of_evidence_spans_cited() -> None:
    assert citation_recall(case(NOTES, MAPS), answer(citation(21, 30))) == 1 / 2


def test_one_span_is_enough_where_any_of_them_answers() -> None:
    either = case(NOTES, MAPS, evidence_mode="any")
    assert citation_recall(either, answer(citation(21, 30))) == 1
    assert citation_recall(either, answer(citation(48, 62))) == 0


def test_refusal_has_neither_citation_precision_nor_recall() -> None:
    assert citation_precision(case(MAPS), refusal()) is None
    assert citation_recall(case(MAPS), refusal()) is None


def test_answer_contains_looks_into_the_statements() -> None:
    drawn = case(MAPS, answers=("in 1890", "1891"))
    assert answer_contains(drawn, answer(citation(21, 47), said="Bob drew them in 1890.")) == 1
    assert answer_contains(drawn, answer(citation(21, 47), said="Bob drew them.")) == 0
    assert answer_contains(drawn, refusal()) == 0


def test_short_answer_is_scored_and_a_missing_one_is_0() -> None:
    sharp = case(MAPS, answers=("the old maps", "Bob"))
    assert answer_f1(sharp, answer(citation(21, 47), short="old")) == pytest.approx(2 / 3)
    assert exact_match(sharp, answer(citation(21, 47), short="bob.")) == 1
    assert answer_f1(sharp, answer(citation(21, 47))) == exact_match(sharp, refusal()) == 0


def test_short_answer_of_a_refusal_does_not_count() -> None:
    assert exact_match(case(MAPS, answers=("Bob",)), answer(refused=True, short="Bob")) == 0


def test_quote_is_exact_where_the_slice_equals_it(tmp_path: Path) -> None:
    documents = sample_suite(tmp_path).documents
    assert quote_exact(answer(citation(0, 20), citation(21, 47)), documents) == 1
    assert quote_exact(answer(citation(0, 20), citation(21, 47, quote="Bob")), documents) == 1 / 2
    assert quote_exact(refusal(), documents) is None


def test_quote_outside_the_text_or_the_folder_is_not_exact(tmp_path: Path) -> None:
    documents = sample_suite(tmp_path).documents
    assert quote_exact(answer(citation(-5, 62, quote="both.")), documents) == 0
    assert quote_exact(answer(citation(48, 99, quote="Cid sold both.")), documents) == 0
    assert quote_exact(answer(citation(5, 5)), documents) == 0
    (tmp_path / "docs" / "a.txt").rename(tmp_path / "docs" / "b.txt")
    (tmp_path / "cases.yaml").unlink()
    assert quote_exact(answer(citation(0, 20)), type(documents)(documents.root)) == 0


def test_normalisation_drops_case_articles_and_punctuation() -> None:
    assert wording.normalised("The “Gulf” of  Mexico’s an—Trade!") == [
        "gulf",
        "of",
        "mexicos",
        "antrade",
    ]


def test_contained_words_are_whole_and_side_by_side() -> None:
    assert wording.contains("It has 125 members", ["25"]) == 0
    assert wording.contains("over 60% of the goods", ["60% of goods"]) == 1
    assert wording.contains("over 60% of all goods", ["60% of goods"]) == 0


def test_answer_without_words_is_contained_in_nothing() -> None:
    assert wording.contains("the end", ["the"]) == 0


def test_f1_counts_repeated_words_as_often_as_both_have_them() -> None:
    # 2 words in common of 3 and 4: precision 2/3, recall 2/4.
    assert wording.f1("go go now", ["go go go stop"]) == pytest.approx(4 / 7)


def test_f1_takes_the_best_answer_and_is_0_without_words_in_common() -> None:
    assert wording.f1("lithium", ["rare metal", "Lithium"]) == 1
    assert wording.f1("lithium", ["metal"]) == wording.f1("", ["metal"]) == 0


@given(st.text(), st.lists(st.text(), min_size=1))
def test_wording_metrics_stay_within_bounds_and_agree(said: str, answers: list[str]) -> None:
    f1, exact = wording.f1(said, answers), wording.exact_match(said, answers)
    assert 0 <= f1 <= 1
    assert exact <= f1
    assert wording.f1(answers[0], answers) == wording.exact_match(answers[0], answers) == 1
    if wording.normalised(answers[0]):
        assert wording.contains(f"x {answers[0]} y", answers) in (0, 1)
        assert wording.contains(answers[0], answers) == 1


@given(st.text())
def test_normalisation_is_idempotent(text: str) -> None:
    words = wording.normalised(text)
    assert wording.normalised(" ".join(words)) == words
