"""`footnote eval`: runs a suite, shows its metrics, and tells whether its gates hold."""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol, TextIO

from tqdm import tqdm

from assistant.answer import Answer, Turn
from evals.case import Case
from evals.gates import check_gates
from evals.report.as_json import to_json
from evals.report.text import to_text
from evals.run import evaluate
from evals.suite import load_suite
from index.document import Passage
from index.errors import InvalidInput


class AssistantLike(Protocol):
    """What is evaluated: the public interface of `assistant.assistant.Assistant`."""

    def ask(self, question: str, history: Sequence[Turn], documents: Sequence[str], /) -> Answer:
        """An answer from the documents named, or from all where none is."""

    def retrieve(
        self, question: str, history: Sequence[Turn], documents: Sequence[str], k: int, /
    ) -> Sequence[Passage]:
        """The `k` best passages of the documents named, or of all, best first."""


def run_eval(
    suite_path: Path,
    open_assistant: Callable[[Path], AssistantLike],
    *,
    json_file: Path | None,
    retrieval_only: bool,
    out: TextIO,
    err: TextIO,
) -> int:
    """0 where all gates of the suite hold, 1 where one fails.

    `open_assistant` is given the suite's documents folder. The table goes to `out`, progress to
    `err`, the whole report to `json_file`. Raises FootnoteError for a suite that does not fit
    its format or a file that cannot be written.
    """
    suite = load_suite(suite_path)
    if json_file is not None:
        _check_writable(json_file)
    assistant = open_assistant(suite.documents.root)

    def progress(cases: Sequence[Case]) -> Iterable[Case]:
        return tqdm(cases, desc=suite.name, unit="case", file=err)

    report = evaluate(
        assistant.ask,
        suite,
        retrieve=assistant.retrieve,
        retrieval_only=retrieval_only,
        progress=progress,
    )
    gates = check_gates(suite.gates, report.scores, report.by_kind, retrieval_only=retrieval_only)
    out.write(to_text(report, gates))
    if json_file is not None:
        _write(json_file, json.dumps(to_json(report, gates), ensure_ascii=False, indent=1) + "\n")
    return 0 if all(result.holds for result in gates) else 1


def _check_writable(path: Path) -> None:
    """Before a run of minutes, not after it."""
    if path.is_dir() or not path.parent.is_dir():
        reason = "is a folder" if path.is_dir() else "its folder does not exist"
        raise InvalidInput(f"{path}: cannot write the report, {reason}; name a file")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or error
        raise InvalidInput(f"{path}: cannot write the report: {reason}; name another") from error
