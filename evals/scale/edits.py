"""How long a sync takes after one file has changed, its new text really encoded."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

from assistant.settings import Settings
from assistant.syncing import place_of
from evals.corpus import BULK
from index.embedding import Embedder
from index.retrieval import Index
from index.sync import sync

EDITS = 5
"""Files that are changed, and then changed back: two syncs each."""
ADDED = "Edited on day {number}, which no other document mentions. "


def edited(
    settings: Settings, embedder: Embedder, question: str
) -> tuple[list[float], list[float]]:
    """Seconds of each sync, and of the first question after it in an index that was open before,
    as in a server."""
    files = sorted((settings.documents / BULK).glob("*.txt"))
    files = files or sorted(settings.documents.rglob("*.txt"))
    index = Index(place_of(settings), embedder)
    syncing, asking = [], []
    try:
        index.search(question, 8)
        for text, file in _changes(random.Random(8).sample(files, min(EDITS, len(files)))):
            file.write_text(text, encoding="utf-8")
            began = time.perf_counter()
            done = sync(settings.documents, place_of(settings), embedder)
            syncing.append(time.perf_counter() - began)
            if len(done.updated) != 1 or not done.encoded:
                raise AssertionError(f"{file}: one file changed, but the sync did {done}")
            began = time.perf_counter()
            index.search(question, 8)
            asking.append(time.perf_counter() - began)
    finally:
        index.close()
    return syncing, asking


def _changes(files: list[Path]) -> Iterator[tuple[str, Path]]:
    for number, file in enumerate(files):
        text = file.read_text(encoding="utf-8")
        yield ADDED.format(number=number) + text, file
        yield text, file
