"""What `footnote eval` does: runs a suite, holds it to gates and baseline, writes the reports."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TextIO

from tqdm import tqdm

from assistant.answer import Answer, Turn
from evals.baseline import Baseline, Comparison, baseline_of, compare
from evals.baseline_file import load_baseline, write_baseline
from evals.case import Case
from evals.gates import GateResult, check_gates, left_out
from evals.metrics.support import Judge
from evals.output import check_writable, write
from evals.report.results import Report
from evals.report.text import to_text
from evals.report.verdict import passes
from evals.run import evaluate
from evals.suite import Suite, load_suite
from index.document import Passage


class AssistantLike(Protocol):
    """What is evaluated: the public interface of `assistant.assistant.Assistant`."""

    def quote(self, question: str, history: Sequence[Turn], documents: Sequence[str], /) -> Answer:
        """The same as `ask` in the documents' own words, whichever model would write."""

    def ask(self, question: str, history: Sequence[Turn], documents: Sequence[str], /) -> Answer:
        """An answer from the documents named, or from all where none is."""

    def retrieve(
        self, question: str, history: Sequence[Turn], documents: Sequence[str], k: int, /
    ) -> Sequence[Passage]:
        """The `k` best passages of the documents named, or of all, best first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A run as the command line asks for it.

    `json`, `html`, `markdown` and `junit` are files for the report. With `update_baseline` the
    run becomes the `baseline`. With `url` the server there is asked.
    """

    suite: Path
    json: Path | None = None
    html: Path | None = None
    markdown: Path | None = None
    junit: Path | None = None
    baseline: Path | None = None
    update_baseline: bool = False
    retrieval_only: bool = False
    url: str | None = None

    @property
    def written(self) -> dict[str, Path]:
        """The files that the run writes, by flag."""
        files = {
            "--json": self.json,
            "--html": self.html,
            "--markdown": self.markdown,
            "--junit": self.junit,
            "--baseline": self.baseline if self.update_baseline else None,
        }
        return {flag: path for flag, path in files.items() if path is not None}


@dataclass(frozen=True, slots=True)
class Writing:
    """A run in which a language model writes: its name, and who judges the statements."""

    model: str
    judge: Judge


def run_eval(
    asked: Asked,
    open_assistant: Callable[[Path], AssistantLike],
    *,
    writing: Writing | None = None,
    out: TextIO,
    err: TextIO,
) -> int:
    """0 where all gates of the suite and the baseline hold, 1 where one fails.

    `open_assistant` is given the suite's documents folder. With `writing` every case is answered
    extractively too, and the reports show both. The table goes to `out`, progress to
    `err` where that is a terminal. Raises FootnoteError, before anything is asked, for a suite or
    a baseline that does not fit, and for a file that cannot be written.
    """
    suite = load_suite(asked.suite)
    check_writable(asked.written)
    baseline = _baseline(asked, suite)
    report = _report(asked, suite, open_assistant, writing, err)
    measured = {
        "retrieval_only": asked.retrieval_only,
        "answers_only": asked.url is not None,
        "written": writing is not None,
    }
    gates = check_gates(suite.gates, report.bounded, report.bounded_by_kind, **measured)
    comparison = (
        None if baseline is None else compare(report, baseline, accepted=asked.update_baseline)
    )
    for gate in left_out(suite.gates, **measured):
        out.write(f"gate left out, as this run does not measure it: {gate}\n")
    out.write(to_text(report, gates, comparison))
    _write_reports(asked, suite, report, gates, comparison)
    if asked.update_baseline and asked.baseline:
        write_baseline(asked.baseline, baseline_of(report))
        out.write(f"{asked.baseline}: now holds the results of this run\n")
    return 0 if passes(gates, comparison) else 1


def _baseline(asked: Asked, suite: Suite) -> Baseline | None:
    if asked.baseline is None or (asked.update_baseline and not asked.baseline.exists()):
        return None
    return load_baseline(asked.baseline, suite.name, retrieval_only=asked.retrieval_only)


def _report(
    asked: Asked,
    suite: Suite,
    open_assistant: Callable[[Path], AssistantLike],
    writing: Writing | None,
    err: TextIO,
) -> Report:
    def progress(cases: Sequence[Case]) -> Iterable[Case]:
        return tqdm(cases, desc=suite.name, unit="case", file=err, disable=None)

    if asked.url is not None:
        from evals.remote import remote_ask

        with remote_ask(asked.url) as ask:
            ask.check_documents(suite.documents)
            return evaluate(ask, suite, progress=progress)
    assistant = open_assistant(suite.documents.root)
    report = evaluate(
        assistant.ask,
        suite,
        retrieve=assistant.retrieve,
        retrieval_only=asked.retrieval_only,
        judge=writing.judge if writing else None,
        progress=progress,
    )
    if writing is None:
        return report
    extractive = evaluate(assistant.quote, suite, progress=progress)
    return replace(report, model=writing.model, extractive=extractive)


def _write_reports(
    asked: Asked,
    suite: Suite,
    report: Report,
    gates: Sequence[GateResult],
    comparison: Comparison | None,
) -> None:
    if asked.json is not None:
        from evals.report.as_json import to_json

        told = to_json(report, gates, comparison)
        write(asked.json, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    if asked.html is not None:
        from evals.report.html import to_html

        write(asked.html, to_html(report, gates, comparison, suite.documents))
    if asked.markdown is not None:
        from evals.report.markdown import to_markdown

        write(asked.markdown, to_markdown(report, gates, comparison))
    if asked.junit is not None:
        from evals.report.junit import to_junit

        write(asked.junit, to_junit(report, gates, comparison))
