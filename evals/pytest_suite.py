"""A suite as pytest sees it: a collector with one test a case, and one for the gates."""

import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.settings import Settings
from evals.baseline_file import load_baseline
from evals.case import Case
from evals.pytest_run import SuiteRun
from evals.report.results import CaseResult
from evals.suite import Suite, load_suite
from index.document import Span
from index.errors import FootnoteError

GATES = "gates"


class SuitePlugin:
    """The hooks of a session that runs suites; they are collected after all other tests."""

    def __init__(self, paths: Sequence[str], url: str | None, baseline: Path | None) -> None:
        self._paths = paths
        self._url = url
        self._baseline = baseline
        self._runs: dict[Path, SuiteRun] = {}
        self._wanted: dict[Path, set[str]] = {}
        """The tests that arguments name."""

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Loads the suites; a fault in one ends the session before any test runs."""
        config = session.config
        try:
            settings = _settings()
            for name in self._paths:
                path = (config.invocation_params.dir / name).resolve()
                suite = load_suite(path)
                failing = self._known_failures(config, suite)
                self._runs[path] = SuiteRun(suite, settings, self._url, failing)
            if self._url is None and _leads_workers(config):
                for run in self._runs.values():
                    run.index()
        except FootnoteError as error:
            raise pytest.UsageError(str(error)) from None
        for argument in config.args:
            path, name = _named(config, argument)
            if path in self._runs:
                known = {GATES, *map(_name, self._runs[path].suite.cases)}
                if name and name not in known:
                    raise pytest.UsageError(f"{argument}: no such case; --collect-only lists them")
                self._wanted.setdefault(path, set()).update([name] if name else known)

    def _known_failures(self, config: pytest.Config, suite: Suite) -> frozenset[str]:
        """The ids of the cases that fail in the baseline as well."""
        if self._baseline is None:
            return frozenset()
        file = config.invocation_params.dir / self._baseline
        baseline = load_baseline(file, suite.name, retrieval_only=False)
        return frozenset(id for id, record in baseline.records.items() if not record.ok)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        """Takes out the arguments in which pytest would look for Python; a folder may hold both."""
        config = session.config

        def stays(argument: str) -> bool:
            path, name = _named(config, argument)
            return path not in self._runs or (path.is_dir() and not name)

        config.args[:] = filter(stays, config.args)

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Adds the suites to what the session collects."""
        report = yield
        if isinstance(collector, pytest.Session) and report.passed:
            report.result = [*report.result, *self._collectors(collector)]
        return report

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Gates come last, as they judge all cases."""
        items.sort(key=lambda item: isinstance(item, GatesItem))

    def pytest_sessionfinish(self) -> None:
        """Lets go of the assistants that were asked."""
        for run in self._runs.values():
            run.close()

    def _collectors(self, session: pytest.Session) -> Iterator["SuiteCollector"]:
        for path, run in self._runs.items():
            place = os.path.relpath(path, session.config.rootpath).replace(os.sep, "/")
            yield SuiteCollector.from_parent(
                session,
                name=place,
                nodeid=place,
                path=path,
                run=run,
                wanted=self._wanted.get(path, set()),
            )


class SuiteCollector(pytest.Collector):
    """The tests of one suite: those that are wanted by name, or all where none is."""

    def __init__(self, *, run: SuiteRun, wanted: set[str], **node: Any) -> None:
        super().__init__(**node)
        self._run = run
        self._wanted = wanted

    def collect(self) -> Iterable[pytest.Item]:
        """One test a case, then the gates."""
        items: list[pytest.Item] = [
            CaseItem.from_parent(self, name=_name(case), run=self._run, case=case)
            for case in self._run.suite.cases
        ]
        items.append(GatesItem.from_parent(self, name=GATES, run=self._run))
        return [item for item in items if not self._wanted or item.name in self._wanted]


class CaseItem(pytest.Item):
    """A case: it passes where nothing is wrong with what came back for its question."""

    def __init__(self, *, run: SuiteRun, case: Case, **node: Any) -> None:
        super().__init__(**node)
        self._run = run
        self._case = case
        self.extra_keyword_matches.update(filter(None, [case.kind]))

    def setup(self) -> None:
        """Opens the assistant; that it cannot be opened is an error, no failure of the case."""
        try:
            self._run.open()
        except FootnoteError as error:
            pytest.fail(str(error), pytrace=False)

    def runtest(self) -> None:
        """Asks the question."""
        result = self._run.ask(self._case)
        if not result.ok and self._case.id in self._run.known_failures:
            pytest.xfail(f"fails in the baseline as well: {result.why}")
        if not result.ok:
            pytest.fail("\n".join(_told(result)), pytrace=False)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the test is told to stand: the suite, no line, and its heading."""
        return self.path, None, f"case {self.name}"


class GatesItem(pytest.Item):
    """The gates of the suite; skipped where not every case was asked."""

    def __init__(self, *, run: SuiteRun, **node: Any) -> None:
        super().__init__(**node)
        self._run = run

    def runtest(self) -> None:
        """Holds the metrics of all cases against the gates."""
        asked, cases = len(self._run.results), len(self._run.suite.cases)
        if asked < cases:
            pytest.skip(f"{asked} of {cases} cases were asked here; gates are for all of them")
        broken = [result for result in self._run.gates() if not result.holds]
        if broken:
            pytest.fail(
                "\n".join(
                    f"gate {result.gate}: "
                    + ("no case measures it" if result.value is None else f"{result.value:.3f}")
                    for result in broken
                ),
                pytrace=False,
            )

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the test is told to stand: the suite, no line, and its heading."""
        return self.path, None, f"gates of {self._run.suite.name}"


def _named(config: pytest.Config, argument: str) -> tuple[Path, str]:
    """The path that an argument names, and the test in it, empty for all: `DIR::case`."""
    place, _, name = argument.partition("::")
    return (config.invocation_params.dir / place).resolve(), name


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise pytest.UsageError(
            f"FOOTNOTE_{str(first['loc'][0]).upper()} {first['input']}: {first['msg']}; correct it"
        ) from None


def _leads_workers(config: pytest.Config) -> bool:
    """Whether this process hands the tests to others, as pytest-xdist does."""
    return config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput")


def _name(case: Case) -> str:
    """The id of a case with what would break a line, or is no text, spelled out."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in case.id
    )


def _told(result: CaseResult) -> Iterator[str]:
    """What is wrong, then all that one needs to see why."""
    case, answer = result.case, result.answer
    yield result.why
    for turn in case.history:
        yield f"before:    {_line(turn.question)} → {_line(turn.answer)}"
    yield f"question:  {_line(case.question)}"
    if answer is not None:
        yield f"answer:    {_line(answer.text)} (confidence {answer.confidence:.2f})"
        for citation in answer.citations:
            yield f"cited:     [{citation.marker}] {_quote(citation.quote, citation.span)}"
    for gold in case.evidence:
        yield f"evidence:  {_quote(gold.text, gold.span)}"
    if not case.answerable:
        yield "evidence:  none; the documents do not answer this"


def _quote(words: str, span: Span) -> str:
    return f"“{_line(words)}” ({span.document} {span.start}–{span.end})"


def _line(words: str) -> str:
    return " ".join(words.split())
