"""Speed and memory of indexing: `python -m evals.throughput PART …` prints a Markdown table.

speed: a first sync of real text (parsed, cut, encoded, stored) beside bare
`SentenceTransformer.encode` of the very texts that it encodes. memory: the most that a sync of many
passages takes, beside Chroma alone with the same vectors; of many files, and of a single one; the
vectors are cheap ones, as encoding so many would take hours. files: many small PDF and Word files
read side by side, and one after the other. Each measurement is a process of its own. Seconds of
computing stand beside those of the clock: they say more where other work shares the cores.
"""

import argparse
import itertools
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from statistics import median

import numpy as np

import index.reading
from evals.apart import Spent, apart
from evals.bench import Recording
from evals.corpus import paragraphs
from evals.office import pdf, word
from index.catalog import Catalog
from index.embedded import Embedded
from index.embedding import Vectors, open_embedder
from index.staging import Staging
from index.sync import sync
from index.vectors import VectorStore
from index.weights import NAME, model_folder

CHARACTERS_A_TEXT = 127
"""Of real text, passages and sentences counted alike."""
CHARACTERS = 628
"""Of a passage of real text, on average."""
PARAGRAPHS = 9
"""A document has at most so many."""
SIZES = (32, 64, 128)
"""Batch sizes that bare encoding is measured with; the first is its default."""
DIMENSIONS = 32


class Cheap:
    """An embedder that takes next to no time: a text's vector is drawn from its hash."""

    name = fingerprint = "cheap"
    max_pieces, marker_pieces = 256, 2
    languages: tuple[str, ...] = ()

    def count(self, texts: Sequence[str]) -> list[int]:
        """A piece for every four characters, as of English."""
        return [len(text) // 4 for text in texts]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, of length 1."""
        seeds = (blake2b(text.encode(), digest_size=8).digest() for text in texts)
        rngs = (np.random.default_rng(int.from_bytes(seed, "big")) for seed in seeds)
        rows = np.stack([rng.normal(size=DIMENSIONS) for rng in rngs])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def speed(given: argparse.Namespace) -> Iterator[Sequence[str]]:
    """Rows of the part `speed`."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "documents"
        write_texts(folder, given.text, CHARACTERS_A_TEXT * given.texts)
        ours: list[Spent] = []
        theirs: dict[int, list[Spent]] = {size: [] for size in SIZES}
        for number in range(given.rounds):
            ours.append(apart(real_sync, folder, Path(work) / f"index-{number}"))
            for size, spent in theirs.items():
                spent.append(apart(bare_encoding, ours[0].result, size))
    texts = len(ours[0].result)
    yield _speed("a first sync, all of it", texts, ours, ours)
    for size, spent in theirs.items():
        yield _speed(f"`SentenceTransformer.encode(batch_size={size})`", texts, spent, ours)


def _speed(what: str, texts: int, spent: Sequence[Spent], ours: Sequence[Spent]) -> tuple[str, ...]:
    wall, computing = median(s.wall for s in spent), median(s.computing for s in spent)
    ratios = wall / median(s.wall for s in ours), computing / median(s.computing for s in ours)
    return (
        what,
        f"{texts:,} texts",
        f"{wall:.0f} s ({texts / wall:.0f} a second)",
        f"{computing:.0f} s",
        f"{max(s.peak for s in spent):,.0f} MB",
        f"{ratios[0]:.2f} / {ratios[1]:.2f} times as long",
    )


def real_sync(folder: Path, place: Path) -> list[str]:
    """Indexes a folder with the default model; the texts that were encoded."""
    recording = Recording(open_embedder(NAME, "cpu"))
    sync(folder, place, recording)
    return recording.texts


def bare_encoding(texts: list[str], batch_size: int) -> Callable[[], object]:
    """Encodes texts once the model is loaded and warm."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(model_folder()), device="cpu")
    model.encode(texts[:64], show_progress_bar=False)
    return lambda: model.encode(texts, batch_size=batch_size, show_progress_bar=False)


def memory(given: argparse.Namespace) -> Iterator[Sequence[str]]:
    """Rows of the part `memory`."""
    for files in (None, 1):
        with tempfile.TemporaryDirectory() as work:
            folder, place = Path(work) / "documents", Path(work) / "index"
            write_texts(folder, given.text, CHARACTERS * given.passages, files)
            ours = apart(cheap_sync, folder, place)
            bare = apart(bare_chroma, place, Path(work) / "bare")
            size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
            count = sum(1 for _ in folder.iterdir())
        held = f"{ours.result:,} passages, {size:,.0f} MB in {count:,} file{'s' * (count > 1)}"
        yield "sync", held, *_spent(ours), ""
        beside = f"{ours.peak - bare.peak:,.0f} MB less"
        yield "Chroma alone, the same vectors", "", *_spent(bare), beside


def _spent(spent: Spent) -> tuple[str, str, str]:
    return f"{spent.wall:.0f} s", f"{spent.computing:.0f} s", f"{spent.peak:,.0f} MB"


def cheap_sync(folder: Path, place: Path) -> int:
    """Indexes a folder with cheap vectors; the passages that the index holds."""
    return sync(folder, place, Cheap()).passages


def bare_chroma(place: Path, bare: Path) -> None:
    """Adds the vectors of an index to Chroma, and nothing else."""
    catalog = Catalog(place / "catalog.sqlite")
    store = VectorStore(Embedded(bare), 1, create=True)
    store.add(Staging(catalog).live_vectors())
    store.close()
    catalog.close()


def files(given: argparse.Namespace) -> Iterator[Sequence[str]]:
    """Rows of the part `files`."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "documents"
        folder.mkdir()
        source = map(" ".join, paragraphs(given.text))
        for number in range(given.files // 2):
            some = list(itertools.islice(source, 12))
            (folder / f"{number:05}.docx").write_bytes(word(some))
            (folder / f"{number:05}.pdf").write_bytes(pdf(some))
        ways: dict[int, list[Spent]] = {index.reading.SIDE_BY_SIDE: [], 1: []}
        for number, (at_once, spent) in itertools.product(range(given.rounds), ways.items()):
            place = Path(work) / f"{at_once}-{number}"
            spent.append(apart(sync_of_files, folder, place, at_once))
    first = median(s.wall for s in next(iter(ways.values())))
    for at_once, spent in ways.items():
        one = sorted(spent)[len(spent) // 2]
        ratio = f"{one.wall / first:.2f} times as long"
        yield f"{at_once} at a time", f"{given.files:,} files", *_spent(one), ratio


def sync_of_files(folder: Path, place: Path, at_once: int) -> int:
    """Indexes a folder with cheap vectors, so many files read at a time."""
    index.reading.SIDE_BY_SIDE = at_once
    return cheap_sync(folder, place)


def documents(text: Sequence[Path], characters: int) -> Iterator[str]:
    """Documents of a few paragraphs of real text until they hold so many characters."""
    rng = random.Random(4)
    source = map(" ".join, paragraphs(text))
    while characters > 0:
        document = "\n\n".join(itertools.islice(source, rng.randint(1, PARAGRAPHS))) + "\n"
        characters -= len(document)
        yield document


def write_texts(
    folder: Path, text: Sequence[Path], characters: int, files: int | None = None
) -> None:
    """Writes so many characters of real text, in a few paragraphs a file or in one file."""
    folder.mkdir()
    written = documents(text, characters)
    if files == 1:
        with (folder / "one.txt").open("w", encoding="utf-8") as file:
            file.writelines(f"{one}\n" for one in written)
        return
    for number, one in enumerate(written):
        (folder / f"{number:06}.txt").write_text(one, encoding="utf-8")


HEAD = "| what | of what | clock | computing | peak memory | |\n|---|---|--:|--:|--:|---|\n"
PARTS = {"speed": speed, "memory": memory, "files": files}


def main() -> None:
    """Measures the parts asked for and prints a table of each."""
    parser = argparse.ArgumentParser(prog="python -m evals.throughput", description=__doc__)
    parser.add_argument("parts", nargs="+", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument(
        "--text", nargs="+", type=Path, required=True, help="JSON lines with a `passage`, gzip"
    )
    parser.add_argument("--texts", type=int, default=5000, help="about so many for speed")
    parser.add_argument("--passages", type=int, default=200_000, help="about so many for memory")
    parser.add_argument("--files", type=int, default=400, help="so many for files")
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    for name in given.parts:
        load = f"load {os.getloadavg()[0]:.1f} before"
        sys.stdout.write(f"\n{name}: {os.cpu_count()} cores, {load}\n\n{HEAD}")
        for row in PARTS[name](given):
            sys.stdout.write(f"| {' | '.join(row)} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
