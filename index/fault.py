"""What can be wrong with an index, and the command that mends it."""

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """Where a fault lies, which decides what mends it."""

    DAMAGED = auto()
    """The catalog's file is not what was written."""
    INTERRUPTED = auto()
    FOLDER = auto()
    """The folder has changed since."""
    UNREADABLE = auto()
    """A file that cannot be indexed."""
    ORPHANS = auto()
    """Rows that belong to nothing."""
    DOCUMENTS = auto()
    """Documents whose passages are not what was read."""
    ENCODED = auto()
    """Kept vectors are lost or altered."""
    UNUSED = auto()
    """Vectors are kept of texts that no document holds."""
    FULL_TEXT = auto()
    COUNT = auto()
    VECTORS = auto()
    """The vector index lacks passages, or holds others."""
    GRAPH = auto()
    """The vector index does not find, or cannot be used."""


STEPS = {
    Kind.DAMAGED: "`footnote index --rebuild` makes the index anew, the documents are untouched",
    Kind.INTERRUPTED: "`footnote index` finishes it",
    Kind.FOLDER: "`footnote index` brings it in line",
    Kind.UNREADABLE: "once it is mended or gone, run `footnote index`",
}
FIX = "`footnote doctor --fix` mends it"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with an index."""

    kind: Kind
    what: str

    def __str__(self) -> str:
        return f"{self.what}; {self.step}"

    @property
    def step(self) -> str:
        """What to do, with the command."""
        return STEPS.get(self.kind, FIX)
