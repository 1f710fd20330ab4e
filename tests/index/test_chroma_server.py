"""Vectors on a Chroma server: moved there and back, shared, lost and added again."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.backup import back_up, restore
from index.catalog import Catalog
from index.changes import dry_run
from index.chroma_address import Server, server_at
from index.chroma_server import OnServer
from index.doctor import examine
from index.embedding import Embedder
from index.errors import ChromaUnusable, IndexDamaged, IndexMismatch
from index.fault import Kind
from index.home import opened
from index.mending import mend
from index.retrieval import Index
from index.sync import sync
from index.vectors import VectorStore, drop_all
from tests.chroma_run import ChromaRun
from tests.index.test_mending import Counting

Write = Callable[..., Path]
FILES = {f"{n}.txt": f"Town {n} has {n + 3} mills. It lies on river {n}." for n in range(5)}
QUESTION = "How many mills has town 4?"


@pytest.fixture
def server(chroma: ChromaRun) -> Server:
    return chroma.server


def held(place: Path, server: Server | None) -> set[str]:
    """The documents of the passages whose vectors an index has; fails where the two disagree."""
    catalog = Catalog(place / "catalog.sqlite")
    store = opened(place, catalog, server)
    try:
        ids = store.ids()
        stored = catalog.passages(sorted(ids))
        assert len(stored) == len(ids) == catalog.size()
        return {one.passage.span.document for one in stored}
    finally:
        store.close()
        catalog.close()


def answer(place: Path, embedder: Embedder, server: Server | None) -> list[str]:
    index = Index(place, embedder, server=server)
    try:
        return [hit.passage.text for hit in index.search(QUESTION, 3).hits if hit.dense_rank]
    finally:
        index.close()


def names(server: Server) -> set[str]:
    client = OnServer(server, "any").client()
    return {one.name for one in client.list_collections()}


def wipe(server: Server) -> None:
    """Empties the database, as a server without a lasting disk does when it is started anew."""
    drop_all(OnServer(server, "any").client(), "")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[ChromaRun]:
    """A server that other tests do not use."""
    run = ChromaRun(tmp_path / "own-chroma")
    run.start()
    yield run
    run.kill()


def test_answers_are_those_of_an_index_in_its_folder_and_nothing_of_chroma_is_there(
    folder: Write, tmp_path: Path, embedder: Embedder, server: Server
) -> None:
    documents = folder(FILES)
    sync(documents, tmp_path / "local", embedder)
    sync(documents, tmp_path / "remote", embedder, server=server)
    there = answer(tmp_path / "remote", embedder, server)
    assert there == answer(tmp_path / "local", embedder, None)
    assert not (tmp_path / "remote" / "chroma").exists()
    assert held(tmp_path / "remote", server) == set(FILES)


def test_an_index_in_its_folder_moves_to_the_server_that_is_named_and_encodes_nothing(
    folder: Write, tmp_path: Path, embedder: Embedder, server: Server
) -> None:
    documents, place = folder(FILES), tmp_path / "index"
    sync(documents, place, embedder)
    expected = answer(place, embedder, None)
    with pytest.raises(IndexMismatch, match=r"in the data folder, not on .*`footnote index`"):
        answer(place, embedder, server)
    summary = sync(documents, place, embedder, server=server)
    assert (summary.unchanged, summary.encoded) == (tuple(FILES), 0)
    assert answer(place, embedder, server) == expected
    assert not (place / "chroma").exists()


def test_without_the_server_s_address_an_index_on_it_is_left_alone_until_it_is_mended(
    folder: Write, tmp_path: Path, embedder: Embedder, server: Server
) -> None:
    documents, place = folder(FILES), tmp_path / "index"
    sync(documents, place, embedder, server=server)
    for use in (
        lambda: sync(documents, place, embedder),
        lambda: dry_run(documents, place, embedder),
        lambda: answer(place, embedder, None),
    ):
        with pytest.raises(IndexMismatch, match=rf"{server.url}; set FOOTNOTE_CHROMA_URL.*--fix"):
            use()
    assert dry_run(documents, place, embedder, server=server).unchanged == tuple(FILES)
    assert held(place, server) == set(FILES)
    (fault,) = examine(documents, place, embedder)
    assert fault.kind is Kind.GRAPH
    counting = Counting(embedder)
    assert mend(documents, place, counting)[1] == []
    assert counting.encoded == []
    assert held(place, None) == set(FILES)
    assert list(examine(documents, place, embedder)) == []


def test_the_id_of_an_index_on_a_server_is_whole_or_not_there(
    folder: Write,
    tmp_path: Path,
    embedder: Embedder,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = Path.write_text

    def broken_off(path: Path, text: str, encoding: str | None = None) -> None:
        real(path, text if path.name == "writer" else "", encoding)
        if path.name != "writer":
            raise KeyboardInterrupt

    documents, place = folder(FILES), tmp_path / "index"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", broken_off)
        with pytest.raises(KeyboardInterrupt):
            sync(documents, place, embedder, server=server)
    assert not (place / "chroma-id").exists()
    sync(documents, place, embedder, server=server)
    assert held(place, server) == set(FILES)


def test_an_index_is_mended_onto_a_server(
    folder: Write, tmp_path: Path, embedder: Embedder, server: Server
) -> None:
    documents, place = folder(FILES), tmp_path / "index"
    sync(documents, place, embedder)
    counting = Counting(embedder)
    assert mend(documents, place, counting, server=server)[1] == []
    assert counting.encoded == []
    assert held(place, server) == set(FILES)
    assert not (place / "chroma").exists()


def test_indexes_share_a_server_and_none_touches_another_s_vectors(
    folder: Write, tmp_path: Path, embedder: Embedder, server: Server
) -> None:
    documents = folder(FILES)
    client = OnServer(server, "any").client()
    foreign = client.get_or_create_collection("foreign", embedding_function=None)
    foreign.add(ids=["a"], embeddings=[[1.0, 0.0]])
    one, other = tmp_path / "one", tmp_path / "other"
    for place in (one, other):
        sync(documents, place, embedder, server=server)
    (documents / "4.txt").unlink()
    sync(documents, one, embedder, server=server)
    sync(documents, one, embedder, rebuild=True, server=server)
    back_up(one, tmp_path / "backup")
    restore(tmp_path / "backup", one, embedder, replace=True, server=server)
    assert held(one, server) == set(FILES) - {"4.txt"}
    assert held(other, server) == set(FILES)
    assert foreign.get()["ids"] == ["a"]
    ours = [name for name in names(server) if (one / "chroma-id").read_text().strip() in name]
    assert len(ours) == 1
    client.delete_collection("foreign")


def test_an_emptied_server_is_told_of_and_filled_again_under_an_open_reader(
    folder: Write, tmp_path: Path, embedder: Embedder, own: ChromaRun
) -> None:
    documents, place = folder(FILES), tmp_path / "index"
    sync(documents, place, embedder, server=own.server)
    reader = Index(place, embedder, server=own.server)
    expected = reader.search(QUESTION, 3).hits
    wipe(own.server)
    for ask in (lambda: reader.search(QUESTION, 3), reader.check):
        with pytest.raises(IndexDamaged, match=rf"{own.url}.*not on this.*`footnote index` adds"):
            ask()
    assert [fault.kind for fault in examine(documents, place, embedder, server=own.server)] == [
        Kind.GRAPH
    ]
    assert sync(documents, place, embedder, server=own.server).encoded == 0
    reader.check()
    assert reader.search(QUESTION, 3).hits == expected
    reader.close()


def test_another_server_that_is_named_gets_the_vectors(
    folder: Write, tmp_path: Path, embedder: Embedder, server: Server, own: ChromaRun
) -> None:
    documents, place = folder(FILES), tmp_path / "index"
    sync(documents, place, embedder, server=server)
    expected = answer(place, embedder, server)
    with pytest.raises(IndexDamaged, match="`footnote index` adds them again"):
        answer(place, embedder, own.server)
    assert sync(documents, place, embedder, server=own.server).encoded == 0
    assert answer(place, embedder, own.server) == expected


def test_vectors_of_an_earlier_time_are_not_taken_for_those_of_now(
    folder: Write, tmp_path: Path, embedder: Embedder, own: ChromaRun
) -> None:
    documents, place = folder(FILES), tmp_path / "index"
    sync(documents, place, embedder, server=own.server)
    own.kill()
    shutil.copytree(own.folder, tmp_path / "snapshot")
    own.start()
    folder({"4.txt": "Town 4 has no mill any more."})
    sync(documents, place, embedder, server=own.server)
    expected = answer(place, embedder, own.server)
    own.kill()
    shutil.rmtree(own.folder)
    shutil.copytree(tmp_path / "snapshot", own.folder)
    own.start()
    with pytest.raises(IndexDamaged, match=r"not those that were last written.*doctor --fix"):
        answer(place, embedder, own.server)
    assert mend(documents, place, embedder, server=own.server)[1] == []
    assert answer(place, embedder, own.server) == expected


def test_a_copied_index_gets_collections_of_its_own(
    folder: Write, tmp_path: Path, embedder: Embedder, server: Server
) -> None:
    documents = folder(FILES)
    one, copied = tmp_path / "one", tmp_path / "copied"
    sync(documents, one, embedder, server=server)
    shutil.copytree(one, copied)
    (documents / "4.txt").unlink()
    sync(documents, one, embedder, server=server)
    with pytest.raises(IndexDamaged, match="not those that were last written"):
        answer(copied, embedder, server)
    folder({"4.txt": FILES["4.txt"], "5.txt": "Town 5 is new."})
    assert sync(documents, copied, embedder, server=server).added == ("5.txt",)
    assert held(copied, server) == {*FILES, "5.txt"}
    assert held(one, server) == set(FILES) - {"4.txt"}


@pytest.mark.parametrize("source", ["folder", "server"])
@pytest.mark.parametrize("target", ["folder", "server"])
def test_a_backup_is_restored_into_either_home(
    folder: Write, tmp_path: Path, embedder: Embedder, server: Server, source: str, target: str
) -> None:
    homes = {"folder": None, "server": server}
    documents, place, new = folder(FILES), tmp_path / "index", tmp_path / "new"
    sync(documents, place, embedder, server=homes[source])
    back_up(place, tmp_path / "backup")
    restore(tmp_path / "backup", new, embedder, server=homes[target])
    assert held(new, homes[target]) == set(FILES)
    assert answer(new, embedder, homes[target]) == answer(place, embedder, homes[source])
    assert (new / "chroma").exists() == (target == "folder")
    assert list(examine(documents, new, embedder, server=homes[target])) == []


def test_a_rebuild_after_a_damaged_catalog_leaves_no_old_collection(
    folder: Write, tmp_path: Path, embedder: Embedder, server: Server
) -> None:
    documents, place = folder(FILES), tmp_path / "index"
    sync(documents, place, embedder, server=server)
    (place / "catalog.sqlite").write_bytes(b"no database at all" * 500)
    before = names(server)
    sync(documents, place, embedder, rebuild=True, server=server)
    assert held(place, server) == set(FILES)
    assert len(names(server)) == len(before)


def test_more_passages_than_one_call_carries_are_added_listed_and_deleted(server: Server) -> None:
    home = OnServer(server, "many")
    store = VectorStore(home, 1, create=True, fresh=True)
    ids = [f"{n:04}" for n in range(2 * home.batch + 1)]
    one = b"\0\x3c" + bytes(14)  # 1, 0, 0, … in half precision
    store.add((id, "a.txt", one) for id in ids)
    assert store.ids() == set(ids)
    store.delete(ids[1:])
    assert (store.ids(), store.count()) == ({ids[0]}, 1)
    home.clear()
    assert not [name for name in names(server) if name.startswith(home.prefix)]


def test_a_database_or_tenant_that_is_not_there_is_named(
    folder: Write, tmp_path: Path, embedder: Embedder, chroma: ChromaRun
) -> None:
    for place in ({"database": "none"}, {"tenant": "none"}):
        named = server_at(chroma.url, **place)
        with pytest.raises(ChromaUnusable, match=r"none.*correct FOOTNOTE_CHROMA_TENANT"):
            sync(folder(FILES), tmp_path / "index", embedder, server=named)


def test_a_proxy_or_an_env_file_of_the_surroundings_changes_nothing(
    folder: Write, tmp_path: Path, embedder: Embedder, own: ChromaRun,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / ".env").write_text("CHROMA_SERVER_HOST=elsewhere.test\nCHROMA_API_IMPL=none\n")
    monkeypatch.chdir(tmp_path)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    sync(folder(FILES), tmp_path / "index", embedder, server=own.server)
    assert held(tmp_path / "index", own.server) == set(FILES)
