import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Turn
from evals.case import Case
from evals.metrics import (
    ANSWER_METRICS,
    CASE_METRICS,
    LOWER_IS_BETTER,
    METRIC_NAMES,
    WRITING_METRICS,
)
from evals.report.as_json import to_json
from evals.report.results import Report
from evals.report.text import to_text
from evals.run import Ask, evaluate
from evals.suite import Suite, load_suite
from index.document import Passage
from tests.evals.samples import CASES, answer, citation, passage, refusal, sample_suite, write_suite

NOTES = answer(citation(0, 20), confidence=0.9, short="Ada", said="Ada wrote the notes.")
MAPS = answer(citation(21, 47), confidence=0.8, short="in 1890", said="Bob drew them in 1890.")


def asks(*answers: Answer | Exception) -> Ask:
    """Gives the answers in turn, and raises those that are exceptions."""
    waiting = iter(answers)

    def ask(question: str, history: Sequence[Turn], documents: Sequence[str], /) -> Answer:
        came = next(waiting)
        if isinstance(came, Exception):
            raise came
        return came

    return ask


def finds_the_maps(
    question: str, history: Sequence[Turn], documents: Sequence[str], k: int, /
) -> Sequence[Passage]:
    return [passage(21, 47), passage(48, 62)]


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    return sample_suite(tmp_path)


def values(report: Report) -> dict[str, float]:
    return {name: score.value for name, score in report.scores.items()}


def test_perfect_answers_score_perfectly(suite: Suite) -> None:
    found = values(evaluate(asks(NOTES, MAPS, refusal(0.0)), suite))
    assert found["answer_hit"] == found["citation_precision"] == found["citation_recall"] == 1
    assert found["answer_contains"] == found["quote_exact"] == found["answerability_auroc"] == 1
    assert found["false_answer_rate"] == found["false_refusal_rate"] == found["aurc"] == 0
    assert found["balanced_refusal_accuracy"] == 1
    # "Ada" is exact, "in 1890" has one word of two.
    assert found["exact_match"] == 1 / 2
    assert found["answer_f1"] == pytest.approx((1 + 2 / 3) / 2)
    assert found["ece"] == pytest.approx((0.1 + 0.2 + 0.0) / 3)


def test_wrong_answers_are_counted_where_they_belong(suite: Suite) -> None:
    report = evaluate(asks(refusal(), NOTES, NOTES), suite)
    outcomes = [result.outcome for result in report.results]
    assert outcomes == ["false refusal", "miss", "false answer"]
    found = values(report)
    assert (found["false_refusal_rate"], found["false_answer_rate"]) == (1 / 2, 1)
    # The refused case has no citations to judge, and the unanswerable one no evidence.
    assert report.scores["citation_precision"].count == 1
    assert found["answer_hit"] == found["citation_recall"] == found["answer_f1"] == 0


def test_crash_scores_the_worst_on_every_metric_that_applies_and_is_listed(suite: Suite) -> None:
    crash = RuntimeError("no more memory")
    report = evaluate(asks(NOTES, crash, crash), suite, retrieve=finds_the_maps)
    assert [result.case.id for result in report.failed] == ["maps", "moon"]
    assert report.results[1].error == "RuntimeError: no more memory"
    others = {"false_answer_rate", "forbidden_said"}
    assert report.results[1].values == {
        m.name: 1.0 if m.name == "false_refusal_rate" else 0.0
        for m in CASE_METRICS
        if m.needs != "judge" and m.name not in others
    }
    moon = {"false_answer_rate": 1.0, "quote_exact": 0.0, "fidelity": 0.0}
    assert report.results[2].values == moon
    found = values(report)
    assert found["answer_hit"] == found["quote_exact"] * 3 / 2 == 1 / 2
    assert "failed: maps: When were the maps drawn?: crashed: RuntimeError: no more memory" in (
        to_text(report)
    )


def test_crash_of_every_case_is_the_worst_result_there_is(suite: Suite) -> None:
    found = values(evaluate(asks(*[ValueError("x")] * 3), suite, retrieve=finds_the_maps))
    for name, value in found.items():
        if not name.startswith("seconds"):
            assert value == (1 if name in LOWER_IS_BETTER else 0), name


def test_answer_that_cannot_be_measured_is_a_failed_case(suite: Suite) -> None:
    broken = answer(citation(0, 20))
    object.__setattr__(broken, "citations", (None,))
    report = evaluate(asks(broken, MAPS, refusal()), suite)
    assert [result.case.id for result in report.failed] == ["notes"]


def test_interrupt_ends_the_run(suite: Suite) -> None:
    def ask(question: str, history: Sequence[Turn], documents: Sequence[str], /) -> Answer:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate(ask, suite)


def test_without_retrieve_there_are_no_metrics_of_passages(suite: Suite) -> None:
    assert "hit@5" not in evaluate(asks(NOTES, MAPS, refusal()), suite).scores


def test_passages_are_measured_in_rank_order(suite: Suite) -> None:
    found = values(evaluate(asks(NOTES, MAPS, refusal()), suite, retrieve=finds_the_maps))
    assert set(found) == set(METRIC_NAMES) - {
        "forbidden_said",
        *WRITING_METRICS,
    }  # nothing is forbidden
    assert (found["hit@1"], found["hit@5"], found["mrr@10"]) == (1 / 2, 1 / 2, 1 / 2)
    assert found["evidence_recall@5"] == 1 / 2
    assert found["evidence_precision@5"] == pytest.approx(26 / 40 / 2)


def test_only_the_first_passages_count_up_to_each_metric(suite: Suite) -> None:
    def retrieve(
        question: str, history: Sequence[Turn], documents: Sequence[str], k: int, /
    ) -> Sequence[Passage]:
        assert k == 10
        return [*[passage(48, 62)] * 5, passage(0, 47)]

    found = values(evaluate(asks(NOTES, MAPS, refusal()), suite, retrieve=retrieve))
    assert (found["hit@5"], found["evidence_recall@5"]) == (0, 0)
    assert found["mrr@10"] == pytest.approx(1 / 6)


def test_retrieval_only_asks_nothing(suite: Suite) -> None:
    report = evaluate(asks(), suite, retrieve=finds_the_maps, retrieval_only=True)
    outcomes = [result.outcome for result in report.results]
    assert outcomes == ["not found", "found", "nothing to find"]
    assert [result.ok for result in report.results] == [False, True, True]
    assert not set(report.scores) & set(ANSWER_METRICS)
    assert "hit@5" in report.scores


def test_retrieval_only_needs_a_retriever(suite: Suite) -> None:
    with pytest.raises(ValueError, match="needs retrieve"):
        evaluate(asks(), suite, retrieval_only=True)


def test_history_and_scope_reach_the_assistant(tmp_path: Path) -> None:
    cases = CASES.replace(
        "question: Who wrote the notes?",
        "question: And she\n    scope: document\n    history: [{question: Who, answer: Ada.}]",
    )
    suite = load_suite(write_suite(tmp_path, cases))
    heard = []

    def ask(question: str, history: Sequence[Turn], documents: Sequence[str], /) -> Answer:
        heard.append((question, tuple(history), tuple(documents)))
        return refusal()

    evaluate(ask, suite)
    assert heard[0] == ("And she", (Turn("Who", "Ada."),), ("a.txt",))
    assert heard[1] == ("When were the maps drawn?", (), ())


def test_progress_sees_every_case(suite: Suite) -> None:
    seen = []

    def progress(cases: Sequence[Case]) -> Iterable[Case]:
        for case in cases:
            seen.append(case.id)
            yield case

    evaluate(asks(NOTES, MAPS, refusal()), suite, progress=progress)
    assert seen == ["notes", "maps", "moon"]


def test_answer_type_other_than_span_has_no_short_answer_metrics(tmp_path: Path) -> None:
    cases = CASES.replace("answers: [Ada]", "answers: [Ada]\n    answer_type: long")
    scores = evaluate(asks(NOTES, MAPS, refusal()), sample_suite(tmp_path, cases)).scores
    assert scores["answer_f1"].count == scores["exact_match"].count == 1
    assert scores["answer_contains"].count == 2


def test_metrics_are_given_by_kind(suite: Suite) -> None:
    by_kind = evaluate(asks(NOTES, refusal(), NOTES), suite).by_kind
    assert list(by_kind) == ["fact", "off-topic"]
    assert by_kind["fact"]["answer_hit"].value == 1 / 2
    assert by_kind["off-topic"]["false_answer_rate"].value == 1
    assert "answer_hit" not in by_kind["off-topic"]


def test_report_as_json_is_plain_and_whole(suite: Suite) -> None:
    report = evaluate(asks(NOTES, MAPS, ValueError("x")), suite, retrieve=finds_the_maps)
    told = json.loads(json.dumps(to_json(report)))
    assert told["cases"] == 3
    assert told["failed"] == ["moon"]
    assert told["metrics"]["answer_hit"] == {"value": 1.0, "count": 2, "low": 1.0, "high": 1.0}
    assert told["kinds"]["off-topic"]["false_answer_rate"]["value"] == 1.0
    first = told["results"][0]
    assert (first["id"], first["kind"], first["outcome"]) == ("notes", "fact", "hit")
    assert first["answer"]["citations"][0]["quote"] == "Ada wrote the notes."
    assert first["evidence"] == [
        {"document": "a.txt", "start": 0, "end": 20, "text": "Ada wrote the notes."}
    ]


def test_masked_documents_are_kept_from_the_assistant(suite: Suite) -> None:
    heard = []

    def ask(question: str, history: Sequence[Turn], documents: Sequence[str], /) -> Answer:
        heard.append(tuple(documents))
        return refusal()

    first, second, _ = suite.cases
    masked = replace(first, masked=("a.txt",), unmasked=("b.txt",))
    evaluate(ask, replace(suite, cases=(masked, second)))
    assert heard == [("b.txt",), ()]


def test_faults_of_each_statement_are_kept_and_cost_fidelity(suite: Suite) -> None:
    wrong = answer(citation(21, 47), said="Bob drew the maps in 1891.")
    report = evaluate(asks(NOTES, wrong, refusal()), suite)
    notes, maps, _ = report.results
    assert (notes.faults, notes.ok) == ((), True)
    assert "1891" in {fault.said for fault in maps.faults}
    assert (maps.outcome, maps.ok) == ("hit", False)
    assert "statement 1 says “1891”" in maps.why
    assert report.scores["fidelity"].value == 1 / 2
    (told,) = [one for one in to_json(report)["results"] if one["id"] == "maps"]
    assert told["why"] == maps.why
    assert told["faults"][0]["statement"] == 1


def test_forbidden_words_are_counted_whether_the_case_is_answerable_or_not(suite: Suite) -> None:
    notes, maps, moon = suite.cases
    cases = (replace(notes, must_not_say=("Ada",)), maps, replace(moon, must_not_say=("Ada",)))
    report = evaluate(asks(NOTES, NOTES, refusal()), replace(suite, cases=cases))
    assert (report.scores["forbidden_said"].value, report.scores["forbidden_said"].count) == (
        1 / 2,
        2,
    )
    assert "says “Ada”, which it must not" in report.results[0].why
