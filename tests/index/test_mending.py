"""What is wrong with an index is noticed and named, and mended by the least that helps."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.catalog import Catalog
from index.chroma_address import Server
from index.doctor import examine
from index.embedding import Embedder, Vectors
from index.errors import FootnoteError, IndexDamaged
from index.fault import Kind
from index.mending import mend
from index.packing import pack
from index.sync import sync
from index.vectors import VectorStore, drop_all
from tests.index.homes import copy, lose, store_of
from tests.index.test_sync import found, held

Write = Callable[..., Path]
FILES = {f"{n}.txt": f"Town {n} has {n + 3} mills. It lies on river {n}." for n in range(6)}


class Counting:
    """An embedder that counts what it encodes."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self.max_pieces, self.marker_pieces = embedder.max_pieces, embedder.marker_pieces
        self.languages, self.count = embedder.languages, embedder.count
        self._encode, self.encoded = embedder.encode, list[str]()

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return self._encode(texts)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, home: Server | None) -> Path:
    """A folder with documents and their index, to be copied."""
    base = tmp_path_factory.mktemp("made")
    (base / "documents").mkdir()
    for name, text in FILES.items():
        (base / "documents" / name).write_text(text)
    sync(base / "documents", base / "index", embedder)
    return base


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    copy(made / "index", tmp_path / "index")
    return tmp_path / "index"


def sql(place: Path, *statements: str) -> None:
    catalog = Catalog(place / "catalog.sqlite")
    connection = catalog._taken()
    connection.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        assert connection.execute(statement).rowcount != 0
    connection.close()
    catalog.close()


def vectors(place: Path, change: Callable[[VectorStore], None]) -> None:
    catalog = Catalog(place / "catalog.sqlite")
    store = store_of(place, catalog)
    change(store)
    store.close()
    catalog.close()


def check_whole(made: Path, place: Path, embedder: Embedder) -> None:
    """Fails unless an index answers as the one that was made."""
    assert held(place) == FILES
    for question in ("How many mills has town 4?", "river 2"):
        assert found(place, embedder, question) == found(made / "index", embedder, question)


@pytest.mark.parametrize(
    ("statements", "kind", "encoded"),
    [
        (["DELETE FROM passages WHERE key = 2"], Kind.DOCUMENTS, 0),
        (["UPDATE passages SET text = replace(text, 'mills', 'kills') WHERE key = 3"],
         Kind.DOCUMENTS, 0),
        (["UPDATE sentences SET text = 'It lies on river 9.' WHERE passage = 4 AND start > 0"],
         Kind.DOCUMENTS, 0),
        (["INSERT INTO passages SELECT NULL, id || 'x', document, position, start, text, heading, "
          "vector FROM passages WHERE key = 1"], Kind.DOCUMENTS, 0),
        (["INSERT INTO sentences SELECT 99 + passage, start, text, vector FROM sentences"],
         Kind.ORPHANS, 0),
        (["INSERT INTO passages SELECT NULL, id || 'x', 99, position, start, text, heading, vector "
          "FROM passages"], Kind.ORPHANS, 0),
        (["DELETE FROM vectors WHERE key = (SELECT vector FROM passages WHERE key = 5)"],
         Kind.ENCODED, 1),
        (["UPDATE vectors SET vector = zeroblob(768) WHERE key IN (SELECT vector FROM sentences "
          "WHERE passage = 5)"], Kind.ENCODED, 2),
        (["INSERT INTO full_text (full_text) VALUES ('delete-all')"], Kind.FULL_TEXT, 0),
        (["UPDATE meta SET value = '3' WHERE name = 'passages'"], Kind.COUNT, 0),
        (["UPDATE meta SET value = '1' WHERE name = 'dirty'"], Kind.INTERRUPTED, 0),
        (["INSERT INTO vectors SELECT zeroblob(20), vector FROM vectors LIMIT 1"], Kind.UNUSED, 0),
        (["INSERT INTO documents (id, live, title, media_type, digest, pages, source, size, "
          "modified, characters, passages) SELECT id, 0, title, media_type, digest, pages, source, "
          "size, modified, characters, passages FROM documents WHERE key = 1"],
         Kind.INTERRUPTED, 0),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_catalog_is_mended_from_the_rest(
    made: Path, place: Path, embedder: Embedder, statements: list[str], kind: Kind, encoded: int
) -> None:
    sql(place, *statements)
    assert kind in {fault.kind for fault in examine(made / "documents", place, embedder)}
    counting = Counting(embedder)
    done, left = mend(made / "documents", place, counting)
    assert done
    assert left == []
    assert len(counting.encoded) == encoded
    check_whole(made, place, embedder)


@pytest.mark.parametrize("damage", ["lost", "strangers", "swapped", "dropped", "gone", "garbage"])
def test_the_vector_index_is_mended_without_encoding(
    made: Path, place: Path, embedder: Embedder, damage: str, home: Server | None
) -> None:
    if damage == "garbage" and home is not None:
        pytest.skip("the files are the server's own")
    (other,) = pack(embedder.encode(["Nothing like it."]))

    def swap(store: VectorStore) -> None:
        ids = sorted(store.ids())
        store.delete(ids)
        near = pack(embedder.encode([f"Town {n} has mills." for n in range(14)]))
        store.add((f"stranger {n}", "0.txt", one) for n, one in enumerate(near))
        store.add((id, "0.txt", other) for id in ids)

    if damage == "lost":
        vectors(place, lambda store: store.delete(sorted(store.ids())[:2]))
    elif damage == "strangers":
        vectors(place, lambda store: store.add([("stranger", "0.txt", other)]))
    elif damage == "swapped":
        vectors(place, swap)
    elif damage == "dropped":
        vectors(place, lambda store: drop_all(store._client, store._home.prefix))
    elif damage == "gone":
        lose(place)
    else:
        (place / "chroma" / "chroma.sqlite3").write_bytes(b"no database at all" * 500)
    faults = list(examine(made / "documents", place, embedder))
    assert {fault.kind for fault in faults} & {Kind.VECTORS, Kind.GRAPH}
    assert all("doctor --fix" in str(fault) for fault in faults)
    counting = Counting(embedder)
    done, left = mend(made / "documents", place, counting)
    assert (len(done) > 0, left, counting.encoded) == (True, [], [])
    check_whole(made, place, embedder)


def test_a_folder_that_changed_is_synced_and_what_cannot_be_read_stays_named(
    place: Path, folder: Write, embedder: Embedder
) -> None:
    documents = folder({**FILES, "1.txt": "Town 1 is gone.", "7.txt": b"\0"})
    (documents / "2.txt").unlink()
    _, left = mend(documents, place, embedder)
    assert [fault.kind for fault in left] == [Kind.UNREADABLE]
    assert "7.txt" in left[0].what
    folder({"7.txt": "Town 7."})
    assert mend(documents, place, embedder)[1] == []
    assert held(place) == {path.name: path.read_text() for path in documents.iterdir()}


@pytest.mark.parametrize(
    "seed", [*range(8), *(pytest.param(n, marks=pytest.mark.slow) for n in range(8, 100))]
)
def test_flipped_bits_and_lost_ends_are_noticed_and_no_wrong_word_is_left(
    made: Path, place: Path, embedder: Embedder, seed: int
) -> None:
    rng = random.Random(seed)
    catalog = place / "catalog.sqlite"
    content = bytearray(catalog.read_bytes())
    if seed % 4 == 0:
        del content[rng.randrange(len(content)) :]
    used = [at for at, byte in enumerate(content) if byte]
    for _ in range(50 * (seed % 4)):
        content[rng.choice(used)] ^= 1 << rng.randrange(8)
    catalog.write_bytes(content)
    said = mended(made, place, embedder)
    assert all("`footnote index --rebuild`" in line for line in said)
    if said:
        sync(made / "documents", place, embedder, rebuild=True)
        assert list(examine(made / "documents", place, embedder)) == []
    check_whole(made, place, embedder)
    assert {path.name: path.read_text() for path in (made / "documents").iterdir()} == FILES


def mended(made: Path, place: Path, embedder: Embedder) -> list[str]:
    """What mending leaves to be said."""
    try:
        return [str(fault) for fault in mend(made / "documents", place, embedder)[1]]
    except FootnoteError as error:
        return [str(error)]


@pytest.mark.usefixtures("only_in_folder")
def test_flipped_bits_in_a_graph_are_noticed_and_mended_without_encoding(
    made: Path, place: Path, embedder: Embedder
) -> None:
    rng = random.Random(7)
    file = place / "chroma" / "chroma.sqlite3"
    content = bytearray(file.read_bytes())
    for at in range(0, len(content), 512):
        content[at + rng.randrange(512)] ^= 1 << rng.randrange(8)
    file.write_bytes(content)
    assert list(examine(made / "documents", place, embedder))
    counting = Counting(embedder)
    assert mend(made / "documents", place, counting)[1] == []
    assert counting.encoded == []
    check_whole(made, place, embedder)


def test_a_damaged_catalog_is_left_alone_and_the_command_is_named(
    made: Path, place: Path, embedder: Embedder
) -> None:
    catalog = place / "catalog.sqlite"
    catalog.write_bytes(b"no database at all" * 500)
    with pytest.raises(IndexDamaged, match=r"index --rebuild.*documents are untouched"):
        mend(made / "documents", place, embedder)
    assert catalog.read_bytes() == b"no database at all" * 500


def test_doctor_tells_how_many_vectors_it_looked_at(
    made: Path, place: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.doctor.SAMPLE", 2)
    monkeypatch.setattr(VectorStore, "_finds", lambda store, id, vector: False)
    looked: list[tuple[int, int]] = []

    def found(*, every: bool) -> list[str]:
        faults = examine(
            made / "documents", place, embedder, every=every, looked=lambda *n: looked.append(n)
        )
        return [fault.what for fault in faults]

    assert found(every=False) == ["2 passages of 2 looked at are not found by their own vector"]
    assert found(every=True) == ["6 passages are not found by their own vector"]
    assert looked == [(2, 6), (6, 6)]


def test_a_vector_that_is_no_number_is_found(made: Path, place: Path, embedder: Embedder) -> None:
    bad = np.full(384, np.nan, dtype=np.float16).tobytes().hex()
    sql(place, f"UPDATE vectors SET vector = x'{bad}' WHERE key = (SELECT min(key) FROM vectors)")
    assert [fault.kind for fault in examine(made / "documents", place, embedder)][:1] == [
        Kind.ENCODED
    ]
