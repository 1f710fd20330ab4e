"""Whether suites notice a broken assistant: `python -m evals.worth SUITE_OR_FOLDER …`.

Each suite is asked of the assistant as it is set up by default, and of three that are broken on
purpose: passages of at most 40 characters, search results in random order, and no threshold for
refusal. A folder that holds no suite is documents, for which one is drafted first. The result is a
Markdown table; a value is marked where its 95% interval lies wholly on the worse side of the
default's.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.syncing import place_of
from evals.making.draft import write_suite
from evals.metrics.interval import Score
from evals.report.results import Report
from evals.run import evaluate
from evals.suite import JSON_LINES_FILE, YAML_FILE, Suite, load_suite
from index.embedding import Embedder, Vectors, open_embedder
from index.retrieval import Index, Retrieval
from index.sync import sync

SHORT = 40
"""Characters of the longest passage of the first broken set-up."""
SHUFFLED = 50
"""Best passages that the second broken set-up draws from at random."""
METRICS: Mapping[str, bool] = {
    "answer_hit": True,
    "hit@1": True,
    "hit@5": True,
    "evidence_recall@5": True,
    "evidence_iou@5": True,
    "false_answer_rate": False,
    "balanced_refusal_accuracy": True,
}
"""The metrics of the table; true where more is better."""
DEFAULT = "default"


class ShortSighted:
    """An embedder that takes `SHORT` characters for as much as its model reads.

    So texts are cut that short; the vectors, and everything else, are those of the embedder.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self.max_pieces, self.marker_pieces = embedder.max_pieces, embedder.marker_pieces
        self.languages = embedder.languages

    def count(self, texts: Sequence[str]) -> list[int]:
        """Word pieces, in proportion to the characters."""
        limit = self.max_pieces - self.marker_pieces
        return [-(-len(text) * limit // SHORT) for text in texts]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the embedder within does."""
        return self._embedder.encode(texts)


class ShuffledIndex(Index):
    """An index whose best passages come in random order, the same for the same question."""

    def search(self, question: str, limit: int, documents: Sequence[str] = ()) -> Retrieval:
        """As an index does, but in random order; scores and ranks stay with the places."""
        found = super().search(question, SHUFFLED, documents)
        drawn = random.Random(question).sample(found.hits, len(found.hits))
        hits = (
            replace(
                hit,
                passage=replace(hit.passage, score=place.passage.score),
                dense_rank=place.dense_rank,
                lexical_rank=place.lexical_rank,
            )
            for hit, place in zip(drawn, found.hits, strict=True)
        )
        return replace(found, hits=tuple(hits)[:limit])


@contextmanager
def set_ups(documents: Path, data: Path, embedder: Embedder) -> Iterator[dict[str, Assistant]]:
    """The assistants over a folder of documents by name, the default first."""
    settings = Settings(documents=documents, data=data / "whole")
    whole = place_of(settings)
    short = place_of(settings.model_copy(update={"data": data / "short"}))
    sync(documents, whole, embedder)
    sync(documents, short, ShortSighted(embedder))
    unrefusing = settings.model_copy(update={"refuse_below": 0.0})
    opened = {
        DEFAULT: Assistant(Index(whole, embedder), settings),
        f"passages of {SHORT} characters": Assistant(Index(short, embedder), settings),
        "retrieval shuffled": Assistant(ShuffledIndex(whole, embedder), settings),
        "threshold 0": Assistant(Index(whole, embedder), unrefusing),
    }
    try:
        yield opened
    finally:
        for assistant in opened.values():
            assistant.close()


def compare(suite: Suite, embedder: Embedder) -> dict[str, Report]:
    """What a suite brings with each set-up, by name, the default first."""
    with (
        tempfile.TemporaryDirectory() as data,
        set_ups(suite.documents.root, Path(data), embedder) as assistants,
    ):
        return {
            name: evaluate(assistant.ask, suite, retrieve=assistant.retrieve)
            for name, assistant in assistants.items()
        }


def worse(broken: Report, default: Report) -> tuple[str, ...]:
    """The metrics whose interval lies wholly on the worse side of the default's."""
    return tuple(
        name
        for name, more_is_better in METRICS.items()
        if (one := broken.scores.get(name)) and (other := default.scores.get(name))
        if (_above(other, one) if more_is_better else _above(one, other))
    )


def _above(one: Score, other: Score) -> bool:
    return one.low is not None and other.high is not None and one.low > other.high


def table(reports: Mapping[str, Mapping[str, Report]]) -> Iterator[str]:
    """The lines of the Markdown table; `reports` are by suite, then by set-up."""
    yield f"| suite | set-up | {' | '.join(METRICS)} |\n"
    yield f"|---|---|{'---|' * len(METRICS)}\n"
    for suite, by_set_up in reports.items():
        for name, report in by_set_up.items():
            marked = worse(report, by_set_up[DEFAULT])
            cells = (_cell(report.scores.get(metric), metric in marked) for metric in METRICS)
            yield f"| {suite} | {name} | {' | '.join(cells)} |\n"


def _cell(score: Score | None, is_worse: bool) -> str:
    if score is None:
        return "–"
    text = f"{score.value:.2f} [{score.low:.2f}, {score.high:.2f}]"
    return f"**{text}**" if is_worse else text


@contextmanager
def suite_at(path: Path) -> Iterator[tuple[str, Suite]]:
    """A suite with a name for it; drafted where the path is a folder of documents alone."""
    if path.is_file() or any((path / name).is_file() for name in (JSON_LINES_FILE, YAML_FILE)):
        suite = load_suite(path)
        yield f"{suite.name} ({len(suite.cases)})", suite
        return
    with tempfile.TemporaryDirectory() as drafted:
        write_suite(path, Path(drafted))
        suite = load_suite(Path(drafted))
        name = path.resolve()
        name = name.parent if name.name == "docs" else name
        yield f"drafted from {name.name} ({len(suite.cases)})", suite


def main() -> None:
    """Compares the set-ups on the suites that are named and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m evals.worth", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="SUITE_OR_FOLDER")
    embedder = open_embedder(Settings().embedding)
    reports = {}
    for path in parser.parse_args().paths:
        with suite_at(path) as (name, suite):
            reports[name] = compare(suite, embedder)
    sys.stdout.writelines(table(reports))


if __name__ == "__main__":
    main()
