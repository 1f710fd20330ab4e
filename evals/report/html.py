"""A report as one HTML file that asks nobody for anything."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from assistant.answer import Citation
from evals.baseline import Comparison, Delta, Record
from evals.gates import GateResult
from evals.metrics import CASE_METRICS, LOWER_IS_BETTER, SECONDS, SET_METRICS, WRITING_METRICS
from evals.metrics.interval import Score
from evals.metrics.retrieval import overlaps_any
from evals.report import plots
from evals.report.beside import counted, sides, who
from evals.report.excerpts import Excerpt, excerpts
from evals.report.intervals import by_kind, interval, span
from evals.report.results import CaseResult, Report, documents_of
from evals.report.templating import environment, policy, read
from evals.report.text import KIND_COLUMNS
from evals.report.verdict import passes, verdict
from index.document import Document

UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that HTML cannot hold, or UTF-8 cannot."""


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric over all cases, and what became of it since the baseline."""

    name: str
    score: Score
    delta: Delta | None

    @property
    def lower_is_better(self) -> bool:
        """True for rates of errors, for gaps and for seconds."""
        return self.name in LOWER_IS_BETTER

    @property
    def drawn(self) -> Markup:
        """Its place between 0 and 1; empty for seconds."""
        if self.name.startswith("seconds"):
            return Markup()
        return span(self.score, self.delta.before if self.delta else None)


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as the page shows it.

    `extractive` is the same without the language model that wrote `result`.
    `states` are the words that the filter knows it by. `before` is its record in the baseline
    where its answer differs now. `misquoted` are citations whose words do not stand at their
    place; `rank` is that of the first passage found that holds evidence.
    """

    result: CaseResult
    extractive: CaseResult | None
    states: tuple[str, ...]
    before: Record | None
    excerpts: tuple[Excerpt, ...]
    misquoted: tuple[Citation, ...]

    @property
    def anchor(self) -> str:
        """Its place on the page, an id that no other element has."""
        return f"case-{quote(self.result.case.id, safe='', errors='backslashreplace')}"

    @property
    def rank(self) -> int | None:
        """The rank of the first passage found that holds evidence; None where none does."""
        gold = self.result.case.gold
        found = enumerate(self.result.passages, start=1)
        return next((rank for rank, p in found if overlaps_any(p.span, gold)), None)


def to_html(
    report: Report,
    gates: Sequence[GateResult],
    comparison: Comparison | None,
    documents: Mapping[str, Document],
) -> str:
    """The report as a page: verdict, metrics, plots, and each case beside its documents.

    All it needs is inside, and its policy forbids it to load anything else. `documents` are
    those of the suite, by id; of them, only the text around evidence and citations is shown. The
    same results give the same page.
    """
    plain = {one.case.id: one for one in report.extractive.results} if report.extractive else {}
    cases = [
        _case_view(result, plain.get(result.case.id), comparison, documents)
        for result in _ordered(report, comparison)
    ]
    style, script = read("report.css"), read("report.js")
    page = environment().get_template("report.html").render(
        report=report,
        verdict=verdict(gates, comparison),
        passes=passes(gates, comparison),
        outcomes=Counter(result.outcome for result in report.results),
        metrics=_metric_rows(report, comparison),
        counted=list(counted(report)),
        sides=sides(report),
        writer=who(report) if report.model is not None else "",
        gates=gates,
        comparison=comparison,
        groups=_groups(report),
        sizes=_sizes(report),
        columns=[name for name in KIND_COLUMNS if name in report.scores],
        plots=[plots.risk_coverage(report), plots.calibration(report), plots.latency(report)],
        kind_plots=[by_kind(report, name) for name in KIND_COLUMNS if name in report.scores],
        cases=cases,
        anchors={case.result.case.id: case.anchor for case in cases},
        states=Counter(state for case in cases for state in case.states),
        style=style,
        script=script,
        policy=policy(style, script),
        interval=interval,
        overlaps=overlaps_any,
    )  # fmt: skip
    return UNSHOWABLE.sub("\ufffd", page)


def _metric_rows(
    report: Report, comparison: Comparison | None
) -> list[tuple[str, list[MetricRow]]]:
    """The metrics measured, by what they are about."""
    deltas = {delta.metric: delta for delta in comparison.deltas} if comparison else {}
    topics = {
        "Passages": [metric.name for metric in CASE_METRICS if metric.needs == "passages"],
        "Answers": [metric.name for metric in CASE_METRICS if metric.needs == "answer"],
        "Written statements": WRITING_METRICS,
        "Confidence and refusals": SET_METRICS,
        "Seconds": SECONDS,
    }
    return [
        (
            topic,
            [
                MetricRow(name, report.scores[name], deltas.get(name))
                for name in names
                if name in report.scores
            ],
        )
        for topic, names in topics.items()
    ]


def _ordered(report: Report, comparison: Comparison | None) -> list[CaseResult]:
    """What newly fails, what else is wrong, then the others in the suite's order."""
    newly = set(comparison.newly_failing) if comparison else set()
    wrong = sorted(report.wrong, key=lambda result: result.case.id not in newly)
    return [*wrong, *(result for result in report.results if result.ok)]


def _case_view(
    result: CaseResult,
    extractive: CaseResult | None,
    comparison: Comparison | None,
    documents: Mapping[str, Document],
) -> CaseView:
    case, answer = result.case, result.answer
    citations = answer.citations if answer else ()
    states = [result.outcome, "ok" if result.ok else "not ok"]
    before = None
    if comparison:
        changes = {
            "newly failing": comparison.newly_failing,
            "newly passing": comparison.newly_passing,
            "answer changed": comparison.changed,
            "new case": comparison.added,
        }
        states += [state for state, ids in changes.items() if case.id in ids]
        if case.id in comparison.changed:
            before = comparison.before.get(case.id)
    return CaseView(
        result,
        extractive,
        tuple(states),
        before,
        excerpts(case.evidence, citations, documents),
        tuple(citation for citation in citations if not _stands(citation, documents)),
    )


def _stands(citation: Citation, documents: Mapping[str, Document]) -> bool:
    span = citation.span
    if span.document not in documents:
        return False
    return documents[span.document].text[max(0, span.start) : span.end] == citation.quote


def _groups(report: Report) -> list[tuple[str, Mapping[str, Mapping[str, Score]]]]:
    """The ways of grouping cases that tell groups apart."""
    ways = [
        ("kind", report.by_kind),
        ("language", report.by_lang),
        ("document", report.by_document),
    ]
    return [(way, groups) for way, groups in ways if len(groups) > (0 if way == "kind" else 1)]


def _sizes(report: Report) -> dict[str, Counter[str]]:
    """How many cases are in each group of each way of grouping."""
    cases = [result.case for result in report.results]
    return {
        "kind": Counter(case.kind for case in cases),
        "language": Counter(case.lang for case in cases),
        "document": Counter(name for case in cases for name in documents_of(case)),
    }
