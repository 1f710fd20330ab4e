"""A statement with cited sentences, and whether they support it: what training is made of."""

import hashlib
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """`kind` says how it came about: "claim", or the rule that made it; `source` names its set."""

    statement: str
    cited: tuple[str, ...]
    supported: bool
    kind: str
    source: str


def kept_back(evidence: str, share: float) -> bool:
    """Whether evidence is kept for measuring: by the SHA-256 of its first 300 letters and digits,
    in small letters, so that all statements about it stay on one side."""
    key = "".join(re.findall(r"\w", evidence.casefold()))[:300]
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) < share * 16**8
