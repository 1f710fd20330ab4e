"""Links in a documents folder: followed inside of it, where they lead to what is no document yet.

So no document is there twice: a link to a document or to a folder of documents adds nothing, as
both are indexed where they lie. Linked folders are never entered, so nothing is read for ever.
"""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from index.ignoring import REASON

OUTSIDE = "a link that leads out of the folder, and is not followed; copy in what it leads to"
OUTSIDE_FOLDER = f"{OUTSIDE}, or name it with --documents"
NO_NAME = "a link to what is left out, as its name begins with a dot"


def target_of(path: Path, root: Path) -> PurePosixPath | None:
    """Where a link leads, as a path below `root` (a resolved path); None where that is outside.

    Raises `OSError` or `RuntimeError` where it leads round in a circle.
    """
    target = path.resolve()
    if not target.is_relative_to(root):
        return None
    return PurePosixPath(target.relative_to(root).as_posix())


def barred(target: PurePosixPath, left_out: Callable[[str], bool], *, folder: bool) -> str | None:
    """Why a link does not lead round what is left out; None where it leads to nothing of that."""
    if any(part.startswith(".") for part in target.parts):
        return NO_NAME
    above = [f"{one}/" for one in target.parents if one.name]
    if any(left_out(one) for one in (f"{target}{'/' * folder}", *above)):
        return f"a link to what is {REASON}"
    return None


def linked_folder(path: Path, root: Path, left_out: Callable[[str], bool]) -> str:
    """Why a linked folder is not entered."""
    target = target_of(path, root)
    if target is None:
        return OUTSIDE_FOLDER
    if not target.name:
        return "a link to the documents folder itself"
    named = f"a link to {target}/, whose documents are indexed there"
    return barred(target, left_out, folder=True) or named
