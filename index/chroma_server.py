"""A Chroma server that keeps the vectors of an index: `chroma run`, distributed Chroma or Cloud.

Nothing is sent but to its address, and no call waits without end for a word of it. Once one could
not reach it the next ones fail at once for a moment, so that many do not wait one after the other.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from index.chroma_address import VARIABLE, Server, is_local
from index.errors import ChromaUnusable, FootnoteError, IndexDamaged
from index.vectors import drop_all

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 30.0
"""How long one call may take: a server that was started just now reads its graph first."""
REST = 1.0
"""Seconds in which a server that could not be reached is not asked again."""
BATCH = 300
"""Records a call: what Chroma Cloud takes, and little enough to be done in time anywhere."""
VERSION = "1."
"""How the version of a server begins that speaks as the client does."""
LONGEST = 200
"""Characters of a server's own words that an error repeats."""
AGAIN = "`footnote index` adds them again, nothing is encoded anew"


@dataclass(frozen=True, slots=True)
class OnServer:
    """The vectors of one index among those of others; `id` is in the names of its collections."""

    server: Server
    id: str

    batch = BATCH

    @property
    def prefix(self) -> str:
        """What the names of this index's collections begin with."""
        return f"footnote-{self.id}-"

    @property
    def address(self) -> str:
        """The server's address."""
        return self.server.url

    def client(self, mark: str = "") -> Any:
        """A client of a server that answers as it should at this moment."""
        with self.telling():
            connection = _connection(self.server)
        self._check(connection)
        return connection.client

    def marked(self, client: Any, mark: str) -> None:
        """Nothing: the server sees all that is written."""

    def has_seen(self, client: Any, mark: str) -> bool:
        """Never: what a copy of the index or somebody else did there shows when it is opened."""
        return False

    def let_go(self, client: Any) -> None:
        """Nothing: a connection serves all stores of the process."""

    def clear(self) -> None:
        """Removes all collections of this index."""
        with self.telling():
            drop_all(_connection(self.server).client, self.prefix)

    def _check(self, connection: "_Connection") -> None:
        from chromadb.errors import ChromaError
        from httpx import TransportError

        url, server = self.server.url, self.server
        with self.telling():
            try:
                version = str(connection.api.get_version())
                number = re.match(r"\d+\.\d+", version)
                if number is None:
                    raise ValueError("no version of Chroma")
            except (FootnoteError, TransportError, ChromaError):
                raise
            except Exception as error:
                raise ChromaUnusable(
                    f"{url}: something else than a Chroma server of version 1 answers there; "
                    f"correct {VARIABLE}"
                ) from error
            if not version.startswith(VERSION):  # no more of it is repeated: it may be anything
                raise ChromaUnusable(
                    f"{url}: a Chroma server of version {number.group()}, which this Footnote "
                    "cannot use; run version 1 there"
                )
            try:
                connection.api.get_database(server.database, server.tenant)
            except ChromaError as error:
                raise ChromaUnusable(
                    f"{url}: no database {server.database} of tenant {server.tenant} there for "
                    "this index; correct FOOTNOTE_CHROMA_TENANT and FOOTNOTE_CHROMA_DATABASE"
                ) from error

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turns what goes wrong into errors with the address, the reason and a next step."""
        from chromadb.errors import NotFoundError
        from httpx import TimeoutException, TransportError

        url = self.server.url
        connection = _connection(self.server)
        connection.check_rest()
        try:
            yield
        except FootnoteError:
            raise
        except NotFoundError as error:
            raise IndexDamaged(
                f"{url}: the vectors of this index are not on this Chroma server; {AGAIN}"
            ) from error
        except TimeoutException as error:
            raise connection.lost(
                f"{url}: the Chroma server did not answer in time; see how it is, or correct "
                f"{VARIABLE}"
            ) from error
        except TransportError as error:
            raise connection.lost(
                f"{url}: the Chroma server cannot be reached ({self._words(error)}); start it, "
                f"such as with `chroma run`, or correct {VARIABLE}"
            ) from error
        except Exception as error:  # Chroma's client raises all kinds, plain ones too
            raise ChromaUnusable(
                f"{url}: the Chroma server failed ({self._words(error)}); see its log"
            ) from error

    def _words(self, error: Exception) -> str:
        """The words of an error in one line, without the token that a server may repeat."""
        words = " ".join(str(error).split()) or type(error).__name__
        if self.server.token:
            words = words.replace(self.server.token, "…")
        return words[:LONGEST]


class _Connection:
    """The one connection of this process to a server; `api` and `client` are Chroma's."""

    def __init__(self, server: Server) -> None:
        from chromadb.api import ServerAPI
        from chromadb.api.client import Client
        from chromadb.config import Settings, System

        class Unasking(Client):
            """Chroma's client; its own way to start asks the server before a limit can be set."""

            def __init__(self, api: Any) -> None:
                self._server, self.tenant, self.database = api, server.tenant, server.database

        # Without _env_file Chroma would read a .env file from the current folder.
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            anonymized_telemetry=False,
            chroma_otel_collection_endpoint="",
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=server.url,
            chroma_server_http_port=urlsplit(server.url).port or 0,
        )
        service: Any = ServerAPI
        self.api: Any = System(settings).instance(service)
        self.api._session.close()
        self.api._session = _session(server)
        self.client = Unasking(self.api)
        self._resting, self._said = 0.0, ""

    def lost(self, said: str) -> ChromaUnusable:
        """The error for a server that could not be reached, which holds for a moment."""
        self._said, self._resting = said, time.monotonic() + REST
        return ChromaUnusable(said)

    def check_rest(self) -> None:
        """Raises where the server could not be reached a moment ago."""
        if time.monotonic() < self._resting:
            raise ChromaUnusable(self._said)


@cache
def _connection(server: Server) -> _Connection:
    return _Connection(server)


def _session(server: Server) -> Any:
    """HTTP to the server with limits of time; to this machine by no proxy."""
    import httpx

    def look(response: httpx.Response) -> None:
        status, url = response.status_code, server.url
        if status in (401, 403):
            raise ChromaUnusable(
                f"{url}: the Chroma server refuses ({status}); set FOOTNOTE_CHROMA_TOKEN"
            )
        if response.is_redirect:
            raise ChromaUnusable(
                f"{url}: it sends elsewhere ({status}), which is not followed; name the address "
                f"itself as {VARIABLE}"
            )
        if status in (429, 502, 503, 504):
            raise ChromaUnusable(
                f"{url}: the Chroma server takes nothing at the moment ({status}); try again"
            )

    headers = {"Content-Type": "application/json"}
    if server.token:  # Chroma Cloud reads the one, proxies the other
        headers |= {"X-Chroma-Token": server.token, "Authorization": f"Bearer {server.token}"}
    return httpx.Client(
        timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
        headers=headers,
        trust_env=not is_local(server),
        follow_redirects=False,
        event_hooks={"response": [look]},
    )
