"""What is wrong with a statement, as a check tells it."""

from dataclasses import dataclass
from typing import Literal

FaultKind = Literal[
    "number", "unit", "date", "name", "negation", "comparison", "certainty", "quotation", "role",
    "speaker", "language",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a statement says and its cited words do not.

    `said` are the words of the statement at fault, `reason` a short sentence for people.
    """

    kind: FaultKind
    said: str
    reason: str
