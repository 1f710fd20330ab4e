"""The vectors of an index as a reader keeps them open while others write."""

import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple, TypeVar

from index.catalog import Catalog
from index.chroma_address import Server
from index.embedding import Vectors
from index.errors import ChromaUnusable, IndexDamaged, StorageUnusable
from index.home import opened
from index.vectors import VectorStore

T = TypeVar("T")

TRIES = 5
"""How often the vectors are opened anew for one search: another process may be taking away what
an open store still names, which Chroma calls an error."""


class _State(NamedTuple):
    """What the catalog says of the vectors; `dirty` while a run is writing them, or broken off."""

    generation: int
    dirty: bool
    mark: str


class _Open(NamedTuple):
    """An open store, and the last state of the catalog that it is known to serve."""

    store: VectorStore
    state: _State


class LiveVectors:
    """The vectors of an index, which follow what is written; safe in threads.

    To open a large graph takes seconds, so it stays open while only this process writes. What
    another one wrote an open graph never sees: then it is opened anew. One question at a time asks
    a graph in this process; a Chroma server is asked by many at once.
    """

    def __init__(self, place: Path, catalog: Catalog, server: Server | None) -> None:
        self._place, self._catalog, self._server = place, catalog, server
        self._lock = threading.Lock()
        self._asking = nullcontext() if server else threading.Lock()
        self._open: _Open | None = None

    def close(self) -> None:
        """Lets go of the files."""
        with self._asking, self._lock:
            self._let_go()

    def check(self) -> None:
        """Raises what keeps a search from the vectors at this moment, if anything does."""
        self._asked(VectorStore.count)

    def search(
        self, vector: Vectors, limit: int, documents: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """The ids nearest to a vector with their cosine, best first, ties in order of id."""
        return self._asked(lambda store: store.search(vector, limit, documents))

    def _asked(self, ask: Callable[[VectorStore], T]) -> T:
        with self._asking:
            for last in (*[False] * (TRIES - 1), True):
                try:
                    return ask(self._current())
                except (IndexDamaged, StorageUnusable):
                    if last or not self._let_go_of_old():
                        raise
                except ChromaUnusable:
                    with self._lock:
                        self._open = None  # a server that comes back may have others: look anew
                    raise
        raise AssertionError("the loop returns or raises")

    def _current(self) -> VectorStore:
        with self._lock:
            state = self._state()
            known = self._open
            if known is not None and known.state != state:
                if self._serves(known.store, state):
                    self._open = known._replace(state=state)
                else:
                    self._let_go()
            if self._open is None:
                store = opened(self._place, self._catalog, self._server)
                self._open = _Open(store, state)
            return self._open.store

    def _serves(self, store: VectorStore, state: _State) -> bool:
        return store.number == self._catalog.collection and store.has_seen(state.mark)

    def _let_go_of_old(self) -> bool:
        """Lets go of a store that somebody wrote beside, or still does; False where nobody did."""
        with self._lock:
            state = self._state()
            if self._open is not None and self._open.state == state and not state.dirty:
                return False
            self._let_go()
            return True

    def _state(self) -> _State:
        catalog = self._catalog
        with catalog.transaction():
            return _State(catalog.generation, catalog.meta("dirty") == "1", catalog.meta("mark"))

    def _let_go(self) -> None:
        if self._open is not None:
            self._open.store.close()
            self._open = None
