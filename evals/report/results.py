"""What a run brought: each case, and the metrics over all and by group."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant.answer import Answer
from assistant.grounding.fault import Fault
from evals.case import Case
from evals.metrics import CASE_METRICS, METRIC_NAMES, SECONDS, SET_METRICS, WRONG_CASES
from evals.metrics.fidelity import forbidden_words, quotes_of
from evals.metrics.interval import Score, bootstrapped, mean_score, quantile_score
from evals.metrics.judged import Judged
from evals.metrics.support import Judgement
from index.document import Passage

Outcome = Literal[
    "hit", "refusal", "miss", "false refusal", "false answer", "found", "not found",
    "nothing to find", "failed",
]  # fmt: skip

WRONG: tuple[Outcome, ...] = ("failed", "false answer", "miss", "false refusal", "not found")
"""Outcomes that are never right, worst first."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What one case brought.

    `values` holds the metrics that apply, `error` why it crashed, or was not asked as it is a
    draft. `statement_faults` has one entry for each statement of the answer: what it says that
    its citations don't. `judgements` are a judge's, of the statements of a written answer.
    """

    case: Case
    values: Mapping[str, float]
    seconds: float
    answer: Answer | None = None
    passages: tuple[Passage, ...] = ()
    error: str | None = None
    statement_faults: tuple[tuple[Fault, ...], ...] = ()
    judgements: tuple[Judgement, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """In a word or two.

        "hit" cites the evidence, "miss" answers without. Where only passages were looked for:
        "found" has the evidence among the first five, "not found" has not, and "nothing to find"
        is a question that the documents don't answer.
        """
        if self.error is not None:
            return "failed"
        if self.answer is None:
            if not self.case.answerable:
                return "nothing to find"
            return "found" if self.values["hit@5"] else "not found"
        if not self.case.answerable:
            return "refusal" if self.answer.refused else "false answer"
        if self.answer.refused:
            return "false refusal"
        return "hit" if self.values["answer_hit"] else "miss"

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What the answer's statements say that their citations don't."""
        return tuple(fault for faults in self.statement_faults for fault in faults)

    @property
    def ok(self) -> bool:
        """True where nothing is wrong with what came back."""
        return not self.why

    @property
    def why(self) -> str:
        """What is wrong, in plain words on one line; empty where nothing is."""
        return "; ".join(" ".join(reason.split()) for reason in self._reasons())

    def _reasons(self) -> Iterator[str]:
        if self.case.draft:
            yield f"draft: {self.case.draft}"
        elif self.outcome == "failed":
            yield f"crashed: {self.error}"
        elif self.outcome == "not found":
            yield "none of the first 5 passages holds the evidence"
        elif self.outcome == "false refusal":
            yield f"refused, but the document says {_quoted(self.case.evidence[0].text)}"
        elif self.answer is not None:
            yield from self._faults_of(self.answer)

    def _faults_of(self, answer: Answer) -> Iterator[str]:
        if self.outcome == "false answer":
            said = " ".join(statement.text for statement in answer.statements) or answer.text
            yield f"answered, though the documents don't say: {_quoted(said)}"
        elif self.outcome == "miss":
            cited = "; it cites " + _quoted(answer.citations[0].quote) if answer.citations else ""
            yield f"answered without citing the evidence{cited}"
        if self.values.get("quote_exact", 1) < 1:
            yield "a quote is not what its document says at that place"
        for number, statement in enumerate(answer.statements, start=1):
            if not quotes_of(statement, answer):
                yield f"statement {number} cites nothing"
        for number, faults in enumerate(self.statement_faults, start=1):
            for fault in faults:
                yield f"statement {number} says {_quoted(fault.said)}: {fault.reason}"
        for words in forbidden_words(self.case, answer):
            yield f"says {_quoted(words)}, which it must not"


GroupsOf = Callable[[Case], Sequence[str]]
"""The groups that a case is in; it is counted in each."""


def kind_of(case: Case) -> tuple[str, ...]:
    """The kind of a case, where it has one."""
    return (case.kind,) if case.kind else ()


def lang_of(case: Case) -> tuple[str, ...]:
    """The language of a case, where it is known."""
    return (case.lang,) if case.lang else ()


def documents_of(case: Case) -> tuple[str, ...]:
    """The documents that a case is about: the one that it names, or those of its evidence."""
    if case.document:
        return (case.document,)
    return tuple(dict.fromkeys(span.document for span in case.gold))


@dataclass(frozen=True)
class Report:
    """All results of a run, in the suite's order, and the metrics that follow from them.

    Where a language model wrote, `model` names it and `judge` who judged its statements;
    `extractive` is the same run without it.
    """

    suite: str
    results: tuple[CaseResult, ...]
    retrieval_only: bool = False
    model: str | None = None
    judge: str | None = None
    extractive: "Report | None" = None

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers of the cases that brought one."""
        return tuple(result.answer for result in self.results if result.answer)

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """All that the judge said."""
        return tuple(one for result in self.results for one in result.judgements)

    @cached_property
    def scores(self) -> Mapping[str, Score]:
        """Metric name to its score over all cases; a metric that no case measured is not there."""
        return _scores(self.results, self.retrieval_only)

    @cached_property
    def by_kind(self) -> Mapping[str, Mapping[str, Score]]:
        """Kind to the scores of its cases, in the order in which kinds first occur."""
        return self._by(kind_of)

    @cached_property
    def by_lang(self) -> Mapping[str, Mapping[str, Score]]:
        """Language to the scores of its cases."""
        return self._by(lang_of)

    @cached_property
    def by_document(self) -> Mapping[str, Mapping[str, Score]]:
        """Document to the scores of the cases that are about it."""
        return self._by(documents_of)

    @cached_property
    def bounded(self) -> Mapping[str, Score]:
        """What gates may bound, over all cases: the scores, and how many cases are wrong."""
        return _bounded(self.scores, self.results)

    @cached_property
    def bounded_by_kind(self) -> Mapping[str, Mapping[str, Score]]:
        """Kind to what gates may bound of its cases."""
        members = self.members(kind_of)
        return {kind: _bounded(scores, members[kind]) for kind, scores in self.by_kind.items()}

    def members(self, groups_of: GroupsOf) -> Mapping[str, Sequence[CaseResult]]:
        """Group to its cases, in the order in which groups first occur."""
        members: dict[str, list[CaseResult]] = {}
        for result in self.results:
            for group in groups_of(result.case):
                members.setdefault(group, []).append(result)
        return members

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases that raised an exception, and drafts."""
        return tuple(result for result in self.results if result.error is not None)

    @property
    def wrong(self) -> tuple[CaseResult, ...]:
        """The cases that are not ok: the worst outcomes first, then hits with other faults."""
        order = {outcome: rank for rank, outcome in enumerate(WRONG)}
        wrong = [result for result in self.results if not result.ok]
        return tuple(sorted(wrong, key=lambda result: order.get(result.outcome, len(WRONG))))

    def _by(self, groups_of: GroupsOf) -> Mapping[str, Mapping[str, Score]]:
        members = self.members(groups_of)
        return {group: _scores(results, self.retrieval_only) for group, results in members.items()}


def _scores(results: Sequence[CaseResult], retrieval_only: bool) -> dict[str, Score]:
    scores = {
        metric.name: mean_score([r.values[metric.name] for r in results if metric.name in r.values])
        for metric in CASE_METRICS
    }
    if not retrieval_only:
        judged = [_judged(result) for result in results]
        scores |= {
            name: bootstrapped(metric(judged), len(judged)) for name, metric in SET_METRICS.items()
        }
    seconds = [result.seconds for result in results]
    scores |= {name: quantile_score(seconds, quantile) for name, quantile in SECONDS.items()}
    return {name: score for name in METRIC_NAMES if (score := scores.get(name)) is not None}


def _bounded(scores: Mapping[str, Score], results: Sequence[CaseResult]) -> Mapping[str, Score]:
    wrong = sum(not result.ok for result in results)
    return {**scores, WRONG_CASES: Score(wrong, len(results))}


def _judged(result: CaseResult) -> Judged:
    answer = result.answer
    return Judged(
        answerable=result.case.answerable,
        refused=answer is not None and answer.refused,
        right=result.outcome == "hit",
        confidence=0.0 if answer is None else answer.confidence,
        failed=answer is None,
    )


def _quoted(words: str) -> str:
    words = " ".join(words.split())
    return f"“{words if len(words) <= 80 else words[:79] + '…'}”"
