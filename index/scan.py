"""What is in a documents folder: the files that can be indexed, and those that cannot, and why."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from index.errors import FolderUnusable
from index.loaders import LOADERS

CANNOT_READ = "folder cannot be read"
LINKED_FOLDER = "a linked folder; copy it in, or name it with --documents"


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

    Both paths and reasons are text that can be printed and stored. `hidden` are the ids'
    beginnings under which nothing could be seen.
    """

    files: tuple[Found, ...]
    skipped: dict[str, str]
    failed: dict[str, str]
    hidden: tuple[str, ...]


def scan(folder: Path, *, may_be_empty: bool = False) -> Scan:
    """Every visible file below a folder. Names that begin with a dot are left out, linked folders
    are not entered.

    Raises `FolderUnusable` where the folder is missing, is no folder, cannot be read, or (unless
    it `may_be_empty`) holds no file of a known type.
    """
    _usable(folder)
    files: list[Found] = []
    skipped: dict[str, str] = {}
    failed: dict[str, str] = {}
    hidden: list[str] = []
    root = folder.resolve()

    def unreadable(error: OSError) -> None:
        inside = f"{Path(error.filename).relative_to(folder).as_posix()}/"
        failed[_printable(inside)] = f"{CANNOT_READ} ({error.strerror}); check its permissions"
        hidden.append(inside)

    for place, folders, names in os.walk(folder, onerror=unreadable):
        try:
            _enter(place)
        except OSError as error:
            folders.clear()
            unreadable(error)
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            path = Path(place) / name
            if path.is_symlink():
                skipped[f"{_printable(path.relative_to(folder).as_posix())}/"] = LINKED_FOLDER
        for name in sorted(name for name in names if not name.startswith(".")):
            path = Path(place) / name
            id = path.relative_to(folder).as_posix()
            if id != _printable(id):
                failed[_printable(id)] = "its name is not valid UTF-8; rename the file"
            elif path.suffix.lower() not in LOADERS:
                skipped[id] = f"type {path.suffix or '(none)'}: {_known()} can be indexed"
            else:
                _note(path, id, root, files, skipped, failed)
    if not files and not failed and not may_be_empty:
        first = next(iter(skipped), "")
        others = f"; {len(skipped)} left out, such as {first}: {skipped[first]}" if first else ""
        raise FolderUnusable(
            f"{folder}: no documents in it ({_known()}{others}); add some, or name another folder"
        )
    return Scan(tuple(sorted(files, key=lambda f: f.id)), skipped, failed, tuple(hidden))


def _note(
    path: Path,
    id: str,
    root: Path,
    files: list[Found],
    skipped: dict[str, str],
    failed: dict[str, str],
) -> None:
    try:
        leads_out = path.is_symlink() and not path.resolve().is_relative_to(root)
        facts = path.stat()
    except OSError as error:
        failed[id] = f"cannot be read ({error.strerror})"
    except RuntimeError:  # what `resolve` raises for a loop before Python 3.13
        failed[id] = "cannot be read (a link that leads back to itself)"
    else:
        if leads_out:
            skipped[id] = "a link that leads out of the folder"
        elif not stat.S_ISREG(facts.st_mode):
            skipped[id] = "not a regular file"
        else:
            files.append(Found(id, path, facts.st_size, facts.st_mtime_ns))


def _enter(folder: Path | str) -> None:
    """Raises `OSError` where a folder cannot be listed, or what it lists cannot be reached."""
    try:
        with os.scandir(f"{folder}{os.sep}."):
            pass
    except OSError as error:
        error.filename = str(folder)
        raise


def _printable(path: str) -> str:
    """A path as text: bytes of a name that are not UTF-8 become question marks."""
    return path.encode(errors="replace").decode()


def _usable(folder: Path) -> None:
    advice = "name another folder"
    try:
        if not folder.exists():
            raise FolderUnusable(f"{folder}: no such folder; {advice}")
        if not folder.is_dir():
            raise FolderUnusable(f"{folder}: not a folder; {advice}")
        _enter(folder)
    except OSError as error:
        raise FolderUnusable(
            f"{folder}: cannot be read ({error.strerror}); check its permissions, or {advice}"
        ) from error


def _known() -> str:
    return ", ".join(sorted(LOADERS))
