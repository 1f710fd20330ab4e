"""The metrics, each declared once under its name: of one case, or of all cases together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Answer
from assistant.grounding.fault import Fault
from evals.case import Case
from evals.metrics import answers, fidelity, judged, retrieval, support
from evals.metrics.interval import Statistic
from evals.metrics.judged import Judged
from evals.metrics.support import Judgement
from index.document import Document, Span

Needs = Literal["passages", "answer", "judge"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What came back for a case: the spans found, best first, the answer, and the documents.

    `faults` are those of each statement of the answer, `judgements` what a judge says of them.
    """

    case: Case
    passages: tuple[Span, ...]
    answer: Answer | None
    documents: Mapping[str, Document]
    faults: tuple[tuple[Fault, ...], ...] = ()
    judgements: tuple[Judgement, ...] = ()

    @property
    def answered(self) -> Answer:
        """The answer, where metrics of answers are measured."""
        if self.answer is None:
            raise ValueError(f"{self.case.id}: a metric of answers needs an answer")
        return self.answer


@dataclass(frozen=True, slots=True)
class CaseMetric:
    """A metric of single cases; its score is the mean over the cases that it applies to.

    `measure` may give None where it has nothing to say about what came back. `worst` is the
    value of a case that crashed.
    """

    name: str
    needs: Needs
    applies: Callable[[Case], bool]
    measure: Callable[[Seen], float | None]
    worst: float = 0.0


def _answerable(case: Case) -> bool:
    return case.answerable


def _unanswerable(case: Case) -> bool:
    return not case.answerable


def _has_answers(case: Case) -> bool:
    return case.answerable and bool(case.answers)


def _has_short_answers(case: Case) -> bool:
    return _has_answers(case) and case.answer_type == "span"


def _forbids(case: Case) -> bool:
    return bool(case.must_not_say)


def _always(case: Case) -> bool:
    return True


def _of_passages(
    name: str, measure: Callable[[Sequence[Span], Sequence[Span]], float], first: int
) -> CaseMetric:
    def measured(seen: Seen) -> float:
        return measure(seen.case.gold, seen.passages[:first])

    return CaseMetric(f"{name}@{first}", "passages", _answerable, measured)


def _of_answer(
    measure: Callable[[Case, Answer], float | None],
    applies: Callable[[Case], bool],
    worst: float = 0.0,
) -> CaseMetric:
    def measured(seen: Seen) -> float | None:
        return measure(seen.case, seen.answered)

    return CaseMetric(measure.__name__, "answer", applies, measured, worst)


def _of_judgements(measure: Callable[[Sequence[Judgement]], float | None]) -> CaseMetric:
    return CaseMetric(measure.__name__, "judge", _always, lambda seen: measure(seen.judgements))


CASE_METRICS = (
    _of_passages("evidence_recall", retrieval.evidence_recall, 5),
    _of_passages("evidence_precision", retrieval.evidence_precision, 5),
    _of_passages("evidence_iou", retrieval.evidence_iou, 5),
    _of_passages("hit", retrieval.hit, 1),
    _of_passages("hit", retrieval.hit, 5),
    _of_passages("mrr", retrieval.reciprocal_rank, 10),
    _of_answer(answers.answer_hit, _answerable),
    _of_answer(answers.citation_precision, _answerable),
    _of_answer(answers.citation_recall, _answerable),
    _of_answer(answers.answer_contains, _has_answers),
    _of_answer(answers.answer_f1, _has_short_answers),
    _of_answer(answers.exact_match, _has_short_answers),
    _of_answer(answers.false_answer_rate, _unanswerable, worst=1.0),
    _of_answer(answers.false_refusal_rate, _answerable, worst=1.0),
    CaseMetric(
        "quote_exact",
        "answer",
        _always,
        lambda seen: answers.quote_exact(seen.answered, seen.documents),
    ),
    CaseMetric(
        "fidelity",
        "answer",
        _always,
        lambda seen: fidelity.fidelity(seen.answered, seen.faults),
    ),
    _of_answer(fidelity.forbidden_said, _forbids, worst=1.0),
    _of_judgements(support.statement_support),
    _of_judgements(support.alce_citation_recall),
    _of_judgements(support.alce_citation_precision),
)

SET_METRICS: Mapping[str, Callable[[Sequence[Judged]], Statistic]] = {
    "answerability_auroc": judged.answerability_auroc,
    "balanced_refusal_accuracy": judged.balanced_refusal_accuracy,
    "aurc": judged.aurc,
    "ece": judged.ece,
}

# Of one question, from the call to the answer (to the passages, where only those are measured).
SECONDS: Mapping[str, float] = {"seconds_p50": 0.5, "seconds_p95": 0.95}

PASSAGE_METRICS = tuple(metric.name for metric in CASE_METRICS if metric.needs == "passages")
ANSWER_METRICS = (
    *(metric.name for metric in CASE_METRICS if metric.needs == "answer"),
    *SET_METRICS,
)
# Measured only where a language model writes.
WRITING_METRICS = tuple(metric.name for metric in CASE_METRICS if metric.needs == "judge")
LOWER_IS_BETTER = frozenset(
    [metric.name for metric in CASE_METRICS if metric.worst == 1.0] + ["aurc", "ece", *SECONDS]
)
METRIC_NAMES = (*(metric.name for metric in CASE_METRICS), *SET_METRICS, *SECONDS)
# How many cases anything is wrong with: no metric of answers, but a bound that a gate may set.
WRONG_CASES = "wrong"
# The most passages that a metric looks at.
PASSAGES = 10
