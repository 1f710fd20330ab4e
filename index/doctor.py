"""Checks an index against itself and against its folder; changes nothing."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from index.catalog import Catalog, Manifest
from index.changes import is_same
from index.chroma_address import Server
from index.embedding import Embedder
from index.errors import IndexDamaged, IndexMismatch, StorageUnusable
from index.fault import Fault, Kind
from index.home import opened
from index.loaders import loader_version
from index.recipe import check_recipe
from index.scan import Found, scan
from index.staging import Staging

SAMPLE = 500
"""Passages whose vector must find them, or up to twice as many; all where there are fewer."""

Looked = Callable[[int, int], None]
"""Told how many passages were looked for by their vectors, and how many there are."""


def examine(
    folder: Path,
    place: Path,
    embedder: Embedder,
    *,
    may_be_empty: bool = False,
    every: bool = False,
    looked: Looked = lambda looked_at, of: None,
    server: Server | None = None,
) -> Iterator[Fault]:
    """What is wrong; nothing if all is well. With `every`, each passage is looked for by its
    vector, however many there are.

    Raises `FolderUnusable`, `IndexMissing`, `IndexMismatch`, `IndexDamaged`, `StorageUnusable`,
    and `ChromaUnusable` where the vectors cannot be looked at.
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
            yield from catalog.left_over()
            yield from _vectors(catalog, place, server, looked, every=every)
            yield from _folder(catalog, folder, may_be_empty=may_be_empty)
    finally:
        catalog.close()


def _vectors(
    catalog: Catalog, place: Path, server: Server | None, looked: Looked, *, every: bool
) -> Iterator[Fault]:
    staging = Staging(catalog)
    ids = staging.live_ids()
    live = set(ids)
    try:
        store = opened(place, catalog, server)
        try:
            held = store.ids()
            if missing := live - held:
                what = f"{len(missing)} passages are missing from the vector index"
                yield Fault(Kind.VECTORS, what)
            if orphans := held - live:
                yield Fault(Kind.VECTORS, f"{len(orphans)} vectors belong to no passage")
            sample = ids[:: 1 if every else max(1, len(ids) // SAMPLE)]
            lost = store.unfindable(staging.live_vectors([id for id in sample if id in held]))
            looked(len(sample), len(ids))
            if lost:
                of = f" of {len(sample)} looked at" if len(sample) < len(ids) else ""
                what = f"{len(lost)} passages{of} are not found by their own vector"
                yield Fault(Kind.GRAPH, what)
        finally:
            store.close()
    except (IndexDamaged, IndexMismatch, StorageUnusable) as error:
        reason = str(error).removeprefix(f"{place / 'chroma'}: ").partition(";")[0]
        yield Fault(Kind.GRAPH, f"the vectors of all {len(live)} passages are missing ({reason})")


def _folder(catalog: Catalog, folder: Path, *, may_be_empty: bool) -> Iterator[Fault]:
    seen = scan(folder, may_be_empty=may_be_empty)
    files = {file.id: file for file in seen.files}
    known, failed = catalog.manifest(), catalog.failures()
    new = sorted(files.keys() - known.keys() - failed.keys())
    gone = sorted(id for id in known.keys() - files.keys() if not seen.hides(id))
    both = sorted(files.keys() & known.keys())
    older = [id for id in both if known[id].loader != loader_version(id)]
    changed = [id for id in both if id not in older and _changed(files[id], known[id])]
    for what, ids in (
        ("not indexed yet", new),
        ("changed since", changed),
        ("read by another version of the loader", older),
        ("gone", gone),
    ):
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
