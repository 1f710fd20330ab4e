"""What changed in a folder since it was indexed: told of a run that was, or of one to come."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from index.catalog import Catalog, Manifest
from index.embedding import Embedder
from index.errors import IndexDamaged, UnreadableDocument
from index.recipe import check_recipe
from index.refused import Refusals
from index.scan import Found, Scan, scan
from index.steady import load_steady


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of each file, by document id.

    `renamed` maps the id under which a file is no longer found to the one under which the same
    bytes are now; `failed` and `skipped` map a path to the reason.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    renamed: dict[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)


def dry_run(
    folder: Path,
    place: Path,
    embedder: Embedder,
    *,
    rebuild: bool = False,
    may_be_empty: bool = False,
) -> Changes:
    """What `index.sync.sync` would do now: files that changed are read, nothing is written.

    Raises as `sync` does, but never `IndexBusy`.
    """
    found = scan(folder, may_be_empty=may_be_empty)
    known, refused = _known(place, embedder, found, rebuild=rebuild)
    read: dict[str, str] = {}
    unchanged: set[str] = set()
    unread = out_of_sight(found, known)
    failed = {**found.failed, **refused}
    for file in found.files:
        held = None if rebuild else known.get(file.id)
        if is_same(file, held):
            unchanged.add(file.id)
            continue
        if file.id in refused:
            continue
        try:
            document, _ = load_steady(file, folder)
        except UnreadableDocument as error:
            failed[file.id] = str(error)
            if stays(file, error):
                unread.add(file.id)
            continue
        if held is not None and held.digest == document.digest:
            unchanged.add(file.id)
        else:
            read[file.id] = document.digest
    return compared(known, read, unchanged, unread, failed, found.skipped)


def compared(
    known: Mapping[str, Manifest],
    read: Mapping[str, str],
    unchanged: Set[str],
    unread: Set[str],
    failed: Mapping[str, str],
    skipped: Mapping[str, str],
) -> Changes:
    """The changes from what is `known` to what was `read`, a digest by id; `unread` are documents
    that stay as they are known, for want of a look at them."""
    gone = sorted(known.keys() - read.keys() - unchanged - unread)
    new = sorted(read.keys() - known.keys())
    renamed = _renamed({id: known[id].digest for id in gone}, {id: read[id] for id in new})
    arrived = set(renamed.values())
    return Changes(
        added=tuple(id for id in new if id not in arrived),
        updated=tuple(sorted(read.keys() & known.keys())),
        renamed=renamed,
        removed=tuple(id for id in gone if id not in renamed),
        unchanged=tuple(sorted(unchanged)),
        failed=dict(sorted(failed.items())),
        skipped=dict(sorted(skipped.items())),
    )


def is_same(file: Found, known: Manifest | None) -> bool:
    """Whether a file is known as it is now, by size and time."""
    return known is not None and known[1:] == (file.size, file.modified)


def out_of_sight(found: Scan, known: Mapping[str, Manifest]) -> set[str]:
    """The known documents in folders that could not be looked into."""
    seen = {file.id for file in found.files}
    return {id for id in known.keys() - seen if found.hides(id)}


def stays(file: Found, error: UnreadableDocument) -> bool:
    """Whether a document stays as it is known where its file cannot be read."""
    return error.passing and file.path.exists()


def _renamed(gone: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Which id became which, by digest: each at most once, in order of id."""
    waiting: dict[str, list[str]] = {}
    for id, digest in new.items():
        waiting.setdefault(digest, []).append(id)
    return {id: waiting[digest].pop(0) for id, digest in gone.items() if waiting.get(digest)}


def _known(
    place: Path, embedder: Embedder, found: Scan, *, rebuild: bool
) -> tuple[dict[str, Manifest], dict[str, str]]:
    """The manifest of the index, and the reasons of files that are known to be unreadable; empty
    where there is none."""
    path = place / "catalog.sqlite"
    if not path.is_file():
        return {}, {}
    catalog = Catalog(path)
    try:
        if not rebuild:
            check_recipe(catalog, embedder)
        manifest = catalog.manifest()
        refusals = Refusals(catalog, anew=rebuild or catalog.recipe() is None)
        reasons = {
            file.id: reason
            for file in found.files
            if file.id not in manifest and (reason := refusals.reason(file)) is not None
        }
        return manifest, reasons
    except IndexDamaged:
        if not rebuild:
            raise
        return {}, {}
    finally:
        catalog.close()
