"""A question that a document may answer, and one that it was found to answer."""

from dataclasses import dataclass
from typing import Literal

from index.document import Span

Kind = Literal[
    "own", "whole", "heading", "who", "what", "which", "when", "where", "why", "how many", "about"
]
"""What a question asks for; `own` is one of the owner's list, `whole` is about a document as a
whole, `heading` about what stands under a heading, `about` about all that is said of a name."""


@dataclass(frozen=True, slots=True)
class Idea:
    """A question, and the words of a document that it was made from."""

    question: str
    kind: Kind
    source: Span


@dataclass(frozen=True, slots=True)
class Kept:
    """A question that was asked and answered: by which sentences, and how surely (0 to 1).

    The sentence that the question was made from comes first in its evidence.
    """

    question: str
    kind: Kind
    document: str
    evidence: tuple[Span, ...]
    confidence: float
