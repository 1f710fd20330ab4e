"""What a reader makes of a search, and what every reader can be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from assistant.answer import Evidence
from index.retrieval import Retrieval


@dataclass(frozen=True, slots=True)
class Reading:
    """Evidence in reading order, and the probability that it answers and is right.

    `lead` are fixed words to say before the evidence, `notes` fixed remarks to make after it.
    `parts` says in words what the confidence is made of: log odds that add up to its own.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    lead: str = ""
    notes: tuple[str, ...] = ()
    parts: Mapping[str, float] = field(default_factory=dict)


class Reader(Protocol):
    """Finds the sentences that answer in what a search found."""

    name: str

    def read(self, retrieval: Retrieval) -> Reading:
        """The sentences that answer, with a calibrated confidence."""
        ...
