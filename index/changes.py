"""What changed in a folder since it was indexed: told of a run that was, or of one to come."""

import tempfile
from collections.abc import Iterator, Mapping, Set
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from index.catalog import Catalog, Manifest
from index.chroma_address import Server
from index.database import copied
from index.embedding import Embedder
from index.errors import IndexDamaged, IndexMismatch, UnreadableDocument
from index.home import check_home
from index.loaders import loader_version
from index.reading import read_side_by_side
from index.recipe import check_recipe
from index.refused import Refusals
from index.scan import Found, Scan, scan


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

    def told(self) -> dict[str, Any]:
        """The changes by name, not copied as `asdict` would: there may be a hundred thousand."""
        return {field.name: getattr(self, field.name) for field in fields(Changes)}


def dry_run(
    folder: Path,
    place: Path,
    embedder: Embedder,
    *,
    rebuild: bool = False,
    may_be_empty: bool = False,
    server: Server | None = None,
) -> Changes:
    """What `index.sync.sync` would do now: files that changed are read, nothing is written.

    Raises as `sync` does, but never `IndexBusy`.
    """
    found = scan(folder, may_be_empty=may_be_empty)
    known, refused = _known(place, embedder, found, server, rebuild=rebuild)
    read: dict[str, str] = {}
    unchanged: set[str] = set()
    unread = out_of_sight(found, known)
    failed = {**found.failed, **refused}
    held = {} if rebuild else known
    unchanged |= {file.id for file in found.files if is_same(file, held.get(file.id))}
    rest = [f for f in found.files if f.id not in unchanged and f.id not in refused]
    for file, outcome in read_side_by_side(rest, folder, held):
        if isinstance(outcome, UnreadableDocument):
            failed[file.id] = str(outcome)
            if stays(file, outcome):
                unread.add(file.id)
        elif outcome[0] is None:
            unchanged.add(file.id)
        else:
            read[file.id] = outcome[0].digest
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
    """Whether a file is known as it is now, by its size, its time and its stamp (where one is
    known), and as its loader reads it now."""
    return (
        known is not None
        and (known.size, known.modified) == (file.size, file.modified)
        and known.stamp in (None, file.stamp)
        and known.loader == loader_version(file.id)
    )


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
    place: Path, embedder: Embedder, found: Scan, server: Server | None, *, rebuild: bool
) -> tuple[dict[str, Manifest], dict[str, str]]:
    """The manifest of the index, and the reasons of files that are known to be unreadable; empty
    where there is none."""
    path = place / "catalog.sqlite"
    if not path.is_file():
        return {}, {}
    try:
        with _in_form(path) as catalog:
            if not rebuild:
                check_recipe(catalog, embedder)
                check_home(place, catalog, server)
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


@contextmanager
def _in_form(path: Path) -> Iterator[Catalog]:
    """The catalog; where an earlier version of Footnote made it, a copy in the form of this one."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        catalog = Catalog(path)
        opened.callback(catalog.close)
        try:
            catalog.check_form()
        except IndexMismatch:
            copied(path, Path(folder) / path.name)
            catalog = Catalog(Path(folder) / path.name, create=True)
            opened.callback(catalog.close)
        yield catalog
