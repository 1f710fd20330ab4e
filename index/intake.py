"""Taking in the files of a folder that changed: each is read, cut, encoded and staged."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from index.catalog import Manifest
from index.changes import is_same, stays
from index.document import Document
from index.embedding import Embedder
from index.errors import UnreadableDocument, Unsettled
from index.new_texts import NewTexts
from index.passages import cut
from index.reading import Outcome, read_side_by_side
from index.refused import Refusals
from index.scan import Found
from index.staging import KeyedPassage, Staging

Progress = Callable[[int, int], None]
"""Told the bytes of changed files that are done, and all of them: often, also where nothing is."""


@dataclass(slots=True)
class _Arriving:
    """A document of which passages are still to be staged; it has a `key` once some are."""

    document: Document
    file: Manifest
    key: int | None = None
    passages: list[KeyedPassage] = field(default_factory=list)


class Intake:
    """The files of one run, and what became of each by document id.

    `known` are the documents that the index holds and a run may rely on. `staged` maps to the
    digest, `touched` to the file's new time where its bytes are as known, `failed` to the reason;
    `unread` are documents that stay as they are for want of a look at them, `unsettled` those whose
    files may still be being written.
    """

    def __init__(
        self,
        staging: Staging,
        refusals: Refusals,
        embedder: Embedder,
        build: int,
        known: Mapping[str, Manifest],
    ) -> None:
        self.staged: dict[str, str] = {}
        self.unchanged: set[str] = set()
        self.touched: dict[str, Manifest] = {}
        self.failed: dict[str, str] = {}
        self.unread: set[str] = set()
        self.unsettled: set[str] = set()
        self.texts = NewTexts(staging, embedder, build)
        self._staging, self._refusals = staging, refusals
        self._embedder, self._build, self._known = embedder, build, known
        self._arriving: list[_Arriving] = []
        self._done = self._collected = 0.0

    def settled(self, file: Found) -> bool:
        """Whether nothing can have changed for a file: it is known, or known to be unreadable."""
        known = self._known.get(file.id)
        if known is not None and is_same(file, known):
            self.unchanged.add(file.id)
            if known.stamp is None:
                self.touched[file.id] = known._replace(stamp=file.stamp)
            return True
        reason = self._refusals.reason(file) if known is None else None
        if reason is not None:
            self.failed[file.id] = reason
        return reason is not None

    def take(self, files: Sequence[Found], folder: Path, progress: Progress) -> None:
        """Reads, cuts, encodes and stages what has changed; notes what turns out not to have."""
        total = sum(file.size for file in files)

        def tell(share: float = 0.0) -> None:
            progress(int(self._done + share * self._collected), total)

        with closing(read_side_by_side(files, folder, self._known, tell)) as reading:
            for file, outcome in reading:
                tell()
                arriving = self._arrived(file, outcome)
                if arriving is None:
                    self._done += file.size
                else:
                    self._cut(arriving, file.size, tell)
        self._encode(tell)
        progress(total, total)

    def _arrived(self, file: Found, outcome: Outcome) -> _Arriving | None:
        """The document in a file, None where it is unchanged after all or cannot be read."""
        if isinstance(outcome, UnreadableDocument):
            self.failed[file.id] = str(outcome)
            if not outcome.passing:
                self._refusals.note(file)
            elif stays(file, outcome):
                self.unread.add(file.id)
                if isinstance(outcome, Unsettled):
                    self.unsettled.add(file.id)
            return None
        document, manifest = outcome
        if document is None:
            self.unchanged.add(file.id)
            self.touched[file.id] = manifest
            return None
        self.staged[file.id] = document.digest
        return _Arriving(document, manifest)

    def _cut(self, arriving: _Arriving, size: int, tell: Callable[[float], None]) -> None:
        """Collects the passages of a document, and encodes whenever there are enough texts."""
        document = arriving.document
        limit = self._embedder.max_pieces - self._embedder.marker_pieces
        self._arriving.append(arriving)
        for passage in cut(document, self._embedder.count, limit, self._build):
            arriving.passages.append(self.texts.keyed(passage))
            self._collected += size * len(passage.passage.text) / len(document.text)
            if self.texts.enough:
                self._encode(tell)
                self._arriving.append(arriving)

    def _encode(self, tell: Callable[[float], None]) -> None:
        """Stages what is collected, in one transaction, and encodes it."""
        with self._staging.transaction("IMMEDIATE"):
            for one in self._arriving:
                if one.key is None:
                    one.key = self._staging.stage(one.document, one.file)
                self._staging.add(one.key, one.passages)
                one.passages = []
        self._arriving.clear()
        for share in self.texts.encode():
            tell(share)
        self._done, self._collected = self._done + self._collected, 0.0
