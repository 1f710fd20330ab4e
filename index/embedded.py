"""Chroma in this process, its files in the index's own folder.

What Chroma holds of a folder in memory never learns what another process wrote there. To read
with it gives errors, and to write with it loses what the other wrote. So it is shared by those
of this process for whom it is up to date, which the mark tells that each writer leaves; who comes
after another process's writing gets one of its own, by another spelling of the folder's path.
"""

import itertools
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


@dataclass(slots=True)
class _Shared:
    """What the clients of one spelling of a path share: how many they are, and the last mark up
    to which it has seen everything."""

    clients: int
    mark: str


_SHARED: dict[str, _Shared] = {}


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of one index in a folder; one process writes at a time."""

    path: Path

    address = ""
    prefix = "passages-"
    batch = 5000
    """Chroma refuses more than 5,461 records at once."""

    def client(self, mark: str = "") -> Any:
        """An open client of the folder, which has seen what was written until the mark was left;
        without a mark, all that was written."""
        with self.telling(), OPENING:
            spelled = next(
                name
                for name in _spellings(self.path)
                if name not in _SHARED or (mark and _SHARED[name].mark == mark)
            )
            client = _client(spelled)
            _SHARED.setdefault(spelled, _Shared(0, mark)).clients += 1
            return client

    def marked(self, client: Any, mark: str) -> None:
        """Takes note that a client left a mark."""
        with OPENING:
            _SHARED[_spelling(client)].mark = mark

    def has_seen(self, client: Any, mark: str) -> bool:
        """Whether a client sees what was written until that mark was left."""
        with OPENING:
            return bool(mark) and _SHARED[_spelling(client)].mark == mark

    def let_go(self, client: Any) -> None:
        """Closes a client; another of the same process keeps its own."""
        with OPENING:
            spelled = _spelling(client)
            client.close()
            _SHARED[spelled].clients -= 1
            if not _SHARED[spelled].clients:
                del _SHARED[spelled]

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


def _spellings(path: Path) -> Iterator[str]:
    """The path of a folder, spelled in more and more ways: Chroma shares what has the same one."""
    yield str(path)
    for times in itertools.count(1):
        yield f"{path}{'/.' * times}"


def _spelling(client: Any) -> str:
    return str(client.get_settings().persist_directory)


def _client(path: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    # Without _env_file Chroma would read a .env file from the current folder.
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        anonymized_telemetry=False,
        chroma_otel_collection_endpoint="",
    )
    try:
        return chromadb.PersistentClient(path, settings=settings)
    except AttributeError:
        # Chroma keeps a client that failed to start, and gives it out once more.
        return chromadb.PersistentClient(path, settings=settings)
