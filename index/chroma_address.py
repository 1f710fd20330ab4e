"""The address of a Chroma server as a user names it."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from index.errors import InvalidInput

VARIABLE = "FOOTNOTE_CHROMA_URL"
TENANT = "default_tenant"
DATABASE = "default_database"


@dataclass(frozen=True, slots=True)
class Server:
    """A Chroma server, and what it takes to be let in; `server_at` checks what a user named."""

    url: str
    token: str = field(default="", repr=False)
    tenant: str = TENANT
    database: str = DATABASE


def server_at(url: str, token: str = "", tenant: str = "", database: str = "") -> Server:
    """The server at an address; raises `InvalidInput`, which repeats no more of it than its host.

    Nothing is sent yet.
    """
    like = "give one like http://127.0.0.1:8000"
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InvalidInput(f"--chroma-url: not an address; {like}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise InvalidInput(f"--chroma-url: not an address with http or https before it; {like}")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise InvalidInput(
            f"--chroma-url: more than an address; leave out what stands beside {host} and its "
            "path, and set a token as FOOTNOTE_CHROMA_TOKEN"
        )
    if not re.fullmatch(r"[!-~]*", token):
        raise InvalidInput(
            "FOOTNOTE_CHROMA_TOKEN: not a token (a space or an odd character in it); set it again"
        )
    bare = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    return Server(bare, token, tenant or TENANT, database or DATABASE)


def is_local(server: Server) -> bool:
    """Whether a server is on this machine, by its name or address alone."""
    host = urlsplit(server.url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
