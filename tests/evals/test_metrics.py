"""The list of metrics: what the contract names is there, each with what it says of itself."""

import pytest

from evals.metrics import (
    ANSWER_METRICS,
    CASE_METRICS,
    LOWER_IS_BETTER,
    METRIC_NAMES,
    PASSAGE_METRICS,
    SECONDS,
    WRITING_METRICS,
    answers,
    fidelity,
    judged,
    retrieval,
    support,
)

CONTRACT = """
evidence_recall@5 evidence_precision@5 evidence_iou@5 hit@1 hit@5 mrr@10 answer_hit
citation_precision citation_recall answer_contains answer_f1 exact_match answerability_auroc
false_answer_rate false_refusal_rate balanced_refusal_accuracy aurc ece quote_exact seconds_p50
seconds_p95
""".split()


def test_every_metric_of_the_contract_is_measured_and_two_of_ours() -> None:
    assert set(METRIC_NAMES) == {*CONTRACT, "fidelity", "forbidden_said", *WRITING_METRICS}
    assert len(set(METRIC_NAMES)) == len(METRIC_NAMES)


def test_each_metric_is_of_passages_of_answers_of_writing_or_of_time() -> None:
    apart = (*PASSAGE_METRICS, *ANSWER_METRICS, *WRITING_METRICS, *SECONDS)
    assert sorted(apart) == sorted(METRIC_NAMES)


def test_a_crash_gets_the_worst_value() -> None:
    for metric in CASE_METRICS:
        assert metric.worst == (1.0 if metric.name in LOWER_IS_BETTER else 0.0), metric.name


@pytest.mark.parametrize("name", [name for name in METRIC_NAMES if name not in SECONDS])
def test_each_metric_names_the_source_of_its_definition(name: str) -> None:
    name = name.partition("@")[0].replace("mrr", "reciprocal_rank")
    (told,) = {
        getattr(module, name).__doc__
        for module in (answers, fidelity, judged, retrieval, support)
        if hasattr(module, name)
    }
    assert any(word in told for word in ("Source: ", "Standard", "SQuAD 2.0", "ALCE", "contract"))
