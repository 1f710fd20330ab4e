"""Connections: a client that is slow, silent or takes nothing is let go, and others are served."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.web.access.connections import LARGEST_HEADERS, Patience
from tests.waiting import until
from tests.web.access.small_app import Small
from tests.web.running import asked, connect, running, until_closed

SHORT = Patience(headers=0.4, idle=1, taking=0.4, in_all=512, from_one=256)
ESTABLISHED = "01"
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture(scope="module")
def small() -> Small:
    return Small()


@pytest.fixture(scope="module")
def port(small: Small) -> Iterator[int]:
    """The port of a server without much patience."""
    with running(small.app, SHORT) as port:
        yield port


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", b""),
        (b"\r\n", b""),
        (b"G", b"HTTP/1.1 408 "),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", b"HTTP/1.1 408 "),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX-A: b", b"HTTP/1.1 408 "),
    ],
)
def test_headers_that_do_not_come_end_the_connection(port: int, sent: bytes, told: bytes) -> None:
    with connect(port, sent) as connection:
        answer = until_closed(connection)
    assert answer.startswith(told)
    assert bool(answer) is bool(told)


def test_headers_that_trickle_end_it_too(port: int) -> None:
    with connect(port, b"GET / HTTP/1.1\r\nHost: a\r\n") as connection:
        connection.settimeout(0.05)
        answer = b""
        while not answer:
            connection.sendall(b"X-A: b\r\n")
            try:
                answer = connection.recv(65536)
            except TimeoutError:
                continue
    assert answer.startswith(b"HTTP/1.1 408 ")


def test_others_are_served_meanwhile(port: int) -> None:
    slow = [connect(port, b"GET / HT") for _ in range(100)]
    assert asked(port).endswith(b'"here"')
    for connection in slow:
        assert until_closed(connection).startswith(b"HTTP/1.1 408 ")
        connection.close()


def test_headers_without_an_end_are_refused(port: int) -> None:
    with connect(port, b"GET / HTTP/1.1\r\nHost: a\r\n") as connection:
        try:
            for number in range(LARGEST_HEADERS // 100 * 8):
                connection.sendall(b"X-%06d: " % number + b"x" * 89 + b"\r\n")
        except OSError:
            pass  # it was refused on the way
        else:
            pytest.fail("all of it was taken")


def test_a_connection_is_kept_for_the_next_request_but_not_for_long(port: int) -> None:
    with connect(port) as connection:
        for _ in range(3):
            connection.sendall(GET)
            assert b'"here"' in connection.recv(65536)
        assert until_closed(connection) == b""


@pytest.mark.parametrize("between", [b"\r\n", b"G"])
def test_a_byte_now_and_then_does_not_keep_it(port: int, between: bytes) -> None:
    with connect(port, GET) as connection:
        assert b'"here"' in connection.recv(65536)
        connection.sendall(between)
        assert until_closed(connection)[:13] in (b"", b"HTTP/1.1 408 ")


def test_a_body_that_nobody_reads_does_not_keep_it_either(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"
    with connect(port, head) as connection:
        assert b'"here"' in connection.recv(65536)
        connection.settimeout(0.1)
        closed = False
        while not closed:
            try:
                connection.sendall(b"x")
                closed = connection.recv(65536) == b""
            except TimeoutError:
                continue
            except OSError:
                closed = True


def test_requests_sent_together_are_answered_in_order(port: int) -> None:
    last = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    with connect(port, GET + b"GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n" + last) as connection:
        answers = until_closed(connection).split(b"HTTP/1.1 ")[1:]
    assert [answer[:3] for answer in answers] == [b"200", b"404", b"200"]


def test_an_answer_may_take_as_long_as_it_likes(port: int) -> None:
    answer = asked(port, "/events")
    assert answer.count(b"data: ") == 12
    assert b"data: 11" in answer


def test_half_a_request_behind_a_long_answer_ends_both(port: int) -> None:
    first = b"GET /events HTTP/1.1\r\nHost: a\r\n\r\n"
    with connect(port, first + b"GET / HT") as connection:
        answer = until_closed(connection)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"data: 11" not in answer
    assert b"408" not in answer


def test_who_takes_nothing_is_let_go(small: Small, port: int) -> None:
    ended = small.ended
    with connect(port, b"GET /stream HTTP/1.1\r\nHost: a\r\n\r\n"):
        until(lambda: small.ended > ended)
        assert asked(port).endswith(b'"here"')


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs Linux")
@pytest.mark.parametrize("close", [b"", b"Connection: close\r\n"])
def test_who_does_not_take_the_end_is_let_go(port: int, close: bytes) -> None:
    with connect(port, b"GET /large HTTP/1.1\r\nHost: a\r\n" + close + b"\r\n") as connection:
        assert is_open(port, connection)
        until(lambda: not is_open(port, connection))


def is_open(port: int, client: socket.socket) -> bool:
    """Whether the server still holds its end of a client's connection."""
    other = client.getsockname()[1]
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, ours, theirs, state = line.split()[:4]
        if [int(end.partition(":")[2], 16) for end in (ours, theirs)] == [port, other]:
            return state == ESTABLISHED
    return False


def test_who_takes_slowly_but_takes_gets_it_all(port: int) -> None:
    request = b"GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    with connect(port, request) as connection:
        taken = 0
        pause = threading.Event()
        while part := connection.recv(1_000_000):
            taken += len(part)
            pause.wait(0.03)
    assert taken > 20_000_000


def test_headers_after_a_body_are_none(port: int) -> None:
    request = (
        b"GET /headers HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
        b"\r\n1\r\nx\r\n0\r\nOrigin: http://evil.test\r\n\r\n"
    )
    with connect(port, request) as connection:
        answer = until_closed(connection)
    assert b'"host"' in answer
    assert b"origin" not in answer


def test_upgrades_are_no_way_in(port: int) -> None:
    upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n"
    head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n{upgrade}\r\n".encode()
    with connect(port, head) as connection:
        assert b"101" not in connection.recv(65536).split(b"\r\n")[0]


def test_a_connection_too_many_is_told_to_come_back(small: Small) -> None:
    few = Patience(headers=30, idle=5, taking=30, in_all=3, from_one=3)
    with running(small.app, few) as port:
        held = [connect(port, b"G") for _ in range(3)]
        until(lambda: asked(port).startswith(b"HTTP/1.1 503 "))
        answer = asked(port).lower()
        assert b"retry-after: 5" in answer
        assert b"connection: close" in answer
        assert b"application/problem+json" in answer
        for connection in held:
            connection.close()
        until(lambda: asked(port).endswith(b'"here"'))


def test_one_address_cannot_take_all_connections_unless_it_is_a_proxy(small: Small) -> None:
    few = Patience(headers=30, idle=5, taking=30, in_all=100, from_one=2)
    for proxies, status in (((), b"503"), (("127.0.0.0/8",), b"200")):
        with running(small.app, few, proxies) as port:
            held = [connect(port, b"G") for _ in range(2)]
            if status == b"503":
                until(lambda port=port: b" 503 " in asked(port)[:14])  # type: ignore[misc]
            assert asked(port).split()[1] == status
            for connection in held:
                connection.close()
