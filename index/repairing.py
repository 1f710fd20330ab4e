"""Repairing the catalog: what it holds wrongly goes, what can be told from the rest comes back."""

from collections.abc import Sequence
from itertools import islice

from index.catalog import Catalog
from index.embedding import Embedder
from index.fault import Kind
from index.packing import pack
from index.staging import Staging
from index.stemming import stem_anew

BATCH = 1024
MAY_USE = {Kind.DOCUMENTS, Kind.FOLDER, Kind.INTERRUPTED}
"""Faults whose mending reads documents: vectors that no text has may be those of theirs."""


def repair(catalog: Catalog, embedder: Embedder, kinds: set[Kind]) -> list[str]:
    """Mends faults of these kinds in the catalog, one line for each thing done.

    Documents that are not what was read are forgotten: a sync reads them again. Whoever holds the
    index lock calls it.
    """
    done: list[str] = []
    broken: list[str] = []
    if Kind.DOCUMENTS in kinds:
        broken = sorted(catalog.broken_documents())
    if {Kind.ORPHANS, Kind.DOCUMENTS, Kind.FULL_TEXT, Kind.COUNT} & kinds:
        dropped = _put_right(catalog, broken)
        if dropped:
            done.append(f"deleted {dropped} passages and sentences that belonged to nothing")
        if broken:
            done.append(f"forgot {', '.join(broken)}, to be read again")
        done.append("made the full text anew from the passages")
    if Kind.UNUSED in kinds and not kinds & MAY_USE:
        done.append(f"forgot {Staging(catalog).drop_unused_vectors()} vectors of no text")
    if Kind.ENCODED in kinds:
        done.append(f"encoded {_encode(catalog, embedder)} texts whose vectors were lost")
    return done


def _put_right(catalog: Catalog, broken: Sequence[str]) -> int:
    """Drops orphans and broken documents, makes full text and count anew; how many orphans."""
    with catalog.transaction("IMMEDIATE") as connection:
        dropped = 0
        for statement in (
            "DELETE FROM passages WHERE document NOT IN (SELECT key FROM documents)",
            "DELETE FROM sentences WHERE passage NOT IN (SELECT key FROM passages)",
        ):
            dropped += connection.execute(statement).rowcount
        connection.executemany(
            "DELETE FROM documents WHERE live = 1 AND id = ?", [(id,) for id in broken]
        )
        stem_anew(connection)
        held = connection.execute(
            "SELECT count(*) FROM passages p JOIN documents d ON d.key = p.document "
            "WHERE d.live = 1"
        ).fetchone()[0]
        generation = catalog.generation + 1
        catalog.set_meta(passages=str(held), generation=str(generation), leftover="1")
    return dropped


def _encode(catalog: Catalog, embedder: Embedder) -> int:
    """Encodes what has lost its vector; how many texts that were."""
    lost = iter(dict(catalog.unkept()).items())
    encoded = 0
    while batch := list(islice(lost, BATCH)):
        vectors = pack(embedder.encode([text for _, text in batch]))
        with catalog.transaction("IMMEDIATE") as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                zip((key for key, _ in batch), vectors, strict=True),
            )
        encoded += len(batch)
    return encoded
