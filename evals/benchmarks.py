"""Today's figures on public suites: `python -m evals.benchmarks SUITE…` prints two Markdown tables.

Each suite runs through `footnote eval` as anybody would run it, on an index made anew, once for
answers and once with `--retrieval-only`; the seconds are those of the whole process.
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
from typing import Any, NamedTuple

PASSAGES = (
    "hit@1", "hit@5", "mrr@10", "evidence_recall@5", "evidence_precision@5", "evidence_iou@5",
)  # fmt: skip
ANSWERS = (
    "answer_hit", "citation_precision", "citation_recall", "answer_contains", "answer_f1",
    "answerability_auroc", "false_answer_rate", "false_refusal_rate", "balanced_refusal_accuracy",
    "aurc", "ece", "quote_exact", "fidelity", "seconds_p50", "seconds_p95",
)  # fmt: skip
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


def measured(suite: Path, *flags: str) -> Run:
    """A run of `footnote eval` on an index made anew; raises RuntimeError with what it said."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "assistant", "eval", str(suite), "--json", str(report)]
        began = time.perf_counter()
        done = subprocess.run(
            [*command, "--data", folder, *flags], capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - began
        if done.returncode not in DONE:
            raise RuntimeError(f"{suite}: {done.stderr.strip()}")
        return Run(json.loads(report.read_text(encoding="utf-8")), seconds)


def table(suites: Sequence[Path], metrics: Sequence[str], *flags: str) -> str:
    """A Markdown table: a row for each metric, a column for each suite."""
    runs = [measured(suite, *flags) for suite in suites]
    names = [suite.resolve().name for suite in suites]
    rows = [["", *names], ["---", *("--:" for _ in names)]]
    rows.append(["cases", *(str(run.report["cases"]) for run in runs)])
    rows += [[metric, *(run.cell(metric) for run in runs)] for metric in metrics]
    rows.append(["seconds in all, indexing included", *(f"{run.seconds:.0f}" for run in runs)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    """Prints the tables of the suites named."""
    parser = argparse.ArgumentParser(description="Measure suites and print Markdown tables.")
    parser.add_argument("suites", nargs="+", type=Path, metavar="SUITE")
    suites = parser.parse_args().suites
    out = sys.stdout.write
    out(f"{os.cpu_count()} cores.\n\n### Passages (`--retrieval-only`)\n\n")
    out(table(suites, PASSAGES, "--retrieval-only") + "\n\n### Answers\n\n")
    out(table(suites, ANSWERS) + "\n")


if __name__ == "__main__":
    main()
