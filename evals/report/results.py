"""What a run brought: each case, and the metrics over all and by group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant.answer import Answer
from evals.case import Case
from evals.metrics import CASE_METRICS, METRIC_NAMES, SECONDS, SET_METRICS
from evals.metrics.interval import Score, mean_score, quantile_score
from evals.metrics.judged import Judged
from index.document import Passage

Outcome = Literal["hit", "miss", "false refusal", "refusal", "false answer", "found", "failed"]

WRONG: tuple[Outcome, ...] = ("failed", "false answer", "miss", "false refusal")


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
