"""The index follows its folder while questions go on being answered."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

import assistant.following
from assistant.answer import Answer
from assistant.assistant import Assistant, open_assistant
from assistant.following import FAILED, TOLD, Following, Interruptible
from assistant.pace import UNKNOWN
from assistant.settings import Settings
from assistant.syncing import place_of
from index.catalog import Catalog
from index.embedding import Embedder
from index.errors import FolderUnusable, IndexBusy
from index.intake import Progress
from index.loaders import LOADERS, PARSERS
from index.loaders.parsed import Format
from index.lock import locked
from tests.waiting import until

Write = Callable[..., Path]
Open = Callable[..., Assistant]

COLOUR = "What is the colour of the bridge?"


@pytest.fixture
def opened(folder: Write, tmp_path: Path) -> Iterator[Open]:
    """Opens an assistant over files: `opened({"a.txt": "text"})`."""
    made: list[Assistant] = []

    def over(files: dict[str, str], *, allow_upload: bool = False) -> Assistant:
        settings = Settings(
            documents=folder(files),
            data=tmp_path / "data",
            reader="light",
            allow_upload=allow_upload,
        )
        made.append(open_assistant(settings))
        return made[-1]

    yield over
    for one in made:
        one.close()


def follow(one: Assistant) -> None:
    """Has an assistant follow its folder, and waits until it has."""
    one.sync_soon()
    until(lambda: not one.status().indexing)


def texts(answer: Answer) -> str:
    return " ".join([answer.text, *(passage.text for passage in answer.passages)])


def test_a_new_a_changed_and_a_removed_document_are_followed(opened: Open, folder: Write) -> None:
    one = opened({"a.txt": "The colour of the bridge is red.", "b.txt": "The mill is old."})
    documents = folder({"a.txt": "The colour of the bridge is blue.", "c.txt": "The inn is full."})
    (documents / "b.txt").unlink()
    follow(one)
    assert [entry.id for entry in one.documents()] == ["a.txt", "c.txt"]
    assert "blue" in texts(one.ask(COLOUR))
    for question in (COLOUR, "Is the mill old?"):
        assert "red" not in texts(one.ask(question))
        assert "mill is old" not in texts(one.ask(question))
    assert (one.status().documents, one.status().error) == (2, None)


def test_a_document_that_was_emptied_is_gone_though_nothing_more_is_told(
    opened: Open, folder: Write
) -> None:
    one = opened({"a.txt": "The colour of the bridge is red.", "b.txt": "The mill is old."})
    folder({"a.txt": ""})
    follow(one)
    assert one.status().failed == {"a.txt": "empty: no text in it"}
    assert [entry.id for entry in one.documents()] == ["b.txt"]
    assert "red" not in texts(one.ask(COLOUR))


def test_every_answer_meanwhile_is_of_the_whole_index_before_or_after(
    opened: Open, folder: Write
) -> None:
    def files(colour: str) -> dict[str, str]:
        return {
            f"{n}.txt": f"The colour of bridge {n} is {colour}. It has {n + 9} arches."
            for n in range(150)
        }

    one = opened(files("red"))
    question = "What is the colour of bridge 77?"
    seen: list[Answer] = []
    stop = threading.Event()
    broken: list[BaseException] = []

    def ask() -> None:
        try:
            while not stop.is_set():
                seen.append(one.ask(question))
        except BaseException as error:
            broken.append(error)
            raise

    people = [threading.Thread(target=ask) for _ in range(2)]
    for person in people:
        person.start()
    until(lambda: len(seen) > 2 or broken)
    for colour in ("blue", "green", "red", "blue"):
        folder(files(colour))
        follow(one)
        assert one.status().error is None
    enough = len(seen) + 4
    until(lambda: len(seen) > enough or broken)
    stop.set()
    for person in people:
        person.join()
    assert not broken
    colours = [{c for c in ("red", "blue", "green") if c in texts(answer)} for answer in seen]
    assert all(len(found) == 1 for found in colours), colours
    assert colours[0] == {"red"}
    assert colours[-1] == {"blue"}
    assert "bridge 77 is blue" in seen[-1].text


def test_told_often_it_runs_once_more_and_no_oftener() -> None:
    begun, go_on = threading.Semaphore(0), threading.Semaphore(0)
    runs: list[int] = []

    def run(progress: Progress) -> None:
        runs.append(len(runs))
        begun.release()
        assert go_on.acquire(timeout=60)

    following = Following(run)
    following.wake()
    assert begun.acquire(timeout=60)
    for _ in range(9):
        following.wake()
    go_on.release()
    assert begun.acquire(timeout=60)
    assert following.followed().indexing
    go_on.release()
    until(lambda: not following.followed().indexing)
    following.close()
    assert runs == [0, 1]


def test_it_runs_again_after_as_long_as_a_run_asks_for() -> None:
    asked: list[float | None] = [0.01, None]
    runs: list[int] = []

    def run(progress: Progress) -> float | None:
        runs.append(len(runs))
        return asked[runs[-1]]

    following = Following(run)
    following.wake()
    until(lambda: not following.followed().indexing)
    following.close()
    assert runs == [0, 1]


def test_closing_does_not_wait_for_the_run_that_is_due() -> None:
    following = Following(lambda progress: 3600.0)
    following.wake()
    until(lambda: following._again is not None)
    following.close()


def test_progress_is_told_and_forgotten_at_the_end() -> None:
    reported, go_on = threading.Event(), threading.Event()

    def run(progress: Progress) -> None:
        progress(3, 10)
        reported.set()
        go_on.wait(60)

    following = Following(run)
    assert not following.followed().indexing
    following.wake()
    assert reported.wait(60)
    state = following.followed()
    assert (state.indexing, state.done, state.total, state.pace) == (True, 3, 10, UNKNOWN)
    go_on.set()
    until(lambda: not following.followed().indexing)
    assert (following.followed().done, following.followed().total) == (0, 0)
    following.close()


def test_an_error_is_told_without_its_paths_until_a_run_succeeds() -> None:
    errors: list[Exception | None] = [
        FolderUnusable("/secret/documents: no such folder"),
        RuntimeError("/secret is broken"),
        None,
    ]

    def run(progress: Progress) -> None:
        if error := errors.pop(0):
            raise error

    following = Following(run)
    for told in (TOLD[FolderUnusable], FAILED, None):
        following.wake()
        until(lambda: not following.followed().indexing)
        assert following.followed().error == told
        assert "secret" not in (told or "")
    following.close()


def test_it_waits_for_another_process_that_writes_the_index(
    opened: Open, folder: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.following, "RETRY", 0.01)
    one = opened({"a.txt": "Apples are red."})
    tried = threading.Semaphore(0)
    real = one._following._run

    def run(progress: Progress) -> float | None:
        try:
            return real(progress)
        except IndexBusy:
            tried.release()
            raise

    one._following._run = run
    folder({"b.txt": "Pears are green."})
    with locked(place_of(one.settings)):
        one.sync_soon()
        assert tried.acquire(timeout=60)
        assert tried.acquire(timeout=60)
        assert one.status().indexing
        assert one.status().documents == 1
    until(lambda: not one.status().indexing)
    assert (one.status().documents, one.status().error) == (2, None)


def test_closing_stops_a_run_where_it_is_and_the_next_start_completes_it(
    opened: Open, folder: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = opened({"a.txt": "Apples are red."})
    monkeypatch.setattr(assistant.following, "PART", 1)
    encoding, go_on = threading.Event(), threading.Event()
    real, encoded = one.index.embedder.encode, list[str]()

    def encode(given: Sequence[str]) -> object:
        encoded.extend(given)
        encoding.set()
        go_on.wait(60)
        return real(given)

    monkeypatch.setattr(one.index.embedder, "encode", encode)
    folder({f"{n}.txt": f"Town {n} has {n} mills." for n in range(50)})
    one.sync_soon()
    assert encoding.wait(60)
    closing = threading.Thread(target=one.close)
    closing.start()
    until(lambda: one._following._stopped)
    go_on.set()
    closing.join(60)
    assert not closing.is_alive()
    assert len(encoded) == 1
    one.sync_soon()  # closed, it does nothing
    monkeypatch.undo()
    catalog = Catalog(place_of(one.settings) / "catalog.sqlite")
    assert catalog.faults() == []
    catalog.close()
    assert len(opened({}).documents()) == 51


def test_one_that_never_follows_has_no_thread(opened: Open) -> None:
    one = opened({"a.txt": "Apples are red."})
    one.ask("Which fruit is red?")
    assert "following" not in {thread.name for thread in threading.enumerate()}
    follow(one)
    assert "following" in {thread.name for thread in threading.enumerate()}
    one.close()
    assert "following" not in {thread.name for thread in threading.enumerate()}


def test_a_folder_without_its_last_document_keeps_the_index_unless_uploads_are_allowed(
    opened: Open, folder: Write
) -> None:
    one = opened({"a.txt": "The password is mango."})
    documents = folder({})
    (documents / "a.txt").unlink()
    follow(one)
    assert one.status().error == TOLD[FolderUnusable]
    assert "mango" in one.ask("What is the password?").text
    one.close()
    emptied = opened({"a.txt": "The password is mango."}, allow_upload=True)
    (documents / "a.txt").unlink()
    follow(emptied)
    assert (emptied.status().documents, emptied.status().error) == (0, None)
    for question in ("What is the password?", "What are the main points?", "Which documents?"):
        answer = emptied.ask(question)
        assert answer.refused
        assert "mango" not in texts(answer)
    assert emptied.starters() == ()


def test_with_uploads_allowed_it_starts_from_an_empty_folder(opened: Open, folder: Write) -> None:
    one = opened({}, allow_upload=True)
    assert one.ask(COLOUR).refused
    folder({"broken.txt": b"\0"})
    follow(one)
    assert one.status().failed.keys() == {"broken.txt"}
    folder({"a.txt": "The colour of the bridge is red."})
    follow(one)
    assert "red" in one.ask(COLOUR).text


def test_vectors_are_those_of_the_embedder_in_the_order_asked_for(
    embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.following, "PART", 3)
    checks: list[None] = []
    wrapped = Interruptible(embedder, lambda: checks.append(None))
    given = [f"Town {'long ' * (n % 4)}{n}." for n in range(10)]
    assert np.allclose(wrapped.encode(given), embedder.encode(given), atol=1e-5)
    assert len(checks) == 4
    assert wrapped.encode([]).shape == embedder.encode([]).shape
    assert wrapped.count(given) == embedder.count(given)
    assert len(checks) == 8


@pytest.mark.timeout(25)
def test_closing_waits_for_no_parser(
    opened: Open, folder: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LOADERS, ".odd", Format("text/odd", "tests.index.harm"))
    one = opened({"a.txt": "Apples are red."})
    folder({"b.odd": "loop"})
    one.sync_soon()
    until(lambda: bool(PARSERS._busy))
    one.close()
    assert not PARSERS._busy
    assert "reading" not in {thread.name for thread in threading.enumerate()}
