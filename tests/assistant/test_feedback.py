"""Feedback is kept as it was given: by several at once, and whatever happens to its file."""

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Statement, Turn
from assistant.feedback import file as file_module
from assistant.feedback.file import FeedbackFile
from assistant.feedback.given import Expected, Feedback, is_kept
from assistant.settings import Settings
from index.document import Span
from index.embedding import Embedder
from index.errors import InvalidInput, StorageUnusable
from index.sync import sync
from tests.conftest import ROOT

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
ANSWER = Answer(
    question="Who wrote the notes?",
    standalone_question="Who wrote the notes?",
    refused=False,
    confidence=0.7,
    text="Ada wrote the notes. [1]",
    short_answer=None,
    statements=(Statement("Ada wrote the notes.", (1,)),),
    citations=(
        Citation(
            1, "evidence", Span("a.txt", 0, 20), "Ada wrote the notes.", "A", None, "sha256:0"
        ),
    ),
    passages=(),
    mode="extractive",
    model=None,
    seconds={"total": 0.1},
)
GIVEN = Feedback("11111111-aaaa", NOON, "answer_wrong", ANSWER.question, ANSWER)
TEXT = st.text(st.characters(exclude_categories=("Cs",)))


@pytest.fixture
def kept(tmp_path: Path) -> FeedbackFile:
    return FeedbackFile(tmp_path / "documents-0")


@pytest.mark.parametrize(
    ("host", "by_itself"),
    [
        ("127.0.0.1", True),
        ("127.0.0.2", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.7", False),
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_feedback_is_kept_by_itself_only_where_this_machine_alone_can_ask(
    host: str, by_itself: bool
) -> None:
    assert is_kept(Settings(host=host)) is by_itself
    assert is_kept(Settings(host=host, feedback="on")) is True
    assert is_kept(Settings(host=host, feedback="off")) is False


def test_visitors_of_sites_are_others_too(tmp_path: Path) -> None:
    assert is_kept(Settings(sites=tmp_path)) is False


@pytest.mark.parametrize("behind", ["proxies", "hosts", "root_path"])
def test_behind_a_proxy_others_can_ask_too(behind: str) -> None:
    told = {"proxies": "127.0.0.1", "hosts": "docs.example", "root_path": "/docs"}
    behind_one: dict[str, Any] = {behind: told[behind]}
    assert is_kept(Settings(**behind_one)) is False
    assert is_kept(Settings(feedback="on", **behind_one)) is True


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(said=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=3))
def test_whatever_is_said_reads_back_as_it_was(
    tmp_path: Path, said: list[tuple[str, str, str]]
) -> None:
    kept = FeedbackFile(tmp_path)
    kept.clear()
    given = [
        replace(
            GIVEN,
            id=f"feedback-{number}",
            question=question,
            comment=comment,
            history=(Turn(comment, words), Turn(words, question)),
            documents=(words,),
            answer=replace(ANSWER, text=words),
            expected=Expected(Span(words, 3, 3 + len(comment)), comment),
        )
        for number, (question, comment, words) in enumerate(said)
    ]
    for one in given:
        kept.keep(one)
    assert kept.read() == (tuple(given), ())


def test_time_is_kept_in_utc(kept: FeedbackFile) -> None:
    east = NOON.astimezone(timezone(timedelta(hours=9)))
    kept.keep(replace(GIVEN, time=east))
    assert '"time": "2026-01-02T12:00:00+00:00"' in kept.path.read_text("utf-8")


def test_later_verdict_on_an_answer_stands_for_the_earlier(kept: FeedbackFile) -> None:
    other = replace(GIVEN, id="22222222-bbbb", verdict="good")
    changed = replace(GIVEN, verdict="should_refuse", comment="It is about Bob.")
    for one in (GIVEN, other, changed):
        kept.keep(one)
    assert kept.read().feedback == (other, changed)


def test_withdrawn_verdict_is_gone_until_another_is_given(kept: FeedbackFile) -> None:
    kept.keep(GIVEN)
    kept.withdraw(GIVEN.id, NOON)
    kept.withdraw("never-given", NOON)
    assert kept.read() == ((), ())
    kept.keep(GIVEN)
    assert kept.read() == ((GIVEN,), ())


def test_nothing_kept_is_nothing_read_and_makes_no_file(kept: FeedbackFile) -> None:
    assert kept.read() == ((), ())
    assert kept.clear() == 0
    assert not kept.path.parent.exists()


@pytest.mark.parametrize("left", [1, 10, 300])
def test_torn_last_line_is_told_and_costs_no_other(kept: FeedbackFile, left: int) -> None:
    other = replace(GIVEN, id="22222222-bbbb")
    third = replace(GIVEN, id="33333333-cccc")
    kept.keep(GIVEN)
    whole = kept.path.read_bytes()
    kept.keep(other)
    kept.path.write_bytes(kept.path.read_bytes()[: len(whole) + left])
    feedback, (fault,) = kept.read()
    assert feedback == (GIVEN,)
    assert fault == f"{kept.path}: line 2 is broken off; it is left out"

    kept.keep(third)
    feedback, (fault,) = kept.read()
    assert feedback == (GIVEN, third)
    assert "line 2 is not feedback" in fault


def test_last_line_without_its_end_is_whole_all_the_same(kept: FeedbackFile) -> None:
    kept.keep(GIVEN)
    kept.path.write_bytes(kept.path.read_bytes().rstrip(b"\n"))
    assert kept.read() == ((GIVEN,), ())


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b"\xff\xfe",
        b'{"id": "44444444-dddd", "time": "2026-01-02T12:00:00+00:00", "verdict": "great"}',
        b'{"id": "11111111-aaaa", "time": "2026-01-02T12:00:00+00:00", "verdict": "good"}',
        b'{"id": "11111111-aaaa", "time": "yesterday", "verdict": "none"}',
    ],
)
def test_line_that_is_no_feedback_is_told_and_changes_nothing(
    kept: FeedbackFile, line: bytes
) -> None:
    kept.keep(GIVEN)
    kept.path.write_bytes(kept.path.read_bytes() + line + b"\n")
    feedback, (fault,) = kept.read()
    assert feedback == (GIVEN,)
    assert "line 2 is not feedback" in fault
    assert len(fault.splitlines()) == 1


WRITE = """
import sys
from pathlib import Path
from typing import Any
from dataclasses import replace
from assistant.feedback.file import FeedbackFile
from tests.assistant.test_feedback import GIVEN
kept = FeedbackFile(Path(sys.argv[1]))
sys.stdin.readline()
for number in range(20):
    kept.keep(replace(GIVEN, id=f"process-{sys.argv[2]}-{number}", comment="x" * 5000))
"""


def test_several_threads_and_two_processes_lose_nothing(kept: FeedbackFile) -> None:
    place = kept.path.parent
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, str(place), str(number)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
        )
        for number in range(2)
    ]

    def write(thread: int) -> None:
        for number in range(10):
            one = replace(GIVEN, id=f"thread-{thread}-{number}", comment="y" * 5000)
            FeedbackFile(place).keep(one)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.close()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    feedback, faults = kept.read()
    assert faults == ()
    assert {one.id for one in feedback} == {
        *(f"process-{process}-{number}" for process in range(2) for number in range(20)),
        *(f"thread-{thread}-{number}" for thread in range(4) for number in range(10)),
    }


def test_full_disk_leaves_no_half_of_a_line(
    kept: FeedbackFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep(GIVEN)
    before = kept.path.read_bytes()
    real = os.write

    def write(file: int, content: bytes) -> int:
        if len(content) < 500:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(file, content[:400])

    with monkeypatch.context() as full:
        full.setattr(file_module.os, "write", write)
        with pytest.raises(StorageUnusable, match=r"cannot be written \(No space left") as raised:
            kept.keep(replace(GIVEN, id="22222222-bbbb", comment="x" * 1000))
    assert str(kept.path) in str(raised.value)
    assert kept.path.read_bytes() == before
    kept.keep(replace(GIVEN, id="33333333-cccc"))
    assert len(kept.read().feedback) == 2


def test_data_folder_that_is_none_is_named_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StorageUnusable, match=r"another folder with --data"):
        FeedbackFile(tmp_path / "data").keep(GIVEN)


def test_a_file_takes_no_more_than_its_most(
    kept: FeedbackFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep(GIVEN)
    before = kept.path.read_bytes()
    monkeypatch.setattr(file_module, "LARGEST_FILE", 2 * len(before) - 1)
    with pytest.raises(
        StorageUnusable, match=r"takes no more; .* --to-suite FILE`, then .* --clear"
    ):
        kept.keep(GIVEN)
    assert kept.path.read_bytes() == before


def test_what_is_no_text_is_refused_and_nothing_is_written(kept: FeedbackFile) -> None:
    with pytest.raises(InvalidInput, match="surrogate"):
        kept.keep(replace(GIVEN, answer=replace(ANSWER, text="\ud800")))
    assert not kept.path.exists()


def test_clearing_deletes_all_and_says_how_many_stood(kept: FeedbackFile) -> None:
    for number in range(3):
        kept.keep(replace(GIVEN, id=f"feedback-{number}"))
    kept.withdraw("feedback-0", NOON)
    assert kept.clear() == 2
    assert not kept.path.exists()
    kept.keep(GIVEN)
    assert kept.read() == ((GIVEN,), ())


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.booleans()), min_size=1, max_size=8
    ),
    st.integers(0, 10),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_forgetting_keeps_exactly_what_stands_from_a_time_on(
    kept: FeedbackFile, said: list[tuple[str, int, bool]], day: int
) -> None:
    kept.path.unlink(missing_ok=True)
    for name, when, withdrawn in said:
        time = NOON + timedelta(days=when)
        if withdrawn:
            kept.withdraw(f"feedback-{name}", time)
        else:
            kept.keep(replace(GIVEN, id=f"feedback-{name}", time=time))
    before = kept.read().feedback
    limit = NOON + timedelta(days=day)
    staying = tuple(one for one in before if one.time >= limit)
    assert kept.forget(limit) == len(before) - len(staying)
    assert kept.read() == (staying, ())


def test_what_was_taken_back_is_gone_from_the_disk_once_forgotten(kept: FeedbackFile) -> None:
    kept.keep(replace(GIVEN, comment="my secret"))
    kept.withdraw(GIVEN.id, NOON)
    assert kept.forget(NOON - timedelta(days=1)) == 0
    assert b"secret" not in kept.path.read_bytes()


def test_forgetting_leaves_a_line_that_cannot_be_read(kept: FeedbackFile) -> None:
    kept.keep(GIVEN)
    with kept.path.open("ab") as file:
        file.write(b"{broken")
    assert kept.forget(NOON) == 0
    found = kept.read()
    assert found.feedback == (GIVEN,)
    assert len(found.faults) == 1


@pytest.mark.skipif(os.name == "nt", reason="permissions of another kind")
def test_nobody_else_on_the_machine_may_read_it(kept: FeedbackFile) -> None:
    kept.keep(GIVEN)
    assert kept.path.stat().st_mode & 0o077 == 0


def test_an_index_made_anew_keeps_the_feedback(
    folder: Callable[..., Path], kept: FeedbackFile, embedder: Embedder
) -> None:
    documents = folder({"a.txt": "Ada wrote the notes."})
    sync(documents, kept.path.parent, embedder)
    kept.keep(GIVEN)
    sync(documents, kept.path.parent, embedder, rebuild=True)
    assert kept.read() == ((GIVEN,), ())
