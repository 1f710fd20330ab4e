"""Mending an index: each fault by the least that helps, documents untouched."""

from pathlib import Path

from index.catalog import Catalog
from index.chroma_address import Server
from index.doctor import Looked, examine
from index.embedding import Embedder
from index.fault import Fault, Kind
from index.home import new_mark, opened
from index.lock import locked
from index.remaking import reconcile, remake
from index.repairing import repair
from index.staging import Staging
from index.sync import sync

ROUNDS = 3
"""How often is looked again: a fault can hide behind another, vectors behind passages."""
BY_SYNC = {Kind.INTERRUPTED, Kind.FOLDER, Kind.DOCUMENTS, Kind.UNREADABLE}


def mend(
    folder: Path,
    place: Path,
    embedder: Embedder,
    *,
    may_be_empty: bool = False,
    every: bool = False,
    looked: Looked = lambda looked_at, of: None,
    server: Server | None = None,
) -> tuple[list[str], list[Fault]]:
    """Mends what can be mended without making the index anew; what was done, and what is left.
    `every` and `looked` are those of `examine`.

    Where the catalog itself is damaged nothing is done, as only a rebuild helps. Raises as
    `examine` and `sync` do.
    """

    def look() -> list[Fault]:
        where = folder, place, embedder
        found = examine(
            *where, may_be_empty=may_be_empty, every=every, looked=looked, server=server
        )
        return list(found)

    done: list[str] = []
    for n in range(ROUNDS):
        faults = look()
        kinds = {fault.kind for fault in faults}
        if n:
            kinds.discard(Kind.UNREADABLE)  # once more is enough
        if Kind.DAMAGED in kinds or not kinds:
            return done, faults
        with locked(place):
            done += _repaired(place, embedder, kinds, server)
        if kinds & BY_SYNC:
            summary = sync(folder, place, embedder, may_be_empty=may_be_empty, server=server)
            done.append(
                f"brought the index in line with the folder: {len(summary.added)} added, "
                f"{len(summary.updated)} updated, {len(summary.renamed)} renamed, "
                f"{len(summary.removed)} removed, {summary.encoded} texts encoded"
            )
    return done, look()


def _repaired(
    place: Path, embedder: Embedder, kinds: set[Kind], server: Server | None
) -> list[str]:
    catalog = Catalog(place / "catalog.sqlite", create=True)
    try:
        done = repair(catalog, embedder, kinds)
        if Kind.GRAPH in kinds:
            remake(catalog, place, server=server)
            done.append(f"made the vector index anew from {catalog.size()} kept vectors")
        elif Kind.VECTORS in kinds:
            done.append(_reconciled(catalog, place, server))
        return done
    finally:
        catalog.close()


def _reconciled(catalog: Catalog, place: Path, server: Server | None) -> str:
    vectors = opened(place, catalog, server)
    try:
        before = vectors.ids()
        catalog.set_meta(dirty="1")
        reconcile(Staging(catalog), vectors)
        after, mark = vectors.ids(), new_mark()
        vectors.set_mark(mark)
        # An open reader sees what was added once it opens the vectors anew.
        catalog.set_meta(generation=str(catalog.generation + 1), mark=mark, dirty="0")
    finally:
        vectors.close()
    return (
        f"added {len(after - before)} kept vectors to the vector index, "
        f"deleted {len(before - after)} that belonged to no passage"
    )
