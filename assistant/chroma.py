"""The Chroma server that the settings name."""

import os

from assistant.settings import Settings
from index.chroma_address import Server, server_at


def server_of(settings: Settings) -> Server | None:
    """The server that keeps the vectors, None where they are in the data folder.

    Raises `InvalidInput` for an address or a token that cannot be one; nothing is sent.
    """
    if settings.chroma_url is None:
        return None
    words = ("TOKEN", "TENANT", "DATABASE")
    return server_at(
        settings.chroma_url, *(os.environ.get(f"FOOTNOTE_CHROMA_{word}", "") for word in words)
    )
