"""A report as plain values."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.gates import GateResult
from evals.metrics.interval import Score
from evals.report.results import CaseResult, Report

DIGITS = 6


def to_json(report: Report, gates: Sequence[GateResult] = ()) -> dict[str, Any]:
    """The report as plain values; numbers are rounded to 6 places."""
    return {
        "suite": report.suite,
        "cases": len(report.results),
        "retrieval_only": report.retrieval_only,
        "metrics": _scores_json(report.scores),
        "kinds": {kind: _scores_json(scores) for kind, scores in report.by_kind.items()},
        "gates": [_gate_json(result) for result in gates],
        "failed": [result.case.id for result in report.failed],
        "results": [_result_json(result) for result in report.results],
    }


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
