"""Files are read side by side, and nothing else is different for it."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import index.reading
from index.catalog import Manifest
from index.errors import UnreadableDocument
from index.loaders import LOADERS, PARSERS
from index.loaders.parsed import Format
from index.reading import Outcome, read_side_by_side
from index.scan import Found
from tests.waiting import until

Write = Callable[..., Path]
Load = Callable[[Found, Path, Manifest | None], Outcome]

HERE = Path()


@pytest.fixture
def loading(monkeypatch: pytest.MonkeyPatch) -> Callable[[Load], None]:
    """Has files read by a function of the test, two at a time."""
    monkeypatch.setattr(index.reading, "SIDE_BY_SIDE", 2)
    return lambda load: monkeypatch.setattr(index.reading, "load_steady", load)


def files(*sizes: int) -> list[Found]:
    return [Found(f"{n}.txt", HERE / f"{n}.txt", size, 0) for n, size in enumerate(sizes)]


def nothing(file: Found) -> Outcome:
    return None, Manifest(file.id, file.size, file.modified)


def test_two_files_are_read_at_the_same_time(loading: Any) -> None:
    meeting = threading.Barrier(2, timeout=60)

    def load(file: Found, *rest: Any) -> Outcome:
        meeting.wait()
        return nothing(file)

    loading(load)
    assert len(list(read_side_by_side(files(1, 1, 1, 1), HERE, {}))) == 4


def test_files_come_in_order_whichever_is_read_first(loading: Any) -> None:
    second_read = threading.Event()

    def load(file: Found, *rest: Any) -> Outcome:
        if file.id == "0.txt":
            assert second_read.wait(60)
        if file.id == "1.txt":
            second_read.set()
        return nothing(file)

    loading(load)
    some = files(1, 1, 1, 1, 1)
    given = list(read_side_by_side(some, HERE, {}))
    assert given == [(file, nothing(file)) for file in some]


def test_no_more_is_read_ahead_than_there_is_room_for(
    loading: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.reading, "AHEAD", 3)
    begun: list[str] = []

    def load(file: Found, *rest: Any) -> Outcome:
        begun.append(file.id)
        return nothing(file)

    loading(load)
    given = 0
    for _ in read_side_by_side(files(*[1] * 20), HERE, {}):
        given += 1
        assert len(begun) - given <= 3
    assert (given, len(begun)) == (20, 20)


def test_a_file_larger_than_the_room_is_read_by_itself(
    loading: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.reading, "AHEAD_BYTES", 10)
    being_read: list[str] = []
    together: list[int] = []

    def load(file: Found, *rest: Any) -> Outcome:
        being_read.append(file.id)
        threading.Event().wait(0.05)  # time in which another could be begun
        together.append(len(being_read))
        being_read.remove(file.id)
        return nothing(file)

    loading(load)
    assert len(list(read_side_by_side(files(6, 6, 99, 6), HERE, {}))) == 4
    assert together == [1, 1, 1, 1]


def test_what_cannot_be_read_is_an_outcome_and_any_other_error_ends_the_reading(
    loading: Any,
) -> None:
    def load(file: Found, *rest: Any) -> Outcome:
        if file.id == "1.txt":
            raise UnreadableDocument("no good")
        if file.id == "3.txt":
            raise RuntimeError("a mistake of ours")
        return nothing(file)

    loading(load)
    reading = read_side_by_side(files(*[1] * 9), HERE, {})
    outcomes = [next(reading)[1] for _ in range(3)]
    assert [type(one) for one in outcomes] == [tuple, UnreadableDocument, tuple]
    with pytest.raises(RuntimeError, match="a mistake of ours"):
        next(reading)
    assert "reading" not in {thread.name for thread in threading.enumerate()}


def found(documents: Path) -> list[Found]:
    return [
        Found(path.name, path, path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(documents.iterdir())
    ]


def test_of_files_read_side_by_side_one_that_crashes_its_parser_costs_itself(
    folder: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LOADERS, ".odd", Format("text/odd", "tests.index.harm"))
    documents = folder({f"{n}.odd": "crash" if n in (2, 3) else f"Text {n}." for n in range(8)})
    for file, outcome in read_side_by_side(found(documents), documents, {}):
        if file.id in ("2.odd", "3.odd"):
            assert "its parser crashed on it" in str(outcome)
        else:
            assert isinstance(outcome, tuple)
            assert outcome[0] is not None
            assert outcome[0].text == f"Text {file.id[0]}."


def test_what_a_look_raises_breaks_off_the_parsers(
    folder: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LOADERS, ".odd", Format("text/odd", "tests.index.harm"))
    documents = folder({f"{n}.odd": "loop" for n in range(3)})

    def look() -> None:
        until(lambda: bool(PARSERS._busy))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(read_side_by_side(found(documents), documents, {}, look))
    assert not PARSERS._busy
    assert "reading" not in {thread.name for thread in threading.enumerate()}
