"""A reader that stays open finds what a new one would, whoever has written meanwhile; and nobody
undoes what another process wrote."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

import index.live_vectors
from index.catalog import Catalog
from index.embedded import Embedded
from index.embedding import Embedder
from index.errors import IndexMismatch
from index.home import opened
from index.mending import mend
from index.packing import pack
from index.retrieval import Index
from index.sync import sync
from index.vectors import VectorStore

NUMBER = 60
QUESTIONS = ("What does item 42 cost?", "Which shop sells item 7?", "coins")
PERSISTED = 1000
"""Records after which Chroma writes its graph to disk."""

Written = Callable[[], object]


def told(number: int, version: int) -> str:
    return f"Item {number} costs {number * 7 + version} coins in shop {(number + version) % 13}."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of many short documents, each one passage."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for n in range(NUMBER):
        (folder / f"{n}.txt").write_text(told(n, 0))
    return folder


@pytest.fixture
def elsewhere(folder: Path, tmp_path: Path) -> Iterator[Written]:
    """Has another process bring the index up to date."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.index.syncing", str(folder), str(tmp_path / "index")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as writer:  # fmt: skip
        asked, answered = writer.stdin, writer.stdout
        assert asked is not None
        assert answered is not None

        def write() -> None:
            asked.write("sync\n")
            asked.flush()
            assert answered.readline()

        yield write
        asked.close()


@pytest.fixture
def here(folder: Path, tmp_path: Path, embedder: Embedder) -> Written:
    """Has this process bring the index up to date."""
    return lambda: sync(folder, tmp_path / "index", embedder, may_be_empty=True)


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The graphs that readers of this process open, from now on."""
    seen: list[Path] = []
    real = index.live_vectors.opened

    def noted(place: Path, catalog: Catalog, server: None) -> VectorStore:
        seen.append(place)
        return real(place, catalog, server)

    monkeypatch.setattr(index.live_vectors, "opened", noted)
    return seen


def agree(reader: Index) -> None:
    """Fails where a reader finds other passages than comparing all of the catalog does."""
    every = [entry.id for entry in reader.entries()]
    for question in QUESTIONS:
        vector = reader.embedder.encode([question])[0]
        for asked in ((), every[::2]):
            near = [id for id, _ in reader._vectors.search(vector, 10, asked)]
            assert near == [id for id, _ in reader.catalog.nearest(vector, 10, asked or every)]


def change(folder: Path, rng: random.Random, version: int) -> None:
    """Some documents come, go, change, or change back."""
    for n in rng.sample(range(NUMBER), 9):
        path = folder / f"{n}.txt"
        if rng.random() < 0.3:
            path.unlink(missing_ok=True)
        else:
            path.write_text(told(n, rng.choice([0, version])))


def test_an_open_reader_finds_what_comes_and_not_what_went_whoever_wrote_it(
    folder: Path, tmp_path: Path, embedder: Embedder, elsewhere: Written, here: Written
) -> None:
    here()
    reader, rng = Index(tmp_path / "index", embedder), random.Random(3)
    agree(reader)
    for version in range(12):
        change(folder, rng, version)
        rng.choice([elsewhere, here])()
        if rng.random() < 0.7:  # not all changes are followed one by one
            agree(reader)
    agree(reader)
    reader.close()


def test_a_graph_stays_open_while_its_own_process_writes(
    folder: Path, tmp_path: Path, embedder: Embedder, here: Written, openings: list[Path]
) -> None:
    here()
    reader, rng = Index(tmp_path / "index", embedder), random.Random(5)
    agree(reader)
    for version in range(5):
        change(folder, rng, version)
        here()
        agree(reader)
    assert len(openings) == 1
    reader.close()


def test_a_process_with_an_open_reader_loses_nothing_that_another_wrote(tmp_path: Path) -> None:
    home, size = Embedded(tmp_path / "chroma"), 16
    vectors = np.random.default_rng(1).normal(size=(4 * PERSISTED, size)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    np.save(tmp_path / "vectors.npy", vectors)
    add = (
        "import sys, numpy as np\nfrom pathlib import Path\n"
        "from index.embedded import Embedded\nfrom index.packing import pack\n"
        "from index.vectors import VectorStore\n"
        "base, start, end = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])\n"
        "store = VectorStore(Embedded(base / 'chroma'), 1, create=True)\n"
        "rows = pack(np.load(base / 'vectors.npy')[start:end])\n"
        "ids = map(str, range(start, end))\n"
        "store.add(zip(ids, ['one'] * len(rows), rows, strict=True))\n"
        "store.set_mark(sys.argv[3])\nstore.close()\n"
    )

    def elsewhere(start: int, end: int) -> None:
        at = [str(tmp_path), str(start), str(end)]
        subprocess.run([sys.executable, "-c", add, *at], check=True)

    elsewhere(0, PERSISTED + 10)
    reader = VectorStore(home, 1, mark=str(PERSISTED + 10))
    assert reader.search(vectors[0], 1)[0][0] == "0"
    elsewhere(PERSISTED + 10, 2 * PERSISTED + 20)
    assert not reader.has_seen(str(2 * PERSISTED + 20))
    writer = VectorStore(home, 1, mark=str(2 * PERSISTED + 20))
    rest = range(2 * PERSISTED + 20, 4 * PERSISTED)
    writer.add((str(n), "one", pack(vectors[n : n + 1])[0]) for n in rest)
    writer.set_mark("all")
    for store in (writer, VectorStore(home, 1, mark="all"), VectorStore(home, 1)):
        assert store.has_seen("all") or store.mark == "all"
        lost = [n for n in range(0, 4 * PERSISTED, 19)
                if store.search(vectors[n], 1)[0][0] != str(n)]  # fmt: skip
        assert lost == []
    reader.close()


def test_vectors_that_were_lost_and_mended_are_found_by_an_open_reader(
    folder: Path, tmp_path: Path, embedder: Embedder, elsewhere: Written
) -> None:
    elsewhere()
    place = tmp_path / "index"
    catalog = Catalog(place / "catalog.sqlite")
    store = opened(place, catalog, None)
    store.delete(sorted(store.ids())[:30])
    store.close()
    reader = Index(place, embedder)
    vector = embedder.encode(["coins"])[0]
    assert len(reader._vectors.search(vector, NUMBER)) == NUMBER - 30
    done, left = mend(folder, place, embedder)
    assert (len(done), left) == (1, [])
    assert len(reader._vectors.search(vector, NUMBER)) == NUMBER
    agree(reader)
    reader.close()
    catalog.close()


def test_an_open_reader_says_so_where_the_index_is_made_anew_with_another_model(
    folder: Path, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "index"
    sync(folder, place, embedder)
    reader = Index(place, embedder)
    assert reader.search(QUESTIONS[0], 3).hits
    with monkeypatch.context() as patch:
        patch.setattr(embedder, "fingerprint", "another model's")
        sync(folder, place, embedder, rebuild=True)
    with pytest.raises(IndexMismatch, match="another model's"):
        reader.search(QUESTIONS[0], 3)
    with pytest.raises(IndexMismatch):
        reader.check()
    reader.close()
