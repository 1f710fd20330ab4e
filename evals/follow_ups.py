"""What a language model's rewriting is worth: `python -m evals.follow_ups TRAINING SUITE…`.

The same follow-ups are asked of an assistant without a language model, and with scripted ones that
rewrite them in ways from a person's to nonsense; none of these writes an answer. TRAINING is a
folder with `rewrite_canard.jsonl.gz`: conversations with the whole question that a person wrote for
each. They become a suite: a document for each conversation, of the answers given in it, where each
follow-up has its own answer as evidence. The result is a Markdown table.
"""

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answer import Answer, Turn
from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from evals.baseline import baseline_of, compare
from evals.case import Case, Gold
from evals.folder import DocumentFolder
from evals.mutation.correct import sampled
from evals.report.results import CaseResult, Report
from evals.rewriting import HALVES, Rewrite, rewrites
from evals.run import evaluate
from evals.scripted.server import Messages, Scripted, Step, scripted
from evals.scripted.sheet import read_sheet
from evals.suite import Suite, load_suite
from index.document import Passage, Span
from index.words import words

METRICS = ("hit@5", "answer_hit", "false_refusal_rate", "false_answer_rate")
CONVERSATIONS = 60
"""How many conversations become documents."""
LEAST_WORDS = 5
"""Words of the shortest answer that a follow-up can be looked for by."""
NONSENSE = "Colourless green ideas sleep furiously?"
NOBODY_SAID = "{question} Was that Ignatius Throckmorton in Zanzibar in 1763?"

Rewriter = Callable[[Case], str]


def shuffled(case: Case) -> str:
    """Words of the conversation in any order."""
    said = words(" ".join(f"{turn.question} {turn.answer}" for turn in case.history))
    return " ".join(random.Random(case.id).sample(said, min(8, len(said)))) + "?"


REWRITERS: Mapping[str, Rewriter] = {
    "the question unchanged": lambda case: case.question,
    "nonsense": lambda case: NONSENSE,
    "words of the conversation, shuffled": shuffled,
    "the question before again": lambda case: case.history[-1].question,
    "names that nobody said": lambda case: NOBODY_SAID.format(question=case.question),
}
WHOLE = "as a person rewrote it"


def plays(rewriter: Rewriter, case: Case) -> Callable[[Messages], Sequence[Step]]:
    """A model that rewrites the case's question so, has the same to say for a wider search, and
    writes nothing."""

    def script(messages: Messages) -> Sequence[Step]:
        return [rewriter(case)] if read_sheet(messages).task in ("rewrite", "expand") else []

    return script


@dataclass
class Asking:
    """An assistant whose model, if it has one, rewrites each case of a suite in one way.

    Passages are those that the answer lists, so that each case is asked once.
    """

    assistant: Assistant
    tell: Callable[[str, Sequence[Turn]], None] = lambda question, history: None
    answer: Answer | None = None

    def retrieve(
        self, question: str, history: Sequence[Turn], documents: Sequence[str], k: int, /
    ) -> Sequence[Passage]:
        """What is found by the question as the model puts it."""
        self.tell(question, history)
        self.answer = self.assistant.ask(question, history, documents)
        return self.answer.passages[:k]

    def ask(self, question: str, history: Sequence[Turn], documents: Sequence[str], /) -> Answer:
        """The documents' own words, found by it."""
        if self.answer is None:
            raise ValueError("passages come before answers")
        return self.answer

    def report(self, suite: Suite) -> Report:
        """What the suite's cases brought."""
        return evaluate(self.ask, suite, retrieve=self.retrieve)


def conversations(file: Path, folder: Path) -> Suite:
    """A suite of the first conversations of the held back half, its documents in the folder.

    A document is the topic's name, then every answer of the conversation, a paragraph each. What
    a person rewrote is in the `meta` of a case, as `whole`.
    """
    rows: dict[str, list[Rewrite]] = {}
    for row in rewrites(file):
        if HALVES[row.half] == "held back":
            rows.setdefault(row.conversation, []).append(row)
    cases: list[Case] = []
    folder.mkdir(parents=True, exist_ok=True)
    for name, asked in sorted(rows.items())[:CONVERSATIONS]:
        *told, last = asked
        answers = [turn.answer for turn in last.history]
        text = f"{asked[0].title}\n\n" + "\n\n".join(answers) + "\n"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        for row in told:
            cases += _case(row, answers[len(row.history)], f"{name}.txt", text)
    documents = DocumentFolder(folder)
    return Suite(file.name.removesuffix(".jsonl.gz"), tuple(cases), documents)


def _case(row: Rewrite, answer: str, document: str, text: str) -> Iterator[Case]:
    start = text.find(answer)
    if start >= 0 and len(answer.split()) >= LEAST_WORDS:
        gold = Gold(Span(document, start, start + len(answer)), answer)
        yield Case(row.id, row.question, True, (gold,), history=row.history,
                   meta={"whole": row.rewrite})  # fmt: skip


def table(suite: Suite, server: Scripted, data: Path, limit: int | None) -> Iterator[str]:
    """The rows of a suite's follow-ups: without a model, then with each that rewrites."""
    suite = replace(suite, cases=sampled([case for case in suite.cases if case.history], limit))
    rewriters = dict(REWRITERS)
    if all("whole" in case.meta for case in suite.cases):
        rewriters[WHOLE] = lambda case: str(case.meta["whole"])
    plain = Settings(documents=suite.documents.root, data=data)
    cases = {(case.question, case.history): case for case in suite.cases}
    with closing(open_assistant(plain)) as light:
        before = Asking(light).report(suite)
    yield _row(suite.name, "none", before, before)
    modelled = plain.model_copy(update={"model": "scripted", "model_url": server.url})
    with closing(open_assistant(modelled)) as assistant:
        for name, rewriter in rewriters.items():

            def tell(question: str, history: Sequence[Turn], by: Rewriter = rewriter) -> None:
                server.script = plays(by, cases[question, tuple(history)])

            yield _row(suite.name, name, Asking(assistant, tell).report(suite), before)


def _row(suite: str, rewriter: str, report: Report, before: Report) -> str:
    deltas = {delta.metric: delta for delta in compare(report, baseline_of(before)).deltas}
    values = [f"{report.scores[m].value:.3f}" if m in report.scores else "" for m in METRICS]
    taken = sum(map(_read_otherwise, report.results, before.results))
    hit = deltas["answer_hit"]
    change = f"{hit.difference:+.3f} ({hit.low:+.3f} to {hit.high:+.3f})"
    worse = ", ".join(name for name in METRICS if name in deltas and deltas[name].worse)
    cells = [suite, rewriter, str(len(report.results)), str(taken), *values, change, worse]
    return f"| {' | '.join(cells)} |\n"


def _read_otherwise(one: CaseResult, other: CaseResult) -> bool:
    if one.answer is None or other.answer is None:
        return False
    return one.answer.standalone_question != other.answer.standalone_question


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m evals.follow_ups", description=__doc__)
    parser.add_argument("training", type=Path, help="folder with rewrite_canard.jsonl.gz")
    parser.add_argument("suites", nargs="*", type=Path, metavar="SUITE")
    parser.add_argument("--limit", type=int, metavar="N", help="follow-ups of each, evenly spread")
    parser.add_argument("--data", type=Path, help="keep the suites' indexes there")
    arguments = parser.parse_args()
    sys.stdout.write(f"{os.cpu_count()} cores\n\n")
    sys.stdout.write("| suite | the model's rewriting | follow-ups | read otherwise | "
                     f"{' | '.join(METRICS)} | answer_hit's difference | worse |\n")  # fmt: skip
    sys.stdout.write(f"|---|---|--:|--:|{'--:|' * len(METRICS)}--:|---|\n")
    with tempfile.TemporaryDirectory() as folder, scripted(lambda messages: ()) as server:
        place = arguments.data or Path(folder)
        file = arguments.training / "rewrite_canard.jsonl.gz"
        made = conversations(file, Path(folder) / "conversations")
        for suite in (made, *map(load_suite, arguments.suites)):
            sys.stdout.writelines(table(suite, server, place, arguments.limit))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
