"""Bringing an index in line with its folder: only what changed is read and embedded.

Order of writing, so that a reader sees the old index or the new one and a crash loses nothing:
vectors of new texts (kept by hash of the text), staged documents, their vectors in Chroma under
ids that no reader knows, one transaction that switches, and only then the old vectors go.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.catalog import Catalog
from index.changes import Changes, compared, out_of_sight
from index.chroma_address import Server
from index.embedding import Embedder
from index.errors import IndexDamaged
from index.home import astray, check_home, leave_folder, new_mark, own_home
from index.intake import Intake, Progress
from index.lock import locked
from index.recipe import check_recipe, recipe_of
from index.refused import Refusals
from index.remaking import reconcile
from index.rereading import keep_same
from index.scan import Scan, scan
from index.staging import Staging
from index.vectors import VectorStore

STORING = 0.05
"""What of a first run the adding to the vector index takes, about, and so of what is told as its
progress: on two cores two to five minutes an hour."""


@dataclass(frozen=True, slots=True)
class SyncSummary(Changes):
    """What a sync did: the changes, the passages that the index now holds, and how many texts had
    to be encoded. `unsettled` are documents that stay as they were, as somebody may still be
    writing their files: a sync after `index.steady.RACY` tells what became of them."""

    passages: int = 0
    encoded: int = 0
    unsettled: tuple[str, ...] = ()


def sync(
    folder: Path,
    place: Path,
    embedder: Embedder,
    *,
    rebuild: bool = False,
    may_be_empty: bool = False,
    progress: Progress | None = None,
    server: Server | None = None,
) -> SyncSummary:
    """Brings the index in `place` in line with the documents in `folder`.

    A folder without documents is an error, as it may be a disk that is not there, unless it
    `may_be_empty`: then so is the index. What `progress` raises ends the run as a crash would. The
    vectors go to the Chroma server, if one is named, and what it lacks of them is added again.

    Raises `FolderUnusable`, `IndexBusy`, `IndexMismatch`, `IndexDamaged`, `StorageUnusable`,
    `ChromaUnusable`. A file that cannot be read is listed in the summary and everything else is
    indexed.
    """
    told = progress or (lambda done, total: None)
    with locked(place):
        found = scan(folder, may_be_empty=may_be_empty)
        try:
            return _run(folder, place, embedder, found, told, server, rebuild=rebuild)
        except IndexDamaged:
            if not rebuild:
                raise
            _clear(place)
            return _run(folder, place, embedder, found, told, server, rebuild=True)


def _run(
    folder: Path,
    place: Path,
    embedder: Embedder,
    found: Scan,
    progress: Progress,
    server: Server | None,
    *,
    rebuild: bool,
) -> SyncSummary:
    catalog = Catalog(place / "catalog.sqlite", create=True)
    try:
        if rebuild:
            catalog.check_file()
        else:
            check_recipe(catalog, embedder)
            check_home(place, catalog, server)
        run = _Sync(catalog, place, folder, embedder, server, rebuild=rebuild)
        return run.run(found, progress)
    finally:
        catalog.close()


def _clear(place: Path) -> None:
    """Removes what is damaged beyond use; the documents are elsewhere and untouched."""
    for broken in place.glob("catalog.sqlite*"):
        broken.unlink()
    shutil.rmtree(place / "chroma", ignore_errors=True)


class _Sync:
    """One run of `sync`, with what it was given and what it has found so far."""

    def __init__(
        self,
        catalog: Catalog,
        place: Path,
        folder: Path,
        embedder: Embedder,
        server: Server | None,
        *,
        rebuild: bool,
    ) -> None:
        self.catalog, self.place, self.folder, self.embedder = catalog, place, folder, embedder
        self.server = server
        self.staging, self.rebuild = Staging(catalog), rebuild
        self.before = catalog.manifest()
        self.fresh = rebuild or catalog.recipe() is None
        self.build = catalog.build + 1 if self.fresh else catalog.build
        self.collection = catalog.next_collection if self.fresh else catalog.collection
        self.refusals = Refusals(catalog, anew=self.fresh)
        known = {} if rebuild else self.before
        self.intake = Intake(self.staging, self.refusals, embedder, self.build, known)

    def run(self, found: Scan, progress: Progress) -> SyncSummary:
        intake = self.intake
        intake.failed.update(found.failed)
        intake.unread |= out_of_sight(found, self.before)
        candidates = [file for file in found.files if not intake.settled(file)]
        total = sum(file.size for file in candidates)
        self.staging.drop_staged()
        if candidates:
            intake.take(
                candidates,
                self.folder,
                lambda done, total: progress(int(done * (1 - STORING)), total),
            )
        changes = compared(
            self.before,
            intake.staged,
            intake.unchanged,
            intake.unread,
            intake.failed,
            found.skipped,
        )
        gone = sorted([*changes.removed, *changes.renamed])
        dirty = self.catalog.meta("dirty") == "1"
        where = self.place, self.catalog, self.server
        if intake.staged or gone or dirty or self.fresh or astray(*where):
            self._switch(gone, total, progress, dirty=dirty)
        elif candidates:
            progress(total, total)
        self.staging.touch(intake.touched)
        with self.catalog.transaction("IMMEDIATE"):
            self.staging.note_end(intake.failed, found.skipped)
            self.refusals.keep()
        return SyncSummary(
            **changes.told(),
            passages=self.catalog.size(),
            encoded=intake.texts.encoded,
            unsettled=tuple(sorted(intake.unsettled & self.before.keys())),
        )

    def _switch(self, gone: list[str], total: int, progress: Progress, *, dirty: bool) -> None:
        keep_same(self.catalog)
        home = own_home(self.place, self.catalog, self.server)
        self.catalog.set_meta(dirty="1")
        vectors = VectorStore(
            home,
            self.collection,
            mark="" if dirty else self.catalog.meta("mark"),
            create=True,
            fresh=self.rebuild,
        )
        try:
            known = 0 if self.rebuild else self.catalog.size()
            if not self.rebuild and (dirty or vectors.count() != known):
                reconcile(self.staging, vectors)
            vectors.add(self._told(total, progress))
            progress(total, total)
            mark = new_mark()
            vectors.set_mark(mark)  # before the switch: then a reader beside it goes on with it
            with self.catalog.transaction("IMMEDIATE"):
                old = self.staging.switch(
                    gone, recipe_of(self.embedder), build=self.build, whole=self.rebuild
                )
                self.catalog.set_meta(
                    collection=str(self.collection), vectors=home.address, mark=mark
                )
            if self.rebuild:
                vectors.drop_others()
            else:
                vectors.delete(old)
            leave_folder(self.place, home)
            self.catalog.set_meta(dirty="0")
        finally:
            vectors.close()

    def _told(self, total: int, progress: Progress) -> Iterator[tuple[str, str, bytes]]:
        """The staged vectors; tells of each that is taken as the last part of the progress."""
        count = self.staging.staged_passages()
        for number, record in enumerate(self.staging.staged_vectors()):
            progress(int(total * (1 - STORING + STORING * number / count)), total)
            yield record
