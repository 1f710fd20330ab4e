"""Checks an index against itself and against its folder; changes nothing."""

import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from index.catalog import Catalog, Manifest
from index.embedding import Embedder
from index.errors import IndexDamaged
from index.recipe import check_recipe
from index.scan import Found, scan
from index.staging import Staging
from index.vectors import VectorStore

SAMPLE = 500
"""Passages whose vector must find them; all of them where there are fewer."""


def examine(folder: Path, place: Path, embedder: Embedder) -> Iterator[str]:
    """What is wrong, one line each, with the command that mends it; nothing if all is well.

    Raises `FolderUnusable`, `IndexMissing`, `IndexMismatch`, `IndexDamaged`, `StorageUnusable`.
    """
    catalog = Catalog(place / "catalog.sqlite")
    try:
        check_recipe(catalog, embedder)
        if catalog.recipe() is None:
            yield "the first run has not finished; `footnote index` makes the index"
            return
        if catalog.meta("dirty") == "1":
            yield "the last run was interrupted; `footnote index` finishes it"
        for fault in catalog.faults():
            yield f"{fault}; `footnote index --rebuild` makes the index anew"
        yield from _vectors(catalog, place)
        yield from _folder(catalog, folder)
    finally:
        catalog.close()


def _vectors(catalog: Catalog, place: Path) -> Iterator[str]:
    staging = Staging(catalog)
    live = {id for id, *_ in staging.live_vectors()}
    mend = "`footnote index --rebuild` makes the index anew"
    try:
        store = VectorStore(place / "chroma", catalog.build)
    except IndexDamaged:
        yield f"the vectors of all {len(live)} passages are missing; {mend}"
        return
    try:
        held = store.ids()
        if missing := live - held:
            yield f"{len(missing)} passages are missing from the vector index; {mend}"
        if orphans := held - live:
            yield f"{len(orphans)} vectors belong to no passage; {mend}"
        step = max(1, len(live) // SAMPLE)
        sample = islice(staging.live_vectors(), 0, None, step)
        if lost := store.unfindable(record for record in sample if record[0] in held):
            yield f"{len(lost)} passages are not found by their own vector; {mend}"
    finally:
        store.close()


def _folder(catalog: Catalog, folder: Path) -> Iterator[str]:
    seen = scan(folder)
    files = {file.id: file for file in seen.files}
    known, failed = catalog.manifest(), catalog.failures()
    new = sorted(files.keys() - known.keys() - failed.keys())
    gone = sorted(id for id in known.keys() - files.keys() if not id.startswith(seen.hidden))
    changed = sorted(id for id in files.keys() & known.keys() if _changed(files[id], known[id]))
    for what, ids in (("not indexed yet", new), ("changed since", changed), ("gone", gone)):
        if ids:
            more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
            yield f"{what}: {', '.join(ids[:3])}{more}; `footnote index` brings it in line"
    for path, reason in failed.items():
        yield f"{path} is not indexed: {reason}; once it is mended or gone, run `footnote index`"


def _changed(file: Found, known: Manifest) -> bool:
    """Whether a file holds other bytes than were indexed; read only where its time differs."""
    if (file.size, file.modified) == (known.size, known.modified):
        return False
    try:
        return f"sha256:{hashlib.sha256(file.path.read_bytes()).hexdigest()}" != known.digest
    except OSError:
        return True
