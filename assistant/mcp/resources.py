"""The documents as resources: their addresses, a page of them at a time, and their text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from index.errors import UnknownDocument

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from index.catalog import DocumentEntry
    from index.document import Document

SCHEME = "document:///"
TEMPLATE = f"{SCHEME}{{+id}}"
PAGE = 200
"""Documents that are listed at once."""


def address(id: str) -> str:
    """The address of a document: its id, percent-encoded."""
    return SCHEME + quote(id)


def page(assistant: "Assistant", after: str | None) -> tuple[Sequence["DocumentEntry"], str | None]:
    """The documents that come after an id, and the id to go on after, None at the end.

    What is added or removed meanwhile makes no other document appear twice or never.
    """
    rest = [entry for entry in assistant.documents() if after is None or entry.id > after]
    shown = rest[:PAGE]
    return shown, shown[-1].id if len(rest) > PAGE else None


def read(assistant: "Assistant", uri: str) -> "Document":
    """The document at an address, looked up, never opened; raises UnknownDocument."""
    if not uri.startswith(SCHEME):
        raise UnknownDocument(f"{uri}: not the address of a document; those begin with {SCHEME}")
    try:
        return assistant.document(unquote(uri.removeprefix(SCHEME), errors="strict"))
    except UnicodeDecodeError:
        raise UnknownDocument(f"{uri}: no such document; list the resources") from None
