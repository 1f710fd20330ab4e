"""How well follow-ups are understood: `python -m evals.rewriting TRAINING SUITE…`.

TRAINING is a folder with `rewrite_*.jsonl.gz`: follow-ups with the whole question that a person
wrote for each. What counts there is which words are added. The files are split in two by a hash
of the conversation, so that one half can be tuned on and the other held back. The suites tell
whether the right passages are found, whoever's words they are. The result is two Markdown tables.
"""

import argparse
import gzip
import hashlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Turn
from assistant.assistant import Assistant, open_assistant
from assistant.conversation import standalone
from assistant.settings import Settings
from evals.run import Retrieve, evaluate
from evals.suite import load_suite
from index.document import Passage
from index.words import content_stems, stem, words

HALVES = ("tuned on", "held back")
SEARCH_METRICS = ("evidence_recall@5", "hit@1", "hit@5")

Understanding = Callable[[str, Sequence[Turn]], str]


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A follow-up as it was asked, and as a person wrote it out."""

    id: str
    question: str
    history: tuple[Turn, ...]
    rewrite: str
    title: str = ""

    @property
    def conversation(self) -> str:
        """The id of the conversation that it belongs to."""
        return self.id.rsplit("-" if "-" in self.id.split("_")[-1] else "_", 1)[0]

    @property
    def half(self) -> int:
        """Which of `HALVES` the conversation belongs to."""
        return hashlib.sha256(self.conversation.encode()).digest()[0] % 2

    @property
    def earlier(self) -> frozenset[str]:
        """The stems of the conversation so far."""
        return content_stems(everything("", self.history))

    @property
    def is_whole(self) -> bool:
        """True where a person added nothing."""
        return not content_stems(self.rewrite) - content_stems(self.question)

    @property
    def is_new_topic(self) -> bool:
        """True where a whole question shares no word with the conversation before it."""
        asked = content_stems(self.question)
        return self.is_whole and bool(asked) and not asked & self.earlier


def everything(question: str, history: Sequence[Turn]) -> str:
    """The question after all the words of the conversation."""
    return " ".join([*(f"{turn.question} {turn.answer}" for turn in history), question])


def alone(question: str, history: Sequence[Turn]) -> str:
    """The question without the conversation."""
    return question


UNDERSTANDINGS: Mapping[str, Understanding] = {
    "the question alone": alone,
    "all words of the conversation": everything,
    "as Footnote reads it": standalone,
}


def rewrites(file: Path) -> tuple[Rewrite, ...]:
    """The follow-ups of a file; opening questions are left out."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return tuple(
        Rewrite(
            row["id"],
            row["question"],
            tuple(Turn(turn["question"], turn["answer"]) for turn in row["history"]),
            row["rewrite"],
            row.get("title", ""),
        )
        for row in rows
        if row["history"]
    )


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far an understanding adds the words that a person added.

    `recall` and `precision` count added stems over all follow-ups together; `reachable` is the
    recall among those that the conversation holds. `same` is the share of follow-ups with exactly
    the words of the person's question; `kept` the share of whole questions to which nothing is
    added, `fresh` that of new topics.
    """

    count: int
    recall: float
    reachable: float
    precision: float
    same: float
    kept: float
    fresh: float


def agreement(understand: Understanding, cases: Sequence[Rewrite]) -> Agreement:
    """What an understanding makes of the follow-ups, against what a person made of them."""
    wanted = given = right = held = whole = kept = new = fresh = same = 0
    for case in cases:
        asked = content_stems(case.question)
        understood = understand(case.question, case.history)
        human = content_stems(case.rewrite) - asked
        ours = content_stems(understood) - asked
        wanted, given, right = wanted + len(human), given + len(ours), right + len(human & ours)
        held += len(human & case.earlier)
        same += sorted(map(stem, words(understood))) == sorted(map(stem, words(case.rewrite)))
        whole, kept = whole + case.is_whole, kept + (case.is_whole and not ours)
        new, fresh = new + case.is_new_topic, fresh + (case.is_new_topic and not ours)
    return Agreement(
        len(cases),
        right / wanted,
        right / held,
        right / given if given else 1.0,
        same / len(cases),
        kept / whole,
        fresh / new if new else 1.0,
    )


def rewriting_table(files: Sequence[Path]) -> Iterator[str]:
    """The lines of the table over files of follow-ups."""
    columns = list(Agreement.__dataclass_fields__)
    yield f"| follow-ups | half | understanding | {' | '.join(columns)} |\n"
    yield f"|---|---|---|{'--:|' * len(columns)}\n"
    for file in files:
        cases = rewrites(file)
        for half, title in enumerate(HALVES):
            part = [case for case in cases if case.half == half]
            for name, understand in UNDERSTANDINGS.items():
                found = agreement(understand, part)
                values = [getattr(found, column) for column in columns]
                cells = [f"{v:.3f}" if isinstance(v, float) else str(v) for v in values]
                source = file.name.removesuffix(".jsonl.gz")
                yield f"| {source} | {title} | {name} | {' | '.join(cells)} |\n"


def searches(assistant: Assistant) -> Mapping[str, Retrieve]:
    """Ways to search for a follow-up, by name."""

    def ignoring(
        question: str, history: Sequence[Turn], documents: Sequence[str], k: int
    ) -> Sequence[Passage]:
        return assistant.retrieve(question, (), documents, k)

    def by_all_words(
        question: str, history: Sequence[Turn], documents: Sequence[str], k: int
    ) -> Sequence[Passage]:
        catalog = assistant.index.catalog
        found = catalog.search(list(catalog.stems(everything(question, history))), k, documents)
        stored = {s.passage.id: s.passage for s in catalog.passages([id for id, _ in found])}
        return [stored[id] for id, _ in found]

    return {
        "the question alone": ignoring,
        "all words of the conversation, by BM25": by_all_words,
        "as Footnote reads it": assistant.retrieve,
    }


def search_table(suites: Sequence[Path], data: Path) -> Iterator[str]:
    """The lines of the table over suites, whose indexes are kept in `data`."""
    yield f"| suite | search | {' | '.join(SEARCH_METRICS)} |\n"
    yield f"|---|---|{'--:|' * len(SEARCH_METRICS)}\n"
    for path in suites:
        suite = load_suite(path)
        settings = Settings(documents=suite.documents.root, data=data)
        assistant = open_assistant(settings)
        try:
            for name, retrieve in searches(assistant).items():
                report = evaluate(assistant.ask, suite, retrieve=retrieve, retrieval_only=True)
                cells = [f"{report.scores[metric].value:.3f}" for metric in SEARCH_METRICS]
                yield f"| {suite.name} | {name} | {' | '.join(cells)} |\n"
        finally:
            assistant.close()


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(prog="python -m evals.rewriting", description=__doc__)
    parser.add_argument("training", type=Path, help="folder with rewrite_*.jsonl.gz")
    parser.add_argument("suites", nargs="*", type=Path, metavar="SUITE")
    parser.add_argument("--data", type=Path, help="keep the suites' indexes there")
    arguments = parser.parse_args()
    sys.stdout.writelines(rewriting_table(sorted(arguments.training.glob("rewrite_*.jsonl.gz"))))
    if arguments.suites:
        with tempfile.TemporaryDirectory() as folder:
            sys.stdout.write("\n")
            sys.stdout.writelines(search_table(arguments.suites, arguments.data or Path(folder)))


if __name__ == "__main__":
    main()
