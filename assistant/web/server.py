"""Serving the application: a socket first, so that a taken port is known at once."""

import asyncio
import contextlib
import errno
import functools
import logging
import socket
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from index.errors import InvalidInput

if TYPE_CHECKING:
    import uvicorn

    from assistant.assistant import Assistant
    from assistant.web.access.connections import Patience

OF_NO_INTEREST = (
    "graceful",
    "Invalid HTTP request",
    "Unsupported upgrade",
    "No supported WebSocket",
)
WAIT_FOR_OPEN_PAGES = 1  # seconds; every open page holds a connection that never ends by itself


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on host and port; port 0 takes a free one."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _unusable(host, port, error) from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise _unusable(host, port, error) from None
    return listener


def serve(
    assistant: "Assistant", host: str, port: int, listener: socket.socket | None = None
) -> None:
    """Serves until interrupted. `listener` is a socket from `listen`, if there is one already."""
    listener = listener or listen(host, port)
    with listener:
        from assistant.web.access.proxies import believed
        from assistant.web.app import build_app

        server = build_server(build_app(assistant), believed(assistant.settings.proxies))
        logging.getLogger("uvicorn.error").addFilter(_worth_saying)
        sys.stderr.write(f"Footnote is at {address_of(listener)} (Ctrl-C stops it)\n")
        sys.stderr.flush()
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def build_server(
    app: Any,
    proxies: Sequence[str] = (),
    patience: "Patience | None" = None,
    log_level: str | int = "warning",
) -> "uvicorn.Server":
    """The server of an application. Connections are ended as `patience` says.

    Whom a proxy speaks for is the application's business: `Proxies` knows which are believed.
    """
    import uvicorn

    from assistant.web.access.connections import Connection, Patience

    patience = patience or Patience()
    protocol: Any = functools.partial(Connection, patience=patience, proxies=proxies)
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=protocol,
            ws="none",
            log_level=log_level,
            access_log=False,  # addresses of readers are nobody's business
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=patience.idle,
            timeout_graceful_shutdown=WAIT_FOR_OPEN_PAGES,
        )
    )


def address_of(listener: socket.socket) -> str:
    """The address to open in a browser on this machine."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _worth_saying(record: logging.LogRecord) -> bool:
    """False for what uvicorn says about open pages whose connection it ends as it stops, and
    about requests that are none: anybody could fill the log with those."""
    error = record.exc_info[1] if record.exc_info else None
    message = str(record.msg)
    return not isinstance(error, asyncio.CancelledError) and not any(
        words in message for words in OF_NO_INTEREST
    )


def _unusable(host: str, port: int, error: OSError) -> InvalidInput:
    if error.errno == errno.EADDRINUSE:
        return InvalidInput(f"port {port} on {host}: already in use; choose another with --port")
    if error.errno == errno.EACCES:
        return InvalidInput(
            f"port {port} on {host}: not permitted; choose one from 1024 up with --port"
        )
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return InvalidInput(
            f"host {host}: not an address of this machine; choose another with --host"
        )
    return InvalidInput(f"port {port} on {host}: {error.strerror}; choose another with --port")
