"""Whatever is asked for, a write stays in the folder, and is whole or has not happened."""

import errno
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import index.uploads
from index.errors import FootnoteError, InvalidInput, NotWritten, UnknownDocument, UnknownType
from index.scan import scan
from index.uploads import LONGEST_ID, LONGEST_NAME, Upload, check_id, remove


def put(folder: Path, id: str, content: bytes = b"New words.") -> None:
    with Upload(folder, id) as upload:
        upload.write(content)
        upload.finish()


def everything(folder: Path) -> dict[str, bytes | None]:
    """Every path below a folder, hidden ones too, with the bytes of those that are files."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    place.mkdir()
    (place / "a.txt").write_bytes(b"Old words.")
    return place


def test_a_document_is_put_in_replaced_and_taken_out(documents: Path) -> None:
    put(documents, "reports/2019/b.md", b"# One")
    put(documents, "a.txt")
    assert everything(documents) == {
        "a.txt": b"New words.",
        "reports": None,
        "reports/2019": None,
        "reports/2019/b.md": b"# One",
    }
    remove(documents, "reports/2019/b.md")
    assert set(everything(documents)) == {"a.txt", "reports", "reports/2019"}


@pytest.mark.parametrize(
    "id",
    [
        "",
        "/a.txt",
        "//etc/a.txt",
        "../a.txt",
        "b/../../a.txt",
        "./a.txt",
        "b//a.txt",
        "b/",
        ".txt",
        ".hidden/a.txt",
        "b/.footnote.txt",
        "a\0.txt",
        "a\n.txt",
        "a\x1b[31m.txt",
        "b\\a.txt",
        "a\u2028.txt",
        "a\ufffd.txt",
        "a\u202etxt.exe.txt",
        "x" * (LONGEST_NAME + 1) + ".txt",
        "é" * (LONGEST_NAME // 2) + ".txt",
        "b/" * (LONGEST_ID // 2) + "a.txt",
    ],
)
def test_an_id_that_is_no_plain_path_below_the_folder_is_refused(documents: Path, id: str) -> None:
    before = everything(documents)
    for change in (put, remove):
        with pytest.raises(InvalidInput):
            change(documents, id)
    assert everything(documents) == before


@pytest.mark.parametrize("id", ["a", "a.exe", "b/a.html.", "txt", "a.txt.zip"])
def test_a_type_that_cannot_be_indexed_is_refused_with_those_that_can(id: str) -> None:
    with pytest.raises(UnknownType, match=r"\.md, .*\.txt, .*can be indexed"):
        check_id(id)


NAMES = st.one_of(st.text(max_size=8), st.sampled_from(["..", ".", "a", "b.txt", "\\", "~"]))


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(NAMES, min_size=1, max_size=4), st.sampled_from(["", ".txt", ".MD", ".exe"]))
@example(["..", "out"], ".txt")
@example(["", "out"], ".txt")
def test_what_is_accepted_lies_in_the_folder_and_is_what_an_index_would_find(
    tmp_path: Path, names: list[str], suffix: str
) -> None:
    documents = tmp_path / "documents"
    shutil.rmtree(documents, ignore_errors=True)
    documents.mkdir()
    outside = set(tmp_path.iterdir())
    id = "/".join(names) + suffix
    try:
        put(documents, id)
    except FootnoteError:
        assert everything(documents) == {}
    else:
        (found,) = scan(documents).files
        assert found.id == id
        assert found.path.read_bytes() == b"New words."
        remove(documents, id)
        assert not scan(documents, may_be_empty=True).files
    assert set(tmp_path.iterdir()) == outside


def test_nothing_is_written_through_a_linked_folder(documents: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.txt").write_bytes(b"Not ours.")
    (documents / "linked").symlink_to(outside)
    for change in (put, remove):
        for id in ("linked/a.txt", "linked/deeper/a.txt"):
            with pytest.raises(InvalidInput, match="linked cannot be entered"):
                change(documents, id)
    assert everything(outside) == {"a.txt": b"Not ours."}


def test_of_a_linked_file_the_link_is_replaced_or_removed(documents: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"Not ours.")
    for name in ("one.txt", "two.txt"):
        (documents / name).symlink_to(outside)
    put(documents, "one.txt")
    remove(documents, "two.txt")
    assert outside.read_bytes() == b"Not ours."
    assert everything(documents) == {"a.txt": b"Old words.", "one.txt": b"New words."}
    assert not (documents / "one.txt").is_symlink()


def test_the_folder_itself_may_be_a_link(documents: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(documents)
    put(tmp_path / "link", "a.txt")
    assert everything(documents) == {"a.txt": b"New words."}


def test_a_file_and_a_folder_do_not_take_each_other_s_place(documents: Path) -> None:
    (documents / "b.txt").mkdir()
    with pytest.raises(InvalidInput, match="a folder of that name"):
        put(documents, "b.txt")
    with pytest.raises(InvalidInput, match=r"a\.txt cannot be entered"):
        put(documents, "a.txt/c.txt")
    with pytest.raises(UnknownDocument):
        remove(documents, "b.txt")
    assert everything(documents) == {"a.txt": b"Old words.", "b.txt": None}


def test_half_of_a_surrogate_pair_is_no_name() -> None:
    with pytest.raises(InvalidInput, match="holds a character"):
        check_id("a" + chr(0xD800) + ".txt")


@pytest.mark.parametrize("id", ["b.txt", "b/c.txt"])
def test_what_is_not_there_cannot_be_removed(documents: Path, id: str) -> None:
    with pytest.raises(UnknownDocument, match=id):
        remove(documents, id)
    assert everything(documents) == {"a.txt": b"Old words."}


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_full_disk_costs_neither_the_old_document_nor_a_trace(
    documents: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(index.uploads.os, step, full)
    for id in ("a.txt", "b.txt"):
        with pytest.raises(NotWritten, match="No space left") as told:
            put(documents, id)
        assert str(documents) not in str(told.value)
    monkeypatch.undo()
    assert everything(documents) == {"a.txt": b"Old words."}


def test_an_upload_that_is_broken_off_leaves_no_trace(documents: Path) -> None:
    def broken_off() -> None:
        with Upload(documents, "a.txt") as upload:
            upload.write(b"Half of the")
            assert (documents / "a.txt").read_bytes() == b"Old words."
            assert [file.id for file in scan(documents).files] == ["a.txt"]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert everything(documents) == {"a.txt": b"Old words."}
