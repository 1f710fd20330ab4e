"""Bringing an index in line with its folder: only what changed is read and embedded.

Order of writing, so that a reader sees the old index or the new one and a crash loses nothing:
vectors of new texts (kept by hash of the text), staged documents, their vectors in Chroma under
ids that no reader knows, one transaction that switches, and only then the old vectors go.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from index.catalog import Catalog, Manifest
from index.changes import Changes, compared, is_same, out_of_sight, stays
from index.document import Document
from index.embedding import Embedder
from index.errors import IndexDamaged, UnreadableDocument
from index.lock import locked
from index.packing import key_of, pack, space_of
from index.passages import CutPassage, cut
from index.recipe import check_recipe, recipe_of
from index.refused import Refusals
from index.remaking import reconcile
from index.scan import Found, Scan, scan
from index.staging import Staging
from index.steady import load_steady, manifest_of
from index.vectors import VectorStore

BATCH_TEXTS = 2048
"""New texts that are collected before they are encoded: enough to sort by length (1,024 cost 3%
more), and what an interrupted run can lose: ten seconds on two cores."""

Progress = Callable[[int, int], None]
"""Told the bytes of changed files that are done, and all of them."""


@dataclass(frozen=True, slots=True)
class SyncSummary(Changes):
    """What a sync did: the changes, the passages that the index now holds, and how many texts had
    to be encoded."""

    passages: int = 0
    encoded: int = 0


def sync(
    folder: Path,
    place: Path,
    embedder: Embedder,
    *,
    rebuild: bool = False,
    may_be_empty: bool = False,
    progress: Progress | None = None,
) -> SyncSummary:
    """Brings the index in `place` in line with the documents in `folder`.

    A folder without documents is an error, as it may be a disk that is not there, unless it
    `may_be_empty`: then so is the index. What `progress` raises ends the run as a crash would.

    Raises `FolderUnusable`, `IndexBusy`, `IndexMismatch`, `IndexDamaged`, `StorageUnusable`. A
    file that cannot be read is listed in the summary and everything else is indexed.
    """
    found = scan(folder, may_be_empty=may_be_empty)
    told = progress or (lambda done, total: None)
    with locked(place):
        try:
            return _run(folder, place, embedder, found, told, rebuild=rebuild)
        except IndexDamaged:
            if not rebuild:
                raise
            _clear(place)
            return _run(folder, place, embedder, found, told, rebuild=True)


def _run(
    folder: Path,
    place: Path,
    embedder: Embedder,
    found: Scan,
    progress: Progress,
    *,
    rebuild: bool,
) -> SyncSummary:
    catalog = Catalog(place / "catalog.sqlite", create=True)
    try:
        if not rebuild:
            check_recipe(catalog, embedder)
        run = _Sync(catalog, place, folder, embedder, rebuild=rebuild)
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
        self, catalog: Catalog, place: Path, folder: Path, embedder: Embedder, *, rebuild: bool
    ) -> None:
        self.catalog, self.place, self.folder, self.embedder = catalog, place, folder, embedder
        self.staging = Staging(catalog)
        self.rebuild = rebuild
        self.before = catalog.manifest()
        self.fresh = rebuild or catalog.recipe() is None
        self.refusals = Refusals(catalog, anew=self.fresh)
        self.build = catalog.build + 1 if self.fresh else catalog.build
        self.collection = catalog.next_collection if self.fresh else catalog.collection
        self.staged: dict[str, str] = {}
        self.unchanged: set[str] = set()
        self.touched: dict[str, Manifest] = {}
        self.failed: dict[str, str] = {}
        self.unread: set[str] = set()
        self.encoded = 0

    def run(self, found: Scan, progress: Progress) -> SyncSummary:
        self.failed.update(found.failed)
        self.unread |= out_of_sight(found, self.before)
        candidates = [file for file in found.files if not self._settled(file)]
        self.staging.drop_staged()
        if candidates:
            self._stage(candidates, progress)
        changes = compared(
            self.before, self.staged, self.unchanged, self.unread, self.failed, found.skipped
        )
        gone = sorted([*changes.removed, *changes.renamed])
        dirty = self.catalog.meta("dirty") == "1"
        if self.staged or gone or dirty or self.fresh:
            self._switch(gone, dirty=dirty)
        self.staging.touch(self.touched)
        with self.catalog.transaction("IMMEDIATE"):
            self.staging.note_end(self.failed, found.skipped)
            self.refusals.keep()
        passages = sum(entry.passages for entry in self.catalog.entries())
        return SyncSummary(**asdict(changes), passages=passages, encoded=self.encoded)

    def _settled(self, file: Found) -> bool:
        """Whether nothing can have changed for a file: it is known, or known to be unreadable."""
        known = None if self.rebuild else self.before.get(file.id)
        if is_same(file, known):
            self.unchanged.add(file.id)
            return True
        reason = self.refusals.reason(file) if known is None else None
        if reason is not None:
            self.failed[file.id] = reason
        return reason is not None

    def _switch(self, gone: list[str], *, dirty: bool) -> None:
        self.catalog.set_meta(dirty="1")
        path = self.place / "chroma"
        vectors = VectorStore(path, self.collection, create=True, fresh=self.rebuild)
        try:
            known = 0 if self.rebuild else self.catalog.size()
            if not self.rebuild and (dirty or vectors.count() != known):
                reconcile(self.staging, vectors)
            vectors.add(self.staging.staged_vectors())
            with self.catalog.transaction("IMMEDIATE"):
                old = self.staging.switch(
                    gone, recipe_of(self.embedder), build=self.build, whole=self.rebuild
                )
                self.catalog.set_meta(collection=str(self.collection))
            if self.rebuild:
                vectors.drop_others()
            else:
                vectors.delete(old)
            if old:
                self.staging.drop_unused_vectors()
            self.catalog.set_meta(dirty="0")
        finally:
            vectors.close()

    def _stage(self, files: list[Found], progress: Progress) -> None:
        """Reads, cuts, encodes and stages what has changed; notes what turns out not to have."""
        total = sum(file.size for file in files)
        done = waiting = 0
        texts: dict[bytes, str] = {}
        limit = self.embedder.max_pieces - self.embedder.marker_pieces

        def encode() -> None:
            for share in self._encode(texts):
                progress(done + int(share * waiting), total)

        for file in files:
            progress(done, total)
            waiting += file.size
            loaded = self._load(file)
            if loaded is None:
                continue
            document, manifest = loaded
            passages = [
                self._keyed(passage, texts)
                for passage in cut(document, self.embedder.count, limit, self.build)
            ]
            self.staging.stage(document, manifest, passages)
            self.staged[file.id] = document.digest
            if len(texts) >= BATCH_TEXTS:
                encode()
                done, waiting = done + waiting, 0
        encode()
        progress(total, total)

    def _load(self, file: Found) -> tuple[Document, Manifest] | None:
        """The document in a file, None where it is unchanged after all or cannot be read."""
        try:
            document, file = load_steady(file, self.folder)
        except UnreadableDocument as error:
            self.failed[file.id] = str(error)
            if not error.passing:
                self.refusals.note(file)
            elif stays(file, error):
                self.unread.add(file.id)
            return None
        manifest = manifest_of(file, document)
        known = None if self.rebuild else self.before.get(file.id)
        if known is not None and known.digest == document.digest:
            self.unchanged.add(file.id)
            self.touched[file.id] = manifest
            return None
        return document, manifest

    def _keyed(
        self, passage: CutPassage, texts: dict[bytes, str]
    ) -> tuple[CutPassage, bytes, list[bytes]]:
        """A passage with the keys of its vectors, its texts noted for encoding."""
        space = space_of(self.embedder.fingerprint, self.build)
        whole, *parts = (
            text.strip() for text in (passage.passage.text, *(s.text for s in passage.sentences))
        )
        keys = [key_of(text, space) for text in (whole, *parts)]
        texts.update(zip(keys, (whole, *parts), strict=True))
        return passage, keys[0], keys[1:]

    def _encode(self, texts: dict[bytes, str]) -> Iterator[float]:
        """Encodes and keeps what has no vector yet; yields the share that is done so far."""
        known = self.staging.known_vectors(list(texts))
        new = [(key, text) for key, text in texts.items() if key not in known]
        parts = -(-len(new) // (2 * BATCH_TEXTS))  # of one size: a small rest pads badly
        for part in range(parts):
            batch = new[part * len(new) // parts : (part + 1) * len(new) // parts]
            vectors = self.embedder.encode([text for _, text in batch])
            self.staging.keep_vectors(zip((key for key, _ in batch), pack(vectors), strict=True))
            self.encoded += len(batch)
            yield (part + 1) / parts
        texts.clear()
