"""A scan gives the files that can be indexed and says of everything else why not."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.embedding import Embedder
from index.errors import FolderUnusable
from index.scan import scan
from index.sync import sync

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


def test_a_link_to_a_document_gives_no_second_one(folder: Write, tmp_path: Path) -> None:
    documents = folder({"m/a.txt": "Words."})
    (tmp_path / "outside.txt").write_text("Other words.")
    (documents / "again.txt").symlink_to("m/a.txt")
    (documents / "m" / "z.txt").symlink_to("../again.txt")
    (documents / "outside.txt").symlink_to("../outside.txt")
    found = scan(documents)
    assert [file.id for file in found.files] == ["m/a.txt"]
    there = "a link to m/a.txt, which is indexed there"
    assert found.skipped == {
        "again.txt": there,
        "m/z.txt": there,
        "outside.txt": "a link that leads out of the folder, and is not followed; copy in what it "
        "leads to",
    }


def test_a_link_is_followed_inside_to_what_is_no_document_by_itself(folder: Write) -> None:
    documents = folder({"a.txt": "Words.", "README": "What it is.", "b.text": "Other words."})
    (documents / "readme.txt").symlink_to("README")
    (documents / "b.txt").symlink_to("b.text")
    (documents / "c.md").symlink_to("b.text")
    found = scan(documents)
    assert [file.id for file in found.files] == ["a.txt", "b.txt", "readme.txt"]
    assert found.skipped["c.md"] == "a link to b.text, which is indexed as b.txt"
    assert [path.read_text() for path in (file.path for file in found.files)] == [
        "Words.",
        "Other words.",
        "What it is.",
    ]


def test_a_document_stays_one_when_links_to_it_come_and_go(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    place = tmp_path / "index"
    documents = folder({"m/a.txt": "Apples are red."})
    (documents / "latest.txt").symlink_to("m/a.txt")
    (documents / "m" / "up").symlink_to("..")
    assert sync(documents, place, embedder).added == ("m/a.txt",)
    (documents / "m" / "a.txt").rename(documents / "m" / "b.txt")
    (documents / "latest.txt").unlink()
    (documents / "latest.txt").symlink_to("m/b.txt")
    summary = sync(documents, place, embedder)
    assert summary.renamed == {"m/a.txt": "m/b.txt"}
    assert summary.skipped == {
        "latest.txt": "a link to m/b.txt, which is indexed there",
        "m/up/": "a link to the documents folder itself",
    }


def test_a_linked_folder_is_listed_and_not_entered(folder: Write, tmp_path: Path) -> None:
    documents = folder({"a.txt": "Words."})
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "b.txt").write_text("Other words.")
    (documents / "linked").symlink_to("../real")
    found = scan(documents)
    assert [file.id for file in found.files] == ["a.txt"]
    assert "copy in what it leads to, or name it with --documents" in found.skipped["linked/"]
    (documents / "a.txt").unlink()
    with pytest.raises(FolderUnusable, match="linked/: a link that leads out"):
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


def test_a_folder_of_the_folder_is_not_indexed_twice_through_a_link(folder: Write) -> None:
    documents = folder({"a/b.txt": "Words.", ".hidden/c.txt": "Hidden words."})
    (documents / "again").symlink_to("a")
    (documents / "a" / "round").symlink_to("..")
    (documents / "secret").symlink_to(".hidden")
    found = scan(documents)
    assert [file.id for file in found.files] == ["a/b.txt"]
    assert found.skipped == {
        "again/": "a link to a/, whose documents are indexed there",
        "a/round/": "a link to the documents folder itself",
        "secret/": "a link to what is left out, as its name begins with a dot",
    }


def test_what_footnoteignore_names_is_left_out_and_listed(folder: Write) -> None:
    ignore = "# work in progress\n*.tmp.md\n!keep.tmp.md\n/drafts/\nold/**/b.txt\n"
    documents = folder({".footnoteignore": f"\ufeff{ignore}"})
    names = ("a.txt", "a.tmp.md", "keep.tmp.md", "drafts/c.txt", "x/drafts/d.txt", "old/1/2/b.txt")
    folder(dict.fromkeys(names, "Words."))
    found = scan(documents)
    assert [file.id for file in found.files] == ["a.txt", "keep.tmp.md", "x/drafts/d.txt"]
    left = ("a.tmp.md", "drafts/", "old/1/2/b.txt")
    assert found.skipped == dict.fromkeys(left, "left out by .footnoteignore")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"a.txt\n!\n", r"\.footnoteignore:2: '!' is no pattern"), (b"caf\xe9", "it is not UTF-8")],
)
def test_a_footnoteignore_that_cannot_be_understood_stops_the_run(
    folder: Write, content: bytes, reason: str
) -> None:
    with pytest.raises(FolderUnusable, match=reason):
        scan(folder({"a.txt": "Words.", ".footnoteignore": content}))


def test_a_document_that_is_left_out_from_now_on_is_gone(
    folder: Write, tmp_path: Path, embedder: Embedder
) -> None:
    documents = folder({"a.txt": "Apples are red.", "b/c.txt": "Pears are green."})
    sync(documents, tmp_path / "index", embedder)
    folder({".footnoteignore": "b/\n"})
    assert sync(documents, tmp_path / "index", embedder).removed == ("b/c.txt",)


def test_a_link_leads_round_no_rule_of_what_is_left_out(folder: Write) -> None:
    documents = folder(
        {
            "a.txt": "Words.",
            ".hidden/b.txt": "Hidden.",
            "private/c.txt": "Private.",
            ".footnoteignore": "private/",
        }
    )
    (documents / "b.txt").symlink_to(".hidden/b.txt")
    (documents / "c.txt").symlink_to("private/c.txt")
    (documents / "d").symlink_to("private")
    found = scan(documents)
    assert [file.id for file in found.files] == ["a.txt"]
    assert "begins with a dot" in found.skipped["b.txt"]
    for name in ("c.txt", "d/"):
        assert found.skipped[name] == "a link to what is left out by .footnoteignore"


def test_a_document_that_cannot_be_looked_at_stays(
    folder: Write, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = folder({"a.txt": "Words.", "b.txt": "Other words.", "b.txt.md": "More words."})
    sync(documents, tmp_path / "index", embedder)
    (documents / "b.txt.md").unlink()
    real = Path.stat

    def stat(path: Path, **options: bool) -> os.stat_result:
        if path.name == "b.txt":
            raise OSError(errno.EIO, "Input/output error")
        return real(path, **options)

    monkeypatch.setattr(Path, "stat", stat)
    summary = sync(documents, tmp_path / "index", embedder)
    assert (summary.removed, set(summary.failed)) == (("b.txt.md",), {"b.txt"})


def test_a_folder_that_goes_while_it_is_looked_through_is_unusable_and_not_empty(
    folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = folder({"a.txt": "Words."})
    monkeypatch.setattr("index.scan._usable", shutil.rmtree)
    with pytest.raises(FolderUnusable, match="cannot be read"):
        scan(documents)
