"""The lock that lets one process at a time write an index, and says who holds it since when."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusy, StorageUnusable


@contextmanager
def locked(place: Path) -> Iterator[None]:
    """Holds the index's write lock; raises `IndexBusy` where another process holds it."""
    holder = place / "writer"
    try:
        place.mkdir(parents=True, exist_ok=True)
        lock = FileLock(place / "lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise IndexBusy(
            f"{place}: being written by another process ({_who(holder)}); "
            "wait until it has finished"
        ) from error
    except OSError as error:
        raise StorageUnusable(
            f"{place}: cannot be written ({error.strerror}); "
            "free space or permissions there, or choose another folder with --data"
        ) from error
    try:
        since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        holder.write_text(f"process id {os.getpid()}, since {since}\n", encoding="ascii")
        yield
    except OSError as error:
        raise StorageUnusable(
            f"{error.filename or place}: {error.strerror}; free space or permissions there, "
            "or choose another folder with --data"
        ) from error
    finally:
        lock.release()


def _who(holder: Path) -> str:
    """What the process that holds the lock wrote of itself."""
    try:
        return holder.read_text(encoding="ascii").strip() or "it has just begun"
    except (OSError, ValueError):
        return "unknown"
