"""A real server in a thread of the test, on a socket that anybody on this machine can reach."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from assistant.web.access.connections import Patience
from assistant.web.server import build_server, listen

PATIENCE = Patience()
WAIT = 30.0
"""Seconds for which a test waits for what has to come."""


@contextmanager
def running(
    app: Any, patience: Patience = PATIENCE, proxies: Sequence[str] = (), port: int = 0
) -> Iterator[int]:
    """The port of a server for the application, until the end."""
    with listen("127.0.0.1", port) as listener:
        port = listener.getsockname()[1]
        server = build_server(app, proxies, patience, log_level="critical")
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield port
        finally:
            server.should_exit = True
            thread.join()


def connect(port: int, sent: bytes = b"") -> socket.socket:
    """A connection to a server, on which something was sent."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=WAIT)
    connection.sendall(sent)
    return connection


def until_closed(connection: socket.socket) -> bytes:
    """All that comes until the other side ends the connection."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def asked(port: int, path: str = "/", more: str = "") -> bytes:
    """The whole answer to a request on a connection of its own."""
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{more}\r\n"
    with connect(port, head.encode()) as connection:
        return until_closed(connection)
