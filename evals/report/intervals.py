"""Scores drawn with their intervals: a metric by kind of case, and one score in a table."""

from collections.abc import Sequence

from markupsafe import Markup

from evals.metrics import LOWER_IS_BETTER
from evals.metrics.interval import Score
from evals.report.plots import WIDTH, Plot
from evals.report.results import Report
from evals.report.svg import Scale, line, picture, rect, tag, words

ROW = 26
LONGEST = 17
"""Characters of a kind's name that have room beside its bar."""


def by_kind(report: Report, metric: str) -> Plot:
    """A metric for each kind of case, as bars with their 95% intervals."""
    scores = [(kind, scores[metric]) for kind, scores in report.by_kind.items() if metric in scores]
    if not scores:
        return Plot(metric, "Left out: no kind of case measures it.")
    direction = "Lower" if metric in LOWER_IS_BETTER else "Higher"
    note = f"{direction} is better"
    top = 6.0
    bottom = top + ROW * len(scores)
    x = Scale(0, 1, 128.0, 266.0)
    drawn = [line(x(share), top - 2, x(share), bottom, "grid") for share in (0.0, 0.5, 1.0)]
    drawn += [words(x(share), bottom + 16, f"{share:g}") for share in (0.0, 0.5, 1.0)]
    for number, (kind, score) in enumerate(scores):
        drawn += _row(kind, score, x, top + ROW * (number + 0.5))
    rows = tuple((kind, f"{s.value:.3f}", interval(s), str(s.count)) for kind, s in scores)
    columns = ("kind", "value", "95% interval", "cases")
    svg = picture(f"{metric} by kind", _said(scores), WIDTH, round(bottom + 24), drawn)
    return Plot(metric, note, svg, columns, rows)


def span(score: Score, before: float | None = None) -> Markup:
    """A score's place between 0 and 1, its interval, and where it stood before: for a table."""
    x = Scale(0, 1, 6.0, 154.0)
    drawn = [line(x(0), 9.0, x(1), 9.0, "grid")]
    if score.low is not None and score.high is not None:
        drawn.append(line(x(score.low), 9.0, x(score.high), 9.0, "interval"))
    if before is not None:
        drawn.append(tag("circle", cx=x(before), cy=9.0, r=4.5, class_="before"))
    drawn.append(tag("circle", cx=x(score.value), cy=9.0, r=4.0, class_="dot"))
    return tag("svg", *drawn, class_="span", viewBox="0 0 160 18", aria_hidden="true")


def interval(score: Score) -> str:
    """The bounds of a score in words; empty where it has none."""
    bounded = score.low is not None and score.high is not None
    return f"{score.low:.3f} to {score.high:.3f}" if bounded else ""


def _row(kind: str, score: Score, x: Scale, y: float) -> list[Markup]:
    """A kind's name, its bar, its interval as a whisker, its value and count."""
    short = kind if len(kind) <= LONGEST else kind[: LONGEST - 1] + "…"
    drawn = [
        words(x.start - 8, y + 4, short, "end", "label name"),
        rect(x(0), y - 6, x(score.value) - x(0), 12.0, "bar"),
        words(x.end + 10, y + 4, f"{score.value:.2f}", "start", "label strong"),
        words(WIDTH - 2.0, y + 4, f"n {score.count}", "end", "label small"),
    ]
    if score.low is not None and score.high is not None:
        low, high = x(score.low), x(score.high)
        drawn += [line(low, y, high, y, "whisker")]
        drawn += [line(end, y - 4, end, y + 4, "whisker") for end in (low, high)]
    return drawn


def _said(scores: Sequence[tuple[str, Score]]) -> str:
    return "; ".join(f"{kind} {score.value:.2f} of {score.count}" for kind, score in scores)
