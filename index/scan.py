"""What is in a documents folder: the files that can be indexed, and those that cannot, and why."""

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import FolderUnusable
from index.ignoring import REASON, ignored
from index.loaders import LOADERS

CANNOT_READ = "folder cannot be read"
LINKED_FOLDER = "a linked folder; copy it in, or name it with --documents"
LINKED_INSIDE = "a link to a folder of this folder, whose documents are indexed there"


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

    Both paths and reasons are text that can be printed and stored. `hidden` are the ids
    of files, and those of folders with a slash, of which nothing could be seen.
    """

    files: tuple[Found, ...]
    skipped: dict[str, str]
    failed: dict[str, str]
    hidden: tuple[str, ...]

    def hides(self, id: str) -> bool:
        """Whether nothing can be said of a document, as it could not be looked at."""
        return any(id.startswith(one) if one.endswith("/") else id == one for one in self.hidden)


def scan(folder: Path, *, may_be_empty: bool = False) -> Scan:
    """Every visible file below a folder. Names that begin with a dot are left out, and so is what
    its `.footnoteignore` names. A link to a file inside is a document of its own, unless what it
    leads to is left out; linked folders
    are not entered, so that nothing is read twice or for ever.

    Raises `FolderUnusable` where the folder is missing, is no folder, cannot be read, or (unless
    it `may_be_empty`) holds no file of a known type, and for a `.footnoteignore` that is no such.
    """
    _usable(folder)
    left_out = ignored(folder)
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
        visible = sorted(name for name in folders if not name.startswith("."))
        folders.clear()
        for name in visible:
            path = Path(place) / name
            id = f"{path.relative_to(folder).as_posix()}/"
            if left_out(id):
                skipped[_printable(id)] = REASON
            elif path.is_symlink():
                skipped[_printable(id)] = _linked(path, root)
            else:
                folders.append(name)
        for name in sorted(name for name in names if not name.startswith(".")):
            path = Path(place) / name
            id = path.relative_to(folder).as_posix()
            if id != _printable(id):
                failed[_printable(id)] = "its name is not valid UTF-8; rename the file"
            elif left_out(id):
                skipped[id] = REASON
            elif path.suffix.lower() not in LOADERS:
                skipped[id] = f"type {path.suffix or '(none)'}: {_known()} can be indexed"
            elif reason := _led_astray(path, root, left_out):
                skipped[id] = reason
            else:
                _note(path, id, files, skipped, failed, hidden)
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
    files: list[Found],
    skipped: dict[str, str],
    failed: dict[str, str],
    hidden: list[str],
) -> None:
    try:
        facts = path.stat()
    except OSError as error:
        failed[id] = f"cannot be read ({error.strerror})"
        if error.errno not in (errno.ENOENT, errno.ELOOP):
            hidden.append(id)
    else:
        if not stat.S_ISREG(facts.st_mode):
            skipped[id] = "not a regular file"
        else:
            files.append(Found(id, path, facts.st_size, facts.st_mtime_ns))


def _led_astray(path: Path, root: Path, left_out: Callable[[str], bool]) -> str | None:
    """Why a link is no document, where it leads to what is none; None for what is no link."""
    try:
        if not path.is_symlink():
            return None
        target = path.resolve()
    except (OSError, RuntimeError):  # `resolve` raises that for a loop before Python 3.13
        return None  # to be told by `_note`
    if not target.is_relative_to(root):
        return "a link that leads out of the folder"
    inside = target.relative_to(root)
    if any(part.startswith(".") for part in inside.parts):
        return "a link to what is left out, as its name begins with a dot"
    folders = (f"{folder.as_posix()}/" for folder in inside.parents if folder.name)
    if left_out(inside.as_posix()) or any(left_out(folder) for folder in folders):
        return f"a link to what is {REASON}"
    return None


def _linked(path: Path, root: Path) -> str:
    """Why a linked folder is not entered."""
    target = path.resolve()
    inside = target.is_relative_to(root)
    hidden = inside and any(part.startswith(".") for part in target.relative_to(root).parts)
    return LINKED_INSIDE if inside and not hidden else LINKED_FOLDER


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
