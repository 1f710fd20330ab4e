"""What became of an answer that a language model wrote: the account of it, beside the answer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Written:
    """The account of one writing, of one that failed too.

    `evidence` counts the numbered sentences that the model was given, `trimmed` those found that
    had no room. `statements` are those it wrote; of these `recited` stand by other citations than
    it gave, `rewritten` in other words, and `dropped` were not borne out and were left out, or are
    shown struck. `unknown` counts markers of sentences that it was not given. Tokens are the
    model's own count where it tells, else estimated. `seconds` are those to the first word, of
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
