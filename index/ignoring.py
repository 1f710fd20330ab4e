"""What a folder's own `.footnoteignore` leaves out, in the form of git's `.gitignore`."""

from collections.abc import Callable
from pathlib import Path

from pathspec import GitIgnoreSpec

from index.errors import FolderUnusable

NAME = ".footnoteignore"
REASON = f"left out by {NAME}"


def ignored(folder: Path) -> Callable[[str], bool]:
    """Whether a path below the folder is left out; that of a folder ends in a slash.

    The file lies in the documents folder itself; what it leaves out of a folder that it leaves out
    cannot be had back, as with git. Raises `FolderUnusable` where it cannot be read or understood:
    what was meant to be left out must not be indexed.
    """
    file = folder / NAME
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except FileNotFoundError:
        return lambda path: False
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise FolderUnusable(f"{file}: cannot be read ({reason}); mend it or remove it") from error
    for number, line in enumerate(lines, 1):
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError as error:
            raise FolderUnusable(
                f"{file}:{number}: {line.strip()!r} is no pattern of .gitignore's form; mend it"
            ) from error
    return GitIgnoreSpec.from_lines(lines).match_file
