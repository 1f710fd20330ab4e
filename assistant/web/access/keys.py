"""Keys: with `--keys FILE`, whoever asks shows one, but for the widget of listed sites.

A program sends `Authorization: Bearer KEY`; a browser asks its user once, who gives the key as
the password. Only digests of the keys are held, and no key is ever written anywhere.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.access.headers import WIDGET_SCRIPT
from assistant.web.access.limits import too_many
from assistant.web.access.origins import is_widgets
from assistant.web.access.proxies import client_of
from assistant.web.access.rates import Rates
from assistant.web.access.root_path import path_of
from assistant.web.access.sites import OWN, Sites
from assistant.web.problem import problem
from assistant.web.scope import holds
from index.errors import InvalidInput

SHORTEST = 20
LINE = re.compile(r"(\S+)[ \t]+(\S+)")
CHALLENGE = {"WWW-Authenticate": 'Basic realm="Footnote", Bearer'}
KEY_NEEDED = "This needs a key; send it as “Authorization: Bearer …”, or as the password."
OPEN = frozenset({"/healthz", "/readyz", "/embed", WIDGET_SCRIPT})
OUR_FILES = "/ui/"
VIEWER = "/view/"
ADMITTED = "footnote.admitted"
"""In the scope of a request: whether it showed a key, where one is needed."""


class Keys:
    """The keys of a server: digests, and whose they are."""

    def __init__(self, named: Mapping[str, str]) -> None:
        """`named` gives the key of each name."""
        self._digests = {name: _digest(key) for name, key in named.items()}

    def holder(self, key: str) -> str | None:
        """The name that a key belongs to; takes as long for any key."""
        given, found = _digest(key), None
        for name, digest in self._digests.items():
            if hmac.compare_digest(given, digest):
                found = name
        return found


def read_keys(path: Path | None) -> Keys | None:
    """The keys of a file, None without one; raises InvalidInput, which never tells a key."""
    if path is None:
        return None
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise InvalidInput(
            f"{path}: cannot be read ({error.strerror}); give --keys a file"
        ) from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path}: not UTF-8 text; save it as UTF-8") from None
    named: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, key = _parsed(f"{path}:{number}", line.strip())
        if name in named:
            raise InvalidInput(f"{path}:{number}: {name}: there twice; give each key its own name")
        if key in named.values():
            raise InvalidInput(f"{path}:{number}: {name}: another's key; make one of its own")
        named[name] = key
    if not named:
        raise InvalidInput(f"{path}: no key in it; write one a line, its name before it")
    return Keys(named)


def _parsed(place: str, line: str) -> tuple[str, str]:
    found = LINE.fullmatch(line)
    if found is None:
        raise InvalidInput(f"{place}: not a name and a key; write both, parted by a space")
    name, key = found.groups()
    if len(key) < SHORTEST:
        raise InvalidInput(
            f"{place}: {name}: the key is shorter than {SHORTEST} characters; make one with "
            "`openssl rand -hex 24`"
        )
    if not (key.isascii() and key.isprintable()):
        raise InvalidInput(f"{place}: {name}: the key has more than ASCII characters; make another")
    return name, key


def admitted(scope: Scope) -> bool:
    """Whether a request may do what only holders of a key may; true where no key is needed."""
    return bool(scope.get(ADMITTED, True))


class KeyHolders:
    """Refuses requests without a key, with status 401; what is open to all is marked instead.

    A route that is open, but does more for holders of a key, asks `admitted`.
    """

    def __init__(
        self, app: ASGIApp, keys: Keys, sites: Sites, rates: Rates, per_address: int
    ) -> None:
        """`per_address` is how many requests a minute are refused as lacking a key; more are told
        to wait. 0 is no limit."""
        self.app, self.keys, self.sites = app, keys, sites
        self.rates, self.per_address = rates, per_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request if it shows a key or needs none."""
        if scope["type"] == "http":
            key = _shown(Headers(scope=scope).get("authorization", ""))
            scope[ADMITTED] = key is not None and self.keys.holder(key) is not None
            if not scope[ADMITTED] and not self._is_open(scope):
                await self._refusal(scope)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _refusal(self, scope: Scope) -> ASGIApp:
        limit = f"refused {client_of(scope)}", self.per_address
        wait = self.rates.take([limit]) if self.per_address else 0
        return too_many(wait) if wait else problem(401, KEY_NEEDED, CHALLENGE)

    def _is_open(self, scope: Scope) -> bool:
        path = path_of(scope)
        if path.startswith(VIEWER):
            return self._is_shown_to_all(path.removeprefix(VIEWER), scope["query_string"])
        return path in OPEN or path.startswith(OUR_FILES) or is_widgets(path)

    def _is_shown_to_all(self, document: str, query: bytes) -> bool:
        """Whether a document is one of a listed site that the query names, and not private."""
        named = parse_qs(query.decode("latin-1"), keep_blank_values=True).get("site", [])
        site = self.sites.find(named[0]) if len(named) == 1 else None
        return site is not None and site.id != OWN and not site.private and holds(site, document)


def _shown(authorization: str) -> str | None:
    """The key in an Authorization header."""
    scheme, _, value = authorization.partition(" ")
    value = value.strip()
    if scheme.lower() == "bearer":
        return value
    if scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    return pair.partition(":")[2]


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()
