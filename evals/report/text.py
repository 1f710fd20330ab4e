"""A report for a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evals.baseline import Comparison, Delta
from evals.gates import GateResult
from evals.metrics.interval import Score
from evals.report.beside import counted, sides, who
from evals.report.results import (
    WRONG,
    CaseResult,
    GroupsOf,
    Report,
    documents_of,
    kind_of,
    lang_of,
)
from evals.report.verdict import passes, verdict

KIND_COLUMNS = ("hit@5", "answer_hit", "citation_recall", "false_answer_rate", "false_refusal_rate")
"""Metrics that are worth a column in the table of kinds."""
SIDES = ("metric", "extractive", "written", "difference", "95% interval", "")
"""Columns of the table of written answers beside extractive ones."""
LISTED = 20
DOCUMENTS_LISTED = 10
SHOWN = 300
"""Characters of a statement that came or went."""


def to_text(
    report: Report, gates: Sequence[GateResult] = (), comparison: Comparison | None = None
) -> str:
    """The report for a terminal: metrics, groups, what is wrong, what changed, and the verdict.

    The verdict comes last, where a terminal is read first.
    """
    blocks = [
        [f"{report.suite}: {len(report.results)} cases"],
        _metric_table(report, comparison),
        *writing_blocks(report),
        _group_table("kind", report, report.by_kind, kind_of),
        _group_table("language", report, report.by_lang, lang_of)
        if len(report.by_lang) > 1
        else [],
        _document_table(report),
        list(_wrong_lines(report)),
        *(_comparison_blocks(report, comparison) if comparison else ()),
        [_gate_line(result) for result in gates],
        [f"{'passes' if passes(gates, comparison) else 'FAILS'}: {verdict(gates, comparison)}"],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def interval(score: Score) -> str:
    """The bounds of a score; empty where it has none."""
    bounded = score.low is not None and score.high is not None
    return f"{score.low:.3f} to {score.high:.3f}" if bounded else ""


def change(delta: Delta | None) -> str:
    """The difference to the baseline with its interval; empty where nothing was compared."""
    difference, bounds, word = _change_cells(delta)
    return " ".join(filter(None, [difference, bounds and f"({bounds})", word]))


def writing_blocks(report: Report) -> Iterator[list[str]]:
    """What became of written answers, and how they compare with extractive ones."""
    if report.model is not None:
        rows = [(label, value) for _, label, value in counted(report)]
        yield _table((who(report), ""), rows)
    if deltas := sides(report):
        yield _table(SIDES, [side_cells(delta) for delta in deltas])


def side_cells(delta: Delta) -> list[str]:
    """A row under the columns of SIDES."""
    return [delta.metric, f"{delta.before:.3f}", f"{delta.after:.3f}", *_change_cells(delta)]


def _metric_table(report: Report, comparison: Comparison | None) -> list[str]:
    header: list[str] = ["metric", "value", "95% interval", "cases"]
    rows = [
        [name, f"{score.value:.3f}", interval(score), str(score.count)]
        for name, score in report.scores.items()
    ]
    if comparison:
        header += ["change", "95% interval", ""]
        deltas = {delta.metric: delta for delta in comparison.deltas}
        for row in rows:
            row += _change_cells(deltas.get(row[0]))
    return _table(header, rows)


def _change_cells(delta: Delta | None) -> list[str]:
    if delta is None:
        return ["", "", ""]
    word = "worse" if delta.worse else "better" if delta.better else ""
    difference, low, high = (
        f"{round(value, 3) + 0.0:+.3f}"  # + 0.0, as -0.0 is no fall
        for value in (delta.difference, delta.low, delta.high)
    )
    if not word and {difference, low, high} == {"+0.000"}:
        return ["0", "", ""]
    return [difference, f"{low} to {high}", word]


def _group_table(
    name: str, report: Report, scores: Mapping[str, Mapping[str, Score]], groups_of: GroupsOf
) -> list[str]:
    columns = [metric for metric in KIND_COLUMNS if metric in report.scores]
    members = report.members(groups_of)
    rows = [
        (group, *_counts(members[group]), *_values(of_group, columns))
        for group, of_group in scores.items()
    ]
    return _table((name, "cases", "wrong", *columns), rows) if rows else []


def _values(scores: Mapping[str, Score], columns: Sequence[str]) -> Iterator[str]:
    for name in columns:
        yield f"{scores[name].value:.3f}" if name in scores else ""


def _document_table(report: Report) -> list[str]:
    """The documents with the most cases that are wrong; empty where there is but one."""
    members = report.members(documents_of)
    if len(members) < 2:
        return []
    worst = sorted(members, key=lambda id: (-_count_wrong(members[id]), -len(members[id]), id))
    listed = {id: report.by_document[id] for id in worst[:DOCUMENTS_LISTED]}
    lines = _group_table("document", report, listed, documents_of)
    return [*lines, *_more(len(worst), DOCUMENTS_LISTED)]


def _counts(results: Sequence[CaseResult]) -> tuple[str, str]:
    return str(len(results)), str(_count_wrong(results))


def _count_wrong(results: Iterable[CaseResult]) -> int:
    return sum(not result.ok for result in results)


def _wrong_lines(report: Report) -> Iterator[str]:
    for result in report.wrong[:LISTED]:
        said = result.outcome if result.outcome in WRONG else "faulty"
        yield f"{said}: {result.case.id}: {result.case.question}: {result.why}"
    yield from _more(len(report.wrong), LISTED)


def _comparison_blocks(report: Report, comparison: Comparison) -> Iterator[list[str]]:
    why = {result.case.id: result.why for result in report.results}
    before, after = comparison.before, comparison.after
    yield _listed("changed answers", [_changed(id, comparison) for id in comparison.changed])
    yield _listed("added cases", [f"{id}: {after[id].question}" for id in comparison.added])
    yield _listed("removed cases", [f"{id}: {before[id].question}" for id in comparison.removed])
    if comparison.not_measured:
        yield [f"in the baseline, not measured by this run: {', '.join(comparison.not_measured)}"]
    yield _listed(
        "newly passing", [f"{id}: {after[id].question}" for id in comparison.newly_passing]
    )
    yield _listed(
        "newly failing",
        [f"{id}: {after[id].question}: {why[id]}" for id in comparison.newly_failing],
    )
    yield [
        f"worse: {delta.metric}: {delta.before:.3f}, now {delta.after:.3f}: {change(delta)}"
        for delta in comparison.worse
    ]


def _changed(id: str, comparison: Comparison) -> str:
    gone, new = comparison.difference(id)
    signed = [*(f"- {_cut(one)}" for one in gone), *(f"+ {_cut(one)}" for one in new)]
    return "\n    ".join([f"{id}: {comparison.after[id].question}", *signed])


def _listed(title: str, items: Sequence[str]) -> list[str]:
    """A block of items under their title and number; empty without items."""
    if not items:
        return []
    return [
        f"{title} ({len(items)}):",
        *(f"  {item}" for item in items[:LISTED]),
        *_more(len(items), LISTED),
    ]


def _more(count: int, listed: int) -> list[str]:
    return [f"and {count - listed} more; --json lists all"] if count > listed else []


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def _gate_line(result: GateResult) -> str:
    value = "not measured by any case" if result.value is None else f"{result.value:.3f}"
    return f"gate {'holds' if result.holds else 'FAILS'}: {result.gate}: {value}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines with columns as wide as their widest cell: the first to the left, others right."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
