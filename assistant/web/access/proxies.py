"""Whom a request comes from: the one who connects, unless that is a proxy that we believe."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from index.errors import InvalidInput

HEARSAY = frozenset(
    (b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-port", b"x-gradio-server")
)
"""Headers that name a client or a host, for whoever reads them to believe."""
ONE_HOUSEHOLD = 64
"""Bits of an IPv6 address that whoever has one shares with all others that are theirs."""

ONE_CUSTOMER = 48
"""Bits of what providers give to one customer at most: 65,536 such households."""
TO_A_CUSTOMER = 4
"""How many times the limit of one household all of a customer's may take together."""


def believed(proxies: str) -> tuple[str, ...]:
    """The addresses and networks of a setting, parted by commas; raises InvalidInput."""
    found: list[str] = []
    for text in filter(None, map(str.strip, proxies.split(","))):
        try:
            network = ip_network(text)
        except ValueError as error:
            raise InvalidInput(
                f"--proxies {text}: {error}; write addresses or networks, parted by commas, such "
                "as 127.0.0.1 or 10.0.0.0/8"
            ) from None
        if network.prefixlen == 0:
            raise InvalidInput(
                f"--proxies {text}: that is everybody, who could then pass for anybody; name the "
                "addresses of your proxies"
            )
        found.append(str(network))
        if isinstance(network, IPv4Network):  # as a socket for both families spells it
            found.append(f"::ffff:{network.network_address}/{96 + network.prefixlen}")
    return tuple(found)


def client_of(scope: Scope) -> str:
    """What stands for the client of a request where requests are counted.

    That is its address; of an IPv6 address, the network that one household or machine has.
    """
    return counted_as(scope["client"][0] if scope.get("client") else "")


def counted_as(address: str, bits: int = ONE_HOUSEHOLD) -> str:
    """What stands for an address where requests or connections are counted; `bits` of IPv6."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ip_network((int(parsed), bits), strict=False))
    return str(parsed)


def shares_of(scope: Scope) -> list[tuple[str, int]]:
    """All that a request is counted for, each with how often its limit it may take: the client,
    and of IPv6 the customer around it, who may have many networks."""
    address = scope["client"][0] if scope.get("client") else ""
    own, around = counted_as(address), counted_as(address, ONE_CUSTOMER)
    return [(own, 1)] if own == around else [(own, 1), (around, TO_A_CUSTOMER)]


class Proxies:
    """Has the client and the scheme of a request be those that a believed proxy names.

    What others say is taken off, so that nothing behind this goes by it.
    """

    def __init__(self, app: ASGIApp, believed: Sequence[str]) -> None:
        self.app = app
        self.corrected = ProxyHeadersMiddleware(self._without_hearsay, list(believed))  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request as its true client's."""
        await self.corrected(scope, receive, send)  # type: ignore[arg-type]

    async def _without_hearsay(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            kept = [(name, value) for name, value in scope["headers"] if name not in HEARSAY]
            scope = {**scope, "headers": kept}
        await self.app(scope, receive, send)
