"""Following the documents folder: the index is brought in line while questions go on."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.pace import UNKNOWN, Pace, Pacing
from index.embedding import Embedder, Vectors
from index.errors import (
    ChromaUnusable,
    FolderUnusable,
    FootnoteError,
    IndexBusy,
    IndexDamaged,
    IndexMismatch,
    StorageUnusable,
)
from index.intake import Progress

RETRY = 2.0
"""Seconds until another try where another process is writing the index, or the Chroma server is
away."""

PART = 128
"""Texts encoded without a look at whether to stop: half a second on two cores."""

LOG = "the server's log says more"
TOLD: dict[type[FootnoteError], str] = {
    FolderUnusable: f"the documents folder is missing, empty or cannot be read; {LOG}",
    StorageUnusable: f"the data folder cannot be written, or the disk is full; {LOG}",
    ChromaUnusable: f"the Chroma server cannot be used, which is tried again; {LOG}",
    IndexDamaged: "the index is damaged; stop the server and run `footnote index --rebuild`",
    IndexMismatch: "the index was made anew by another version of Footnote; start the server again",
}
"""What a page may say of an error: the message itself can name paths of the server."""
FAILED = f"indexing failed; {LOG}"

logger = logging.getLogger(__name__)


class _Stopped(Exception):
    """The run is to end where it is."""


@dataclass(frozen=True, slots=True)
class Followed:
    """How far the index has followed: `done` of `total` bytes and the pace while a run is on, and
    why the last run failed, if it did."""

    indexing: bool = False
    done: int = 0
    total: int = 0
    error: str | None = None
    pace: Pace = UNKNOWN


class Following:
    """Syncs in a thread of its own when told that the folder changed; close it when done.

    However often it is told while a run is on, one more run follows. `run` is given the progress
    to report; a sync that is stopped half-way is completed by the next. Where it returns seconds,
    another run follows after these, told or not.
    """

    def __init__(self, run: Callable[[Progress], float | None]) -> None:
        self._run = run
        self._condition = threading.Condition()
        self._thread: threading.Thread | None = None
        self._wanted = False
        self._again: float | None = None
        self._stopped = False
        self._followed = Followed()
        self._pacing = Pacing()

    def wake(self) -> None:
        """Says that the folder may have changed; returns at once."""
        with self._condition:
            if self._stopped:
                return
            self._wanted = True
            self._followed = replace(self._followed, indexing=True)
            if self._thread is None:
                # A daemon: a second Ctrl-C need not wait for it, as a run may end anywhere.
                self._thread = threading.Thread(target=self._follow, name="following", daemon=True)
                self._thread.start()
            self._condition.notify_all()

    def followed(self) -> Followed:
        """How far it is."""
        return self._followed

    def close(self) -> None:
        """Stops a run where it is, also while it waits for a file, and the thread."""
        with self._condition:
            self._stopped = True
            self._condition.notify_all()
        if self._thread is not None:
            self._thread.join()

    def check(self) -> None:
        """To be called now and then in a run: raises where it has to stop."""
        if self._stopped:
            raise _Stopped

    def _follow(self) -> None:
        while self._told():
            self._pacing = Pacing()
            try:
                again = self._run(self._report)
            except _Stopped:
                return
            except IndexBusy:
                self._try_again()
            except ChromaUnusable as error:
                self._try_again(_reason(error))
            except Exception as error:
                self._ended(_reason(error))
            else:
                self._ended(None, again)

    def _told(self) -> bool:
        """Waits for something to do; False where it has to stop."""
        with self._condition:
            self._condition.wait_for(lambda: self._wanted or self._stopped, self._again)
            self._wanted, self._again = False, None
            return not self._stopped

    def _report(self, done: int, total: int) -> None:
        self.check()
        pace = self._pacing.told(done, total)
        with self._condition:
            self._followed = replace(self._followed, done=done, total=total, pace=pace)

    def _try_again(self, error: str | None = None) -> None:
        with self._condition:
            self._followed = replace(self._followed, error=error or self._followed.error)
            self._condition.wait_for(lambda: self._stopped, RETRY)
            self._wanted = True

    def _ended(self, error: str | None, again: float | None = None) -> None:
        with self._condition:
            self._again = again
            self._followed = Followed(indexing=self._wanted or again is not None, error=error)


def _reason(error: Exception) -> str:
    """What may be told of an error; the log gets all of it."""
    if not isinstance(error, FootnoteError):
        logger.error("the index could not follow its folder", exc_info=error)
        return FAILED
    logger.error("%s", error)
    return TOLD.get(type(error), FAILED)


class Interruptible:
    """An embedder that looks before each part of its work whether it should go on."""

    def __init__(self, embedder: Embedder, check: Callable[[], None]) -> None:
        self._embedder, self._check = embedder, check
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self.max_pieces, self.marker_pieces = embedder.max_pieces, embedder.marker_pieces
        self.languages = embedder.languages

    def count(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without marker pieces and never cut."""
        return [n for part in self._parts(texts) for n in self._embedder.count(part)]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in order; raises what `check` raises."""
        if not texts:
            return self._embedder.encode(texts)
        # Those of a length together, as they are encoded fastest that way.
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        rows = [self._embedder.encode(part) for part in self._parts([texts[n] for n in order])]
        vectors: Vectors = np.concatenate(rows)[np.argsort(order)]
        return vectors

    def _parts(self, texts: Sequence[str]) -> Iterator[Sequence[str]]:
        for start in range(0, len(texts), PART):
            self._check()
            yield texts[start : start + PART]
