"""Plots of a report: how far its confidence can be trusted, and how long questions took."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt

from markupsafe import Markup

from evals.report.curves import calibration_bins, latency_bars, risk_curve
from evals.report.results import Report
from evals.report.svg import (
    Frame,
    Scale,
    labelled,
    line,
    picture,
    points,
    rect,
    tag,
    ticks,
    words,
)  # fmt: skip

WIDTH, HEIGHT = 360, 272
LEFT, RIGHT, TOP, BOTTOM = 40.0, 348.0, 42.0, 228.0
CAPTIONS = 14.0
"""Where, above the field, the names of its axis and of its metric stand."""
FIELD = Scale(0, 1, LEFT, RIGHT)
SHARES = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture, what it says in words, and its figures as a table.

    Where there is nothing to draw, `svg` is None and `note` says why.
    """

    title: str
    note: str
    svg: Markup | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def risk_coverage(report: Report) -> Plot:
    """The share wrong among the most confident answers, and the area under it."""
    title = "Risk and coverage"
    curve = [] if report.retrieval_only else risk_curve(report.results)
    if not curve:
        return Plot(title, f"Left out: {_nothing(report, 'every question was refused')}.")
    overall, area = curve[-1][1], report.scores["aurc"].value
    up = ticks(max(risk for _, risk in curve))
    frame = Frame(FIELD, Scale(0, up[-1], BOTTOM, TOP))
    places = [(frame.x(coverage), frame.y(risk)) for coverage, risk in curve]
    note = (
        f"Of {_count(len(curve), 'answer')}, {overall:.1%} are wrong (dashed line). The curve is "
        "that share among the most confident: where confidence tells what to trust, it starts "
        f"low. The area under it, AURC, is {area:.3f}; 0 is best."
    )
    drawn = [
        *frame.axes(labelled(SHARES), labelled(up)),
        tag("polygon", points=points([(LEFT, BOTTOM), (LEFT, places[0][1]), *places,
                                      (RIGHT, BOTTOM)]), class_="area"),
        line(LEFT, frame.y(overall), RIGHT, frame.y(overall), "reference"),
        tag("polyline", points=points([(LEFT, places[0][1]), *places]), class_="curve"),
        words(RIGHT, CAPTIONS, f"AURC {area:.3f}", "end", "label strong"),
        *_names("share of answers, most confident first", "share wrong"),
    ]  # fmt: skip
    tenths = [curve[max(1, round(tenth * len(curve) / 10)) - 1] for tenth in range(1, 11)]
    rows = tuple((f"{coverage:.0%}", f"{risk:.3f}") for coverage, risk in dict.fromkeys(tenths))
    svg = picture(title, note, WIDTH, HEIGHT, drawn)
    return Plot(title, note, svg, ("share of answers", "share wrong"), rows)


def calibration(report: Report) -> Plot:
    """Confidence against the share right, by bins of confidence; they should agree."""
    title = "Calibration"
    bins = [] if report.retrieval_only else calibration_bins(report.results)
    if not bins:
        return Plot(title, f"Left out: {_nothing(report, 'there are no cases')}.")
    error = report.scores["ece"].value
    most = max(one.count for one in bins)
    frame = Frame(FIELD, Scale(0, 1, BOTTOM, TOP))
    note = (
        "Cases in ten bins of confidence, with their number; larger dots have more. Below the "
        "diagonal confidence is too high, above it too low. A refusal is not a right answer, so "
        f"its confidence should be near 0. The mean gap, ECE, is {error:.3f}; 0 is best."
    )
    drawn = [
        *frame.axes(labelled(SHARES), labelled(SHARES)),
        line(LEFT, BOTTOM, RIGHT, TOP, "reference"),
        words(RIGHT, CAPTIONS, f"ECE {error:.3f}", "end", "label strong"),
        *_names("mean confidence", "share answered right"),
    ]
    places = [(frame.x(one.confidence), frame.y(one.right)) for one in bins]
    radii = [3 + 6 * sqrt(one.count / most) for one in bins]
    for one, (x, y) in zip(bins, places, strict=True):
        drawn.append(line(x, frame.y(one.confidence), x, y, "gap"))
    for (x, y), radius in zip(places, radii, strict=True):
        drawn.append(tag("circle", cx=x, cy=y, r=radius, class_="dot"))
    for one, (x, y), radius in zip(bins, places, radii, strict=True):
        drawn.append(_size(one.count, x, y, radius, above=one.right >= one.confidence))
    rows = tuple(
        (
            f"{one.number / 10:.1f} to {one.number / 10 + 0.1:.1f}",
            str(one.count),
            f"{one.confidence:.3f}",
            f"{one.right:.3f}",
        )
        for one in bins
    )
    columns = ("confidence", "cases", "mean confidence", "share right")
    return Plot(title, note, picture(title, note, WIDTH, HEIGHT, drawn), columns, rows)


def latency(report: Report) -> Plot:
    """How long questions took, with the median and the 95th percentile."""
    title = "Time per question"
    bars = latency_bars(report.results)
    if not bars:
        return Plot(title, "Left out: there are no cases.")
    p50, p95 = (report.scores[name].value for name in ("seconds_p50", "seconds_p95"))
    width = bars[0].high or 1.0
    up = ticks(max(bar.count for bar in bars))
    frame = Frame(Scale(0, bars[-1].low + width, LEFT, RIGHT), Scale(0, up[-1], BOTTOM, TOP + 6))
    reach = frame.x.high
    time = partial(_time, reach=reach)
    what = "search" if report.retrieval_only else "question"
    note = f"Half took at most {time(p50)} a {what}, 95% at most {time(p95)}."
    if bars[-1].high is None:
        slowest = max(result.seconds for result in report.results)
        note += (
            f" The grey bar is {_count(bars[-1].count, what)} beyond {time(bars[-1].low)}; the "
            f"slowest took {_time(slowest, slowest)}."
        )
    marks = [value for value in ticks(reach) if value <= reach * (1 + 1e-9)]
    drawn = [
        *frame.axes([(value, time(value)) for value in marks], labelled(_whole(up))),
        *_names("", "questions"),
    ]
    for bar in bars:
        left, right = frame.x(bar.low) + 0.5, frame.x(bar.low + width) - 0.5
        y = frame.y(bar.count)
        drawn.append(rect(left, y, right - left, BOTTOM - y, "bar" if bar.high else "bar late"))
    x50, x95 = (frame.x(min(value, reach)) for value in (p50, p95))
    drawn += _quantile(x50, CAPTIONS + 15, f"p50 {time(p50)}", to_left=x50 > LEFT + 90)
    drawn += _quantile(x95, CAPTIONS, f"p95 {time(p95)}", to_left=x95 > RIGHT - 90)
    rows = tuple(
        (time(bar.low), time(bar.high) if bar.high else "more", str(bar.count)) for bar in bars
    )
    columns = ("from", "to", "questions")
    return Plot(title, note, picture(title, note, WIDTH, HEIGHT, drawn), columns, rows)


def _size(count: int, x: float, y: float, radius: float, above: bool) -> Markup:
    """A number beside a dot, away from the line to the diagonal and from the axis."""
    if above:
        return words(x, y - radius - 4, str(count), class_="label small halo")
    if y < BOTTOM - 2 * radius - 12:
        return words(x, y + radius + 12, str(count), class_="label small halo")
    return words(x + radius + 3, y - 4, str(count), "start", "label small halo")


def _quantile(x: float, y: float, said: str, to_left: bool) -> list[Markup]:
    """A line up from the axis with words beside its upper end."""
    label = (
        words(x - 5, y, said, "end", "label strong halo")
        if to_left
        else words(x + 5, y, said, "start", "label strong halo")
    )
    return [line(x, y - 9, x, BOTTOM, "quantile"), label]


def _nothing(report: Report, otherwise: str) -> str:
    if report.retrieval_only:
        return "nothing was asked, so there are no confidences"
    return otherwise if report.results else "there are no cases"


def _names(across: str, up: str) -> list[Markup]:
    """The names of the axes: below the field, and above its left upper corner."""
    middle = (LEFT + RIGHT) / 2
    return [words(middle, HEIGHT - 6.0, across), words(2.0, CAPTIONS, up, "start")]


def _whole(values: Sequence[float]) -> list[float]:
    return [value for value in values if value == int(value)]


def _time(seconds: float, reach: float) -> str:
    """Seconds in the unit for times up to `reach`."""
    return f"{seconds * 1000:.3g}\u00a0ms" if reach < 0.9995 else f"{seconds:.3g}\u00a0s"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
