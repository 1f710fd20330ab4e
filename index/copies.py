"""Passages that say once more what a better one says: in the same words."""

import re
from collections.abc import Sequence

from index.stored import Stored

COPY = 0.99
"""Passages whose vectors have at least this cosine may be the same text: or say the opposite, as
another number or a "not" hardly moves a vector. Their words decide."""
SAID = re.compile(r"[^\W_]+|(?<!\w)[-−](?=\d)|[%‰°+<>≤≥=$€£¥]")
"""What makes two texts say something else: words, numbers and the signs of numbers."""


def without_copies(
    ranked: Sequence[tuple[float, Stored]], limit: int
) -> list[tuple[float, Stored]]:
    """The first `limit` passages, less those that say once more what a better one says."""
    taken: list[tuple[float, Stored]] = []
    for score, stored in ranked:
        if len(taken) == limit:
            break
        if not any(_same(stored, other) for _, other in taken):
            taken.append((score, stored))
    return taken


def _same(one: Stored, other: Stored) -> bool:
    """Whether two passages say the same in the same words."""
    if float(one.vector @ other.vector) < COPY:
        return False
    return SAID.findall(one.passage.text.lower()) == SAID.findall(other.passage.text.lower())
