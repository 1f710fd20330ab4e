"""The vector index: a Chroma collection with one vector a passage, derived from the catalog."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from index.embedding import Vectors
from index.errors import IndexDamaged, StorageUnusable
from index.packing import unpack

T = TypeVar("T")

BATCH = 5000
"""Chroma refuses more than 5,461 records at once."""

EF_SEARCH = 300
"""Candidates that a search of the graph keeps; Chroma's own default of 100 misses more."""
OPENING = threading.Lock()
"""Chroma counts its clients of a path, and stops what they share with the last one that closes:
one that opens in another thread at that moment would be left with what has stopped."""
GRAPH = {"max_neighbors": 32, "ef_construction": 200}
"""How closely the graph is knit: twice Chroma's defaults. With those, in `evals.scale`, 14% of the
passages that came first were not found by their own vectors once 100,000 about other things had
followed. The graph takes twice the time to build, which is little beside encoding."""


class VectorStore:
    """The vectors of an index, in the collection of that number. Close it when done; one process
    writes at a time.

    `create` makes the collection where it is missing; `fresh` first drops what an interrupted run
    may have left under its name.
    """

    def __init__(
        self, path: Path, number: int, *, create: bool = False, fresh: bool = False
    ) -> None:
        self.path = path
        self._name = f"passages-{number}"
        with _chroma(path):
            with OPENING:
                self._client = _client(path)
            try:
                self._collection = self._opened(create=create, fresh=fresh)
            except BaseException:
                self.close()
                raise

    def _opened(self, *, create: bool, fresh: bool) -> Any:
        if fresh:
            self._drop(lambda name: name == self._name)
        if not create:
            return self._client.get_collection(self._name, embedding_function=None)
        return self._client.get_or_create_collection(
            self._name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": EF_SEARCH, **GRAPH}},
        )

    def close(self) -> None:
        """Lets go of the files; another open store of the same process keeps its own."""
        with OPENING:
            self._client.close()

    def add(self, records: Iterable[tuple[str, str, bytes]]) -> None:
        """Adds (passage id, document id, packed vector) records; known ids are left as they are."""
        for batch in _batches(records):
            with _chroma(self.path):
                self._collection.add(
                    ids=[id for id, _, _ in batch],
                    embeddings=unpack([vector for *_, vector in batch]),
                    metadatas=[{"document": document} for _, document, _ in batch],
                )

    def delete(self, ids: Sequence[str]) -> None:
        """Removes passages by id."""
        for batch in _batches(ids):
            with _chroma(self.path):
                self._collection.delete(ids=batch)

    def count(self) -> int:
        """The number of passages in the collection."""
        with _chroma(self.path):
            return int(self._collection.count())

    def ids(self) -> set[str]:
        """The ids of all passages in the collection."""
        with _chroma(self.path):
            return set(self._collection.get(include=[])["ids"])

    def search(
        self, vector: Vectors, limit: int, documents: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """The ids nearest to a vector with their cosine, best first, ties in order of id."""
        with _chroma(self.path):
            found = self._collection.query(
                query_embeddings=[vector],
                n_results=limit,
                where={"document": {"$in": list(documents)}} if documents else None,
                include=["distances"],
            )
        hits = zip(found["ids"][0], found["distances"][0], strict=True)
        return sorted(((id, 1.0 - float(far)) for id, far in hits), key=lambda h: (-h[1], h[0]))

    def unfindable(self, records: Iterable[tuple[str, str, bytes]]) -> list[str]:
        """The ids among (id, document, vector) records whose own vector does not find them.

        A passage of the same words elsewhere may be found in its place.
        """
        return [id for id, _, packed in records if not self._finds(id, unpack([packed])[0])]

    def _finds(self, id: str, vector: Vectors) -> bool:
        return any(hit == id or score > 0.9999 for hit, score in self.search(vector, 10))

    def drop_others(self) -> None:
        """Removes the collections of other numbers."""
        with _chroma(self.path):
            self._drop(lambda name: name != self._name)

    def _drop(self, goes: Callable[[str], bool]) -> None:
        for collection in self._client.list_collections():
            if goes(collection.name):
                self._client.delete_collection(collection.name)


def _client(path: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    # Without _env_file Chroma would read a .env file from the current folder.
    settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
    try:
        return chromadb.PersistentClient(str(path), settings=settings)
    except AttributeError:
        # Chroma keeps a client that failed to start, and gives it out once more.
        return chromadb.PersistentClient(str(path), settings=settings)


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


@contextmanager
def _chroma(path: Path) -> Iterator[None]:
    """Turns Chroma's complaints into errors with a next step."""
    from chromadb.errors import ChromaError, NotFoundError

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
