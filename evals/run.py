"""Asks a suite's questions and measures what comes back."""

from collections.abc import Callable, Iterable, Sequence
from time import perf_counter
from typing import Protocol

from assistant.answer import Answer, Turn
from evals.case import Case
from evals.metrics import CASE_METRICS, PASSAGES, CaseMetric, Seen
from evals.metrics.fidelity import statement_faults
from evals.metrics.support import Judge, judgements
from evals.report.results import CaseResult, Report
from evals.suite import Suite
from index.document import Passage


class Ask(Protocol):
    """Any assistant that answers questions."""

    def __call__(
        self, question: str, history: Sequence[Turn], documents: Sequence[str], /
    ) -> Answer:
        """An answer from the documents named, or from all where none is."""


class Retrieve(Protocol):
    """Any search for passages."""

    def __call__(
        self, question: str, history: Sequence[Turn], documents: Sequence[str], k: int, /
    ) -> Sequence[Passage]:
        """The `k` best passages of the documents named, or of all, best first."""


Progress = Callable[[Sequence[Case]], Iterable[Case]]


def evaluate(
    ask: Ask,
    suite: Suite,
    *,
    retrieve: Retrieve | None = None,
    retrieval_only: bool = False,
    judge: Judge | None = None,
    progress: Progress | None = None,
) -> Report:
    """What the suite's questions brought, case by case and as metrics.

    Without `retrieve` the metrics of passages are left out; with `retrieval_only` nothing is
    asked and the metrics of answers are. With `judge` the statements of each answer are judged, in
    time that does not count. `progress` is given the cases and yields them again,
    as tqdm does. A case that raises an exception, or brings what cannot be measured, has failed:
    it gets the worst value of each metric that applies, and the run goes on. So has a
    draft, which is not asked.
    """
    if retrieval_only and retrieve is None:
        raise ValueError("retrieval_only needs retrieve")
    if retrieval_only and judge is not None:
        raise ValueError("a judge needs answers")
    asking = None if retrieval_only else ask
    given = {"passages": retrieve, "answer": asking, "judge": judge}
    metrics = [metric for metric in CASE_METRICS if given[metric.needs] is not None]
    cases = progress(suite.cases) if progress else suite.cases
    results = tuple(_result(case, suite, asking, retrieve, judge, metrics) for case in cases)
    return Report(suite.name, results, retrieval_only, judge=judge.name if judge else None)


def _result(
    case: Case,
    suite: Suite,
    ask: Ask | None,
    retrieve: Retrieve | None,
    judge: Judge | None,
    metrics: Sequence[CaseMetric],
) -> CaseResult:
    applying = [metric for metric in metrics if metric.applies(case)]
    worst = {metric.name: metric.worst for metric in applying}
    if case.draft:
        return CaseResult(case, worst, 0.0, error=f"draft: {case.draft}")
    started = perf_counter()
    try:
        passages = (
            tuple(retrieve(case.question, case.history, case.documents, PASSAGES))
            if retrieve
            else ()
        )
        if ask:
            started = perf_counter()
        answer = ask(case.question, case.history, case.documents) if ask else None
        seconds = perf_counter() - started
        spans = tuple(passage.span for passage in passages)
        faults = statement_faults(answer) if answer else ()
        judged = judgements(answer, judge) if answer and judge else ()
        seen = Seen(case, spans, answer, suite.documents, faults, judged)
        measured = {metric.name: metric.measure(seen) for metric in applying}
    # Whatever the assistant raises is a finding about it, which the report lists.
    except Exception as error:
        return CaseResult(
            case,
            values=worst,
            seconds=perf_counter() - started,
            error=f"{type(error).__name__}: {error}",
        )
    values = {name: value for name, value in measured.items() if value is not None}
    return CaseResult(
        case,
        values,
        seconds,
        answer,
        passages,
        statement_faults=faults,
        judgements=judged,
    )
