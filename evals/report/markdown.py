"""A report as Markdown, to be read as a comment on a pull request."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from evals.baseline import Comparison, Delta
from evals.gates import GateResult
from evals.report.beside import counted, sides, who
from evals.report.results import Report
from evals.report.text import SIDES, change, interval, side_cells
from evals.report.verdict import passes, verdict

LISTED = 20
SHOWN = 400
"""Characters of an answer; with LISTED, so that the whole fits into one comment."""

Row: TypeAlias = Sequence[str]

ESCAPES = str.maketrans(
    {char: f"\\{char}" for char in "\\`*_[]|~$!"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    # Nobody is called, and no issue linked, because a document names them.
    | {"@": "@<!-- -->", "#": "#<!-- -->"}
)


def to_markdown(
    report: Report, gates: Sequence[GateResult] = (), comparison: Comparison | None = None
) -> str:
    """The verdict, the metrics, and what is new since the baseline; what is long is folded.

    What documents, questions and answers say is escaped: it shows as it is and can neither break
    a table nor add a link, HTML or a mention.
    """
    passing = passes(gates, comparison)
    sign, word = ("✅", "passes") if passing else ("❌", "fails")
    blocks = [
        [f"{sign} **{escaped(report.suite)}** {word}: {verdict(gates, comparison)}"],
        [f"- gate fails: {_gate(result)}" for result in gates if not result.holds],
        _metrics(report, comparison),
        *_writing(report),
        *(_news(report, comparison) if comparison else ()),
        _folded("Not right", ("case", "question", "why"), [
            (result.case.id, result.case.question, result.why) for result in report.wrong
        ]),
        _folded("Gates", ("gate", "value", ""), [
            (str(result.gate), _value(result), "holds" if result.holds else "fails")
            for result in gates
        ]),
    ]  # fmt: skip
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def escaped(text: str) -> str:
    """A text that shows as it is inside a table's cell; cut where it is long."""
    text = text.strip()
    text = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    lines = (" ".join(line.split()).translate(ESCAPES) for line in text.splitlines())
    return "<br>".join(line for line in lines if line)


def _metrics(report: Report, comparison: Comparison | None) -> list[str]:
    deltas = {delta.metric: delta for delta in comparison.deltas} if comparison else {}
    header = ["metric", "value", "95% interval", "cases"]
    rows = [
        [escaped(name), f"{score.value:.3f}", interval(score), str(score.count)]
        for name, score in report.scores.items()
    ]
    if comparison:
        header.append("since the baseline")
        rows = [
            [*row, _change(deltas.get(name))] for row, name in zip(rows, report.scores, strict=True)
        ]
    return _table(header, rows)


def _writing(report: Report) -> Iterator[list[str]]:
    """Written answers beside extractive ones, and what became of them, folded."""
    if deltas := sides(report):
        yield [f"Written beside extractive; {escaped(who(report))}"]
        yield _table(SIDES, [[escaped(cell) for cell in side_cells(delta)] for delta in deltas])
    if report.model is not None:
        rows = [(label, value) for _, label, value in counted(report)]
        yield _folded("What became of the writing", ("count", ""), rows)


def _change(delta: Delta | None) -> str:
    return f"**{change(delta)}**" if delta and delta.worse else change(delta)


def _news(report: Report, comparison: Comparison) -> Iterator[list[str]]:
    before, after = comparison.before, comparison.after
    why = {result.case.id: result.why for result in report.results}
    yield from _headed("Newly failing", ("case", "question", "why"), [
        (id, after[id].question, why[id]) for id in comparison.newly_failing
    ])  # fmt: skip
    yield from _headed("Newly passing", ("case", "question"), [
        (id, after[id].question) for id in comparison.newly_passing
    ])  # fmt: skip
    yield _folded("Changed answers", ("case", "question", "no longer says", "now says"), [
        (id, after[id].question, *map("\n".join, comparison.difference(id)))
        for id in comparison.changed
    ])  # fmt: skip
    for title, ids, records in (
        ("Added cases", comparison.added, after),
        ("Removed cases", comparison.removed, before),
    ):
        yield _folded(title, ("case", "question"), [(id, records[id].question) for id in ids])
    if comparison.not_measured:
        names = ", ".join(escaped(name) for name in comparison.not_measured)
        yield [f"In the baseline, not measured by this run: {names}"]


def _headed(title: str, header: Sequence[str], rows: Sequence[Row]) -> Iterator[list[str]]:
    """A title with the number of rows, and their table; nothing without rows."""
    if rows:
        yield [f"**{title} ({len(rows)})**"]
        yield _cut_table(header, rows)


def _folded(title: str, header: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """The same, folded under its title."""
    if not rows:
        return []
    summary = f"<details><summary>{title} ({len(rows)})</summary>"
    return [summary, "", *_cut_table(header, rows), "", "</details>"]


def _cut_table(header: Sequence[str], rows: Sequence[Row]) -> list[str]:
    left_out = len(rows) - LISTED
    more = ["", f"and {left_out} more; the JSON report has all"] if left_out > 0 else []
    return [*_table(header, [[escaped(cell) for cell in row] for row in rows[:LISTED]]), *more]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def _gate(result: GateResult) -> str:
    return f"{escaped(str(result.gate))}: {_value(result)}"


def _value(result: GateResult) -> str:
    return "not measured by any case" if result.value is None else f"{result.value:.3f}"
