"""The names that a request may call this server by; any other may be somebody else's.

A page of a name that leads here today and led elsewhere before (DNS rebinding) would count as
our own. An address cannot be bent like that, a name can.
"""

import re
import socket
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.problem import problem
from index.errors import InvalidInput

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ANY_ADDRESS = ("0.0.0.0", "::")
NAME = re.compile(
    r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*"
)
NOT_OURS = (
    "This server does not go by the name in the Host header; its owner can add it with --hosts."
)


@dataclass(frozen=True, slots=True)
class HostNames:
    """Names in lower case, and whether any IP address will do."""

    names: frozenset[str]
    any_address: bool = False

    def allow(self, host: str) -> bool:
        """Whether a Host header, with its port or without, names this server."""
        try:
            parts = urlsplit(f"//{host}")
            name, _ = parts.hostname, parts.port
        except ValueError:
            return False
        if name is None or parts.netloc != host or "@" in host:
            return False
        return name in self.names or (self.any_address and _is_address(name))


def host_names(host: str, more: str = "") -> HostNames:
    """The names of a server that listens on `host`; `more` are others, parted by commas.

    One that listens on every address goes by any address, and by the machine's own name. Raises
    InvalidInput for what is no name.
    """
    names = {*LOOPBACK, *map(_name, filter(None, map(str.strip, more.split(","))))}
    if host in ANY_ADDRESS:
        own = socket.gethostname().lower()
        first = own.partition(".")[0]
        return HostNames(frozenset({*names, own, first, f"{first}.local"} - {"", ".local"}), True)
    return HostNames(frozenset({*names, host.lower()}))


def _name(text: str) -> str:
    name = text.lower().removeprefix("[").removesuffix("]")
    if not (NAME.fullmatch(name) or _is_address(name)):
        raise InvalidInput(
            f"--hosts {text}: not a host name; write names without scheme, port and *, parted by "
            "commas, such as docs.example"
        )
    return name


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


class Hosts:
    """Refuses a request that calls the server by another name, with status 400."""

    def __init__(self, app: ASGIApp, names: HostNames) -> None:
        self.app, self.names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request if it has one Host header, and that names this server."""
        if scope["type"] == "http":
            called = [value for name, value in scope["headers"] if name == b"host"]
            if len(called) != 1 or not self.names.allow(called[0].decode("latin-1")):
                await problem(400, NOT_OURS)(scope, receive, send)
                return
        await self.app(scope, receive, send)
