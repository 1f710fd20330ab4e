"""Files that a run writes: checked before it, written after."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from index.errors import InvalidInput


def check_writable(files: Mapping[str, Path]) -> None:
    """Refuses files that could not be written, given by the flags that name them.

    It is known before a run of minutes, not after it. Raises InvalidInput, too, where two flags
    name the same file.
    """
    flags: dict[Path, str] = {}
    for flag, path in files.items():
        if reason := _hindrance(path):
            raise InvalidInput(f"{flag} {path}: cannot be written, {reason}; name another file")
        first = flags.setdefault(path.resolve(), flag)
        if first != flag:
            raise InvalidInput(f"{flag} {path}: {first} names the same file; name another")


def write(path: Path, text: str) -> None:
    """Writes a file in UTF-8; raises InvalidInput where that is not possible.

    Half a surrogate pair, which UTF-8 cannot hold, is written as its escape.
    """
    try:
        path.write_bytes(text.encode(errors="backslashreplace"))
    except OSError as error:
        reason = error.strerror or error
        raise InvalidInput(f"{path}: cannot be written: {reason}; name another file") from error


def replace(file: Path, content: bytes) -> None:
    """Replaces a file in one step; raises InvalidInput where that is not possible."""
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        made = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            shutil.copymode(file, made)
            os.replace(made, file)
        finally:
            made.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise InvalidInput(f"{file}: cannot be written ({reason}); allow that") from error


def _hindrance(path: Path) -> str:
    if path.is_dir():
        return "it is a folder"
    if not path.parent.is_dir():
        return "its folder does not exist"
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return "permission denied"
    return ""
