"""What a run brought: each case, the metrics over all and by kind, as text and as JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from assistant.answer import Answer
from evals.case import Case
from evals.gates import GateResult
from evals.metrics import CASE_METRICS, METRIC_NAMES, SECONDS, SET_METRICS
from evals.metrics.interval import Score, mean_score, quantile_score
from evals.metrics.judged import Judged
from index.document import Passage

Outcome = Literal["hit", "miss", "false refusal", "refusal", "false answer", "found", "failed"]

WRONG: tuple[Outcome, ...] = ("failed", "false answer", "miss", "false refusal")
# Metrics that are worth a column in the table of kinds.
KIND_COLUMNS = ("hit@5", "answer_hit", "citation_recall", "false_answer_rate", "false_refusal_rate")
LISTED = 20
DIGITS = 6


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What one case brought. `values` holds the metrics that apply, `error` why it failed."""

    case: Case
    values: Mapping[str, float]
    seconds: float
    answer: Answer | None = None
    passages: tuple[Passage, ...] = ()
    error: str | None = None

    @property
    def outcome(self) -> Outcome:
        """In one word. "hit" cites the evidence, "miss" answers without; "found" wasn't asked."""
        if self.error is not None:
            return "failed"
        if self.answer is None:
            return "found"
        if not self.case.answerable:
            return "refusal" if self.answer.refused else "false answer"
        if self.answer.refused:
            return "false refusal"
        return "hit" if self.values["answer_hit"] else "miss"


@dataclass(frozen=True)
class Report:
    """All results of a run, in the suite's order, and the metrics that follow from them."""

    suite: str
    results: tuple[CaseResult, ...]
    retrieval_only: bool = False

    @cached_property
    def scores(self) -> Mapping[str, Score]:
        """Metric name to its score over all cases; a metric that no case measured is not there."""
        return _scores(self.results, self.retrieval_only)

    @cached_property
    def by_kind(self) -> Mapping[str, Mapping[str, Score]]:
        """Kind to the scores of its cases, in the order in which kinds first occur."""
        kinds = dict.fromkeys(result.case.kind for result in self.results if result.case.kind)
        return {
            kind: _scores([r for r in self.results if r.case.kind == kind], self.retrieval_only)
            for kind in kinds
        }

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases that raised an exception."""
        return tuple(result for result in self.results if result.error is not None)

    def to_json(self, gates: Sequence[GateResult] = ()) -> dict[str, Any]:
        """The report as plain values; numbers are rounded to 6 places."""
        return {
            "suite": self.suite,
            "cases": len(self.results),
            "retrieval_only": self.retrieval_only,
            "metrics": _scores_json(self.scores),
            "kinds": {kind: _scores_json(scores) for kind, scores in self.by_kind.items()},
            "gates": [_gate_json(result) for result in gates],
            "failed": [result.case.id for result in self.failed],
            "results": [_result_json(result) for result in self.results],
        }


def _scores(results: Sequence[CaseResult], retrieval_only: bool) -> dict[str, Score]:
    scores = {
        metric.name: mean_score([r.values[metric.name] for r in results if metric.name in r.values])
        for metric in CASE_METRICS
    }
    if not retrieval_only:
        judged = [_judged(result) for result in results]
        scores |= {name: measure(judged) for name, measure in SET_METRICS.items()}
    seconds = [result.seconds for result in results]
    scores |= {name: quantile_score(seconds, quantile) for name, quantile in SECONDS.items()}
    return {name: score for name in METRIC_NAMES if (score := scores.get(name)) is not None}


def _judged(result: CaseResult) -> Judged:
    answer = result.answer
    return Judged(
        answerable=result.case.answerable,
        refused=answer is not None and answer.refused,
        right=result.outcome == "hit",
        confidence=0.0 if answer is None else answer.confidence,
        failed=answer is None,
    )


def _scores_json(scores: Mapping[str, Score]) -> dict[str, Any]:
    return {
        name: {
            "value": round(score.value, DIGITS),
            "count": score.count,
            "low": None if score.low is None else round(score.low, DIGITS),
            "high": None if score.high is None else round(score.high, DIGITS),
        }
        for name, score in scores.items()
    }


def _gate_json(result: GateResult) -> dict[str, Any]:
    gate = result.gate
    return {
        "metric": gate.metric,
        "kind": gate.kind,
        "min": gate.min,
        "max": gate.max,
        "value": None if result.value is None else round(result.value, DIGITS),
        "holds": result.holds,
    }


def _result_json(result: CaseResult) -> dict[str, Any]:
    case = result.case
    return {
        "id": case.id,
        "kind": case.kind,
        "question": case.question,
        "history": [{"question": t.question, "answer": t.answer} for t in case.history],
        "answerable": case.answerable,
        "outcome": result.outcome,
        "values": {name: round(value, DIGITS) for name, value in result.values.items()},
        "seconds": round(result.seconds, DIGITS),
        "error": result.error,
        "answers": list(case.answers),
        "evidence": [
            {
                "document": gold.span.document,
                "start": gold.span.start,
                "end": gold.span.end,
                "text": gold.text,
            }
            for gold in case.evidence
        ],
        "answer": result.answer and result.answer.to_json(),
    }


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
