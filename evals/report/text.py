"""A report for a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evals.gates import GateResult
from evals.metrics.interval import Score
from evals.report.results import WRONG, CaseResult, Report

KIND_COLUMNS = ("hit@5", "answer_hit", "citation_recall", "false_answer_rate", "false_refusal_rate")
"""Metrics that are worth a column in the table of kinds."""
LISTED = 20


def to_text(report: Report, gates: Sequence[GateResult] = ()) -> str:
    """The report for a terminal: metrics, kinds, the cases that went wrong, the gates."""
    blocks = [
        [f"{report.suite}: {len(report.results)} cases"],
        _table(("metric", "value", "95% interval", "cases"), _metric_rows(report.scores)),
        _kind_table(report),
        list(_wrong_lines(report.results)),
        [_gate_line(result) for result in gates],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _metric_rows(scores: Mapping[str, Score]) -> Iterator[tuple[str, ...]]:
    for name, score in scores.items():
        bounded = score.low is not None and score.high is not None
        interval = f"{score.low:.3f} to {score.high:.3f}" if bounded else ""
        yield name, f"{score.value:.3f}", interval, str(score.count)


def _kind_table(report: Report) -> list[str]:
    columns = [name for name in KIND_COLUMNS if name in report.scores]
    rows = []
    for kind, scores in report.by_kind.items():
        cases = sum(result.case.kind == kind for result in report.results)
        values = [f"{scores[name].value:.3f}" if name in scores else "" for name in columns]
        rows.append((kind, str(cases), *values))
    return _table(("kind", "cases", *columns), rows) if rows else []


def _wrong_lines(results: Sequence[CaseResult]) -> Iterator[str]:
    wrong = sorted(
        (result for result in results if result.outcome in WRONG),
        key=lambda result: WRONG.index(result.outcome),
    )
    for result in wrong[:LISTED]:
        reason = f" ({result.error})" if result.error else ""
        yield f"{result.outcome}: {result.case.id}: {result.case.question}{reason}"
    if len(wrong) > LISTED:
        yield f"and {len(wrong) - LISTED} more; --json lists all"


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
