"""Whether a statement says only what the words that it cites say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

FaultKind = Literal[
    "number", "unit", "date", "name", "negation", "comparison", "quotation", "role", "speaker"
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a statement says and its cited words do not.

    `said` are the words of the statement at fault, `reason` a short sentence for people.
    """

    kind: FaultKind
    said: str
    reason: str


def check(statement: str, cited: Sequence[str]) -> tuple[Fault, ...]:
    """What a statement says that the cited words don't; empty where it is faithful to them."""
    return ()
