"""The claims that people judged, as they are on disk: `claims_SOURCE.jsonl.gz`."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.support.train.pair import Pair, kept_back
from index.sentences import sentences

KEPT_BACK = 0.2
"""The share of a set's evidence whose claims are never trained on."""


def read_claims(folder: Path, source: str) -> Iterator[tuple[Pair, bool]]:
    """The claims of one set, each with whether it is kept back. "Refuted" and "not enough" are
    both not supported."""
    with gzip.open(folder / f"claims_{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            pair = Pair(
                " ".join(row["claim"].split()),
                cited_of(row["evidence"]),
                row["label"] == "supported",
                "claim",
                source,
            )
            yield pair, kept_back(row["evidence"], KEPT_BACK)


def training_claims(folder: Path, source: str) -> list[Pair]:
    """The claims of one set that are trained on."""
    return [pair for pair, back in read_claims(folder, source) if not back]


def held_claims(folder: Path, source: str) -> list[Pair]:
    """The claims of one set that are kept for measuring."""
    return [pair for pair, back in read_claims(folder, source) if back]


def cited_of(evidence: str) -> tuple[str, ...]:
    """The sentences of evidence that is told as one text."""
    found: list[Any] = [
        evidence[start:end].strip() for start, end in sentences(evidence, 0, len(evidence))
    ]
    return tuple(filter(None, found))
