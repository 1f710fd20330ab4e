"""A sentence that might answer, and what a reader looks at in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from index.document import Sentence, Span
from index.retrieval import Hit, Retrieval


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer, with its values in the order of the features' names."""

    hit: Hit
    position: int
    values: tuple[float, ...]
    lightly: tuple[float, ...] = ()
    """The light reader's values of it, where another reader builds on them."""
    short: Span | None = None
    """Where the short answer stands in it, if it is one and the features tell."""

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.hit.sentences[self.position]


@dataclass(frozen=True, slots=True)
class Width:
    """How far behind the best sentence another is still shown, in log odds: `near` anywhere,
    `beside` next to one that is shown, as what answers often stands together; and how many at
    most."""

    near: float
    beside: float
    most: int


class Features(Protocol):
    """What a reader looks at: in every sentence that was found, and in a whole search."""

    name: str
    sentence: tuple[str, ...]
    """Names of a sentence's values."""
    answer: Mapping[str, str]
    """Names of a whole search's values, each with what it means in words."""
    given: Mapping[str, float]
    """The weights of the last of these, which are set and not fitted."""
    width: Width
    """Which sentences are shown beside the best one."""

    def candidates(self, retrieval: Retrieval) -> list[Candidate]:
        """The sentences that might answer."""
        ...

    def whole(self, retrieval: Retrieval, ranked: list[Candidate]) -> tuple[float, ...]:
        """The values of a whole search, whose candidates are ranked, best first."""
        ...

    def short(self, retrieval: Retrieval, candidate: Candidate, sure: float) -> Span | None:
        """Where the short answer stands in the sentence that answers best; None where that can't
        be told. `sure` is the lesser of the sentence's share and the confidence."""
        ...
