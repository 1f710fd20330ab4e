"""Putting documents into their folder and taking them out: whole or not at all, never outside it.

Folders are entered one by one, each from the one before it and never through a link, so that what
somebody does to the folder meanwhile cannot lead a write elsewhere.
"""

import os
import secrets
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from types import TracebackType

from index.errors import FolderUnusable, InvalidInput, NotWritten, UnknownDocument, UnknownType
from index.loaders import LOADERS

LONGEST_ID = 1000
LONGEST_NAME = 255
"""Bytes of an id, and of each name in it: what file systems take."""

REVERSING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that make a name look like another."""

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def check_id(id: str) -> tuple[str, ...]:
    """The names of folders and file in an id that a document can be put under.

    Raises `InvalidInput` where it is no path below the folder or would not be indexed, and
    `UnknownType`.
    """
    names = tuple(id.split("/"))
    if not id or id.startswith("/"):
        raise InvalidInput("not a path below the documents folder; give one such as reports/a.txt")
    if len(_bytes(id)) > LONGEST_ID or any(len(_bytes(name)) > LONGEST_NAME for name in names):
        raise InvalidInput(
            f"a path of more than {LONGEST_ID} bytes, or a name of more than {LONGEST_NAME}; "
            "shorten it"
        )
    if any(not name or name.startswith(".") for name in names):
        raise InvalidInput(f"{id!r}: a name in it is empty or begins with a dot; rename it")
    if any(_is_odd(character) for character in id):
        raise InvalidInput(f"{id!r}: holds a character that no file name should; rename it")
    suffix = PurePosixPath(id).suffix
    if suffix.lower() not in LOADERS:
        known = ", ".join(sorted(LOADERS))
        raise UnknownType(f"{id}: type {suffix or '(none)'}; {known} can be indexed")
    return names


def _bytes(name: str) -> bytes:
    return name.encode(errors="replace")


def _is_odd(character: str) -> bool:
    """True for control characters and line ends, backslashes, and what was no valid UTF-8."""
    return (
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        or character in "\\\ufffd"
        or character in REVERSING
    )


class Upload:
    """A document on its way into the folder, for use in a `with` statement.

    It is written beside its place, under a name that no index reads, and put there by `finish`;
    left without that, the folder holds what it held before.
    """

    def __init__(self, folder: Path, id: str) -> None:
        """Begins one; raises as `check_id` does, `FolderUnusable` and `NotWritten`."""
        *folders, self._name = check_id(id)
        self._id = id
        self._temporary = f".footnote-{secrets.token_hex(8)}"
        self._place = _entered(folder, folders, id, make=True)
        try:
            with _written(id):
                self._file = os.open(self._temporary, NEW_FILE, 0o666, dir_fd=self._place)
        except NotWritten:
            os.close(self._place)
            raise

    def __enter__(self) -> "Upload":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._file)
        with suppress(OSError):
            os.unlink(self._temporary, dir_fd=self._place)
        os.close(self._place)

    def write(self, part: bytes) -> None:
        """Adds bytes; raises `NotWritten`."""
        rest = memoryview(part)
        while rest:
            with _written(self._id):
                rest = rest[os.write(self._file, rest) :]

    def finish(self) -> None:
        """Puts the document in its place, at once and for good; raises `NotWritten`."""
        with _written(self._id):
            os.fsync(self._file)
            os.replace(self._temporary, self._name, src_dir_fd=self._place, dst_dir_fd=self._place)
        _settle(self._place)


def remove(folder: Path, id: str) -> None:
    """Takes a document out of the folder; of a link, the link.

    Raises as `check_id` does, `FolderUnusable`, `UnknownDocument` and `NotWritten`.
    """
    *folders, name = check_id(id)
    place = _entered(folder, folders, id, make=False)
    try:
        with _written(id):
            _unlink(place, name, id)
        _settle(place)
    finally:
        os.close(place)


def _unlink(place: int, name: str, id: str) -> None:
    try:
        if stat.S_ISDIR(os.stat(name, dir_fd=place, follow_symlinks=False).st_mode):
            raise UnknownDocument(f"{id}: a folder; name the documents in it")
        os.unlink(name, dir_fd=place)
    except FileNotFoundError:
        raise UnknownDocument(f"{id}: there is no such document") from None


def _settle(place: int) -> None:
    """Has what changed in a folder outlive a power cut, where the file system can."""
    with suppress(OSError):
        os.fsync(place)


def _entered(folder: Path, names: list[str], id: str, *, make: bool) -> int:
    """A descriptor of the folder that these names lead to; the caller closes it."""
    try:
        place = os.open(folder, FOLDER & ~os.O_NOFOLLOW)  # the user may have named a link
    except OSError as error:
        raise FolderUnusable(f"{folder}: cannot be read ({error.strerror})") from None
    for name in names:
        try:
            inner = _folder_in(place, name, id, make=make)
        finally:
            os.close(place)
        place = inner
    return place


def _folder_in(place: int, name: str, id: str, *, make: bool) -> int:
    if make:
        with _written(id), suppress(FileExistsError):
            os.mkdir(name, dir_fd=place)
    try:
        return os.open(name, FOLDER, dir_fd=place)
    except FileNotFoundError:
        raise UnknownDocument(f"{id}: there is no such document") from None
    except OSError as error:
        raise InvalidInput(
            f"{id}: {name} cannot be entered ({error.strerror}); it is a file, a link, or not "
            "permitted: choose another place"
        ) from None


@contextmanager
def _written(id: str) -> Iterator[None]:
    """Turns the disk's complaints into `NotWritten`."""
    try:
        yield
    except IsADirectoryError:
        raise InvalidInput(f"{id}: a folder of that name is there; choose another") from None
    except OSError as error:
        raise NotWritten(
            f"{id}: cannot be written or removed ({error.strerror}); what was there is untouched"
        ) from error
