"""A file that harms its parser costs nothing but itself."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import UnreadableDocument
from index.loaders import LOADERS, load
from index.loaders.isolation import Pool
from index.loaders.parsed import Format
from tests.waiting import until

HARM = "tests.index.harm"


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(2, seconds=30)
    yield made
    made.close()


def test_a_worker_reads_one_file_after_another(pool: Pool) -> None:
    assert pool.call(HARM, "process", b"") == pool.call(HARM, "process", b"")
    assert int(pool.call(HARM, "process", b"")) != os.getpid()


def test_what_a_parser_says_of_a_file_is_the_reason(pool: Pool) -> None:
    with pytest.raises(UnreadableDocument, match=r"^no good$"):
        pool.call(HARM, "refuse", b"")


def test_a_loop_is_ended() -> None:
    pool = Pool(1, seconds=1)
    with pytest.raises(UnreadableDocument, match=r"took more than 1 s to read"):
        pool.call(HARM, "loop", b"")
    assert pool.call(HARM, "size", b"abc") == b"3"
    pool.close()


def test_a_bomb_is_stopped_at_a_gigabyte(pool: Pool) -> None:
    with pytest.raises(UnreadableDocument, match=r"needs more than 1 GB of memory"):
        pool.call(HARM, "bomb", b"")
    assert pool.call(HARM, "size", b"abc") == b"3"


def test_a_crash_is_told_with_its_signal(pool: Pool) -> None:
    with pytest.raises(UnreadableDocument, match=r"its parser crashed on it \(SIGSEGV\)"):
        pool.call(HARM, "crash", b"")
    with pytest.raises(UnreadableDocument, match=r"its parser crashed on it \(code 0\)"):
        pool.call(HARM, "leave", b"")
    assert pool.call(HARM, "size", b"abc") == b"3"


def test_a_worker_that_is_ended_from_outside_counts_against_its_file_only_in_the_end(
    pool: Pool,
) -> None:
    for last in (False, False, True):
        with pytest.raises(UnreadableDocument, match="was ended from outside") as told:
            pool.call(HARM, "killed", b"")
        assert told.value.passing != last
    assert pool.call(HARM, "size", b"abc") == b"3"


def test_a_reading_that_is_broken_off_never_counts_against_its_file(pool: Pool) -> None:
    def call() -> bool:
        with pytest.raises(UnreadableDocument, match="broken off") as told:
            pool.call(HARM, "loop", b"")
        return told.value.passing

    with ThreadPoolExecutor(1) as threads:
        for _ in range(4):
            called = threads.submit(call)
            until(lambda: bool(pool._busy))
            pool.interrupt(next(iter(pool._busy)))
            assert called.result()
    assert not pool._kills


def test_any_other_failure_names_its_kind_and_the_worker_lives_on(pool: Pool) -> None:
    before = pool.call(HARM, "process", b"")
    with pytest.raises(UnreadableDocument, match=r"damaged.*ZeroDivisionError"):
        pool.call(HARM, "fail", b"")
    with pytest.raises(UnreadableDocument, match="nested too deeply"):
        pool.call(HARM, "nest", b"")
    assert pool.call(HARM, "process", b"") == before


def test_what_a_parser_prints_does_no_harm(pool: Pool) -> None:
    assert pool.call(HARM, "chatter", b"") == b'"done"'


def test_a_parser_has_no_keys_no_network_and_writes_no_file(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    assert b"OPENAI_API_KEY" not in pool.call(HARM, "environment", b"")
    assert pool.call(HARM, "network_modules", b"") == b"[]"
    written = pool.call(HARM, "write", b"", {"path": str(tmp_path / "a")})
    assert written == b'"refused"'


def test_a_parser_reaches_nobody_where_linux_lets_it_leave_the_network(pool: Pool) -> None:
    give_up = "import ctypes; raise SystemExit(ctypes.CDLL(None).unshare(0x50000000))"
    if subprocess.run([sys.executable, "-c", give_up], check=False).returncode:
        pytest.skip("no process may leave the network here")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert pool.call(HARM, "connect", b"", {"port": port}) == b'"refused"'


def test_a_worker_does_not_depend_on_the_folder_it_was_started_from(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert pool.call(HARM, "size", b"abc") == b"3"


def test_a_file_that_is_too_large_is_not_tried(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.loaders.frames.LARGEST", 2)
    with pytest.raises(UnreadableDocument, match="larger than"):
        pool.call(HARM, "size", b"abc")


def test_several_workers_read_side_by_side(pool: Pool) -> None:
    with ThreadPoolExecutor(2) as threads:
        answers = threads.map(lambda _: pool.call(HARM, "meet", b""), range(2))
    assert len(set(answers)) == 2


def test_a_worker_that_ended_is_replaced_unnoticed(pool: Pool) -> None:
    first = int(pool.call(HARM, "process", b""))
    os.kill(first, signal.SIGKILL)
    until(lambda: pool._idle[0].process.poll() is not None)
    assert int(pool.call(HARM, "process", b"")) != first


def test_a_worker_ends_with_its_parent_even_in_the_middle_of_a_task() -> None:
    script = (
        "import threading; from index.loaders.isolation import Pool; pool = Pool(1);"
        f"print(int(pool.call({HARM!r}, 'process', b'')), flush=True);"
        f"pool.call({HARM!r}, 'loop', b'')"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: not _runs(worker))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/status")
    return not status.exists() or "State:\tZ" not in status.read_text()


def test_a_file_of_an_isolated_format_is_loaded_or_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LOADERS, ".odd", Format("text/odd", HARM))
    (tmp_path / "a.odd").write_bytes(b"Title\nText.")
    document = load(tmp_path / "a.odd", tmp_path)
    assert (document.title, document.text) == ("Title", "Title\nText.")
    assert [heading.text for heading in document.headings] == ["Title"]
    (tmp_path / "b.odd").write_bytes(b"surrogate")
    with pytest.raises(UnreadableDocument, match="cannot be used"):
        load(tmp_path / "b.odd", tmp_path)
    (tmp_path / "c.odd").write_bytes(b"outside")
    with pytest.raises(UnreadableDocument, match="outside of its text"):
        load(tmp_path / "c.odd", tmp_path)


def test_signals_of_the_terminal_are_for_the_parent(pool: Pool) -> None:
    worker = int(pool.call(HARM, "process", b""))
    os.kill(worker, signal.SIGINT)
    assert int(pool.call(HARM, "process", b"")) == worker
