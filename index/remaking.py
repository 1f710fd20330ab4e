"""Making the vector index anew from the catalog, which keeps all vectors: nothing is encoded."""

from pathlib import Path

from index.catalog import Catalog
from index.chroma_address import Server
from index.errors import IndexDamaged
from index.home import leave_folder, new_mark, own_home
from index.staging import Staging
from index.vectors import Home, VectorStore


def reconcile(staging: Staging, vectors: VectorStore) -> None:
    """Makes the vector index hold exactly the live passages."""
    vectors.drop_others()
    held, live = vectors.ids(), set(staging.live_ids())
    vectors.delete(sorted(held - live))
    if missing := live - held:
        vectors.add(staging.live_vectors(missing))


def remake(catalog: Catalog, place: Path, *, server: Server | None = None) -> None:
    """Adds all vectors to a new collection and switches to it; whoever holds the lock calls it.

    It is on the Chroma server, if one is named, else in the index's folder, wherever the old one
    was. What Chroma itself has damaged beyond use is removed first. Raises `StorageUnusable` and
    `ChromaUnusable`.
    """
    home, number, mark = own_home(place, catalog, server), catalog.next_collection, new_mark()
    catalog.set_meta(dirty="1")
    store = filled(catalog, home, number, mark)
    try:
        with catalog.transaction("IMMEDIATE"):
            catalog.set_meta(
                collection=str(number),
                generation=str(catalog.generation + 1),
                vectors=home.address,
                mark=mark,
            )
        store.drop_others()
        leave_folder(place, home)
        catalog.set_meta(dirty="0")
    finally:
        store.close()


def filled(catalog: Catalog, home: Home, number: int, mark: str) -> VectorStore:
    """A new collection with the vectors of every live passage, which the caller closes.

    What Chroma itself has damaged beyond use is removed first.
    """
    try:
        return _filled(catalog, home, number, mark)
    except IndexDamaged:
        home.clear()
        return _filled(catalog, home, number, mark)


def _filled(catalog: Catalog, home: Home, number: int, mark: str) -> VectorStore:
    store = VectorStore(home, number, create=True, fresh=True)
    try:
        store.add(Staging(catalog).live_vectors())
        store.set_mark(mark)
    except BaseException:
        store.close()
        raise
    return store
