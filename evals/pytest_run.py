"""One suite in a session of pytest: the assistant that it asks, and what came back so far.

The assistant is imported as late as it is opened: collecting tests needs none.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from assistant.settings import Settings
from evals.case import Case
from evals.gates import GateResult, check_gates
from evals.remote import remote_ask
from evals.report.results import CaseResult, Report
from evals.run import Ask, Retrieve, evaluate
from evals.suite import Suite
from index.errors import FootnoteError


class Asked(NamedTuple):
    """An assistant, or a server, that is open. A server finds no passages without an answer."""

    ask: Ask
    retrieve: Retrieve | None
    close: Callable[[], None]


class SuiteRun:
    """A suite with the assistant that it is asked of: the server at `url`, or, without one, an
    assistant in this process over the suite's documents.
    """

    def __init__(
        self, suite: Suite, settings: Settings, url: str | None, known_failures: frozenset[str]
    ) -> None:
        self.suite = suite
        self.known_failures = known_failures
        self.settings = settings.model_copy(update={"documents": suite.documents.root})
        self.results: dict[str, CaseResult] = {}
        """By the id of the case."""
        self._url = url
        self._asked: Asked | None = None
        self._fault: FootnoteError | None = None

    def index(self) -> None:
        """Indexes the documents, so that processes that open the assistant later find it done."""
        from assistant.syncing import sync_index

        sync_index(self.settings)

    def open(self) -> None:
        """Opens the assistant unless it is open.

        Raises FootnoteError where that cannot be; it is tried once.
        """
        if self._fault is not None:
            raise self._fault
        if self._asked is None:
            try:
                self._asked = self._here() if self._url is None else self._there(self._url)
            except FootnoteError as error:
                self._fault = error
                raise

    def ask(self, case: Case) -> CaseResult:
        """What the question of the case brought, of the assistant that `open` has opened."""
        if self._asked is None:
            raise ValueError("nothing is open")
        alone = replace(self.suite, cases=(case,))
        report = evaluate(self._asked.ask, alone, retrieve=self._asked.retrieve)
        (self.results[case.id],) = report.results
        return self.results[case.id]

    def gates(self) -> tuple[GateResult, ...]:
        """The gates with what all cases brought; those on passages are left out for a server."""
        report = Report(self.suite.name, tuple(self.results[c.id] for c in self.suite.cases))
        return check_gates(
            self.suite.gates,
            report.bounded,
            report.bounded_by_kind,
            answers_only=self._url is not None,
        )

    def close(self) -> None:
        """Lets go of the assistant."""
        if self._asked is not None:
            self._asked.close()
            self._asked = None

    def _here(self) -> Asked:
        from assistant.assistant import open_assistant

        assistant = open_assistant(self.settings)
        return Asked(assistant.ask, assistant.retrieve, assistant.close)

    def _there(self, url: str) -> Asked:
        remote = remote_ask(url)
        try:
            remote.check_documents(self.suite.documents)
        except BaseException:
            remote.close()
            raise
        return Asked(remote, None, remote.close)
