"""The two homes that vectors can have, so that the same tests run over both.

`tests/index/conftest.py` says which one is meant while a test runs: the folder of the index, or a
real `chroma run`. It is what functions are given that a test names no server for.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.backup import restore
from index.catalog import Catalog
from index.changes import dry_run
from index.chroma_address import Server
from index.doctor import examine
from index.home import opened, own_home
from index.mending import mend
from index.remaking import remake
from index.retrieval import Index
from index.sync import sync
from index.vectors import VectorStore

TOLD: tuple[Callable[..., Any], ...] = (
    dry_run,
    sync,
    mend,
    examine,
    restore,
    remake,
    Index.__init__,
)
"""All that takes a server; each takes it by its name."""


def server_meant() -> Server | None:
    """The server that is meant while this test runs, None for the folder."""
    defaults: dict[str, Any] = sync.__kwdefaults__
    meant: Server | None = defaults["server"]
    return meant


def mean(server: Server, patch: pytest.MonkeyPatch) -> None:
    """Has everything that is told no server take this one."""
    for told in TOLD:
        patch.setitem(told.__kwdefaults__, "server", server)


def store_of(place: Path, catalog: Catalog) -> VectorStore:
    """The vectors that belong to a catalog, opened."""
    return opened(place, catalog, server_meant())


def copy(source: Path, target: Path) -> None:
    """A copy of an index that shares nothing with it."""
    shutil.copytree(source, target)
    if server_meant() is not None:
        (target / "chroma-id").unlink()
        catalog = Catalog(target / "catalog.sqlite")
        remake(catalog, target)
        catalog.close()


def lose(place: Path) -> None:
    """Removes all vectors, as a lost disk would."""
    catalog = Catalog(place / "catalog.sqlite")
    own_home(place, catalog, server_meant()).clear()
    catalog.close()
