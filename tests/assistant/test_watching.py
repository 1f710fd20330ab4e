"""A watched folder: every change in it is followed, and questions go on meanwhile."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import assistant.watching
from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from assistant.watching import watching
from tests.waiting import until

Write = Callable[..., Path]
Open = Callable[..., Assistant]


@pytest.fixture
def watched(folder: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens an assistant that watches its folder: `watched({"a.txt": "text"})`."""
    monkeypatch.setattr(assistant.watching, "LOOK", 0.1)
    with ExitStack() as open_ones:

        def over(files: dict[str, str], every: float | None = None) -> Assistant:
            given = {"documents": folder(files), "data": tmp_path / "data", "reader": "light"}
            settings = Settings(**given, watch=every is None, watch_every=every)
            one = open_assistant(settings)
            open_ones.callback(one.close)
            begun = threading.Event()

            def changed() -> None:
                one.sync_soon()
                begun.set()

            open_ones.enter_context(watching(settings, changed))
            assert begun.wait(60)
            return one

        yield over


def held(one: Assistant) -> dict[str, str]:
    with one.index.catalog.transaction():  # of one moment
        return {entry.id: one.document(entry.id).text for entry in one.documents()}


@pytest.mark.parametrize("every", [None, 0.2])
def test_new_changed_renamed_and_removed_files_are_followed(
    watched: Open, folder: Write, every: float | None
) -> None:
    one = watched({"a.txt": "Apples are red.", "b.txt": "Pears are green."}, every)
    documents = folder({"c/d.md": "Plums are blue."})
    until(lambda: "c/d.md" in held(one))
    draft = documents / ".a.txt.swp"  # as editors save: written aside, then put in its place
    draft.write_text("Apples are yellow.")
    os.replace(draft, documents / "a.txt")
    until(lambda: held(one)["a.txt"] == "Apples are yellow.")
    (documents / "b.txt").rename(documents / "c" / "e.txt")
    until(lambda: {"a.txt", "c/d.md", "c/e.txt"} == held(one).keys())
    shutil.rmtree(documents / "c")
    until(lambda: held(one).keys() == {"a.txt"})
    folder({".footnoteignore": "f.txt", "f.txt": "Figs.", "g.txt": "Grapes."})
    until(lambda: held(one).keys() == {"a.txt", "g.txt"})
    (documents / ".footnoteignore").unlink()
    until(lambda: held(one).keys() == {"a.txt", "f.txt", "g.txt"})


def test_a_folder_that_is_replaced_is_followed_in_its_new_place(
    watched: Open, folder: Write, tmp_path: Path
) -> None:
    one = watched({"a.txt": "Apples are red."})
    documents = tmp_path / "documents"
    for n in range(2):
        new = tmp_path / f"new{n}"
        new.mkdir()
        (new / f"b{n}.txt").write_text("Pears are green.")
        documents.rename(tmp_path / f"old{n}")
        if n:
            time.sleep(0.3)  # for a while there is no folder: what was indexed stays
            assert held(one)
        new.rename(documents)
        until(lambda: held(one).keys() == {f"b{n}.txt"})  # noqa: B023
        folder({f"c{n}.txt": "Plums are blue."})
        until(lambda: held(one).keys() == {f"b{n}.txt", f"c{n}.txt"})  # noqa: B023


def test_what_its_own_runs_read_and_write_wakes_it_no_more(folder: Write, tmp_path: Path) -> None:
    documents = folder({"a.txt": "Apples are red."})
    settings = Settings(documents=documents, data=documents / "data", watch=True)
    one = open_assistant(settings)
    woken: list[float] = []

    def changed() -> None:
        woken.append(time.monotonic())
        one.sync_soon()

    with watching(settings, changed):
        until(lambda: woken)
        folder({"b.txt": "Pears are green."})
        until(lambda: "b.txt" in held(one))
        time.sleep(2.5)
        often = len(woken)
        time.sleep(2.5)
        assert len(woken) == often <= 4
    one.close()


def test_questions_go_on_while_files_change_and_each_is_answered_by_one_state(
    watched: Open, folder: Write
) -> None:
    def files(colour: str) -> dict[str, str]:
        return {f"{n}.txt": f"The colour of bridge {n} is {colour}." for n in range(40)}

    one = watched(files("red"))
    stop = threading.Event()
    seen: list[set[str]] = []
    broken: list[BaseException] = []

    def ask() -> None:
        try:
            while not stop.is_set():
                answer = one.ask("What is the colour of bridge 7?")
                text = " ".join([answer.text, *(passage.text for passage in answer.passages)])
                seen.append({c for c in ("red", "blue", "green") if c in text})
        except BaseException as error:
            broken.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    for colour in ("blue", "green"):
        aside = folder({}).with_name(colour)
        aside.mkdir()
        for name, text in files(colour).items():
            (aside / name).write_text(text)
        documents = folder({})
        documents.rename(documents.with_name(f"before {colour}"))
        aside.rename(documents)
        until(lambda: broken or (seen and seen[-1] == {colour}))  # noqa: B023
    stop.set()
    asking.join()
    assert not broken
    assert all(len(colours) == 1 for colours in seen), seen
    assert [c for n, c in enumerate(seen) if n == 0 or c != seen[n - 1]] == [
        {"red"},
        {"blue"},
        {"green"},
    ]


def test_without_the_setting_nothing_is_watched(folder: Write, tmp_path: Path) -> None:
    settings = Settings(documents=folder({"a.txt": "Words."}), data=tmp_path / "data")
    with watching(settings, lambda: None):
        assert "watching" not in {thread.name for thread in threading.enumerate()}


def test_a_folder_that_the_system_does_not_watch_is_looked_through_and_that_is_said(
    watched: Open,
    folder: Write,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(assistant.watching, "POLLED", 0.2)
    real = assistant.watching.watch

    def watch(*given: object, **named: object) -> object:
        if not named["force_polling"]:
            raise OSError("OS file watch limit reached")
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(assistant.watching, "watch", watch)
    one = watched({"a.txt": "Apples are red."})
    folder({"b.txt": "Pears are green."})
    until(lambda: "b.txt" in held(one))
    assert "watch limit reached" in caplog.text
    assert "--watch-every" in caplog.text
