"""Drafts at a pace that can be read: a fast model gives one with every token."""

import time
from collections.abc import Generator
from contextlib import closing
from typing import Any

PACE = 0.1
"""Seconds between two drafts, at least."""

Chunk = dict[str, Any]


def paced(chunks: Generator[Chunk], pace: float = PACE) -> Generator[Chunk]:
    """The assistant's chunks; of drafts that come within `pace` of another, only the newest.

    A draft that is held back comes with the next chunk, unless a statement is there by then. One
    that takes the draft away is never held. Closing this closes the chunks.
    """
    held: Chunk | None = None
    given = float("-inf")
    with closing(chunks):
        for chunk in chunks:
            if not chunk.keys() <= {"draft"}:
                held = None
                yield chunk
                continue
            held = chunk or held
            now = time.monotonic()
            if held is not None and (now - given >= pace or not held["draft"]):
                yield held
                held, given = None, now
            elif not chunk:
                yield chunk
