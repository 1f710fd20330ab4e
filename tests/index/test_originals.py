"""A file is given out only while it is the one that was indexed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index.catalog import DocumentEntry
from index.errors import DocumentChanged, UnknownDocument
from index.originals import original
from index.retrieval import Index

WORDS = "Apples are red.\r\n"
Change = Callable[[Path], object]


@pytest.fixture
def entry(open_index: Callable[..., Index]) -> DocumentEntry:
    return open_index({"b/a.txt": WORDS, "c.txt": "Pears."}).catalog.entry("b/a.txt")


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return tmp_path / "documents"


def test_the_file_is_given_byte_for_byte(documents: Path, entry: DocumentEntry) -> None:
    with original(documents, entry) as file:
        assert file.read() == WORDS.encode()


def test_what_was_checked_is_what_is_given_though_the_file_changes_then(
    documents: Path, entry: DocumentEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    for in_memory in (1, 1000):
        monkeypatch.setattr("index.originals.IN_MEMORY", in_memory)
        (documents / "b/a.txt").write_bytes(WORDS.encode())
        with original(documents, entry) as file:
            (documents / "b/a.txt").write_bytes(b"Something else.")
            assert file.read() == WORDS.encode()


def outside(path: Path) -> Path:
    """A file of the same words out of the folder."""
    place = path.parents[2] / "outside"
    place.mkdir()
    (place / "a.txt").write_bytes(WORDS.encode())
    return place


def link_out(path: Path) -> None:
    path.unlink()
    path.symlink_to(outside(path) / "a.txt")


def link_folder_out(path: Path) -> None:
    path.unlink()
    path.parent.rmdir()
    path.parent.symlink_to(outside(path))


def link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


CHANGES: list[Change] = [
    lambda path: path.write_bytes(b"Apples are reD.\r\n"),
    lambda path: path.write_bytes(b"More" + WORDS.encode()),
    lambda path: path.write_bytes(b""),
    link_out,
    link_folder_out,
    link_to_itself,
    pipe,
    folder,
]


@pytest.mark.parametrize("change", CHANGES)
def test_another_file_in_its_place_is_never_given(
    documents: Path, entry: DocumentEntry, change: Change
) -> None:
    change(documents / "b/a.txt")
    with pytest.raises(DocumentChanged, match=r"b/a\.txt: its file has changed"):
        original(documents, entry)


def test_a_file_that_is_gone_is_said_to_be(documents: Path, entry: DocumentEntry) -> None:
    (documents / "b/a.txt").unlink()
    with pytest.raises(UnknownDocument, match="gone"):
        original(documents, entry)
    (documents / "b").rmdir()
    (documents / "b").write_bytes(b"A file by now.")
    with pytest.raises(UnknownDocument, match="gone"):
        original(documents, entry)
