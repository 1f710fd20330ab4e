"""The results that a suite is known to have, and what a run changes about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Statement
from evals.metrics import CASE_METRICS, LOWER_IS_BETTER, SET_METRICS
from evals.metrics.interval import Statistic, bounds_of, mean_of, value_of
from evals.metrics.judged import Judged
from evals.report.results import CaseResult, Outcome, Report

DIGITS = 4
"""Places that confidences and metrics of cases are rounded to, so that noise is no change."""
TOLERANCE = 1e-9

UNSAID: Mapping[Outcome, str] = {
    "refusal": "(refused)",
    "false refusal": "(refused)",
    "failed": "(crashed)",
    "found": "(not asked)",
    "not found": "(not asked)",
    "nothing to find": "(not asked)",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of an answer, with the words that it cites as (document, quote).

    Without offsets: an answer is the same where other words of its document moved it. A quote is
    None where it is the statement itself.
    """

    text: str
    cited: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a case: `said` is empty for a refusal, and where nothing was asked."""

    question: str
    answerable: bool
    ok: bool
    outcome: Outcome
    confidence: float
    said: tuple[Said, ...]
    values: Mapping[str, float]

    @property
    def lines(self) -> tuple[str, ...]:
        """The statements of the answer, or what came instead."""
        return tuple(one.text for one in self.said) or (UNSAID.get(self.outcome, "(nothing)"),)

    @property
    def text(self) -> str:
        """The answer as people compare it, a line each."""
        return "\n".join(self.lines)

    @property
    def cited(self) -> tuple[str, ...]:
        """The words that the answer cites, with their documents."""
        return tuple(
            f"{document}: “{one.text if quote is None else quote}”"
            for one in self.said
            for document, quote in one.cited
        )

    @property
    def judged(self) -> Judged:
        """The case as metrics of all cases together see it."""
        return Judged(
            answerable=self.answerable,
            refused=self.outcome in ("refusal", "false refusal"),
            right=self.outcome == "hit",
            confidence=self.confidence,
            failed=self.outcome == "failed",
        )


@dataclass(frozen=True, slots=True)
class Baseline:
    """The record of each case of a suite, by id."""

    suite: str
    retrieval_only: bool
    records: Mapping[str, Record]


@dataclass(frozen=True, slots=True)
class Delta:
    """A metric over the cases that both have, before and now.

    `low` and `high` bound the difference with 95%.
    """

    metric: str
    before: float
    after: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """How much higher the metric is now; negative where it is lower."""
        return self.after - self.before

    @property
    def worse(self) -> bool:
        """True where the metric is worse and the interval excludes 0."""
        return self._rises if self.metric in LOWER_IS_BETTER else self._falls

    @property
    def better(self) -> bool:
        """True where the metric is better and the interval excludes 0."""
        return self._falls if self.metric in LOWER_IS_BETTER else self._rises

    @property
    def _rises(self) -> bool:
        return self.low > TOLERANCE

    @property
    def _falls(self) -> bool:
        return self.high < -TOLERANCE


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run beside its baseline. Cases go by id, in the suite's order.

    `before` and `after` hold the record of every case by id. `changed` are the cases whose
    answer differs, in what it says or in the words it cites. `not_measured` are metrics of the
    baseline that the run did not measure. `accepted` says that the run becomes the baseline, so
    that nothing breaks it.
    """

    newly_failing: tuple[str, ...]
    newly_passing: tuple[str, ...]
    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    deltas: tuple[Delta, ...]
    before: Mapping[str, Record]
    after: Mapping[str, Record]
    not_measured: tuple[str, ...] = ()
    accepted: bool = False

    def difference(self, id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What a changed answer no longer says, and what it says now.

        Where both say the same, if in another order, the words cited are compared in their place.
        """
        before, after = self.before[id], self.after[id]
        gone, new = _unlike(before.lines, after.lines)
        return (gone, new) if gone or new else _unlike(before.cited, after.cited)

    @property
    def worse(self) -> tuple[Delta, ...]:
        """The metrics that are worse, with an interval that excludes 0."""
        return tuple(delta for delta in self.deltas if delta.worse)

    @property
    def holds(self) -> bool:
        """False where a case newly fails or a metric is worse."""
        return self.accepted or not (self.newly_failing or self.worse)


def compare(report: Report, baseline: Baseline, *, accepted: bool = False) -> Comparison:
    """What a run changes about the baseline of its suite.

    A metric is compared over the cases that both have. Its difference is resampled in pairs: each
    draw takes the same cases before and now. Timings are not compared.
    """
    before, after = baseline.records, baseline_of(report).records
    shared = [id for id in after if id in before]
    then = _metrics([before[id] for id in shared], report.retrieval_only)
    now = _metrics([after[id] for id in shared], report.retrieval_only)
    return Comparison(
        newly_failing=tuple(id for id in shared if before[id].ok and not after[id].ok),
        newly_passing=tuple(id for id in shared if after[id].ok and not before[id].ok),
        changed=tuple(id for id in shared if _answer(before[id]) != _answer(after[id])),
        added=tuple(id for id in after if id not in before),
        removed=tuple(id for id in before if id not in after),
        deltas=tuple(_delta(name, then[name], now[name]) for name in then if name in now),
        before=before,
        after=after,
        not_measured=tuple(name for name in then if name not in now),
        accepted=accepted,
    )


def baseline_of(report: Report) -> Baseline:
    """The run as a baseline, its numbers rounded to 4 places."""
    records = {result.case.id: _record(result) for result in report.results}
    return Baseline(report.suite, report.retrieval_only, records)


def metrics_of(baseline: Baseline) -> dict[str, float]:
    """The metrics over all cases of a baseline, timings left out."""
    metrics = _metrics(list(baseline.records.values()), baseline.retrieval_only)
    return {name: metric.value for name, metric in metrics.items()}


def _record(result: CaseResult) -> Record:
    answer = result.answer
    said = () if answer is None else tuple(_said(one, answer) for one in answer.statements)
    return Record(
        question=result.case.question,
        answerable=result.case.answerable,
        ok=result.ok,
        outcome=result.outcome,
        confidence=0.0 if answer is None else round(answer.confidence, DIGITS),
        said=said,
        values={name: round(value, DIGITS) for name, value in result.values.items()},
    )


def _said(statement: Statement, answer: Answer) -> Said:
    cited = (one for one in answer.citations if one.marker in statement.citations)
    quotes = ((c.span.document, None if c.quote == statement.text else c.quote) for c in cited)
    return Said(statement.text, tuple(quotes))


def _unlike(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What only one of them has; both whole where they differ in order or number alone."""
    gone = tuple(one for one in before if one not in after)
    new = tuple(one for one in after if one not in before)
    return (gone, new) if gone or new or before == after else (tuple(before), tuple(after))


def _answer(record: Record) -> tuple[str, tuple[Said, ...]]:
    return record.text, record.said


@dataclass(frozen=True, slots=True)
class _Metric:
    """A metric of some cases, as it is and as a statistic to resample."""

    value: float
    count: int
    statistic: Statistic


def _metrics(records: Sequence[Record], retrieval_only: bool) -> dict[str, _Metric]:
    """The metrics that these cases measure, timings left out."""
    statistics = {
        metric.name: mean_of([record.values.get(metric.name) for record in records])
        for metric in CASE_METRICS
    }
    if not retrieval_only:
        judged = [record.judged for record in records]
        statistics |= {name: metric(judged) for name, metric in SET_METRICS.items()}
    count = len(records)
    values = {name: value_of(statistic, count) for name, statistic in statistics.items()}
    return {
        name: _Metric(value, count, statistics[name])
        for name, value in values.items()
        if value is not None
    }


def _delta(name: str, before: _Metric, after: _Metric) -> Delta:
    low, high = bounds_of(
        lambda weights: after.statistic(weights) - before.statistic(weights), before.count
    )
    return Delta(name, before.value, after.value, low, high)
