"""Backing an index up into one file, and restoring it: whole, or not at all."""

import shutil
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.backup_file import is_backup, read_backup, write_backup
from index.catalog import Catalog
from index.chroma_address import Server
from index.database import copied, storage
from index.embedding import Embedder
from index.errors import (
    BackupUnusable,
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
)
from index.home import leave_folder, new_mark, own_home
from index.lock import locked
from index.recipe import check_recipe, is_whole
from index.remaking import filled
from index.staging import Staging
from index.vectors import Home


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds; `made` is the time of it (UTC, ISO 8601)."""

    documents: int
    passages: int
    made: str


def back_up(place: Path, file: Path) -> BackedUp:
    """Writes the index as it is at this moment, also while it is being read or written.

    Raises `IndexMissing`, `IndexDamaged` where it is not whole, `StorageUnusable`, and
    `BackupUnusable` where the file is there and is no backup.
    """
    if file.is_dir() or (file.exists() and not is_backup(file)):
        raise BackupUnusable(f"{file}: is there and is no backup; choose another name")
    if not (place / "catalog.sqlite").is_file():
        raise IndexMissing(f"{place}: no index here yet; make it with `footnote index`")
    _sweep(place)
    with (
        storage(place / "catalog.sqlite"),
        tempfile.TemporaryDirectory(dir=place, prefix="backup-") as folder,
        FileLock(Path(folder) / "lock"),
    ):
        copy = Path(folder) / "catalog.sqlite"
        copied(place / "catalog.sqlite", copy)
        catalog = _sound(copy, place)
        try:
            recipe = catalog.recipe()
            if recipe is None:
                raise IndexMissing(f"{place}: no whole index yet; make it with `footnote index`")
            held = BackedUp(len(catalog.entries()), catalog.size(), _now())
        finally:
            catalog.close()
        write_backup(file, {**asdict(held), "recipe": recipe._asdict()}, copy)
    return held


def restore(
    file: Path,
    place: Path,
    embedder: Embedder,
    *,
    replace: bool = False,
    server: Server | None = None,
) -> BackedUp:
    """Puts the index of a backup into a place; one that is there answers until it is whole.

    Its vectors go to the Chroma server, if one is named.

    Raises `BackupUnusable` where the file is no backup, damaged or newer, or where a whole index
    is there and is not to be replaced; `IndexMismatch` where another recipe made it; `IndexBusy`,
    `StorageUnusable` and `ChromaUnusable`.
    """
    with locked(place):
        for left in place.glob("restore-*"):  # by a run that was killed
            shutil.rmtree(left)
        if _is_held(place) and not replace:
            raise BackupUnusable(
                f"{place}: holds a whole index; `footnote restore --replace` replaces it"
            )
        with tempfile.TemporaryDirectory(dir=place, prefix="restore-") as folder:
            copy = Path(folder) / "catalog.sqlite"
            facts = read_backup(file, copy)
            catalog = _sound(copy, file)
            try:
                check_recipe(catalog, embedder)
                staging = Staging(catalog)
                staging.drop_staged()
                staging.drop_unused_vectors()
                _switched(catalog, place, server)
            finally:
                catalog.close()
    return BackedUp(facts["documents"], facts["passages"], facts["made"])


def _sweep(place: Path) -> None:
    """Removes copies that backups left which were killed; whoever is making one holds its lock."""
    for left in place.glob("backup-*/"):
        try:
            with FileLock(left / "lock", timeout=0):
                shutil.rmtree(left, ignore_errors=True)
        except (Timeout, OSError):
            continue  # being made, or swept by another at this moment


def _is_held(place: Path) -> bool:
    try:
        return is_whole(place)
    except IndexMismatch:  # whole, by another version
        return True


def _switched(catalog: Catalog, place: Path, server: Server | None) -> None:
    """Adds the catalog's vectors beside those in place, then puts it there in one transaction."""
    generation, number, home = _next(place, server)
    mark = new_mark()
    number = max(number, catalog.next_collection)
    catalog.set_meta(
        generation=str(max(generation, catalog.generation) + 1),
        collection=str(number),
        dirty="1",  # until nothing is left of the index before
        vectors=home.address,
        mark=mark,
    )
    vectors = filled(catalog, home, number, mark)
    try:
        # A reader sees the catalog that was there, or this one.
        copied(catalog.path, place / "catalog.sqlite")
        vectors.drop_others()
        leave_folder(place, home)
    finally:
        vectors.close()
    put = Catalog(place / "catalog.sqlite")
    put.set_meta(dirty="0")
    put.close()


def _next(place: Path, server: Server | None) -> tuple[int, int, Home]:
    """Generation, next collection and home of the index in place; zeros where none can be read."""
    path = place / "catalog.sqlite"
    if not path.is_file():
        return 0, 0, own_home(place, None, server)
    catalog = Catalog(path)
    try:
        home = own_home(place, catalog, server)
        return catalog.generation, catalog.next_collection, home
    except IndexDamaged:
        for broken in place.glob("catalog.sqlite*"):
            broken.unlink()
        return 0, 0, own_home(place, None, server)
    finally:
        catalog.close()


def _sound(path: Path, named: Path) -> Catalog:
    """An opened catalog that is whole and has our tables alone; raises `IndexDamaged`."""
    catalog = Catalog(path)
    try:
        faults = [f"it holds {name}" for name in catalog.strange()] or catalog.faults()
        if faults:
            raise IndexDamaged(f"{named}: not whole: {faults[0]}")
        Catalog(path, create=True).close()  # in the form of this version
    except BaseException:
        catalog.close()
        raise
    return catalog


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
