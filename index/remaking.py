"""Making the vector index anew from the catalog, which keeps all vectors: nothing is encoded."""

import shutil
from pathlib import Path

from index.catalog import Catalog
from index.errors import IndexDamaged
from index.staging import Staging
from index.vectors import VectorStore


def reconcile(staging: Staging, vectors: VectorStore) -> None:
    """Makes the vector index hold exactly the live passages."""
    vectors.drop_others()
    held = vectors.ids()
    live = {id for id, *_ in staging.live_vectors()}
    vectors.delete(sorted(held - live))
    vectors.add(record for record in staging.live_vectors() if record[0] not in held)


def remake(catalog: Catalog, place: Path) -> None:
    """Adds all vectors to a new collection and switches to it; whoever holds the lock calls it.

    What Chroma itself has damaged beyond use is removed first. Raises `StorageUnusable`.
    """
    catalog.set_meta(dirty="1")
    number = catalog.next_collection
    try:
        store = filled(catalog, place, number)
    except IndexDamaged:
        shutil.rmtree(place / "chroma", ignore_errors=True)
        store = filled(catalog, place, number)
    try:
        with catalog.transaction("IMMEDIATE"):
            catalog.set_meta(collection=str(number), generation=str(catalog.generation + 1))
        store.drop_others()
        catalog.set_meta(dirty="0")
    finally:
        store.close()


def filled(catalog: Catalog, place: Path, number: int) -> VectorStore:
    """A new collection with the vectors of every live passage, which the caller closes."""
    store = VectorStore(place / "chroma", number, create=True, fresh=True)
    try:
        store.add(Staging(catalog).live_vectors())
    except BaseException:
        store.close()
        raise
    return store
