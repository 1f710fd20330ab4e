"""How many of the nearest passages Chroma's search finds, against a search that compares all."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.catalog import Catalog
from index.embedding import Vectors
from index.home import opened
from index.packing import unpack

AT = 10
"""Of so many nearest passages it is measured how many are found."""
ROWS = 20_000
"""Vectors that are compared at once."""
EQUAL = 1e-5
"""Cosines that differ by no more are equal: either passage is the nearer one."""


def recall(place: Path, vectors: Vectors) -> list[float]:
    """For each question's vector the share of the `AT` nearest passages among the first `AT` that
    Chroma finds."""
    catalog = Catalog(place / "catalog.sqlite")
    store = opened(place, catalog, None)
    try:
        last = nearest(catalog, vectors)
        return [
            sum(cosine >= least - EQUAL for _, cosine in store.search(vector, AT)) / AT
            for vector, least in zip(vectors, last, strict=True)
        ]
    finally:
        store.close()
        catalog.close()


def nearest(catalog: Catalog, vectors: Vectors) -> Sequence[float]:
    """For each vector the cosine of the passage that is the `AT`th nearest, all compared."""
    best = np.full((len(vectors), AT), -1.0, dtype=np.float32)
    for rows in _passages(catalog):
        found = np.concatenate([best, vectors @ rows.T], axis=1)
        best = -np.partition(-found, AT - 1, axis=1)[:, :AT]
    return [float(one) for one in best.min(axis=1)]


def _passages(catalog: Catalog) -> Iterator[Vectors]:
    """The vectors of all passages, some at a time, of length 1 again: half precision is not."""
    with catalog.transaction() as connection:
        rows = connection.execute(
            "SELECT v.vector FROM passages p JOIN documents d ON d.key = p.document "
            "JOIN vectors v ON v.key = p.vector WHERE d.live = 1"
        )
        while some := rows.fetchmany(ROWS):
            found = unpack([vector for (vector,) in some])
            yield found / np.linalg.norm(found, axis=1, keepdims=True)
