"""Files read side by side and given in order: the next ones are read while one is encoded."""

import os
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path

from index.catalog import Manifest
from index.document import Document
from index.errors import UnreadableDocument
from index.loaders import PARSERS
from index.scan import Found
from index.steady import load_steady

SIDE_BY_SIDE = min(os.cpu_count() or 1, 8)
"""Files that are read at the same time. Each of most formats has a process of its own, of some
50 MB and more."""
AHEAD = 64
"""Files that are begun before they are asked for, at most."""
AHEAD_BYTES = 32_000_000
"""What these may come to, in bytes of files and characters of texts; a larger file is begun once
nothing else waits."""
LOOK = 0.1
"""Seconds between looks, while a file is waited for."""

Outcome = tuple[Document | None, Manifest] | UnreadableDocument
"""What `load_steady` gives for a file, or raises."""


def read_side_by_side(
    files: Sequence[Found],
    folder: Path,
    known: Mapping[str, Manifest],
    look: Callable[[], object] = lambda: None,
) -> Generator[tuple[Found, Outcome], None, None]:
    """Every file with its outcome, in the order given, whichever is read first.

    `look` is called now and then while a file is waited for. What it raises ends the reading, as
    closing the iterator does: what is being read then is broken off.
    """
    reading = _Reading(files, folder, known)
    try:
        for number, file in enumerate(files):
            yield file, reading.outcome(number, look)
    finally:
        reading.stop()


class _Reading:
    """The threads that read, and what they have read so far, by the file's number."""

    def __init__(self, files: Sequence[Found], folder: Path, known: Mapping[str, Manifest]) -> None:
        self._files, self._folder, self._known = files, folder, known
        self._changed = threading.Condition()
        self._begun = 0
        self._stopped = False
        self._held: dict[int, int] = {}
        self._outcomes: dict[int, Outcome | BaseException] = {}
        # Daemons: a program that is ended waits for no parser.
        self._threads = [
            threading.Thread(target=self._read, name="reading", daemon=True)
            for _ in range(min(SIDE_BY_SIDE, len(files)))
        ]
        for thread in self._threads:
            thread.start()

    def outcome(self, number: int, look: Callable[[], object]) -> Outcome:
        """Waits for the outcome of a file and forgets it."""
        while True:
            with self._changed:
                if self._changed.wait_for(lambda: number in self._outcomes, LOOK):
                    del self._held[number]
                    outcome = self._outcomes.pop(number)
                    self._changed.notify_all()
                    break
            look()
        if isinstance(outcome, BaseException) and not isinstance(outcome, UnreadableDocument):
            raise outcome
        return outcome

    def stop(self) -> None:
        """Breaks off what is being read."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        for thread in self._threads:
            while thread.is_alive():
                PARSERS.interrupt(thread.ident or 0)
                thread.join(LOOK)

    def _read(self) -> None:
        while (number := self._begin()) is not None:
            file = self._files[number]
            outcome: Outcome | BaseException
            size = 0
            try:
                outcome = load_steady(file, self._folder, self._known.get(file.id))
                size = len(outcome[0].text) if outcome[0] else 0
            except BaseException as error:
                outcome = error
            with self._changed:
                self._held[number], self._outcomes[number] = size, outcome
                self._changed.notify_all()

    def _begin(self) -> int | None:
        """The number of the next file, once there is room for it; None where there is no more."""
        with self._changed:
            self._changed.wait_for(self._may_go_on)
            if self._stopped or self._begun == len(self._files):
                return None
            number = self._begun
            self._begun += 1
            self._held[number] = self._files[number].size
            return number

    def _may_go_on(self) -> bool:
        if self._stopped or self._begun == len(self._files) or not self._held:
            return True
        size = sum(self._held.values()) + self._files[self._begun].size
        return len(self._held) < AHEAD and size <= AHEAD_BYTES
