"""`kill -9` at any moment of a run: a reader finds a whole index, the next run completes it."""

import functools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.catalog import Catalog
from index.chroma_address import Server
from index.doctor import examine
from index.embedding import Embedder, Vectors
from index.errors import FootnoteError
from index.new_texts import NewTexts
from index.retrieval import Index
from index.staging import Staging
from index.sync import sync
from tests.conftest import ROOT
from tests.index.homes import copy, server_meant, store_of

Texts = dict[str, str]

RUN = """
import sys
from pathlib import Path
import index.new_texts
import index.sync
from index.catalog import Catalog
from index.chroma_address import server_at
from index.embedding import open_embedder
from index.staging import Staging
from index.vectors import VectorStore
from index.weights import NAME

def told(owner, name):
    real = getattr(owner, name)
    def step(*given, **named):
        print(name, flush=True)
        return real(*given, **named)
    setattr(owner, name, step)

for owner, names in (
    (index.new_texts.NewTexts, ["encode"]),
    (Staging, ["stage", "keep_vectors", "switch"]),
    (Catalog, ["set_meta"]),
    (VectorStore, ["__init__", "add", "set_mark", "delete", "drop_others"]),
):
    for name in names:
        told(owner, name)

index.new_texts.ENOUGH = 64
folder, place, rebuild, *url = sys.argv[1:]
server = server_at(*url) if url else None
model = open_embedder(NAME)
index.sync.sync(Path(folder), Path(place), model, rebuild=rebuild == "rebuild", server=server)
print("end", flush=True)
sys.stdin.read()
"""
"""A run that tells each step as it begins, and waits in the end to be killed."""

FIRST = (
    "stage",
    "encode",
    "keep_vectors",
    "set_meta",
    "__init__",
    "add",
    "switch",
    "set_mark",
    "end",
)
UPDATE = (*FIRST[:-1], "delete", "end")
REBUILD = (*FIRST[:-1], "drop_others", "end")
TIMES = {"stage": 16, "encode": 2, "keep_vectors": 2, "set_meta": 2}
"""How often a run takes a step at least, where that is more than once."""

STEPS = {"first": FIRST, "update": UPDATE, "rebuild": REBUILD}


def texts(edition: int) -> Texts:
    """Forty documents; from one edition to the next four go, four come, and a third changes."""
    return {
        f"{n % 5}/town-{n}.txt": _text(n, edition) for n in range(4 * edition, 4 * edition + 40)
    }


def _text(number: int, edition: int) -> str:
    rng = random.Random(number)
    revised = edition if number % 3 == 0 else 0
    facts = [f"Town {number} lies on river {rng.randrange(90)}.", f"Edition {revised}."]
    for what in rng.sample(["bridges", "mills", "schools", "wells", "barns", "inns"], 5):
        facts.append(f"Town {number} has {rng.randrange(9, 99) + revised} {what}.")
    return " ".join(facts)


def write(folder: Path, files: Texts) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def command(folder: Path, place: Path, kind: str) -> list[str | Path]:
    server = server_meant()
    return [sys.executable, "-c", RUN, folder, place, kind, *([server.url] if server else [])]


def killed_run(folder: Path, place: Path, kind: str, rng: random.Random) -> list[str]:
    """Runs a sync and kills it at or soon after a step chosen at random; the steps it told."""
    chosen = rng.choice(STEPS[kind])
    patience = rng.randrange(TIMES.get(chosen, 1))
    run = subprocess.Popen(
        command(folder, place, kind),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout
    steps: list[str] = []
    for line in run.stdout:
        steps.append(line.strip())
        if steps[-1] == "end" or (steps[-1] == chosen and steps.count(chosen) > patience):
            break
    time.sleep(rng.random() * rng.choice([0.0, 0.005, 0.05]))
    run.kill()
    rest, _ = run.communicate()
    assert run.returncode == -signal.SIGKILL
    return steps + rest.split()


def served(place: Path, embedder: Embedder) -> Texts:
    """What a reader is given: every document, each found by its own words, and nothing else."""
    reader = Index(place, embedder)
    try:
        held = {entry.id: reader.document(entry.id).text for entry in reader.entries()}
        for id, text in random.Random(0).sample(sorted(held.items()), min(8, len(held))):
            hits = reader.search(text.partition(".")[0], 5).hits
            assert id in {hit.passage.span.document for hit in hits}
            for hit in hits:
                span = hit.passage.span
                assert held[span.document][span.start : span.end] == hit.passage.text
        return held
    finally:
        reader.close()


def check_whole(place: Path, embedder: Embedder, files: Texts) -> None:
    """Fails unless an index holds exactly these documents, once each, in catalog and vectors."""
    catalog = Catalog(place / "catalog.sqlite")
    store = store_of(place, catalog)
    try:
        assert catalog.faults() == []
        assert catalog.meta("dirty") == "0"
        assert store.ids() == {id for id, *_ in Staging(catalog).live_vectors()}
        with catalog.transaction() as connection:
            rows = connection.execute("SELECT count(*) FROM documents").fetchone()
        assert rows == (len(files),)
    finally:
        store.close()
        catalog.close()
    assert served(place, embedder) == files


@pytest.fixture(scope="module")
def first_edition(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, home: Server | None
) -> Path:
    """An index of the first edition, to be copied."""
    place = tmp_path_factory.mktemp("first") / "index"
    documents = place.with_name("documents")
    write(documents, texts(0))
    sync(documents, place, embedder)
    return place


SLOW = [pytest.param(kind, seed, marks=pytest.mark.slow) for seed in range(17) for kind in STEPS]


@pytest.mark.parametrize(("kind", "seed"), [*((kind, 100) for kind in STEPS), *SLOW[:50]])
def test_a_killed_run_leaves_the_old_index_or_the_new_one_and_the_next_run_completes_it(
    kind: str, seed: int, tmp_path: Path, first_edition: Path, embedder: Embedder
) -> None:
    rng = random.Random(f"{kind} {seed}")
    documents, place = tmp_path / "documents", tmp_path / "index"
    if kind != "first":
        copy(first_edition, place)
    write(documents, texts(1))
    killed_run(documents, place, kind, rng)
    before = {} if kind == "first" else texts(0)
    try:
        assert served(place, embedder) in (before, texts(1))
    except FootnoteError:
        assert not before  # there never was a whole index
    if seed % 2:  # the folder changes again, and so ends the run that would have mended it
        write(documents, texts(2))
        killed_run(documents, place, kind, rng)
    files = texts(2 if seed % 2 else 1)
    sync(documents, place, embedder)
    check_whole(place, embedder, files)


@pytest.mark.parametrize("batches", [1, 3])
def test_a_killed_run_is_resumed_where_it_was(
    tmp_path: Path, embedder: Embedder, batches: int
) -> None:
    documents, place = tmp_path / "documents", tmp_path / "index"
    write(documents, texts(0))
    run = subprocess.Popen(
        command(documents, place, "first"),
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert run.stdout
    begun = 0
    for line in run.stdout:
        begun += line.strip() == "encode"
        if begun > batches:  # all of those before are kept
            break
    run.kill()
    run.communicate()
    kept = keys(place)
    summary = sync(documents, place, embedder)
    assert len(kept) >= 50 * batches
    assert summary.encoded == len(keys(place) - kept) > 0
    fresh = tmp_path / "fresh"
    assert sync(documents, fresh, embedder).encoded == len(kept) + summary.encoded
    check_whole(place, embedder, texts(0))


def keys(place: Path) -> set[bytes]:
    """The hashes of the texts whose vectors an index keeps."""
    catalog = Catalog(place / "catalog.sqlite")
    try:
        with catalog.transaction() as connection:
            return {key for (key,) in connection.execute("SELECT key FROM vectors")}
    finally:
        catalog.close()


def test_of_two_indexers_the_second_is_told_who_writes_since_when(
    tmp_path: Path, embedder: Embedder
) -> None:
    documents, place = tmp_path / "documents", tmp_path / "index"
    write(documents, texts(0))
    indexer = command(documents, place, "first")
    first = subprocess.Popen(
        indexer, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout
    assert first.stdout.readline() == "stage\n"
    first.send_signal(signal.SIGSTOP)  # in the middle of its run
    second = subprocess.run(indexer, cwd=ROOT, capture_output=True, text=True, input="")
    first.send_signal(signal.SIGCONT)
    first.communicate()
    assert (first.returncode, second.returncode) == (0, 1)
    assert f"IndexBusy: {place}: being written by another process" in second.stderr
    assert f"(process id {first.pid}, since 20" in second.stderr
    sync(documents, place, embedder)
    check_whole(place, embedder, texts(0))


def interrupt(
    monkeypatch: pytest.MonkeyPatch, owner: type, step: str, run: Callable[[], object]
) -> None:
    """A run that ends as it comes to a step."""

    def stop(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(owner, step, stop)
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.undo()


@pytest.mark.parametrize("step", [(NewTexts, "encode"), (Staging, "switch")])
def test_what_an_interrupted_run_had_read_does_not_come_back_once_its_file_is_gone(
    step: tuple[type, str], tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, place = tmp_path / "documents", tmp_path / "index"
    write(documents, {"a.txt": "Apples are red.", "b.txt": "Pears are green."})
    os.utime(documents / "a.txt", (1e9, 1e9))  # long unchanged, so no run reads it again
    sync(documents, place, embedder)
    (documents / "c.txt").write_text("The password is mango.")
    interrupt(monkeypatch, *step, lambda: sync(documents, place, embedder))
    (documents / "c.txt").unlink()
    (documents / "b.txt").unlink()
    assert sync(documents, place, embedder).removed == ("b.txt",)
    check_whole(place, embedder, {"a.txt": "Apples are red."})


def kept_vectors(place: Path) -> int:
    catalog = Catalog(place / "catalog.sqlite")
    with catalog.transaction() as connection:
        (count,) = connection.execute("SELECT count(*) FROM vectors").fetchone()
    catalog.close()
    return int(count)


@pytest.mark.parametrize("times", [1, 2])
def test_the_next_run_drops_vectors_that_interrupted_ones_left_of_a_file_that_is_gone(
    times: int, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, place = tmp_path / "documents", tmp_path / "index"
    write(documents, {"a.txt": "Apples are red."})
    sync(documents, place, embedder)
    kept = kept_vectors(place)
    run = functools.partial(sync, documents, place, embedder)
    (documents / "c.txt").write_text("The password is mango.")
    interrupt(monkeypatch, Staging, "switch", run)
    assert kept_vectors(place) > kept
    (documents / "c.txt").unlink()
    if times == 2:  # once more, before anything could be dropped
        interrupt(monkeypatch, Staging, "touch", run)
    assert any(
        "interrupted" in fault.what or "belong to no text" in fault.what
        for fault in examine(documents, place, embedder)
    )
    assert run().encoded == 0
    assert kept_vectors(place) == kept
    assert list(examine(documents, place, embedder)) == []


def test_the_next_run_uses_the_vectors_of_an_interrupted_one_before_it_drops_the_rest(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, place = tmp_path / "documents", tmp_path / "index"
    write(documents, {"a.txt": "Apples are red.", "b.txt": "Pears are green."})
    run = functools.partial(sync, documents, place, embedder)
    interrupt(monkeypatch, Staging, "switch", run)
    (documents / "b.txt").unlink()
    assert run().encoded == 0
    assert kept_vectors(place) == 1


class OtherModel:
    """A model whose vectors are shorter than the default model's."""

    name = "other"
    fingerprint = "other:1"
    max_pieces = 256
    marker_pieces = 2
    languages: tuple[str, ...] = ()

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.ones((len(texts), 8), dtype=np.float32)
        return rows / np.float32(np.sqrt(8))

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


def test_a_rebuild_keeps_no_vector_that_an_interrupted_one_left(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, place = tmp_path / "documents", tmp_path / "index"
    write(documents, {"a.txt": "Apples are red.", "b.txt": "Pears are green."})
    sync(documents, place, embedder)
    rebuild = functools.partial(sync, documents, place, OtherModel(), rebuild=True)
    interrupt(monkeypatch, Staging, "switch", rebuild)
    assert served(place, embedder).keys() == {"a.txt", "b.txt"}
    (documents / "b.txt").unlink()
    sync(documents, place, embedder, rebuild=True)
    check_whole(place, embedder, {"a.txt": "Apples are red."})
