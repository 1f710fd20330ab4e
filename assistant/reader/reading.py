"""What a reader makes of a search, and what every reader can be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from assistant.answer import Evidence
from index.retrieval import Retrieval


@dataclass(frozen=True, slots=True)
class Reading:
    """Evidence in reading order, and the probability that it answers and is right.

    `lead` are fixed words to say before the evidence, `notes` fixed remarks to make after it. A
    confidence under `refuse_below` is too little to answer with: what reads knows what its own is
    worth. `parts` says in words what the confidence is made of: log odds that add up to its own.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    lead: str = ""
    notes: tuple[str, ...] = ()
    refuse_below: float = 0.0
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Whether there is nothing to answer with."""
        return not self.evidence or self.confidence < self.refuse_below


class Reader(Protocol):
    """Finds the sentences that answer in what a search found."""

    name: str

    def read(self, retrieval: Retrieval) -> Reading:
        """The sentences that answer, with a calibrated confidence."""
        ...
