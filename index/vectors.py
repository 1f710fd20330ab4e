"""The vector index: a Chroma collection with one vector a passage, derived from the catalog."""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from itertools import islice
from typing import Any, Protocol, TypeVar

import numpy as np

from index.embedding import Vectors
from index.packing import unpack

T = TypeVar("T")

PAGE = 100
"""Collections that are listed at once: a server may hold those of many indexes."""
EF_SEARCH = 1000
"""Candidates that a search of the graph keeps. Over a million passages that finds 99% of the ten
nearest in 7 ms, 300 candidates 97%; Chroma's own default is 100."""
GRAPH = {"max_neighbors": 32, "ef_construction": 400}
"""How closely the graph is knit: twice and four times Chroma's defaults. With those, in
`evals.scale`, 14% of the passages that came first were not found by their own vectors once 100,000
about other things had followed; what each is worth is in `evals/BENCHMARKS.md`. The graph takes
longer to build, which is little beside encoding."""

MOST_NAMED = 30_000
"""Documents that one search can be limited to: Chroma takes each for a variable of SQLite, which
has 32,766."""
WIDER = 20
"""How many times as many passages are looked through where more documents are named."""


class Home(Protocol):
    """Where the collections of one index are: `index.embedded` or `index.chroma_server`."""

    @property
    def prefix(self) -> str:
        """What the names of this index's collections begin with, and no other's."""

    @property
    def batch(self) -> int:
        """Records that one call may carry."""

    @property
    def address(self) -> str:
        """The server's, empty for the index's own folder."""

    def client(self, mark: str = "") -> Any:
        """Chroma's client, able to answer; what was last written there bears the mark, which is
        empty where nobody knows."""

    def marked(self, client: Any, mark: str) -> None:
        """Takes note that a client left a mark: it has seen all that was written until then."""

    def has_seen(self, client: Any, mark: str) -> bool:
        """Whether a client sees what was written until that mark was left."""

    def let_go(self, client: Any) -> None:
        """Closes a client."""

    def clear(self) -> None:
        """Removes all collections of this index."""

    def telling(self) -> AbstractContextManager[None]:
        """Turns Chroma's complaints into errors with a next step."""


class VectorStore:
    """The vectors of an index, in the collection of that number. Close it when done; one process
    writes at a time.

    `create` makes the collection where it is missing; `fresh` first drops what an interrupted run
    may have left under its name. `mark` is what the catalog says the last writer left, empty where
    a run was broken off.
    """

    def __init__(
        self,
        home: Home,
        number: int,
        *,
        mark: str = "",
        create: bool = False,
        fresh: bool = False,
    ) -> None:
        self._home, self.number = home, number
        self._name = f"{home.prefix}{number}"
        self._client = home.client(mark)
        try:
            with home.telling():
                self._collection = self._opened(create=create, fresh=fresh)
        except BaseException:
            self.close()
            raise
        self.mark = str((self._collection.metadata or {}).get("mark", ""))
        """What the last writer left in the collection and in the catalog, empty before that."""

    def _opened(self, *, create: bool, fresh: bool) -> Any:
        if fresh:
            drop(self._client, self._name)
        if not create:
            return self._client.get_collection(self._name, embedding_function=None)
        collection = self._client.get_or_create_collection(
            self._name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": EF_SEARCH, **GRAPH}},
        )
        graph = collection.configuration_json.get("hnsw")
        if graph and graph["ef_search"] != EF_SEARCH:  # it was made by another version
            with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
                collection.modify(configuration={"hnsw": {"ef_search": EF_SEARCH}})
        return collection

    def close(self) -> None:
        """Lets go of the files; another open store of the same process keeps its own."""
        self._home.let_go(self._client)

    def set_mark(self, mark: str) -> None:
        """Leaves a mark in the collection, by which a reader tells that it is the catalog's."""
        with self._home.telling():
            self._collection.modify(metadata={"mark": mark})
        self._home.marked(self._client, mark)
        self.mark = mark

    def has_seen(self, mark: str) -> bool:
        """Whether this store sees what was written until that mark was left; where it may not, it
        is to be opened anew."""
        return self._home.has_seen(self._client, mark)

    def add(self, records: Iterable[tuple[str, str, bytes]]) -> None:
        """Adds (passage id, document id, packed vector) records; known ids are left as they are."""
        for batch in _batches(records, self._home.batch):
            with self._home.telling():
                self._collection.add(
                    ids=[id for id, _, _ in batch],
                    embeddings=unpack([vector for *_, vector in batch]),
                    metadatas=[{"document": document} for _, document, _ in batch],
                )

    def delete(self, ids: Sequence[str]) -> None:
        """Removes passages by id."""
        for batch in _batches(ids, self._home.batch):
            with self._home.telling():
                self._collection.delete(ids=batch)

    def count(self) -> int:
        """The number of passages in the collection."""
        with self._home.telling():
            return int(self._collection.count())

    def ids(self) -> set[str]:
        """The ids of all passages in the collection."""
        size, start, found = self._home.batch, 0, set[str]()
        with self._home.telling():
            while part := self._collection.get(include=[], limit=size, offset=start)["ids"]:
                found.update(part)
                start += len(part)
        return found

    def search(
        self, vector: Vectors, limit: int, documents: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """The ids nearest to a vector with their cosine, best first, ties in order of id."""
        if len(documents) > MOST_NAMED:
            return self._search_among_many(vector, limit, documents)
        named = {"document": {"$in": list(documents)}} if documents else None
        return _ranked(_hits(self._query(vector, limit, where=named, include=["distances"])))

    def _search_among_many(
        self, vector: Vectors, limit: int, documents: Sequence[str]
    ) -> list[tuple[str, float]]:
        """So many documents may well hold enough of what is nearest of all, which is found at
        once; else each part of them is searched."""
        named = set(documents)
        found = self._query(vector, WIDER * limit, include=["distances", "metadatas"])
        facts = zip(_hits(found), found["metadatas"][0], strict=True)
        hits = [hit for hit, told in facts if told["document"] in named]
        if len(hits) < limit:
            parts = _batches(documents, MOST_NAMED)
            hits = [hit for part in parts for hit in self.search(vector, limit, part)]
        return _ranked(hits)[:limit]

    def _query(self, vector: Vectors, limit: int, **given: Any) -> Any:
        with self._home.telling():
            return self._collection.query(query_embeddings=[vector], n_results=limit, **given)

    def unfindable(self, records: Iterable[tuple[str, str, bytes]]) -> list[str]:
        """The ids among (id, document, vector) records whose own vector does not find them.

        A passage of the same words elsewhere may be found in its place.
        """
        return [id for id, _, packed in records if not self._finds(id, unpack([packed])[0])]

    def _finds(self, id: str, vector: Vectors) -> bool:
        if not np.isfinite(vector).all():  # a server takes no such question
            return False
        return any(hit == id or score > 0.9999 for hit, score in self.search(vector, 10))

    def drop_others(self) -> None:
        """Removes this index's collections of other numbers."""
        with self._home.telling():
            drop_all(self._client, self._home.prefix, kept=self._name)


def _hits(found: Any) -> list[tuple[str, float]]:
    """The ids that a query found, with their cosine."""
    pairs = zip(found["ids"][0], found["distances"][0], strict=True)
    return [(id, 1.0 - float(far)) for id, far in pairs]


def _ranked(hits: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Best first, ties in order of id."""
    return sorted(hits, key=lambda hit: (-hit[1], hit[0]))


def drop_all(client: Any, prefix: str, kept: str = "") -> None:
    """Removes all collections whose names begin so, but for the one that is kept."""
    held: list[str] = []
    while part := client.list_collections(limit=PAGE, offset=len(held)):
        held += [collection.name for collection in part]
    for name in held:
        if name.startswith(prefix) and name != kept:
            drop(client, name)


def drop(client: Any, name: str) -> None:
    """Removes a collection, if it is there."""
    from chromadb.errors import NotFoundError

    with suppress(NotFoundError):
        client.delete_collection(name)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
