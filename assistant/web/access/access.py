"""Who may use a server, as its settings say; all that can be wrong in them is found here."""

from dataclasses import dataclass, field

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from assistant.settings import Settings
from assistant.web.access.bodies import LARGEST_BODY, LARGEST_UPLOAD, BodyLimit
from assistant.web.access.headers import SecurityHeaders
from assistant.web.access.hosts import HostNames, Hosts, host_names
from assistant.web.access.keys import KeyHolders, Keys, read_keys
from assistant.web.access.limits import Limits
from assistant.web.access.origins import Origins
from assistant.web.access.proxies import Proxies, believed
from assistant.web.access.rates import Rates
from assistant.web.access.root_path import RootPath
from assistant.web.access.sites import Sites, read_sites
from assistant.web.access.unread import Unread

PER_ADDRESS = 60
IN_ALL = 600


@dataclass(frozen=True)
class Access:
    """Who may use a server. Rates are questions a minute; 0 is no limit. No `keys`: no key needed.

    `proxies` are addresses and networks; `uploads` says whether documents may be put.
    """

    sites: Sites = field(default_factory=Sites)
    keys: Keys | None = None
    names: HostNames = field(default_factory=lambda: host_names("127.0.0.1"))
    proxies: tuple[str, ...] = ()
    root_path: str = ""
    per_address: int = 0
    in_all: int = 0
    uploads: bool = False


def read_access(settings: Settings) -> Access:
    """What settings and the files that they name say; raises InvalidInput naming what is wrong."""
    sites = read_sites(settings.sites)
    unlimited = settings.alone and not sites

    def rate(given: int | None, otherwise: int) -> int:
        return (0 if unlimited else otherwise) if given is None else given

    return Access(
        sites=sites,
        keys=read_keys(settings.keys),
        names=host_names(settings.host, settings.hosts),
        proxies=believed(settings.proxies),
        root_path=settings.root_path,
        per_address=rate(settings.per_address, PER_ADDRESS),
        in_all=rate(settings.in_all, IN_ALL),
        uploads=settings.allow_upload,
    )


def guards(access: Access) -> list[Middleware]:
    """The middleware that stands before every route, outermost first."""
    sites, upload = access.sites, LARGEST_UPLOAD if access.uploads else LARGEST_BODY
    rates, often, keys = Rates(), access.per_address, access.keys
    holders = Middleware(KeyHolders, keys=keys, sites=sites, rates=rates, per_address=often)  # type: ignore[arg-type]
    return [
        Middleware(Unread),
        Middleware(RootPath, root_path=access.root_path),
        Middleware(SecurityHeaders),
        Middleware(Proxies, believed=access.proxies),
        Middleware(Hosts, names=access.names),
        Middleware(Origins, sites=sites),
        *([holders] if keys else []),
        Middleware(Limits, rates=rates, per_address=often, in_all=access.in_all),
        Middleware(BodyLimit, largest=LARGEST_BODY, upload=upload),
        # It has nothing left to do, but without it Gradio would answer origins in its own way.
        Middleware(CORSMiddleware, allow_origins=()),
    ]
