"""Who sends a request that changes something: our own page or a program, never another site."""

from urllib.parse import urlsplit

from fastapi import HTTPException, Request

TRUSTED = ("same-origin", "none")
"""What a browser says of requests that our page or the address bar makes."""


def refuse_other_sites(request: Request) -> None:
    """Raises 403 for a request that a page of another site makes; a route depends on it.

    No such page may read our answers anyway, and browsers ask before they send most requests
    that change something. This holds where they don't ask.
    """
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin")
    host = request.headers.get("host", "")
    # The scheme is left out: behind a proxy that ends TLS, ours is not the one of the page.
    foreign = origin is not None and urlsplit(origin).netloc.lower() != host.lower()
    if site not in TRUSTED or foreign:
        raise HTTPException(403, "Only a page of this server itself may do that.")
