"""What is in a documents folder: the files that can be indexed, and those that cannot, and why."""

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import FolderUnusable
from index.ignoring import REASON, ignored
from index.links import OUTSIDE, barred, linked_folder, target_of
from index.loaders import LOADERS, suffix_of

CANNOT_READ = "folder cannot be read"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to index: its document id, its path, its size in bytes, its time of change in ns, and
    its `stamp`, which is another once the file is."""

    id: str
    path: Path
    size: int
    modified: int
    stamp: str = ""


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
    """Every visible file below a folder, each once. Names that begin with a dot are left out, and
    so is what its `.footnoteignore` names; links are followed as `index.links` says.

    Raises `FolderUnusable` where the folder is missing, is no folder, cannot be read, or (unless
    it `may_be_empty`) holds no file of a known type, and for a `.footnoteignore` that is no such.
    """
    _usable(folder)
    left_out = ignored(folder)
    files: list[Found] = []
    skipped: dict[str, str] = {}
    failed: dict[str, str] = {}
    hidden: list[str] = []
    links: list[tuple[str, Path]] = []
    root = folder.resolve()

    def unreadable(error: OSError) -> None:
        if Path(error.filename) == folder:  # gone since: what is known of it stays
            raise _unreadable(folder, error) from error
        inside = f"{Path(error.filename).relative_to(folder).as_posix()}/"
        failed[_printable(inside)] = f"{CANNOT_READ} ({error.strerror}); check its permissions"
        hidden.append(inside)

    for place, folders, names in os.walk(folder, onerror=unreadable):
        try:
            entries = _enter(place)
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
                skipped[_printable(id)] = _printable(linked_folder(path, root, left_out))
            else:
                folders.append(name)
        base = Path(place)
        inside = base.relative_to(folder).as_posix()
        prefix = "" if inside == "." else f"{inside}/"
        for name in sorted(name for name in names if name in entries and name[0] != "."):
            id = prefix + name
            if id != _printable(id):
                failed[_printable(id)] = "its name is not valid UTF-8; rename the file"
            elif left_out(id):
                skipped[id] = REASON
            elif (suffix := suffix_of(name)).lower() not in LOADERS:
                skipped[id] = f"type {suffix or '(none)'}: {_known()} can be indexed"
            elif entries[name].is_symlink():
                links.append((id, base / name))
            else:
                _note(base / name, id, files, skipped, failed, hidden)
    _follow(links, root, left_out, files, skipped, failed, hidden)
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
            files.append(Found(id, path, facts.st_size, facts.st_mtime_ns, stamp_of(facts)))


def stamp_of(facts: os.stat_result) -> str:
    """What no program can set back, unlike the time of change: when the system last noted any
    change of the file or its facts (on Windows, when it was made), and the file's number."""
    return f"{facts.st_ctime_ns}:{facts.st_ino}"


def _follow(
    links: list[tuple[str, Path]],
    root: Path,
    left_out: Callable[[str], bool],
    files: list[Found],
    skipped: dict[str, str],
    failed: dict[str, str],
    hidden: list[str],
) -> None:
    """Adds what linked files lead to, unless it is left out or a document already."""
    documents = {file.id: file.id for file in files}
    for id, path in sorted(links):
        try:
            target = target_of(path, root)
        except (OSError, RuntimeError):  # `resolve` raises that for a loop before Python 3.13
            _note(path, id, files, skipped, failed, hidden)
            continue
        if target is None:
            skipped[id] = OUTSIDE
        elif reason := barred(target, left_out, folder=False):
            skipped[id] = reason
        elif held := documents.get(str(target)):
            where = "there" if held == str(target) else f"as {held}"
            skipped[id] = _printable(f"a link to {target}, which is indexed {where}")
        else:
            documents[str(target)] = id
            _note(path, id, files, skipped, failed, hidden)


def _enter(folder: Path | str) -> dict[str, os.DirEntry[str]]:
    """What a folder lists, by name; raises `OSError` where it cannot be listed, or what it lists
    cannot be reached."""
    try:
        with os.scandir(f"{folder}{os.sep}.") as listed:
            return {entry.name: entry for entry in listed}
    except OSError as error:
        error.filename = str(folder)
        raise


def _printable(path: str) -> str:
    """A path as text: bytes of a name that are not UTF-8 become question marks."""
    return path.encode(errors="replace").decode()


def _usable(folder: Path) -> None:
    try:
        if not folder.exists():
            raise FolderUnusable(f"{folder}: no such folder; name another folder")
        if not folder.is_dir():
            raise FolderUnusable(f"{folder}: not a folder; name another folder")
        _enter(folder)
    except OSError as error:
        raise _unreadable(folder, error) from error


def _unreadable(folder: Path, error: OSError) -> FolderUnusable:
    return FolderUnusable(
        f"{folder}: cannot be read ({error.strerror}); check its permissions, or name another "
        "folder"
    )


def _known() -> str:
    return ", ".join(sorted(LOADERS))
