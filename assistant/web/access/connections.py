"""Connections: nobody may hold one for long without asking, sending or taking anything."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from assistant.web.access.proxies import ONE_CUSTOMER, ONE_HOUSEHOLD, TO_A_CUSTOMER, counted_as
from assistant.web.event_stream import ABORT
from assistant.web.problem import problem

LARGEST_HEADERS = 65_536
FULL = problem(
    503,
    "There are too many connections to this server at the moment. Try again in a few seconds.",
    {"Retry-After": "5", "Connection": "close"},
)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: until a request's headers have come, without anything asked on a connection that
    is kept, without a client taking any of its answer; and how many connections there may be, in
    all and from one address (but a believed proxy's)."""

    headers: float = 10
    idle: int = 5
    taking: float = 30
    in_all: int = 512
    from_one: int = 160


class Connection(HttpToolsProtocol):
    """A connection of uvicorn's that is ended where the other side is too slow.

    While a request is being answered, that may take as long as it likes.
    """

    def __init__(
        self, *given: Any, patience: Patience = Patience(), proxies: Sequence[str] = (), **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.patience = patience
        self._proxies = [ip_network(proxy) for proxy in proxies]
        self._header_bytes = 0
        self._in_headers = False
        self._late: asyncio.TimerHandle | None = None
        self._stuck: asyncio.TimerHandle | None = None
        self._untaken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begins to wait for headers; one connection too many is told so once they came."""
        super().connection_made(transport)  # type: ignore[arg-type]
        if len(self.connections) > 2 * self.patience.in_all:
            self.transport.abort()
        elif len(self.connections) > self.patience.in_all or self._is_one_too_many():
            self.app = FULL
        self._expect_headers()

    def data_received(self, data: bytes) -> None:
        """Reads what came, and sees to it that a request comes to its end."""
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_headers:
            self._header_bytes += len(data)
            if self._header_bytes > LARGEST_HEADERS:
                self._end(431)
        elif not self._is_answering() and self.timeout_keep_alive_task is None:
            self._expect_headers()  # bytes between requests must not keep a connection for ever

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        extensions: dict[str, Any] = {ABORT: self.transport.abort}
        self.scope["extensions"] = extensions
        self._in_headers, self._header_bytes = True, 0
        self._expect_headers()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; those that come after a body are left out."""
        if self._in_headers:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The headers are there: the request is answered from here on."""
        self._in_headers = False
        self._stop_waiting_for_headers()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """An answer is written, if perhaps not taken."""
        super().on_response_complete()
        self._expect_taking()

    def pause_writing(self) -> None:
        """The other side takes less than is written."""
        super().pause_writing()
        self._expect_taking()

    def resume_writing(self) -> None:
        """The other side took nearly all of it."""
        super().resume_writing()
        self._stop_waiting_for_taking()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_waiting_for_headers()
        self._stop_waiting_for_taking()
        super().connection_lost(exc)

    def _is_one_too_many(self) -> bool:
        host = self.client[0] if self.client else ""
        if any(_is_in(host, proxy) for proxy in self._proxies):
            return False
        clients = [c.client for c in self.connections if isinstance(c, Connection) and c.client]
        for bits, share in ((ONE_HOUSEHOLD, 1), (ONE_CUSTOMER, TO_A_CUSTOMER)):
            own = counted_as(host, bits)
            same = sum(counted_as(client[0], bits) == own for client in clients)
            if same > self.patience.from_one * share:
                return True
        return False

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _expect_headers(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(self.patience.headers, self._end, 408)

    def _expect_taking(self) -> None:
        self._stop_waiting_for_taking()
        self._untaken = self.transport.get_write_buffer_size()
        if self._untaken:
            self._stuck = self.loop.call_later(self.patience.taking, self._look)

    def _stop_waiting_for_headers(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _stop_waiting_for_taking(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

    def _look(self) -> None:
        """Ends the connection if nothing was taken since the last look."""
        if self.transport.get_write_buffer_size() >= self._untaken:
            self.transport.abort()
        else:
            self._expect_taking()

    def _end(self, status: int) -> None:
        """Ends the connection, saying why where a request has begun and none is being answered."""
        self._stop_waiting_for_headers()
        if self._in_headers and not self._is_answering():
            reason = {408: b"408 Request Timeout", 431: b"431 Request Header Fields Too Large"}
            self.transport.write(
                b"HTTP/1.1 "
                + reason[status]
                + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            )
        self.transport.close()
        self._expect_taking()


def _is_in(host: str, network: Any) -> bool:
    try:
        return ip_address(host) in network
    except ValueError:
        return False
