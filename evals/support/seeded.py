"""Statements about suites that are known to be supported or not: changed in one thing, citing
another sentence, or telling more than is cited."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.grounding.check import check
from evals.folder import DocumentFolder
from evals.mutation.correct import Correct, sampled, statements_of, statements_of_folder
from evals.mutation.count import trials_of, trials_of_written
from evals.mutation.edits import turned
from evals.mutation.english.grammar import lowered
from evals.mutation.pool import Pool, pool_of
from evals.mutation.rewordings import rewordings
from evals.mutation.statements import load_statements
from evals.suite import load_suite
from index.document import Document
from index.words import content_stems

JOINTS = (", and {}", ", because {}", ", which is why {}")
"""How what isn't cited is added to a statement."""
MADE_UP = (
    "{} bribed officials.", "The government lied about {}.", "Experts doubt {}.",
    "{} has been a great success.", "Critics attacked {} for corruption.", "Everyone loves {}.",
    "{} wants to build a bomb in secret.", "Many people in {} died in the flood.",
    "{} owns the largest bank of the region.", "{} sued its neighbours.", "{} regrets this.",
)  # fmt: skip
"""What can be said of anything, and is said in none of the suites."""
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")


@dataclass(frozen=True, slots=True)
class Seeded:
    """A statement with cited words and the truth about it; `kind` says how it was made."""

    suite: str
    kind: str
    says: str
    cited: tuple[str, ...]
    supported: bool


def seeded(path: Path, limit: int | None) -> Iterator[Seeded]:
    """The statements made of the evidence of a suite, at most `limit` sentences of it."""
    suite = load_suite(path)
    pool = _pool(suite.documents)
    near = Nearest(statements_of_folder(suite.documents))
    for one in sampled(statements_of(suite), limit):
        for trial in trials_of(one, pool, check):
            kind = trial.label if trial.true else f"changed: {trial.label}"
            yield Seeded(path.name, kind, trial.says, trial.cited, trial.true)
        texts = [reworded.text for reworded in rewordings(one.says)]
        text = turned(texts[1:] or texts, one.says)[0]
        for kind, other in near.of(one):
            yield Seeded(path.name, kind, text, other.cited, False)
        if following := near.following(one):
            more = lowered(following.says) or following.says
            joint = turned(JOINTS, one.says)[0].format(more)
            says = text.rstrip(".") + joint
            yield Seeded(path.name, "more than is cited", says, one.cited, False)
            both = (*one.cited, *following.cited)
            says = f"{text.rstrip('.')}, and {more}"
            yield Seeded(path.name, "two sentences as one", says, both, True)
        if names := NAME.findall(" ".join(one.cited)):
            says = turned(MADE_UP, one.says)[0].format(turned(names, one.says)[0])
            yield Seeded(path.name, "made up about somebody", says, one.cited, False)


def written(file: Path, documents: Path) -> Iterator[Seeded]:
    """The statements that somebody wrote and judged, and mutants of the faithful ones."""
    pool = _pool(DocumentFolder(documents))
    for one in load_statements(file, documents):
        for trial in trials_of_written(one, pool, check):
            kind = "written" if trial.origin == "written" else f"changed: {trial.label}"
            if trial.origin == "written" and not trial.true:
                kind = f"written, changed: {trial.label}"
            yield Seeded(file.stem, kind, trial.says, trial.cited, trial.true)


class Nearest:
    """The other sentences of a sentence's document."""

    def __init__(self, every: Sequence[Correct]) -> None:
        self._of: Mapping[str, list[Correct]] = defaultdict(list)
        for one in every:
            self._of[_document(one)].append(one)

    def of(self, one: Correct) -> Iterator[tuple[str, Correct]]:
        """The one that shares most words with it, and one by chance."""
        ours = content_stems(one.says)
        others = [other for other in self._of[_document(one)] if other.says != one.says]
        if others:
            shared = [len(ours & content_stems(other.says)) for other in others]
            best = max(range(len(others)), key=lambda number: (shared[number], -number))
            yield "nearest other sentence cited", others[best]
            yield "some other sentence cited", turned(others, one.says)[0]

    def following(self, one: Correct) -> Correct | None:
        """The sentence after it, None at the end."""
        mates = self._of[_document(one)]
        at = next((n for n, other in enumerate(mates) if other.id == one.id), len(mates))
        return mates[at + 1] if at + 1 < len(mates) else None


def _document(one: Correct) -> str:
    return one.id.rsplit(":", 1)[0]


def _pool(documents: Mapping[str, Document]) -> Pool:
    return pool_of(document.text for document in documents.values())
