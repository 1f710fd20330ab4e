"""A Chroma server that is away, slow, or none at all: a clear error each time, and no restart."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import index.chroma_server
from index.backup import back_up, restore
from index.chroma_address import Server, server_at
from index.doctor import examine
from index.embedding import Embedder
from index.errors import ChromaUnusable, IndexDamaged
from index.mending import mend
from index.retrieval import Index
from index.sync import sync
from tests.chroma_run import ChromaRun, free_port
from tests.index.test_sync import held as held_in_folder
from tests.waiting import until

Write = Callable[..., Path]
FILES = {f"{n}.txt": f"Town {n} has {n + 3} mills. It lies on river {n}." for n in range(5)}
QUESTION = "How many mills has town 4?"
AWAY = r"^http://127\.0\.0\.1:\d+: the Chroma server cannot be reached .*`chroma run`, or correct"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[ChromaRun]:
    """A server that is there, and may be killed."""
    made = ChromaRun(tmp_path / "own-chroma")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def made(folder: Write, tmp_path: Path, embedder: Embedder, run: ChromaRun) -> tuple[Path, Path]:
    """Documents and their index on the server."""
    documents, place = folder(FILES), tmp_path / "index"
    sync(documents, place, embedder, server=run.server)
    return documents, place


@contextmanager
def answering(status: int, body: bytes, **headers: str) -> Iterator[tuple[Server, list[Any]]]:
    """Something that answers every request alike, and the headers of those that came."""
    came: list[Any] = []

    class Alike(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.append(self.headers)
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *given: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Alike) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        try:
            yield server_at(f"http://127.0.0.1:{http.server_address[1]}", "secret"), came
        finally:
            http.shutdown()
            thread.join()


def test_questions_under_load_are_answered_right_or_told_and_answered_again_after_a_kill(
    made: tuple[Path, Path], embedder: Embedder, run: ChromaRun
) -> None:
    index = Index(made[1], embedder, server=run.server)
    expected = index.search(QUESTION, 5).hits
    stop = threading.Event()
    answered = [0] * 4
    told: list[list[str]] = [[], [], [], []]

    def ask(asker: int) -> None:
        while not stop.is_set():
            try:
                assert index.search(QUESTION, 5).hits == expected
                answered[asker] += 1
            except ChromaUnusable as error:
                told[asker].append(str(error))

    with ThreadPoolExecutor(4) as pool:
        askers = [pool.submit(ask, n) for n in range(4)]
        try:
            for _ in range(2):
                one_more(lambda: answered)
                run.kill()
                one_more(lambda: [len(errors) for errors in told])
                run.start()
            one_more(lambda: answered)
        finally:
            stop.set()
        for asker in askers:
            asker.result()
    for error in {error for errors in told for error in errors}:
        assert re.search(AWAY, error)
    assert index.search(QUESTION, 5).hits == expected
    index.close()


def one_more(counts: Callable[[], list[int]]) -> None:
    """Waits until each of the counts has grown."""
    before = list(counts())
    until(lambda: all(old < new for old, new in zip(before, counts(), strict=True)))


def test_whatever_needs_the_server_says_that_it_is_away_and_loses_nothing(
    made: tuple[Path, Path], folder: Write, tmp_path: Path, embedder: Embedder, run: ChromaRun
) -> None:
    documents, place = made
    where = documents, place, embedder
    back_up(place, tmp_path / "backup")
    folder({"5.txt": "Town 5 has no mills."})
    run.kill()
    reader = Index(place, embedder, server=run.server)
    for use in (
        lambda: reader.search(QUESTION, 3),
        reader.check,
        lambda: sync(*where, server=run.server),
        lambda: list(examine(*where, server=run.server)),
        lambda: mend(*where, server=run.server),
        lambda: restore(tmp_path / "backup", place, embedder, replace=True, server=run.server),
        lambda: sync(documents, tmp_path / "new", embedder, server=run.server),
    ):
        with pytest.raises(ChromaUnusable, match=AWAY):
            use()
    back_up(place, tmp_path / "backup")  # it needs no vectors of the server
    assert reader.search(QUESTION, 3, ["4.txt"]).hits  # few passages are compared one by one
    run.start()
    until(lambda: _ends(reader.check))
    assert {hit.passage.span.document for hit in reader.search(QUESTION, 9).hits} == set(FILES)
    summary = sync(*where, server=run.server)
    assert (summary.added, summary.encoded) == (("5.txt",), 0)
    assert len(reader.search(QUESTION, 9).hits) == 6
    assert list(examine(*where, server=run.server)) == []
    reader.close()


def _ends(call: Callable[[], object]) -> bool:
    """Whether a call ends without an error of the server."""
    try:
        call()
    except ChromaUnusable:
        return False
    return True


def test_a_sync_whose_server_dies_half_way_is_completed_by_the_next(
    made: tuple[Path, Path], folder: Write, embedder: Embedder, run: ChromaRun,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    documents, place = made
    folder({"4.txt": "Town 4 has no mill any more.", "5.txt": "Town 5 is new."})
    for step in ("add", "set_mark", "delete"):
        with monkeypatch.context() as patch:
            real = getattr(index.vectors.VectorStore, step)

            def dies(*given: Any, real: Callable[..., None] = real) -> None:
                run.kill()
                real(*given)

            patch.setattr(index.vectors.VectorStore, step, dies)
            with pytest.raises(ChromaUnusable):
                sync(documents, place, embedder, server=run.server)
        run.start()
        until(lambda: _ends(lambda: list(examine(documents, place, embedder, server=run.server))))
        folder({"6.txt": f"Town 6 is found while {step} fails."})
    sync(documents, place, embedder, server=run.server)
    assert list(examine(documents, place, embedder, server=run.server)) == []


def test_of_many_questions_to_a_server_that_is_silent_one_waits_and_the_others_are_told_at_once(
    made: tuple[Path, Path], embedder: Embedder, run: ChromaRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.chroma_server, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(index.chroma_server, "REST", 3600.0)
    run.kill()
    with socket.create_server(("127.0.0.1", run.port), backlog=64) as silent:
        # Its token makes it another server: the connection is made with these limits.
        index_ = Index(made[1], embedder, server=server_at(run.url, "x"))
        with ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(index_.search, QUESTION, 3) for _ in range(32)]
            for one in asked:
                with pytest.raises(ChromaUnusable, match="did not answer in time"):
                    one.result()
        index_.close()
        assert accepted(silent) == 1


def accepted(listener: socket.socket) -> int:
    """How many connections wait at a listener."""
    listener.settimeout(0)
    count = 0
    with suppress(BlockingIOError):
        while True:
            listener.accept()[0].close()
            count += 1
    return count


@pytest.mark.parametrize(
    ("status", "body", "headers", "said"),
    [
        (200, b"<html>Welcome secret</html>", {}, "something else than a Chroma server"),
        (200, b'{"detail": "hello"}', {}, "something else than a Chroma server"),
        (404, b"secret: no such page", {}, "something else than a Chroma server"),
        (500, b"secret", {}, "something else than a Chroma server"),
        (404, b'{"detail":"Not Found"}', {}, "something else than a Chroma server of version 1"),
        (200, b'"0.5.23"', {}, "version 0.5, which this Footnote cannot use"),
        (200, b'"2.0.0"', {}, "version 2.0, which this Footnote cannot use"),
        (200, b'"0.5secret"', {}, "version 0.5, which"),
        (401, b"secret", {}, "refuses .401.; set FOOTNOTE_CHROMA_TOKEN"),
        (403, b"secret", {}, "refuses .403.; set FOOTNOTE_CHROMA_TOKEN"),
        (302, b"", {"Location": "http://elsewhere.test/"}, "sends elsewhere .302."),
        (503, b"secret", {}, "takes nothing at the moment .503."),
    ],
)
def test_what_is_no_server_for_this_index_is_named_with_the_reason(
    folder: Write, tmp_path: Path, embedder: Embedder, status: int, body: bytes,
    headers: dict[str, str], said: str,
) -> None:  # fmt: skip
    with answering(status, body, **headers) as (server, came):
        with pytest.raises(ChromaUnusable, match=said) as told:
            sync(folder(FILES), tmp_path / "index", embedder, server=server)
        assert str(told.value).startswith(server.url)
        assert "secret" not in str(told.value)
    assert {(one["X-Chroma-Token"], one["Authorization"]) for one in came} == {
        ("secret", "Bearer secret")
    }


def test_what_speaks_no_http_is_named(folder: Write, tmp_path: Path, embedder: Embedder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            connection, _ = listener.accept()
            connection.sendall(b"220 mail.test ESMTP\r\n")
            connection.recv(10)
            connection.close()

        thread = threading.Thread(target=greet)
        thread.start()
        server = server_at(f"http://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(ChromaUnusable, match="cannot be reached"):
            sync(folder(FILES), tmp_path / "index", embedder, server=server)
        thread.join()


def test_a_move_to_a_server_that_is_away_leaves_the_index_in_its_folder(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    documents, place = folder(FILES), tmp_path / "index"
    sync(documents, place, embedder)
    away = server_at(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(ChromaUnusable, match=AWAY):
        sync(documents, place, embedder, server=away)
    assert held_in_folder(place) == FILES
    reader = Index(place, embedder)
    assert len(reader.search(QUESTION, 9).hits) == 5
    reader.close()


def test_a_collection_that_is_dropped_while_a_sync_writes_is_told(
    made: tuple[Path, Path], folder: Write, embedder: Embedder, run: ChromaRun,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    documents, place = made
    folder({"5.txt": "Town 5 is new."})
    real = index.vectors.VectorStore.add

    def dropped(store: Any, records: Any) -> None:
        store._home.clear()
        real(store, records)

    with monkeypatch.context() as patch:
        patch.setattr(index.vectors.VectorStore, "add", dropped)
        with pytest.raises(IndexDamaged, match="`footnote index` adds them again"):
            sync(documents, place, embedder, server=run.server)
    assert sync(documents, place, embedder, server=run.server).encoded == 0
    assert list(examine(documents, place, embedder, server=run.server)) == []
