"""What a language model did for an answer: the account of its writing, and what its help cost."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Task = Literal["rewriting", "expansion", "repair", "translation"]
"""What a language model helps with: a follow-up put in full, other words to search by, a sentence
that is not borne out, one that is checked in English."""


@dataclass(frozen=True, slots=True)
class Written:
    """The account of one writing, of one that failed too.

    `evidence` counts the numbered sentences that the model was given, `trimmed` those found that
    had no room. `statements` are those it wrote; of these `recited` stand by other citations than
    it gave, `rewritten` in other words, and `dropped` were not borne out and were left out, or are
    shown struck. `unknown` counts markers that were dropped: of sentences that it was not given, or
    written so late that their statement was shown already. Tokens are those of the answer alone, by
    the model's own count where it tells, else estimated. `seconds` are those to the first word, of
    writing, of checking. `failure` is the kind of failure, None where there was none.
    """

    prompt: str
    """The version of the prompts."""
    evidence: int
    trimmed: int
    statements: int = 0
    recited: int = 0
    rewritten: int = 0
    dropped: int = 0
    unknown: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    failure: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The account as plain values."""
        return asdict(self) | {"seconds": dict(self.seconds)}


@dataclass(frozen=True, slots=True)
class Helped:
    """What the requests of one task cost beside that for the answer, those that failed too; tokens
    as in `Written`."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The cost as plain values."""
        return asdict(self)
