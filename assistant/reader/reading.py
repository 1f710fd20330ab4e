"""What a reader makes of a search, and what every reader can be asked."""

from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Evidence
from index.retrieval import Retrieval


@dataclass(frozen=True, slots=True)
class Reading:
    """Evidence in reading order, and the probability that it answers and is right.

    `lead` are fixed words to say before the evidence, `notes` fixed remarks to make after it.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    lead: str = ""
    notes: tuple[str, ...] = ()


class Reader(Protocol):
    """Finds the sentences that answer in what a search found."""

    name: str

    def read(self, retrieval: Retrieval) -> Reading:
        """The sentences that answer, with a calibrated confidence."""
        ...
