"""The live check with a language model of yours: `python -m evals.live --model NAME`.

Every question of a suite (default: that of the article) is asked twice, in the documents' own
words and of the assistant with the model. Told is how the two compare, what became of the model's
statements, what failed, and how long readers waited; then whether each promise of the product
held. Exit code 1 where one did not, 2 where the check could not begin.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from tqdm import tqdm

from assistant.answer import Answer, Turn
from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from evals.case import Case
from evals.metrics.interval import quantile_score
from evals.metrics.support import SupportModel
from evals.mutation.correct import sampled
from evals.promises import Promise, Watched, promises
from evals.report.results import Report
from evals.report.text import writing_blocks
from evals.run import evaluate
from evals.suite import Suite, load_suite
from index.errors import FootnoteError

SUITE = Path(__file__).parent / "suites" / "article"
FLAGS = {
    "model": "as for `footnote serve`: provider:name, or a server's name for it with --model-url",
    "model_url": "address of an OpenAI-compatible server",
    "model_seconds": "seconds that a written answer may take",
    "model_context": "tokens that the model reads and writes at once",
}


@dataclass
class Watching:
    """Asks an assistant piece by piece, as a page does, and keeps what was seen."""

    assistant: Assistant
    seen: list[Watched] = field(default_factory=list)

    def ask(self, question: str, history: Sequence[Turn], documents: Sequence[str]) -> Answer:
        """The answer; raises what the assistant raises."""
        began = time.perf_counter()
        word = statement = None
        chunks: list[dict[str, Any]] = []
        for chunk in self.assistant.stream(question, history, documents):
            now = time.perf_counter() - began
            word = now if word is None and chunk.get("draft") else word
            statement = now if statement is None and chunk.get("statements") else statement
            chunks.append(chunk)
        took = time.perf_counter() - began
        answer: Answer = chunks[-1]["answer"]
        self.seen.append(Watched(question, answer, tuple(chunks), took, word, statement))
        return answer


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes what was found to standard output; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.live", description=__doc__)
    for name, help in FLAGS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", help=help, default=argparse.SUPPRESS)
    parser.add_argument("--suite", type=Path, default=SUITE, help="another suite to ask")
    parser.add_argument("--limit", type=int, metavar="N", help="ask N of its questions only")
    parser.add_argument("--data", type=Path, help="keep the index there")
    options = parser.parse_args(arguments)
    given = {name: getattr(options, name) for name in FLAGS if hasattr(options, name)}
    try:
        with tempfile.TemporaryDirectory() as folder:
            suite = load_suite(options.suite)
            settings = Settings(
                documents=suite.documents.root, data=options.data or Path(folder), **given
            )
            if settings.model is None:
                parser.error("which model? name one with --model; evals/live.md has samples")
            return check(suite, sampled(suite.cases, options.limit), settings)
    except ValidationError as error:
        fault = error.errors()[0]
        sys.stderr.write(f"footnote: {fault['loc'][0]}: {fault['msg']}\n")
    except FootnoteError as error:
        sys.stderr.write(f"footnote: {error}\n")
    return 2


def check(suite: Suite, cases: Sequence[Case], settings: Settings) -> int:
    """Asks the cases, tells what was found, and gives the exit code."""
    with closing(open_assistant(settings)) as assistant:
        model = assistant.model
        where = model.where if model else ""
        name = settings.model or ""
        sys.stdout.write(
            f"{name} ({where}); {len(cases)} questions of {suite.name}; {os.cpu_count()} cores\n"
        )
        sys.stdout.flush()
        asked = replace(suite, cases=tuple(cases))
        watching = Watching(assistant)
        report = evaluate(
            watching.ask, asked, judge=SupportModel(), progress=lambda some: _shown(some, name)
        )
        quoted = evaluate(assistant.quote, asked, progress=lambda some: _shown(some, "quotes"))
    report = replace(report, model=name, extractive=quoted)
    held = promises(report, watching.seen, suite.documents, settings.model_seconds)
    for block in (*writing_blocks(report), [*_judged(report)], [*_waited(watching.seen)]):
        sys.stdout.write("\n" + "\n".join(block) + "\n")
    sys.stdout.write("\n" + "".join(_told(held)))
    return 0 if all(promise.kept for promise in held) else 1


def _shown(cases: Sequence[Case], what: str) -> Iterator[Case]:
    yield from tqdm(cases, desc=what, unit="case", file=sys.stderr, disable=None)


def _judged(report: Report) -> Iterator[str]:
    """What is measured of written statements alone."""
    for name in ("statement_support", "alce_citation_recall", "alce_citation_precision"):
        if score := report.scores.get(name):
            yield f"{name}: {score.value:.3f} over {score.count} answers"


def _waited(seen: Sequence[Watched]) -> Iterator[str]:
    """How long readers waited, over the answers that the model wrote."""
    written = [one for one in seen if one.answer.mode == "written"]
    times: dict[str, Sequence[float | None]] = {
        "to the first word, still unchecked": [one.first_word for one in written],
        "to the first checked statement": [one.first_statement for one in written],
        "to the end of a written answer": [one.seconds for one in written],
        "to the end of every answer": [one.seconds for one in seen],
    }
    for what, took in times.items():
        known = [seconds for seconds in took if seconds is not None]
        half, most = quantile_score(known, 0.5), quantile_score(known, 0.95)
        if half and most:
            yield f"seconds {what}: median {half.value:.2f}, 95% {most.value:.2f} ({len(known)})"


def _told(held: Sequence[Promise]) -> Iterator[str]:
    for promise in held:
        yield f"{'kept  ' if promise.kept else 'BROKEN'} {promise.says}\n"
        yield from (f"       {one}\n" for one in promise.broken)
    broken = sum(not promise.kept for promise in held)
    yield f"{'all promises kept' if not broken else f'{broken} of {len(held)} promises broken'}\n"


if __name__ == "__main__":
    sys.exit(main())
