from collections.abc import Sequence
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.interval import Score
from evals.report.curves import Bar, Bin, calibration_bins, latency_bars, risk_curve
from evals.report.intervals import by_kind, span
from evals.report.plots import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    Plot,
    calibration,
    latency,
    risk_coverage,
)  # fmt: skip
from evals.report.results import CaseResult, Report
from evals.report.svg import ticks
from tests.evals import samples

HALF = (TOP + BOTTOM) / 2


def result(
    outcome: str, confidence: float = 0.5, seconds: float = 1.0, kind: str = ""
) -> CaseResult:
    """A case with an outcome: hit, miss, refusal (that is right) or failed."""
    gold = () if outcome == "refusal" else (samples.span(0, 20),)
    case = samples.case(*gold, kind=kind)
    if outcome == "failed":
        return CaseResult(case, {"answer_hit": 0.0}, seconds, error="RuntimeError: no")
    if outcome == "refusal":
        return CaseResult(case, {}, seconds, samples.refusal(confidence))
    hit = outcome == "hit"
    answer = samples.answer(
        samples.citation(*((0, 20) if hit else (48, 62))), confidence=confidence
    )
    return CaseResult(case, {"answer_hit": float(hit)}, seconds, answer)


def report(*results: CaseResult, retrieval_only: bool = False) -> Report:
    return Report("suite", results, retrieval_only)


def svg(plot: Plot) -> ElementTree.Element:
    assert plot.svg is not None
    return ElementTree.fromstring(plot.svg)


def drawn(plot: Plot, tag: str, class_: str) -> list[dict[str, str]]:
    return [dict(e.attrib) for e in svg(plot).iter(tag) if class_ in e.get("class", "").split()]


def said(plot: Plot) -> list[str]:
    return [element.text or "" for element in svg(plot).iter("text")]


RESULTS = st.lists(
    st.builds(
        result,
        st.sampled_from(["hit", "miss", "refusal", "failed"]),
        st.sampled_from([0.0, 0.1, 0.25, 0.3, 0.55, 0.999, 1.0]),
        st.floats(0, 100, allow_subnormal=False),  # no question takes 5e-324 seconds
    ),
    min_size=1,
    max_size=30,
)


def test_risk_is_the_share_wrong_among_the_most_confident() -> None:
    results = [result("hit", 0.7), result("refusal", 0.95), result("miss", 0.8), result("hit", 0.9)]
    assert risk_curve(results) == [(1 / 3, 0), (2 / 3, 1 / 2), (1, 1 / 3)]


def test_risk_of_equal_confidence_is_its_mean_over_all_orders() -> None:
    assert risk_curve([result("hit"), result("miss")]) == [(1 / 2, 1 / 2), (1, 1 / 2)]


def test_crash_is_a_wrong_answer_given_first() -> None:
    assert risk_curve([result("hit", 0.9), result("failed")]) == [(1 / 2, 1), (1, 1 / 2)]


@given(RESULTS)
def test_mean_of_the_risks_is_the_metric(results: Sequence[CaseResult]) -> None:
    risks = [risk for _, risk in risk_curve(results)]
    area = report(*results).scores.get("aurc")
    assert (area is None) == (not risks)
    if area:
        assert sum(risks) / len(risks) == pytest.approx(area.value)


@given(RESULTS)
def test_weighted_gaps_of_the_bins_are_the_metric(results: Sequence[CaseResult]) -> None:
    bins = calibration_bins(results)
    assert sum(one.count for one in bins) == len(results)
    gap = sum(one.count * abs(one.right - one.confidence) for one in bins) / len(results)
    assert gap == pytest.approx(report(*results).scores["ece"].value)


def test_bins_hold_what_falls_into_them() -> None:
    results = [result("hit", 0.61), result("miss", 0.69), result("hit", 1.0), result("refusal", 0)]
    assert calibration_bins(results) == [
        Bin(0, 1, 0, 0),
        Bin(6, 2, pytest.approx(0.65), 0.5),
        Bin(9, 1, 1, 1),
    ]


def test_bars_count_seconds_between_round_bounds() -> None:
    results = [result("hit", seconds=seconds) for seconds in (0.02, 1.0, 1.01, 1.2)]
    bars = [bar for bar in latency_bars(results) if bar.count]
    assert bars == [
        Bar(0, 0.05, 1),
        Bar(pytest.approx(0.95), pytest.approx(1), 1),
        Bar(pytest.approx(1), pytest.approx(1.05), 1),
        Bar(pytest.approx(1.15), pytest.approx(1.2), 1),
    ]


def test_one_slow_question_does_not_hide_the_others() -> None:
    bars = latency_bars([*(result("hit", seconds=1.0) for _ in range(99)), result("hit", 1, 60.0)])
    assert bars[-1].high is None
    assert bars[-1].count == 1
    assert bars[-1].low < 2


@given(RESULTS)
def test_every_question_is_in_one_bar(results: Sequence[CaseResult]) -> None:
    bars = latency_bars(results)
    assert sum(bar.count for bar in bars) == len(results)
    for bar in bars:
        inside = [
            r for r in results
            if r.seconds > bar.low * (1 + 1e-8)
            and (bar.high is None or r.seconds < bar.high * (1 - 1e-8))
        ]  # fmt: skip
        assert len(inside) <= bar.count


@pytest.mark.parametrize(
    ("high", "expected"),
    [(1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0.3, [0, 0.1, 0.2, 0.3]), (7, [0, 2, 4, 6, 8]), (0, [0, 1])],
)
def test_ticks_are_round(high: float, expected: list[float]) -> None:
    assert ticks(high) == pytest.approx(expected)


@given(st.floats(1e-6, 1e6), st.integers(1, 30))
def test_ticks_reach_the_highest_value_and_not_a_step_further(high: float, count: int) -> None:
    values = ticks(high, count)
    step = values[1]
    assert len(values) <= count + 1
    assert values[-2] < high * (1 + 1e-8)
    assert values[-1] >= high * (1 - 1e-8)
    assert all(b - a == pytest.approx(step) for a, b in pairwise(values))


def test_risk_is_drawn_at_its_coverage() -> None:
    plot = risk_coverage(report(result("hit", 0.9), result("miss", 0.8)))
    middle = (LEFT + RIGHT) / 2
    # The axis ends at 0.5, the highest risk; the first point is drawn out to the left edge.
    assert drawn(plot, "polyline", "curve")[0]["points"] == (
        f"{LEFT:g},{BOTTOM:g} {middle:g},{BOTTOM:g} {RIGHT:g},{TOP:g}"
    )
    assert drawn(plot, "line", "reference")[0]["y1"] == f"{TOP:g}"
    assert "AURC 0.250" in said(plot)
    assert ("50%", "0.000") in plot.rows
    assert ("100%", "0.500") in plot.rows


def test_calibration_is_drawn_at_confidence_and_share_right() -> None:
    plot = calibration(report(result("hit", 0.5), result("miss", 0.5)))
    (dot,) = drawn(plot, "circle", "dot")
    assert (float(dot["cx"]), float(dot["cy"])) == ((LEFT + RIGHT) / 2, HALF)
    assert plot.rows == (("0.5 to 0.6", "2", "0.500", "0.500"),)
    assert {"2", "ECE 0.000"} <= set(said(plot))


def test_bins_with_more_cases_have_larger_dots() -> None:
    plot = calibration(report(result("hit", 0.9), result("hit", 0.9), result("miss", 0.2)))
    few, many = (float(dot["r"]) for dot in drawn(plot, "circle", "dot"))
    assert few < many


def test_latency_marks_median_and_95th_percentile() -> None:
    plot = latency(report(*(result("hit", seconds=n / 10) for n in range(1, 21))))
    assert "p50 1.05\u00a0s" in said(plot)
    assert "p95 1.91\u00a0s" in said(plot)
    x50, x95 = (float(line["x1"]) for line in drawn(plot, "line", "quantile"))
    assert x50 == pytest.approx(LEFT + 1.05 / 2 * (RIGHT - LEFT), abs=0.1)
    assert LEFT < x50 < x95 < RIGHT


def test_bars_of_kinds_are_as_long_as_their_values() -> None:
    plot = by_kind(
        report(
            result("hit", kind="fact"), result("miss", kind="fact"), result("hit", kind="a" * 40)
        ),
        "answer_hit",
    )
    half, whole = (float(bar["width"]) for bar in drawn(plot, "rect", "bar"))
    assert half == whole / 2
    assert [row[:2] for row in plot.rows] == [("fact", "0.500"), ("a" * 40, "1.000")]
    assert "a" * 16 + "…" in said(plot)


def test_interval_is_drawn_from_end_to_end_with_the_baseline_beside_it() -> None:
    element = ElementTree.fromstring(span(Score(0.5, 9, 0.25, 0.75), before=1.0))
    track, bounds = element.iter("line")
    before, now = element.iter("circle")
    width = float(track.attrib["x2"]) - float(track.attrib["x1"])
    left = float(track.attrib["x1"])
    assert float(bounds.attrib["x1"]) == left + width / 4
    assert float(bounds.attrib["x2"]) == left + width * 3 / 4
    assert float(now.attrib["cx"]) == left + width / 2
    assert float(before.attrib["cx"]) == left + width


def test_where_nothing_was_asked_confidence_is_left_out_and_speed_is_not() -> None:
    run = report(result("hit"), retrieval_only=True)
    for plot in (risk_coverage(run), calibration(run)):
        assert plot.svg is None
        assert plot.note == "Left out: nothing was asked, so there are no confidences."
    assert latency(run).svg is not None


def test_where_all_was_refused_there_is_no_risk() -> None:
    run = report(result("refusal"))
    assert risk_coverage(run).note == "Left out: every question was refused."
    assert calibration(run).svg is not None


def test_run_without_cases_has_no_plots() -> None:
    plots = [plot(report()) for plot in (risk_coverage, calibration, latency)]
    assert [plot.svg for plot in plots] == [None] * 3
    assert {plot.note for plot in plots} == {"Left out: there are no cases."}


@given(RESULTS)
def test_every_plot_is_an_image_with_a_name_and_says_what_it_shows(
    results: Sequence[CaseResult],
) -> None:
    run = report(*results, result("hit", kind="<a&b>"))
    for plot in (risk_coverage(run), calibration(run), latency(run), by_kind(run, "answer_hit")):
        element = svg(plot)
        assert element.get("role") == "img"
        title, description = element[0], element[1]
        assert (title.tag, description.tag) == ("title", "desc")
        assert element.get("aria-label") == f"{title.text}. {description.text}"
        assert plot.rows
        assert "nan" not in str(plot.svg)
