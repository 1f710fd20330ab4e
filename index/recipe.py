"""What an index was made with, and whether a run would make it the same way."""

from pathlib import Path

from index.catalog import Catalog
from index.database import Recipe
from index.embedding import Embedder
from index.errors import IndexDamaged, IndexMismatch
from index.passages import VERSION


def recipe_of(embedder: Embedder) -> Recipe:
    """The recipe that an index made with this embedder has."""
    return Recipe(embedder.fingerprint, VERSION, embedder.max_pieces - embedder.marker_pieces)


def is_whole(place: Path) -> bool:
    """True where an index has been finished once, so that it can answer."""
    path = place / "catalog.sqlite"
    if not path.is_file():
        return False
    catalog = Catalog(path)
    try:
        return catalog.recipe() is not None
    except IndexDamaged:
        return False
    finally:
        catalog.close()


def check_recipe(catalog: Catalog, embedder: Embedder) -> None:
    """Raises `IndexMismatch` where the index was made by another recipe than a run would use, or
    has the form of an earlier version."""
    made, wanted = catalog.recipe(), recipe_of(embedder)
    if made is not None and made != wanted:
        differing = [
            f"{name} {old} instead of {new}"
            for name, old, new in zip(Recipe._fields, made, wanted, strict=True)
            if old != new
        ]
        raise IndexMismatch(
            f"{catalog.path.parent}: made with another recipe ({'; '.join(differing)}); "
            "`footnote index --rebuild` makes it anew with this one"
        )
    catalog.check_form()
