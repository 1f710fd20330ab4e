"""What a run changes about its baseline, and when that breaks it."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer
from evals.baseline import Delta, baseline_of, compare, metrics_of
from evals.metrics.interval import resamples
from evals.report.results import CaseResult, Report
from tests.evals.samples import answer, case, citation, refusal, span

NOTES = answer(citation(0, 20), said="Ada wrote the notes.", confidence=0.8)
MAPS = answer(citation(21, 47), said="Bob drew the maps.", confidence=0.6)


def hit(id: str = "one", came: Answer = NOTES, **values: float) -> CaseResult:
    of = case(span(0, 20), id=id)
    return CaseResult(of, {"answer_hit": 1.0} | values, 0.1, came)


def miss(id: str = "one", came: Answer = MAPS, **values: float) -> CaseResult:
    of = case(span(0, 20), id=id)
    return CaseResult(of, {"answer_hit": 0.0} | values, 0.1, came)


def report(*results: CaseResult) -> Report:
    return Report("s", results)


def hits(values: Sequence[float]) -> Report:
    return report(*(hit(str(n)) if value else miss(str(n)) for n, value in enumerate(values)))


def delta(metric: str, before: Report, after: Report) -> Delta:
    (found,) = [d for d in compare(after, baseline_of(before)).deltas if d.metric == metric]
    return found


def test_run_that_equals_its_baseline_holds_and_changes_nothing() -> None:
    run = report(hit("a"), miss("b"))
    found = compare(run, baseline_of(run))
    assert found.holds
    assert found.newly_failing == found.newly_passing == found.changed == ()
    assert found.added == found.removed == found.not_measured == found.worse == ()
    assert all((d.difference, d.low, d.high) == (0, 0, 0) for d in found.deltas)


def test_case_that_newly_fails_breaks_the_baseline() -> None:
    found = compare(report(hit("a"), miss("b")), baseline_of(report(hit("a"), hit("b"))))
    assert (found.newly_failing, found.newly_passing, found.holds) == (("b",), (), False)


def test_case_that_newly_passes_does_not() -> None:
    found = compare(report(hit("a"), hit("b")), baseline_of(report(hit("a"), miss("b"))))
    assert (found.newly_failing, found.newly_passing, found.holds) == ((), ("b",), True)


def test_changed_answer_is_listed_with_both_texts_and_does_not_break() -> None:
    other = replace(NOTES, statements=(replace(NOTES.statements[0], text="It was Ada."),))
    found = compare(report(hit(came=other)), baseline_of(report(hit())))
    assert (found.changed, found.holds) == (("one",), True)
    assert found.difference("one") == (("Ada wrote the notes.",), ("It was Ada.",))


def test_other_words_cited_for_the_same_statement_are_a_change_and_shown() -> None:
    wider = replace(NOTES, citations=(citation(0, 47),))
    found = compare(report(hit(came=wider)), baseline_of(report(hit())))
    assert found.changed == ("one",)
    before, after = found.difference("one")
    assert before == ("a.txt: “Ada wrote the notes.”",)
    assert after == ("a.txt: “Ada wrote the notes. Bob drew the maps in 1890.”",)


def test_statement_that_both_answers_have_is_no_part_of_the_difference() -> None:
    (said,) = NOTES.statements
    more = replace(NOTES, statements=(said, replace(said, text="Cid sold them.")))
    there = compare(report(hit(came=more)), baseline_of(report(hit())))
    assert there.difference("one") == ((), ("Cid sold them.",))
    back = compare(report(hit()), baseline_of(report(hit(came=more))))
    assert back.difference("one") == (("Cid sold them.",), ())


def test_statements_in_another_order_are_a_change_and_shown_whole() -> None:
    (said,) = NOTES.statements
    one, other = (replace(said, text=text) for text in ("A.", "B."))
    before, after = (replace(NOTES, statements=both) for both in ((one, other), (other, one)))
    found = compare(report(hit(came=after)), baseline_of(report(hit(came=before))))
    assert found.changed == ("one",)
    assert found.difference("one") == (("A.", "B."), ("B.", "A."))


def test_answer_that_only_moved_within_its_document_is_no_change() -> None:
    moved = replace(NOTES, citations=(citation(5, 25, quote="Ada wrote the notes."),))
    assert compare(report(hit(came=moved)), baseline_of(report(hit()))).changed == ()


def test_answer_instead_of_a_refusal_is_a_change() -> None:
    found = compare(report(hit()), baseline_of(report(hit(came=refusal()))))
    assert found.difference("one") == (("(refused)",), ("Ada wrote the notes.",))


def test_cases_that_came_and_went_are_listed_and_left_out_of_the_metrics() -> None:
    before, after = report(miss("old"), hit("both")), report(hit("both"), miss("new"))
    found = compare(after, baseline_of(before))
    assert (found.added, found.removed, found.holds) == (("new",), ("old",), True)
    assert {d.metric: d.difference for d in found.deltas}["answer_hit"] == 0


def test_baseline_without_a_case_of_the_run_compares_nothing() -> None:
    found = compare(report(hit("new")), baseline_of(report(hit("old"))))
    assert (found.deltas, found.holds) == ((), True)


def test_difference_is_that_of_the_means_and_its_draws_are_paired() -> None:
    # 4 of 40 cases are lost: pairs differ by -1 in 4 cases and by 0 in 36.
    before, after = [1.0] * 20 + [0.0] * 20, [1.0] * 16 + [0.0] * 24
    found = delta("answer_hit", hits(before), hits(after))
    assert (found.before, found.after, found.difference) == (0.5, 0.4, pytest.approx(-0.1))
    draws = resamples(40) @ (np.array(after) - np.array(before)) / 40
    low, high = np.quantile(draws, (0.025, 0.975))
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    # Unpaired, the interval would be wider: two independent means of 40 vary by 0.11 each.
    assert low > -0.1 - 1.96 * math.sqrt(0.25 / 40 + 0.24 / 40) + 0.1


def test_metric_that_is_worse_beyond_chance_breaks_the_baseline() -> None:
    # The failing case fails anyway, so that only the metric tells.
    before = report(*(miss(str(n), **{"hit@5": 1.0}) for n in range(20)))
    after = report(*(miss(str(n), **{"hit@5": float(n > 9)}) for n in range(20)))
    found = compare(after, baseline_of(before))
    assert found.newly_failing == ()
    assert [d.metric for d in found.worse] == ["hit@5"]
    assert not found.holds


def test_difference_within_chance_does_not_break() -> None:
    before = report(*(miss(str(n), **{"hit@5": 1.0}) for n in range(20)))
    after = report(*(miss(str(n), **{"hit@5": float(n > 0)}) for n in range(20)))
    found = compare(after, baseline_of(before))
    assert (found.worse, found.holds) == ((), True)


def test_lower_is_worse_or_better_as_the_metric_has_it() -> None:
    assert Delta("answer_hit", 0.9, 0.8, -0.2, -0.01).worse
    assert Delta("answer_hit", 0.8, 0.9, 0.01, 0.2).better
    for name in ("false_answer_rate", "forbidden_said", "aurc", "ece"):
        assert Delta(name, 0.8, 0.9, 0.01, 0.2).worse, name
        assert Delta(name, 0.9, 0.8, -0.2, -0.01).better, name
    within = Delta("answer_hit", 0.9, 0.8, -0.2, 0.0)
    assert not within.worse
    assert not within.better


def test_metrics_of_all_cases_together_are_compared_too() -> None:
    before = report(*(hit(str(n)) for n in range(10)))
    after = report(*(hit(str(n), replace(NOTES, confidence=0.2)) for n in range(10)))
    found = delta("ece", before, after)
    assert (found.before, found.after) == (pytest.approx(0.2), pytest.approx(0.8))
    assert found.worse


def test_timings_are_not_compared() -> None:
    slow = replace(hit(), seconds=99.0)
    found = compare(report(slow), baseline_of(report(hit())))
    assert found.holds
    assert not [d for d in found.deltas if d.metric.startswith("seconds")]


def test_metric_that_the_run_did_not_measure_is_named() -> None:
    before = report(hit("a", **{"hit@5": 1.0}))
    assert compare(report(hit("a")), baseline_of(before)).not_measured == ("hit@5",)


def test_run_that_becomes_the_baseline_holds_whatever_it_changed() -> None:
    found = compare(report(miss()), baseline_of(report(hit())), accepted=True)
    assert (found.newly_failing, found.holds) == (("one",), True)


def test_metrics_of_a_baseline_are_those_of_its_run() -> None:
    run = report(hit("a", **{"hit@1": 1 / 3}), miss("b", **{"hit@1": 1.0}))
    kept, told = metrics_of(baseline_of(run)), run.scores
    assert set(kept) == {name for name in told if not name.startswith("seconds")}
    for name, value in kept.items():
        assert value == pytest.approx(told[name].value, abs=1e-4)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_what_is_newly_failing_one_way_is_newly_passing_the_other(
    pairs: list[tuple[bool, bool]],
) -> None:
    before, after = zip(*pairs, strict=True)
    then, now = hits(before), hits(after)
    there, back = compare(now, baseline_of(then)), compare(then, baseline_of(now))
    assert there.newly_failing == back.newly_passing
    assert there.newly_passing == back.newly_failing
    for one, other in zip(there.deltas, back.deltas, strict=True):
        assert one.difference == pytest.approx(-other.difference)
        assert one.worse == other.better
