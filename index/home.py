"""Which home the vectors of an index have: its own folder, or a Chroma server.

The catalog's `vectors` is the address of the server that has them, empty for the folder. A file
beside the catalog holds the id under which a server knows the index: so it is in no backup, and
stays where the catalog is damaged. The catalog's `mark` is in the collection, too: where they
differ, the collection was restored from elsewhere, or written by a copy of this index.
"""

import secrets
from contextlib import closing
from pathlib import Path

from index.catalog import Catalog
from index.chroma_address import VARIABLE, Server
from index.chroma_server import OnServer
from index.embedded import Embedded
from index.errors import IndexDamaged, IndexMismatch
from index.vectors import Home, VectorStore


def opened(place: Path, catalog: Catalog, server: Server | None) -> VectorStore:
    """The vectors that belong to the catalog, opened; the caller closes them.

    Raises `IndexMismatch` where they are not where the settings say, `IndexDamaged` where they
    are missing or another index's, `ChromaUnusable` and `StorageUnusable`.
    """
    check_home(place, catalog, server)
    if server is None:
        home: Home = Embedded(place / "chroma")
    elif catalog.meta("vectors"):
        home = OnServer(server, _id(place))
    else:
        raise IndexMismatch(
            f"{place}: its vectors are in the data folder, not on the Chroma server {server.url}; "
            f"`footnote index` with that {VARIABLE} puts them there, nothing is encoded anew"
        )
    mark = "" if catalog.meta("dirty") == "1" else catalog.meta("mark")
    store = VectorStore(home, catalog.collection, mark=mark)
    if not _is_ours(store, catalog):
        store.close()
        raise IndexDamaged(
            f"{home.address or place / 'chroma'}: its vectors are not those that were last written "
            "for this index; `footnote doctor --fix` adds them again, nothing is encoded anew"
        )
    return store


def check_home(place: Path, catalog: Catalog, server: Server | None) -> None:
    """Raises `IndexMismatch` where the vectors are on a server and none is named: that may be an
    oversight, and whoever else reads this index has the server's address."""
    address = catalog.meta("vectors")
    if address and server is None:
        raise IndexMismatch(
            f"{place}: its vectors are on the Chroma server {address}; set {VARIABLE} to it, or "
            "bring them into the data folder with `footnote doctor --fix`, nothing is encoded anew"
        )


def own_home(place: Path, catalog: Catalog | None, server: Server | None) -> Home:
    """Where a writer puts the vectors of the index in a place; whoever holds its lock calls it.

    On a server, a copy of an index gets a name of its own once the other has written: two never
    write the same collections.
    """
    if server is None:
        return Embedded(place / "chroma")
    home = OnServer(server, _id(place) or _new_id(place))
    return OnServer(server, _new_id(place)) if catalog and _is_taken(home, catalog) else home


def astray(place: Path, catalog: Catalog, server: Server | None) -> bool:
    """Whether a server lacks vectors of the index; nobody else can reach those in its folder."""
    if server is None:
        return False
    try:
        with closing(opened(place, catalog, server)) as store:
            return store.count() != catalog.size()
    except (IndexMismatch, IndexDamaged):
        return True


def leave_folder(place: Path, home: Home) -> None:
    """Removes what the index's folder may still hold where a server has its vectors."""
    if home.address:
        Embedded(place / "chroma").clear()


def new_mark() -> str:
    """A mark that no writer has left yet."""
    return secrets.token_hex(8)


def _is_taken(home: OnServer, catalog: Catalog) -> bool:
    if not catalog.meta("vectors"):
        return False
    try:
        with closing(VectorStore(home, catalog.collection)) as store:
            return not _is_ours(store, catalog)
    except IndexDamaged:  # none of that number there
        return False


def _is_ours(store: VectorStore, catalog: Catalog) -> bool:
    """Whether a collection is what the catalog was last written with; a run that is on, or was
    broken off, is not held against it."""
    with catalog.transaction():
        return catalog.meta("dirty") == "1" or catalog.meta("mark") == store.mark


def _id(place: Path) -> str:
    try:
        return (place / "chroma-id").read_text("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _new_id(place: Path) -> str:
    id = secrets.token_hex(8)
    part = place / "chroma-id.part"  # renamed, so that a crash leaves no id of no letters
    part.write_text(f"{id}\n", "ascii")
    part.replace(place / "chroma-id")
    return id
