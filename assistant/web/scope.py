"""The documents that a site is about: nothing else is answered from, shown, or told to exist."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi import HTTPException

from assistant.web.access.sites import Site, Sites
from index.errors import UnknownDocument

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from index.catalog import DocumentEntry

NOTHING_THERE = "The documents of this site are not there at the moment."


def holds(site: Site, id: str) -> bool:
    """Whether a document of that id, if there is one, belongs to the site."""
    return not site.documents or any(_below(id, name) for name in site.documents)


def naming_nothing(sites: Sites, ids: Sequence[str]) -> list[str]:
    """What the sites name that is none of these documents and no folder of any, each as a line
    that says so."""
    return [
        f"site {site.id}: documents: {name}: there is no such document or folder; write its path "
        "below the documents folder"
        for site in sites
        for name in site.documents
        if not any(_below(id, name) for id in ids)
    ]


def documents_of(site: Site, assistant: "Assistant") -> "tuple[DocumentEntry, ...]":
    """The documents of the site that there are, in order of id."""
    return tuple(entry for entry in assistant.documents() if holds(site, entry.id))


def scope_of(site: Site, assistant: "Assistant", asked: Sequence[str] = ()) -> tuple[str, ...]:
    """The documents and folders to limit a question to: the site's, narrowed to those `asked`
    for. Empty means all.

    Raises `UnknownDocument` for one that is not the site's, in the words of one that isn't there;
    HTTPException 503 where nothing of the site is there.
    """
    if not asked and not site.documents:
        return ()
    ids = [entry.id for entry in documents_of(site, assistant)]
    if not ids:
        raise HTTPException(503, NOTHING_THERE)
    if not asked:
        return tuple(name for name in site.documents if any(_below(id, name) for id in ids))
    narrowed: dict[str, None] = {}
    for name in asked:
        found = [id for id in ids if _below(id, name)]
        if not found:
            raise UnknownDocument(f"{name}: there is no such document here; leave it out")
        if holds(site, name):
            narrowed[name] = None
        else:  # a folder around what the site holds of it
            inside = (one for one in site.documents if _below(one, name))
            narrowed.update((one, None) for one in inside if any(_below(id, one) for id in found))
    return tuple(narrowed)


def _below(id: str, name: str) -> bool:
    name = name.rstrip("/")
    return bool(name) and (id == name or id.startswith(f"{name}/"))
