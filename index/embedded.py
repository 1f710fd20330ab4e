"""Chroma in this process, its files in the index's own folder."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import IndexDamaged, StorageUnusable

OPENING = threading.Lock()
"""Chroma counts its clients of a path, and stops what they share with the last one that closes:
one that opens in another thread at that moment would be left with what has stopped."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of one index in a folder; one process writes at a time."""

    path: Path

    address = ""
    prefix = "passages-"
    batch = 5000
    """Chroma refuses more than 5,461 records at once."""

    def client(self) -> Any:
        """An open client of the folder."""
        with self.telling(), OPENING:
            return _client(self.path)

    def let_go(self, client: Any) -> None:
        """Closes a client; another of the same process keeps its own."""
        with OPENING:
            client.close()

    def clear(self) -> None:
        """Removes all vectors, also where Chroma itself cannot read them any more."""
        shutil.rmtree(self.path, ignore_errors=True)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turns Chroma's complaints into errors with a next step."""
        from chromadb.errors import ChromaError, NotFoundError

        path = self.path
        try:
            yield
        except NotFoundError as error:
            raise IndexDamaged(
                f"{path}: the vectors of this index are missing; `footnote doctor --fix` adds them "
                "again, `footnote index --rebuild` makes everything anew"
            ) from error
        except (ChromaError, OSError, ValueError) as error:
            reason = " ".join(str(error).split())
            if any(word in reason for word in ("not a database", "malformed", "corrupt")):
                raise IndexDamaged(
                    f"{path}: damaged ({reason}); `footnote index --rebuild` makes it anew, "
                    "the documents are untouched"
                ) from error
            step = "make it anew with `footnote index --rebuild`"
            if "disk is full" in reason:
                step = "choose another folder with --data"
            raise StorageUnusable(
                f"{path}: the vector index cannot be used ({reason}); "
                f"free space or permissions there, or {step}"
            ) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # of Rust: no library exports the class
                raise
            raise IndexDamaged(
                f"{path}: damaged ({error}); `footnote doctor --fix` makes it anew, "
                "the documents are untouched"
            ) from error


def _client(path: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    # Without _env_file Chroma would read a .env file from the current folder.
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        anonymized_telemetry=False,
        chroma_otel_collection_endpoint="",
    )
    try:
        return chromadb.PersistentClient(str(path), settings=settings)
    except AttributeError:
        # Chroma keeps a client that failed to start, and gives it out once more.
        return chromadb.PersistentClient(str(path), settings=settings)
