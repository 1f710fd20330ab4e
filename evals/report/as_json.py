"""A report as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from evals.baseline import Comparison, Delta, Record
from evals.gates import GateResult
from evals.metrics.interval import Score
from evals.metrics.writing import writing_counts
from evals.report.beside import sides
from evals.report.results import CaseResult, Report
from evals.report.verdict import passes, verdict
from index.document import Span

DIGITS = 6


def to_json(
    report: Report, gates: Sequence[GateResult] = (), comparison: Comparison | None = None
) -> dict[str, Any]:
    """The report as plain values; numbers are rounded to 6 places.

    Two runs at the same commit differ in nothing but what is named `seconds…`.
    """
    extractive = (
        {one.case.id: one for one in report.extractive.results} if report.extractive else {}
    )
    return {
        "suite": report.suite,
        "cases": len(report.results),
        "retrieval_only": report.retrieval_only,
        "passes": passes(gates, comparison),
        "verdict": verdict(gates, comparison),
        "metrics": _scores_json(report.scores),
        "kinds": _groups_json(report.by_kind),
        "languages": _groups_json(report.by_lang),
        "documents": _groups_json(report.by_document),
        **({"writing": _writing_json(report)} if report.model is not None else {}),
        "gates": [_gate_json(result) for result in gates],
        "comparison": comparison and _comparison_json(comparison),
        "failed": [result.case.id for result in report.failed],
        "wrong": [result.case.id for result in report.wrong],
        "results": [
            _result_json(result) | _beside_json(result, extractive.get(result.case.id))
            for result in report.results
        ],
    }


def _writing_json(report: Report) -> dict[str, Any]:
    counts = writing_counts(report.answers, report.judgements)
    return {
        "model": report.model,
        "judge": report.judge,
        "answers": counts.asked,
        "written": counts.written,
        **counts.counts,
        "failures": counts.failures,
        "seconds": {
            name: {"p50": _rounded(median), "p95": _rounded(most)}
            for name, (median, most) in counts.seconds.items()
        },
        "judged": counts.judged,
        "unread": counts.unread,
        "beside": {delta.metric: _delta_json(delta) for delta in sides(report)},
    }


def _beside_json(result: CaseResult, extractive: CaseResult | None) -> dict[str, Any]:
    """What is known of a case where a model writes; nothing elsewhere."""
    if extractive is None:
        return {}
    return {
        "judgements": [asdict(one) for one in result.judgements],
        "extractive": {
            "outcome": extractive.outcome,
            "ok": extractive.ok,
            "why": extractive.why,
            "values": {name: _rounded(value) for name, value in extractive.values.items()},
            "seconds": _rounded(extractive.seconds),
            "answer": extractive.answer and extractive.answer.to_json(),
        },
    }


def _groups_json(groups: Mapping[str, Mapping[str, Score]]) -> dict[str, Any]:
    return {group: _scores_json(scores) for group, scores in groups.items()}


def _scores_json(scores: Mapping[str, Score]) -> dict[str, Any]:
    return {
        name: {
            "value": _rounded(score.value),
            "count": score.count,
            "low": _rounded(score.low),
            "high": _rounded(score.high),
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
        "value": _rounded(result.value),
        "holds": result.holds,
    }


def _comparison_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "holds": comparison.holds,
        "accepted": comparison.accepted,
        "newly_failing": list(comparison.newly_failing),
        "newly_passing": list(comparison.newly_passing),
        "changed": [
            {
                "id": id,
                "before": _record_json(comparison.before[id]),
                "after": _record_json(comparison.after[id]),
            }
            for id in comparison.changed
        ],
        "added": list(comparison.added),
        "removed": list(comparison.removed),
        "not_measured": list(comparison.not_measured),
        "metrics": {delta.metric: _delta_json(delta) for delta in comparison.deltas},
    }


def _record_json(record: Record) -> dict[str, Any]:
    return {"outcome": record.outcome, "ok": record.ok, "text": record.text}


def _delta_json(delta: Delta) -> dict[str, Any]:
    return {
        "before": _rounded(delta.before),
        "after": _rounded(delta.after),
        "difference": _rounded(delta.difference),
        "low": _rounded(delta.low),
        "high": _rounded(delta.high),
        "worse": delta.worse,
        "better": delta.better,
    }


def _result_json(result: CaseResult) -> dict[str, Any]:
    case = result.case
    return {
        "id": case.id,
        "kind": case.kind,
        "lang": case.lang,
        "document": case.document,
        "scope": case.scope,
        "masked": list(case.masked),
        "question": case.question,
        "history": [{"question": t.question, "answer": t.answer} for t in case.history],
        "answerable": case.answerable,
        "outcome": result.outcome,
        "ok": result.ok,
        "why": result.why,
        "values": {name: _rounded(value) for name, value in result.values.items()},
        "seconds": _rounded(result.seconds),
        "error": result.error,
        "faults": [
            {"statement": number, "kind": fault.kind, "said": fault.said, "reason": fault.reason}
            for number, faults in enumerate(result.statement_faults, start=1)
            for fault in faults
        ],
        "answers": list(case.answers),
        "must_not_say": list(case.must_not_say),
        "evidence_mode": case.evidence_mode,
        "evidence": [{**_span_json(gold.span), "text": gold.text} for gold in case.evidence],
        "passages": [_span_json(passage.span) for passage in result.passages],
        "answer": result.answer and result.answer.to_json(),
    }


def _span_json(span: Span) -> dict[str, Any]:
    return {"document": span.document, "start": span.start, "end": span.end}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
