"""What is wrong in a suite file, and where."""

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a suite file: its line, counted from 1; the id of the case; the part of it."""

    path: Path
    line: int
    case: str = ""
    part: str = ""

    def __str__(self) -> str:
        case = self.case if self.case.isprintable() else repr(self.case)
        named = f"{self.path}:{self.line}" + (f" ({case})" if case else "")
        return f"{named}: {self.part}" if self.part else named

    def on(self, line: int) -> "Place":
        """The same part of the same case, on another line."""
        return replace(self, line=line)

    def inside(self, part: str) -> "Place":
        """A part of the same case."""
        return replace(self, part=part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a suite file; as text it is one line, the place and then the reason."""

    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"
