"""What is in a documents folder: the files that can be indexed, and those that cannot, and why."""

import os
from dataclasses import dataclass
from pathlib import Path

from index.errors import FolderUnusable
from index.loaders import LOADERS

CANNOT_READ = "folder cannot be read"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to index: its document id, its path, its size in bytes, its time of change in ns."""

    id: str
    path: Path
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Scan:
    """The files of a folder in order of id; `skipped` and `failed` map a path to the reason.

    `hidden` are the ids' beginnings under which nothing could be seen.
    """

    files: tuple[Found, ...]
    skipped: dict[str, str]
    failed: dict[str, str]
    hidden: tuple[str, ...]


def scan(folder: Path) -> Scan:
    """Every visible file below a folder. Names that begin with a dot are left out.

    Raises `FolderUnusable` where the folder is missing, is no folder, cannot be read, or holds
    no file of a known type.
    """
    _usable(folder)
    files: list[Found] = []
    skipped: dict[str, str] = {}
    failed: dict[str, str] = {}
    hidden: list[str] = []
    root = folder.resolve()

    def unreadable(error: OSError) -> None:
        inside = Path(error.filename).relative_to(folder).as_posix()
        failed[f"{inside}/"] = f"{CANNOT_READ} ({error.strerror}); check its permissions"
        hidden.append(f"{inside}/")

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            path = Path(place) / name
            id = path.relative_to(folder).as_posix()
            printable = id.encode(errors="replace").decode()
            if id != printable:
                failed[printable] = "its name is not valid UTF-8; rename the file"
            elif path.suffix.lower() not in LOADERS:
                skipped[id] = f"type {path.suffix or '(none)'}: {_known()} can be indexed"
            elif path.is_symlink() and not path.resolve().is_relative_to(root):
                skipped[id] = "a link that leads out of the folder"
            else:
                _note(path, id, files, failed)
    if not files and not failed:
        others = f"; {len(skipped)} files of other types" if skipped else ""
        raise FolderUnusable(
            f"{folder}: no documents in it ({_known()}{others}); "
            "add some, or name another folder with --documents"
        )
    return Scan(tuple(sorted(files, key=lambda f: f.id)), skipped, failed, tuple(hidden))


def _note(path: Path, id: str, files: list[Found], failed: dict[str, str]) -> None:
    try:
        facts = path.stat()
    except OSError as error:
        failed[id] = f"cannot be read ({error.strerror})"
    else:
        files.append(Found(id, path, facts.st_size, facts.st_mtime_ns))


def _usable(folder: Path) -> None:
    advice = "name another folder with --documents"
    try:
        if not folder.exists():
            raise FolderUnusable(f"{folder}: no such folder; {advice}")
        if not folder.is_dir():
            raise FolderUnusable(f"{folder}: not a folder; {advice}")
        with os.scandir(folder):
            pass
    except OSError as error:
        raise FolderUnusable(
            f"{folder}: cannot be read ({error.strerror}); check its permissions, or {advice}"
        ) from error


def _known() -> str:
    return ", ".join(sorted(LOADERS))
