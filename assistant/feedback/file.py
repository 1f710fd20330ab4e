"""The file of feedback: JSON lines that are only ever added to.

A later verdict on the same answer stands for the earlier one, and a withdrawn one for none.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from assistant.feedback.given import Feedback, from_line, to_line, withdrawal
from index.errors import InvalidInput, StorageUnusable

FILE = "feedback.jsonl"
LOCK = "feedback.lock"
WAIT = 10  # seconds for another who writes
LARGEST_FILE = 100_000_000
"""Bytes over which nothing more is kept, so that nobody can fill the disk with feedback."""


class Kept(NamedTuple):
    """What a file holds: the feedback that stands, in the order in which it was last given.

    `faults` names each line that cannot be read, with the reason; those are left out.
    """

    feedback: tuple[Feedback, ...]
    faults: tuple[str, ...]


class FeedbackFile:
    """The feedback on the answers from one index. Several threads and processes may write."""

    def __init__(self, place: Path) -> None:
        self.path = place / FILE
        self._lock = place / LOCK

    def keep(self, feedback: Feedback) -> None:
        """Adds a verdict, which is on the disk afterwards.

        Raises `StorageUnusable` where that cannot be, `InvalidInput` for what is no text; what
        was kept before stays as it is.
        """
        self._add(to_line(feedback))

    def withdraw(self, id: str, time: datetime) -> None:
        """Takes the verdict of that id back, if there is one; raises as `keep` does."""
        self._add(withdrawal(id, time))

    def read(self) -> Kept:
        """All that stands; nothing where no file is. Raises `StorageUnusable` where it cannot be
        read."""
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return Kept((), ())
        except OSError as error:
            raise self._unusable(error, "read") from error
        standing: dict[str, Feedback] = {}
        faults: list[str] = []
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                id, feedback = from_line(line)
            except InvalidInput as error:
                torn = number == len(lines)
                reason = "is broken off" if torn else f"is not feedback ({error})"
                faults.append(f"{self.path}: line {number} {reason}; it is left out")
                continue
            standing.pop(id, None)
            if feedback is not None:
                standing[id] = feedback
        return Kept(tuple(standing.values()), tuple(faults))

    def clear(self) -> int:
        """Deletes all and says how many verdicts stood; raises `StorageUnusable`."""
        if not self.path.exists():
            return 0
        with self._locked():
            count = len(self.read().feedback)
            self.path.unlink(missing_ok=True)
        return count

    def forget(self, before: datetime) -> int:
        """Deletes what was last said before a time, and every line that no longer counts; says how
        many verdicts that stood are gone. Lines that cannot be read stay. Raises
        `StorageUnusable`; what was kept before then stays as it is."""
        if not self.path.exists():
            return 0
        with self._locked():
            kept = self.read().feedback
            staying = [one for one in kept if one.time >= before]
            lines = [line + b"\n" for line in self._unreadable()] + [to_line(f) for f in staying]
            self._replace(b"".join(lines))
        return len(kept) - len(staying)

    def _unreadable(self) -> Iterator[bytes]:
        for line in self.path.read_bytes().split(b"\n"):
            try:
                if line.strip():
                    from_line(line)
            except InvalidInput:
                yield line

    def _replace(self, content: bytes) -> None:
        """Puts a file in place of this one, whole or not at all."""
        new = self.path.with_suffix(".new")
        new.unlink(missing_ok=True)
        with open(new, "xb", buffering=0, opener=_for_the_owner) as file:
            _write(file.fileno(), content)
        os.replace(new, self.path)

    def _add(self, line: bytes) -> None:
        with self._locked(), open(self.path, "ab", buffering=0, opener=_for_the_owner) as file:
            before = file.seek(0, os.SEEK_END)
            if before + len(line) > LARGEST_FILE:
                raise StorageUnusable(
                    f"{self.path}: holds {before:,} bytes, and takes no more; make cases of it "
                    "with `footnote feedback --to-suite FILE`, then empty it with --clear"
                )
            try:
                _write(file.fileno(), self._break(before) + line)
            except OSError:
                os.ftruncate(file.fileno(), before)  # no half of a line stays
                raise

    def _break(self, size: int) -> bytes:
        """A line end where the last line lacks its own, so that it spoils no other."""
        if not size:
            return b""
        with self.path.open("rb") as file:
            file.seek(size - 1)
            return b"" if file.read(1) == b"\n" else b"\n"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._lock.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._lock, timeout=WAIT):
                yield
        except Timeout as error:
            raise StorageUnusable(
                f"{self.path}: another process is writing it for {WAIT} seconds; try again later"
            ) from error
        except OSError as error:
            raise self._unusable(error, "written") from error

    def _unusable(self, error: OSError, what: str) -> StorageUnusable:
        return StorageUnusable(
            f"{self.path}: cannot be {what} ({error.strerror}); free space or permissions there, "
            "or choose another folder with --data"
        )


def _for_the_owner(path: str, flags: int) -> int:
    """Opens a file which, where it is new, nobody else on the machine may read."""
    return os.open(path, flags, 0o600)


def _write(file: int, content: bytes) -> None:
    while content:
        content = content[os.write(file, content) :]
    os.fsync(file)
