"""Asks a running server over HTTP: Footnote, or any that serves the same two paths.

`remote_ask(url)` is evaluated like an assistant in this process:

    with remote_ask("https://example.org/footnote") as ask:
        ask.check_documents(suite.documents)
        report = evaluate(ask, suite)
"""

import json
import re
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any

import httpx

from assistant.answer import Answer, Turn
from index.document import Document
from index.errors import FootnoteError, InvalidInput

ASK = "api/v1/ask"
DOCUMENTS = "api/v1/documents"
MOST_DOCUMENTS = 1000
"""Documents that the API lets one question be limited to."""
PATIENCE = 120.0
"""Seconds without a byte from the server after which a question has failed."""
BUSY = (429, 503)
TRIES = 4
LONGEST_WAIT = 60.0
"""Seconds that a busy server is waited for before another try."""


class ServerUnusable(FootnoteError):
    """A server cannot be reached, is no Footnote server, or did not answer a question."""


class RemoteAsk:
    """A server that is asked, over one connection that is kept; close it when done."""

    def __init__(self, client: httpx.Client, name: str) -> None:
        self._client = client
        self._name = name
        self._digests = self._read_digests()

    def __call__(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Answer:
        """One answer of the server. Raises ServerUnusable, with the server's reason."""
        if len(documents) > MOST_DOCUMENTS:
            raise self._error(
                f"takes at most {MOST_DOCUMENTS} documents to limit a question to, not "
                f"{len(documents)}; evaluate without an URL"
            )
        body = {
            "question": question,
            "history": [{"question": turn.question, "answer": turn.answer} for turn in history],
            "documents": list(documents),
        }
        told = self._json("POST", ASK, body)
        try:
            return Answer.from_json(told)
        except InvalidInput as error:
            raise self._error(str(error)) from None

    def check_documents(self, documents: Mapping[str, Document]) -> None:
        """Raises ServerUnusable unless the server holds these documents, byte for byte.

        Evidence is told by offsets, which would mean other words in another version. That the
        server holds more documents is no fault. A file that cannot be read on either side is
        passed over.
        """
        faults = [fault for id in documents if (fault := self._fault_of(id, documents))]
        if faults:
            more = f" (and {len(faults) - 1} more)" if faults[1:] else ""
            raise self._error(f"{faults[0]}{more}; serve the documents of the suite")

    def close(self) -> None:
        """Lets go of the connection."""
        self._client.close()

    def __enter__(self) -> "RemoteAsk":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _fault_of(self, id: str, documents: Mapping[str, Document]) -> str | None:
        try:
            digest = documents[id].digest
        except InvalidInput as error:
            return str(error) if id in self._digests else None
        if id not in self._digests:
            return f"does not hold {id}"
        if self._digests[id] != digest:
            return f"holds another version of {id}"
        return None

    def _read_digests(self) -> dict[str, str]:
        """Document to digest; asked once, which also tells whether this is a Footnote server."""
        rows = self._json("GET", DOCUMENTS)
        try:
            return {str(row["id"]): str(row["digest"]) for row in rows}
        except (TypeError, KeyError):
            raise self._stranger(f"/{DOCUMENTS} gave no list of documents") from None

    def _json(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        response = self._send(method, path, body)
        try:
            told = json.loads(response.content)
        except (ValueError, RecursionError):
            told = None
        if response.is_success and told is not None:
            return told
        raise self._refusal(response, path, told)

    def _refusal(self, response: httpx.Response, path: str, told: object) -> ServerUnusable:
        """The error for a response that is no answer, with the reason that the server gives."""
        detail = str(told["detail"]) if isinstance(told, dict) and "detail" in told else ""
        status = _line(f"{response.status_code} {response.reason_phrase}")
        said = f"{status}: {_line(detail)}" if detail else status
        if response.is_redirect:
            target = response.headers.get("location", "").removesuffix("/" + path)
            return self._error(f"redirects to {_line(target)}; give that address")
        if response.status_code in BUSY:
            return self._error(f"{said}; evaluate when less is asked of it")
        if response.status_code in (401, 403):
            return self._error(f"{said}; give name and password as in https://NAME:PASSWORD@host/")
        if response.is_server_error:
            return self._error(f"{said}; see the log of the server")
        if detail and path == ASK:
            return self._error(said)
        return self._stranger(f"/{path} gave {status}")

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None) -> httpx.Response:
        """The server's response; a busy server, or one that hung up, is tried again."""
        for left in reversed(range(TRIES)):
            try:
                # As ASCII, for a text may hold half of a surrogate pair; the server says so.
                response = self._client.request(
                    method,
                    path,
                    content=None if body is None else json.dumps(body),
                    headers={"Content-Type": "application/json"},
                )
            except httpx.TimeoutException:
                raise self._error("no answer in time; see what keeps the server busy") from None
            # A server may end an idle connection at the moment in which it is used again.
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
                if left == 0:
                    raise self._unreachable(error) from None
            except httpx.HTTPError as error:
                raise self._unreachable(error) from None
            else:
                wait = _wait(response, TRIES - left)
                if response.status_code not in BUSY or left == 0 or wait > LONGEST_WAIT:
                    return response
                time.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _error(self, reason: str) -> ServerUnusable:
        return ServerUnusable(f"{self._name}: {reason}")

    def _unreachable(self, error: Exception) -> ServerUnusable:
        reason = _line(str(error)) or type(error).__name__
        return self._error(
            f"cannot be reached ({reason}); start it with `footnote serve`, or correct the address"
        )

    def _stranger(self, reason: str) -> ServerUnusable:
        return self._error(
            f"is no Footnote server ({reason}); give the address that `footnote serve` prints"
        )


def remote_ask(url: str, timeout: float = PATIENCE) -> RemoteAsk:
    """The server at `url`, to be evaluated; the address may go on with a path.

    The seconds of a case then include the network. The proxy that the environment names
    (`HTTPS_PROXY`, …) is used, but never for a server on this machine; no redirect is followed.
    Raises InvalidInput for what is no address, and ServerUnusable for a server that says nothing
    for `timeout` seconds, cannot be reached, or is no Footnote server.
    """
    address = _address(url)
    client = httpx.Client(
        base_url=address,
        timeout=timeout,
        # A proxy has no business between two programs on one machine.
        mounts={f"all://{_bracketed(address.host)}": None} if _is_here(address.host) else {},
    )
    try:
        return RemoteAsk(client, str(address.copy_with(userinfo=b"")).rstrip("/"))
    except BaseException:
        client.close()
        raise


def _address(url: str) -> httpx.URL:
    shown = _line(re.sub("//.*@", "//", url))  # without a password
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise InvalidInput(f"{shown}: no address: {error}; correct it") from None
    if not 0 < (address.port or 80) < 65536:
        raise InvalidInput(f"{shown}: no address: port {address.port} does not exist; correct it")
    if address.scheme not in ("http", "https") or not address.host:
        raise InvalidInput(f"{shown}: no address; give one such as http://127.0.0.1:7860")
    if address.query or address.fragment:
        raise InvalidInput(f"{shown}: goes on after the path; leave out what follows ? or #")
    return address.copy_with(raw_path=address.raw_path.rstrip(b"/") + b"/")


def _is_here(host: str) -> bool:
    """Whether a host is this machine, by its loopback addresses and the names for them."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _wait(response: httpx.Response, tried: int) -> float:
    """Seconds until the next try: as the server asks, else twice as long each time."""
    told = response.headers.get("retry-after", "")
    if told.isdecimal():
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return float(2 ** (tried - 2))


def _line(words: str) -> str:
    """A server's words for a terminal: one line, not too long, nothing but letters and signs."""
    line = " ".join(words.split())
    return "".join(character for character in line if character.isprintable())[:300]
