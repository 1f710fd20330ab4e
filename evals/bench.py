"""Speed on this machine: `python -m evals.bench` prints a Markdown table.

ask: from process start to answer on a warm index, beside the import of the libraries that it must
not need. server: one question through the API. index: indexing beside bare encoding of the same
texts. Rounds of what is compared alternate, so that both meet the same machine.
"""

import argparse
import os
import platform
import random
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

import httpx

from evals.suite import load_suite
from index.embedding import Embedder, Vectors, open_embedder
from index.loaders import load
from index.sync import sync
from index.weights import NAME, model_folder

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "documents"
SUITE = ROOT / "evals" / "suites" / "article"
HEAVY = "import torch, sentence_transformers, chromadb"
QUESTION = "Which payment cards did Russia introduce in Cuba and Venezuela?"

FILES, SENTENCES = 24, 52
"""Of the folder that is indexed: about 1,500 texts, passages and sentences together."""
OTHER_WORDS = """
harbour bridge railway copper wheat lithium treaty council north river market school energy
transport fishing forest coast border science trade budget tourism culture steel power water
""".split()


class Row(NamedTuple):
    """One line of the table."""

    what: str
    measured: str
    required: str
    how: str


def bench_ask(rounds: int) -> Iterator[Row]:
    """Start to answer, and its ratio to the import of the heavy libraries."""
    with tempfile.TemporaryDirectory() as data:
        ask = _footnote("ask", QUESTION, "--documents", str(DOCUMENTS), "--data", data)
        heavy = [sys.executable, "-c", HEAVY]
        _process(ask)
        _process(heavy)
        asking, importing = _alternately(rounds, lambda: _process(ask), lambda: _process(heavy))
    yield Row(
        "`footnote ask`, process start to answer, warm index, median",
        f"{median(asking):.2f} s",
        "≤ 3 s",
        f"{rounds} × `footnote ask …`",
    )
    yield Row(
        f"the same / `{HEAVY}` ({median(importing):.2f} s)",
        f"{median(asking) / median(importing):.2f}",
        "≤ 0.35",
        "fresh processes, alternating",
    )


def bench_server(rounds: int) -> Iterator[Row]:
    """One question through `POST /api/v1/ask`, over the questions of the article suite."""
    cases = load_suite(SUITE).cases
    bodies = [
        {
            "question": case.question,
            "history": [{"question": t.question, "answer": t.answer} for t in case.history],
        }
        for case in cases
    ]
    with (
        tempfile.TemporaryDirectory() as data,
        serving(DOCUMENTS, Path(data)) as (address, _),
        httpx.Client(base_url=address, timeout=60) as client,
    ):

        def ask(body: dict[str, Any]) -> float:
            began = time.perf_counter()
            client.post("/api/v1/ask", json=body).raise_for_status()
            return time.perf_counter() - began

        for body in bodies:
            ask(body)
        seconds = [ask(body) for _ in range(rounds) for body in bodies]
    how = f"{len(bodies)} questions × {rounds}, after one round to warm up"
    p95 = quantiles(seconds, n=20)[-1]
    yield Row("`POST /api/v1/ask`, median", f"{1000 * median(seconds):.0f} ms", "≤ 60 ms", how)
    yield Row("the same, 95th percentile", f"{1000 * p95:.0f} ms", "", how)


class Recording:
    """An embedder that keeps what it is given to encode."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self.max_pieces, self.marker_pieces = embedder.max_pieces, embedder.marker_pieces
        self.languages = embedder.languages
        self.count = embedder.count
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the embedder within does."""
        self.texts += texts
        return self._embedder.encode(texts)


def bench_index(rounds: int) -> Iterator[Row]:
    """A first sync of a folder beside bare encoding of the very texts that it encodes."""
    from sentence_transformers import SentenceTransformer

    embedder = open_embedder(NAME)
    model = SentenceTransformer(str(model_folder()), device="cpu")
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "documents"
        write_folder(folder)
        texts = _encoded(folder, Path(work) / "first", embedder)  # also warms up
        model.encode(texts[:64], show_progress_bar=False)
        places = iter(Path(work) / f"place-{n}" for n in range(rounds))
        syncing, bare, theirs = _alternately(
            rounds,
            lambda: sync(folder, next(places), embedder),
            lambda: embedder.encode(texts),
            lambda: model.encode(texts, batch_size=32, show_progress_bar=False),
        )
    count = f"{len(texts):,} texts, median of {rounds}, alternating"
    yield Row(
        "indexing from nothing",
        f"{len(texts) / median(syncing):.0f} texts/s",
        "",
        count,
    )
    for name, seconds in (
        ("the same model encodes alone", bare),
        ("`SentenceTransformer.encode(batch_size=32)` alone", theirs),
    ):
        yield Row(
            f"… / {name} ({len(texts) / median(seconds):.0f} texts/s)",
            f"{median(seconds) / median(syncing):.2f}",
            "≥ 0.9",
            count,
        )


def write_folder(folder: Path) -> None:
    """Documents of the article's sentences, shuffled and with other words put in, all distinct."""
    folder.mkdir()
    rng = random.Random(2)
    (article,) = DOCUMENTS.glob("*.txt")
    sentences = re.findall(r"\S.*?[.](?=\s)", load(article, DOCUMENTS).text)
    for number in range(FILES):
        written = [_reworded(rng.choice(sentences), rng) for _ in range(SENTENCES)]
        paragraphs = [" ".join(written[at : at + 4]) for at in range(0, SENTENCES, 4)]
        (folder / f"{number}.txt").write_text("\n".join(paragraphs) + "\n", encoding="utf-8")


def _reworded(sentence: str, rng: random.Random) -> str:
    words = sentence.split()
    for _ in range(3):
        words[rng.randrange(1, len(words) - 1)] = rng.choice(OTHER_WORDS)
    return " ".join(words)


def _encoded(folder: Path, place: Path, embedder: Embedder) -> list[str]:
    recording = Recording(embedder)
    summary = sync(folder, place, recording)
    if len(recording.texts) != summary.encoded:
        raise AssertionError(f"{len(recording.texts)} texts encoded, {summary.encoded} reported")
    return recording.texts


def _alternately(rounds: int, *jobs: Callable[[], object]) -> list[list[float]]:
    """The seconds of each job, a list a job, one round after the other."""
    seconds: list[list[float]] = [[] for _ in jobs]
    for _ in range(rounds):
        for job, times in zip(jobs, seconds, strict=True):
            began = time.perf_counter()
            job()
            times.append(time.perf_counter() - began)
    return seconds


def _footnote(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "assistant", *arguments]


def _process(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def serving(documents: Path, data: Path, *more: str) -> Iterator[tuple[str, int]]:
    """The address of a server over a folder, in a process of its own, and the process's id.

    `more` are further arguments of `footnote serve`.
    """
    folders = ("--documents", str(documents), "--data", str(data))
    serve = _footnote("serve", "--port", "0", *folders, *more)
    with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True) as server:
        said = ""
        for line in server.stderr or ():
            said += line
            if found := re.search(r"http://\S+", line):
                try:
                    yield found.group(), server.pid
                finally:
                    server.terminate()
                return
    raise RuntimeError(f"{shlex.join(serve)}: did not start: {said}")


PARTS: dict[str, tuple[Callable[[int], Iterator[Row]], int]] = {
    "ask": (bench_ask, 5),
    "server": (bench_server, 3),
    "index": (bench_index, 3),
}
"""What can be measured, and in how many rounds."""


def main() -> None:
    """Measures the parts asked for and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, help="measure each part this often")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"{', '.join(sorted(unknown))}: no such part; choose from {', '.join(PARTS)}")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    sys.stdout.write(
        f"{os.cpu_count()} cores ({platform.machine()}), load {load:.1f} before, "
        f"Python {platform.python_version()}; `{shlex.join(['python', '-m', 'evals.bench'])}`\n\n"
        "| what | measured | required | how |\n|---|---|---|---|\n"
    )
    for name in given.parts or PARTS:
        measure, rounds = PARTS[name]
        for row in measure(given.rounds or rounds):
            sys.stdout.write(f"| {' | '.join(row)} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
