"""The verb `footnote eval`, registered with the command line by the package's metadata."""

import argparse
import sys
from pathlib import Path

from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from assistant.verbs import Verb, progress_bar
from evals.command import run_eval


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("suite", type=Path, help="folder of the suite, or its cases.yaml")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the whole report there")
    parser.add_argument(
        "--retrieval-only", action="store_true", help="measure the passages, ask nothing"
    )


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    def over(folder: Path) -> Assistant:
        with progress_bar() as progress:
            return open_assistant(settings.model_copy(update={"documents": folder}), progress)

    return run_eval(
        arguments.suite,
        over,
        json_file=arguments.json,
        retrieval_only=arguments.retrieval_only,
        out=sys.stdout,
        err=sys.stderr,
    )


EVAL = Verb("eval", "run a suite of questions and check its gates", _arguments, _run)
