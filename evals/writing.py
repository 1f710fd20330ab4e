"""Scripted writers against the whole assistant: `python -m evals.writing SUITE…`.

Each question of the suites is asked twice of an assistant whose language model is a real server on
this machine. Once the model writes faithful and unfaithful statements about what it is given, and
it is counted which are shown as supported. Once it fails, in one of many ways, and it is counted
whether the documents' own words are given instead, in time. The result is Markdown tables; the
same seed asks the same.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tqdm import tqdm

from assistant.answer import Answer
from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from assistant.writer.model import open_model
from evals.case import Case
from evals.mutation.correct import sampled, statements_of_folder
from evals.mutation.count import ORDER, Trial
from evals.mutation.pool import pool_of
from evals.mutation.tables import missed
from evals.scripted.failures import FAILURES
from evals.scripted.player import Player
from evals.scripted.server import Scripted, scripted
from evals.scripted.tables import Failed, to_markdown
from evals.scripted.trials import complaints, own_words, trials_of
from evals.scripted.writers import Library
from evals.suite import Suite, load_suite
from index.errors import FootnoteError

PATIENT, HASTY = 60.0, 2.0
"""Seconds that a writing may take: of writers, and of models that fail."""
SLACK = 1.0
"""Seconds beyond that for finding and reading on a busy machine."""


@dataclass
class Found:
    """What the questions brought. `unasked` were answered without the model, most as refusals."""

    trials: list[Trial] = field(default_factory=list)
    failures: list[Failed] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    unasked: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the tables to standard output: 0, or 2 with one line of what is wrong."""
    options = _parser().parse_args(arguments)
    found = Found()
    try:
        suites = [load_suite(path) for path in options.suites]
        with tempfile.TemporaryDirectory() as folder, scripted(lambda messages: ()) as server:
            for suite in suites:
                cases = sampled(suite.cases, options.limit)
                run(suite, cases, server, options.data or Path(folder), options.seed, found)
    except FootnoteError as error:
        sys.stderr.write(f"footnote: {error}\n")
        return 2
    names = ", ".join(suite.name for suite in suites)
    sys.stdout.write(f"{names}; seed {options.seed}; {os.cpu_count()} cores\n\n")
    sys.stdout.write(to_markdown(found.trials, found.failures, found.answers, found.unasked))
    sys.stdout.writelines(f"- out of order: {one}\n" for one in found.complaints)
    if options.show:
        sys.stdout.write("\n" + "".join(f"{line}\n" for line in missed(found.trials, options.show)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.writing", description=__doc__)
    parser.add_argument("suites", type=Path, nargs="+", metavar="SUITE")
    parser.add_argument("--seed", type=int, default=1, help="another one draws other mistakes")
    parser.add_argument("--limit", type=int, metavar="N", help="cases of each suite, evenly spread")
    parser.add_argument("--data", type=Path, help="keep the suites' indexes there")
    parser.add_argument(
        "--show", metavar="KIND", help=f"list what went wrong: all, {', '.join(ORDER)}, …"
    )
    return parser


def run(
    suite: Suite, cases: Sequence[Case], server: Scripted, data: Path, seed: int, found: Found
) -> None:
    """Asks the cases of a suite, and adds to `found` what they brought."""
    random = Random(seed)
    library = Library(
        pool_of(document.text for document in suite.documents.values()),
        [one.says for one in statements_of_folder(suite.documents)],
    )
    player = Player(library, random)
    settings = Settings(
        documents=suite.documents.root,
        data=data,
        model="scripted",
        model_url=server.url,
        model_seconds=PATIENT,
        unsupported="show",
    )
    with closing(open_assistant(settings)) as assistant:
        for case in tqdm(cases, desc=suite.name, file=sys.stderr, disable=None):
            _write(case, suite, assistant, server, player, found)
            _fail(case, suite, assistant, server, random.choice(list(FAILURES)), found)


def _write(
    case: Case, suite: Suite, assistant: Assistant, server: Scripted, player: Player, found: Found
) -> None:
    server.script = player
    player.turn([gold.text for gold in case.evidence])
    chunks = list(assistant.stream(case.question, case.history, case.documents))
    answer: Answer = chunks[-1]["answer"]
    found.complaints += [f"{case.id}: {one}" for one in complaints(answer, chunks, suite.documents)]
    if answer.writing is None:
        found.unasked += 1
        return
    found.answers.append(answer)
    found.trials += trials_of(answer, player.seeded)


def _fail(
    case: Case, suite: Suite, of: Assistant, server: Scripted, failure: str, found: Found
) -> None:
    """Asks a model that has not failed before, so that it is not left alone."""
    server.script = FAILURES[failure]
    hasty = of.settings.model_copy(update={"model_seconds": HASTY})
    assistant = Assistant(of.index, hasty, model=open_model(hasty))
    began = time.perf_counter()
    chunks = list(assistant.stream(case.question, case.history, case.documents))
    took = time.perf_counter() - began
    answer: Answer = chunks[-1]["answer"]
    found.complaints += [f"{case.id}: {one}" for one in complaints(answer, chunks, suite.documents)]
    if answer.writing is not None:
        kind = answer.writing.failure or "nothing stands"
        ended = Failed(failure, kind, own_words(answer), took, took <= HASTY + SLACK)
        found.failures.append(ended)
        if not ended.right:
            found.complaints.append(f"{case.id}: {failure}: {took:.1f} s: {answer.text}")


if __name__ == "__main__":
    sys.exit(main())
