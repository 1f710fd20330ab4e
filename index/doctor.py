"""Checks an index against itself and against its folder; changes nothing."""

import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from index.catalog import Catalog, Manifest
from index.changes import is_same
from index.embedding import Embedder
from index.errors import IndexDamaged, StorageUnusable
from index.fault import Fault, Kind
from index.recipe import check_recipe
from index.scan import Found, scan
from index.staging import Staging
from index.vectors import VectorStore

SAMPLE = 500
"""Passages whose vector must find them; all of them where there are fewer."""


def examine(
    folder: Path, place: Path, embedder: Embedder, *, may_be_empty: bool = False
) -> Iterator[Fault]:
    """What is wrong; nothing if all is well.

    Raises `FolderUnusable`, `IndexMissing`, `IndexMismatch`, `IndexDamaged`, `StorageUnusable`.
    """
    catalog = Catalog(place / "catalog.sqlite")
    try:
        check_recipe(catalog, embedder)
        if catalog.recipe() is None:
            yield Fault(Kind.INTERRUPTED, "the first run has not finished")
            return
        if catalog.meta("dirty") == "1":
            yield Fault(Kind.INTERRUPTED, "the last run was interrupted")
        faults = catalog.faults()
        yield from faults
        if not any(fault.kind is Kind.DAMAGED for fault in faults):
            yield from _vectors(catalog, place)
            yield from _folder(catalog, folder, may_be_empty=may_be_empty)
    finally:
        catalog.close()


def _vectors(catalog: Catalog, place: Path) -> Iterator[Fault]:
    staging = Staging(catalog)
    live = {id for id, *_ in staging.live_vectors()}
    try:
        store = VectorStore(place / "chroma", catalog.collection)
        try:
            held = store.ids()
            if missing := live - held:
                what = f"{len(missing)} passages are missing from the vector index"
                yield Fault(Kind.VECTORS, what)
            if orphans := held - live:
                yield Fault(Kind.VECTORS, f"{len(orphans)} vectors belong to no passage")
            step = max(1, len(live) // SAMPLE)
            sample = islice(staging.live_vectors(), 0, None, step)
            if lost := store.unfindable(record for record in sample if record[0] in held):
                yield Fault(Kind.GRAPH, f"{len(lost)} passages are not found by their own vector")
        finally:
            store.close()
    except (IndexDamaged, StorageUnusable) as error:
        reason = str(error).removeprefix(f"{place / 'chroma'}: ").partition(";")[0]
        yield Fault(Kind.GRAPH, f"the vectors of all {len(live)} passages are missing ({reason})")


def _folder(catalog: Catalog, folder: Path, *, may_be_empty: bool) -> Iterator[Fault]:
    seen = scan(folder, may_be_empty=may_be_empty)
    files = {file.id: file for file in seen.files}
    known, failed = catalog.manifest(), catalog.failures()
    new = sorted(files.keys() - known.keys() - failed.keys())
    gone = sorted(id for id in known.keys() - files.keys() if not seen.hides(id))
    changed = sorted(id for id in files.keys() & known.keys() if _changed(files[id], known[id]))
    for what, ids in (("not indexed yet", new), ("changed since", changed), ("gone", gone)):
        if ids:
            more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
            yield Fault(Kind.FOLDER, f"{what}: {', '.join(ids[:3])}{more}")
    for path, reason in failed.items():
        yield Fault(Kind.UNREADABLE, f"{path} is not indexed: {reason}")


def _changed(file: Found, known: Manifest) -> bool:
    """Whether a file holds other bytes than were indexed; read only where its time differs."""
    if is_same(file, known):
        return False
    try:
        with file.path.open("rb") as content:
            return f"sha256:{hashlib.file_digest(content, 'sha256').hexdigest()}" != known.digest
    except OSError:
        return True
