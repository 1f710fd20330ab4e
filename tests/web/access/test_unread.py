"""An answer that comes before its request has reaches whoever still sends."""

import socket

import pytest
from fastapi import FastAPI

from assistant.web.access.access import Access, guards
from assistant.web.access.connections import Patience
from assistant.web.access.unread import Unread
from tests.waiting import until
from tests.web.running import connect, running, until_closed

ENDLESS = b"POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        (b"Content-Length: 5000000", b"413"),
        (b"Content-Length: 500000\r\nOrigin: http://evil.test", b"403"),
        (b"Content-Length: 500000\r\nHost: evil.test", b"400"),
        (b"Transfer-Encoding: chunked", b"200"),
        (b"Transfer-Encoding: chunked\r\nX-Again: yes", b"429"),
    ],
)
def test_an_answer_reaches_whoever_still_sends(more: bytes, status: bytes) -> None:
    app = FastAPI(middleware=guards(Access(per_address=1)))
    app.add_api_route("/api/v1/ask", lambda: "done", methods=["POST"])
    head = b"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    length = more.partition(b": ")[2].split()[0]
    large = (
        b"x" * int(length) if length.isdigit() else b"7a120\r\n" + b"x" * 500_000 + b"\r\n0\r\n\r\n"
    )
    with running(app) as port:
        if status == b"429":
            with connect(port, head + b"Content-Length: 0\r\n\r\n") as first:
                assert until_closed(first).startswith(b"HTTP/1.1 200 ")
        with connect(port, head + more + b"\r\n\r\n") as connection:
            assert connection.recv(9) == b"HTTP/1.1 "  # it is answered before the body comes
            connection.sendall(large)
            assert until_closed(connection).startswith(status)


def test_an_answer_does_not_wait_for_a_body_without_an_end() -> None:
    app = Unread(FastAPI(), moment=0.2)
    patience = Patience(headers=0.5)
    with (
        running(app, patience) as port,
        connect(port, ENDLESS) as connection,
    ):
        assert connection.recv(12) == b"HTTP/1.1 404"
        until(lambda: is_refused(connection))


def is_refused(connection: socket.socket) -> bool:
    try:
        connection.sendall(b"x" * 1000)
    except OSError:
        return True
    return False
