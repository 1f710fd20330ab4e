"""A scan gives the files that can be indexed and says of everything else why not."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import FolderUnusable
from index.scan import scan

Write = Callable[..., Path]


def test_a_link_that_leads_back_to_itself_is_listed(folder: Write) -> None:
    documents = folder({"a.txt": "Words."})
    (documents / "loop.txt").symlink_to("loop.txt")
    (documents / "there.txt").symlink_to("back.txt")
    (documents / "back.txt").symlink_to("there.txt")
    found = scan(documents)
    assert [file.id for file in found.files] == ["a.txt"]
    assert set(found.failed) == {"loop.txt", "there.txt", "back.txt"}
    assert all("cannot be read" in reason for reason in found.failed.values())


@pytest.mark.timeout(30)
def test_only_regular_files_are_documents(folder: Write) -> None:
    documents = folder({"a.txt": "Words."})
    os.mkfifo(documents / "pipe.txt")
    (documents / "linked.txt").symlink_to("pipe.txt")
    found = scan(documents)
    assert [file.id for file in found.files] == ["a.txt"]
    assert found.skipped == dict.fromkeys(("pipe.txt", "linked.txt"), "not a regular file")


def test_a_link_is_a_document_unless_it_leads_out(folder: Write, tmp_path: Path) -> None:
    documents = folder({"a.txt": "Words."})
    (tmp_path / "outside.txt").write_text("Other words.")
    (documents / "inside.txt").symlink_to("a.txt")
    (documents / "outside.txt").symlink_to("../outside.txt")
    found = scan(documents)
    assert [file.id for file in found.files] == ["a.txt", "inside.txt"]
    assert found.skipped == {"outside.txt": "a link that leads out of the folder"}


def test_a_linked_folder_is_listed_and_not_entered(folder: Write, tmp_path: Path) -> None:
    documents = folder({"a.txt": "Words."})
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "b.txt").write_text("Other words.")
    (documents / "linked").symlink_to("../real")
    found = scan(documents)
    assert [file.id for file in found.files] == ["a.txt"]
    assert "copy it in" in found.skipped["linked/"]
    (documents / "a.txt").unlink()
    with pytest.raises(FolderUnusable, match="linked/: a linked folder"):
        scan(documents)


def test_every_path_that_is_listed_can_be_printed(folder: Write) -> None:
    documents = folder({"a.txt": "Words."})
    name = os.fsdecode(b"caf\xe9")
    (documents / name).mkdir()
    (documents / name / "b.txt").write_text("Other words.")
    (documents / f"{name}.txt").write_text("More words.")
    (documents / f"{name}-linked").symlink_to(name)
    found = scan(documents)
    assert [file.id for file in found.files] == ["a.txt"]
    assert set(found.failed) == {"caf?/b.txt", "caf?.txt"}
    assert set(found.skipped) == {"caf?-linked/"}
