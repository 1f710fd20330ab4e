"""Today's figures on public suites: `python -m evals.benchmarks SUITE…` prints Markdown tables.

Each suite runs through `footnote eval` as anybody would run it: with `--retrieval-only` on an index
made anew, then with each reader. The seconds are those of the whole process.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

from assistant.settings import Settings

PASSAGES = (
    "hit@1", "hit@5", "mrr@10", "evidence_recall@5", "evidence_precision@5", "evidence_iou@5",
)  # fmt: skip
ANSWERS = (
    "answer_hit", "citation_precision", "citation_recall", "answer_contains", "answer_f1",
    "answerability_auroc", "false_answer_rate", "false_refusal_rate", "balanced_refusal_accuracy",
    "aurc", "ece", "quote_exact", "fidelity", "seconds_p50", "seconds_p95",
)  # fmt: skip
READERS = get_args(Settings.model_fields["reader"].annotation)
DONE = (0, 1)
"""Exit codes of a run that measured: gates that fail are told by figures here."""


class Run(NamedTuple):
    """One run of a suite: its report, and how long the process took in seconds."""

    report: Mapping[str, Any]
    seconds: float

    def cell(self, metric: str) -> str:
        """The metric for a table, empty where no case measured it."""
        found = self.report["metrics"].get(metric)
        return f"{found['value']:.3f}" if found else ""


def measured(suite: Path, data: Path, *flags: str) -> Run:
    """A run of `footnote eval` with its index there; raises RuntimeError with what it said."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "assistant", "eval", str(suite), "--json", str(report)]
        began = time.perf_counter()
        done = subprocess.run(
            [*command, "--data", str(data), *flags], capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - began
        if done.returncode not in DONE:
            raise RuntimeError(f"{suite}: {done.stderr.strip()}")
        return Run(json.loads(report.read_text(encoding="utf-8")), seconds)


def table(runs: Mapping[str, Run], metrics: Sequence[str], seconds: str) -> str:
    """A Markdown table: a row for each metric and one for the seconds, a column for each suite."""
    rows = [["", *(Path(suite).resolve().name for suite in runs)], ["---", *("--:" for _ in runs)]]
    rows.append(["cases", *(str(run.report["cases"]) for run in runs.values())])
    rows += [[metric, *(run.cell(metric) for run in runs.values())] for metric in metrics]
    rows.append([seconds, *(f"{run.seconds:.0f}" for run in runs.values())])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def main() -> None:
    """Prints the tables of the suites named."""
    parser = argparse.ArgumentParser(description="Measure suites and print Markdown tables.")
    parser.add_argument("suites", nargs="+", type=Path, metavar="SUITE")
    suites: list[Path] = parser.parse_args().suites
    out = sys.stdout.write
    with tempfile.TemporaryDirectory() as data:

        def runs(*flags: str) -> dict[str, Run]:
            return {str(suite): measured(suite, Path(data), *flags) for suite in suites}

        out(f"{os.cpu_count()} cores.\n\n### Passages (`--retrieval-only`)\n\n")
        out(table(runs("--retrieval-only"), PASSAGES, "seconds, indexing included"))
        for reader in READERS:
            out(f"\n### Answers, `--reader {reader}`\n\n")
            out(table(runs("--reader", reader), ANSWERS, "seconds, the index being there"))


if __name__ == "__main__":
    main()
