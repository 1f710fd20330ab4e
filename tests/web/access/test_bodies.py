"""Bodies: refused early where they are large, late or crooked, and never an error of ours."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from assistant.web.access.bodies import (
    EXPORTED_BY,
    LARGEST_BODY,
    LARGEST_EXPORT,
    BodyLimit,
    BodyPace,
)
from assistant.web.problem import answer_errors_as_problems
from tests.web.access.conftest import problem_of
from tests.web.access.counting import CountingAssistant
from tests.web.routes import all_routes
from tests.web.running import connect, running, until_closed

PAGE = {"origin": "http://site.test"}
SENDING = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def session(named: TestClient) -> dict[str, str]:
    """The header of a session."""
    begun = named.post("/api/v1/sessions", json={"site": "docs"}, headers=PAGE)
    return {"authorization": f"Bearer {begun.json()['token']}"}


def sending(app: FastAPI) -> list[tuple[str, str]]:
    """Every route that takes a body; last the one that ends the session."""
    routes = [route for route in all_routes(app) if route[0] in SENDING]
    return sorted(routes, key=lambda route: route == ("DELETE", "/api/v1/sessions/me"))


def test_a_large_body_is_refused_on_every_route_and_nothing_runs(
    named: TestClient,
    named_app: FastAPI,
    counting: CountingAssistant,
    session: dict[str, str],
) -> None:
    counting.called.clear()
    kind = session | {"content-type": "application/json"}
    for method, path in sending(named_app):
        upload = method == "PUT" and path.startswith("/api/v1/documents/")
        largest = LARGEST_EXPORT if path == EXPORTED_BY else LARGEST_BODY
        length = {"content-length": str(100_000_001 if upload else largest + 1)}
        announced = named.request(method, path, headers=kind | length, content=b"x")
        assert announced.status_code == 413, (method, path)
    assert counting.called == []


def test_a_large_body_of_unknown_length_is_refused_where_it_is_read(
    named: TestClient, counting: CountingAssistant, session: dict[str, str]
) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(1000):
            yield b"x" * 65536

    counting.called.clear()
    kind = session | {"content-type": "application/json"}
    for path in ("/api/v1/ask", "/api/v1/chat", "/api/v1/passages", "/gradio_api/queue/join"):
        problem_of(named.post(path, content=endless(), headers=kind), 413)
    assert counting.called == []


CROOKED: list[tuple[str, bytes]] = [
    ("text/plain", b'{"question": "hello"}'),
    ("application/x-www-form-urlencoded", b"question=hello"),
    ("multipart/form-data; boundary=x", b"--x\r\n\r\nhello\r\n--x--\r\n"),
    ("application/json", b""),
    ("application/json", b"{"),
    ("application/json", b"\xff\xfe"),
    ("application/json", b"null"),
    ("application/json", b"[]"),
    ("application/json", b"NaN"),
    ("application/json", b'"text"'),
    ("application/json", b'{"question": "\\ud800"}'),
    ("application/json", b'{"question": 1, "site": [], "citations": {}, "documents": "a"}'),
    ("application/json", b'{"question": {"a": 1}, "history": "x", "id": null}'),
    ("application/json", b'{"question": "x", "more": true}'),
    ("application/json", b"[" * 100_000),
    ("application/json", b'{"question": ' + b"9" * 5000 + b"}"),
]


@pytest.mark.parametrize(("kind", "content"), CROOKED, ids=range(len(CROOKED)))
def test_a_crooked_body_is_the_sender_s_fault_on_every_route(
    named: TestClient,
    named_app: FastAPI,
    session: dict[str, str],
    kind: str,
    content: bytes,
) -> None:
    headers = session | {"content-type": kind}
    for method, path in sending(named_app):
        if path == "/api/v1/sync" or method == "DELETE" or path == "/gradio_api/cancel":
            continue  # they look at no body
        sent = named.request(method, path, headers=headers, content=content)
        assert 400 <= sent.status_code < 500, (method, path, sent.status_code, sent.text)
        assert "Traceback" not in sent.text, (method, path)


def test_what_crosses_the_wire_as_text_is_no_json(named: TestClient) -> None:
    """A page can send text without asking first; so text is never taken for JSON."""
    content = json.dumps({"question": "hello"})
    for kind in ("text/plain", "text/plain; application/json", ""):
        sent = named.post("/api/v1/ask", content=content, headers={"content-type": kind})
        assert sent.status_code == 422


@pytest.fixture(scope="module")
def reading() -> Iterator[int]:
    """The port of a server that reads bodies with little patience."""
    app = FastAPI()
    answer_errors_as_problems(app)

    @app.post("/read")
    @app.put("/api/v1/documents/a")
    async def read(request: Request) -> int:
        return len(await request.body())

    @app.post("/parsed")
    async def parsed(body: dict[str, Any]) -> str:
        return "parsed"

    @app.get("/")
    def here() -> str:
        return "here"

    guarded = BodyLimit(app, 1000, 100_000, BodyPace(in_all=0.6, silent=0.3, rate=50_000))
    with running(guarded) as port:
        yield port


def post(path: str, method: str = "POST", length: int = 100) -> bytes:
    return (
        f"{method} {path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        f"Content-Length: {length}\r\n\r\n"
    ).encode()


@pytest.mark.parametrize("path", ["/read", "/parsed"])
@pytest.mark.parametrize("begun", [b"", b'{"a": '])
def test_a_body_that_does_not_come_is_told_so_and_let_go(
    reading: int, path: str, begun: bytes
) -> None:
    with connect(reading, post(path) + begun) as connection:
        answer = until_closed(connection)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"too slowly" in answer
    assert b"connection: close" in answer.lower()


def test_a_body_that_trickles_is_let_go(reading: int) -> None:
    with connect(reading, post("/read", length=1000)) as connection:
        connection.settimeout(0.1)
        answer = b""
        while not answer:
            connection.sendall(b" ")
            try:
                answer = connection.recv(65536)
            except TimeoutError:
                continue
    assert answer.startswith(b"HTTP/1.1 408 ")


def test_others_are_served_while_bodies_are_waited_for(reading: int) -> None:
    waiting = [connect(reading, post("/read")) for _ in range(40)]
    with connect(reading, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") as other:
        assert b'"here"' in until_closed(other)
    for connection in waiting:
        assert until_closed(connection).startswith(b"HTTP/1.1 408 ")
        connection.close()


def test_an_upload_that_keeps_up_may_take_longer(reading: int) -> None:
    path = "/api/v1/documents/a"
    with connect(reading, post(path, "PUT", 80_000)) as connection:
        connection.settimeout(0.1)
        answer = b""
        for _ in range(8):
            connection.sendall(b"x" * 10_000)
            try:
                answer = connection.recv(65536)
            except TimeoutError:
                continue
        connection.settimeout(30)
        answer = answer or connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 200 ")


def test_a_body_too_large_is_refused_before_it_has_come(reading: int) -> None:
    with connect(reading, post("/read", length=100_000_000)) as connection:
        assert until_closed(connection).startswith(b"HTTP/1.1 413 ")
    chunked = (
        b"POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"3e8\r\n"
        + b"x" * 1000
        + b"\r\n1\r\nx\r\n"
    )
    with connect(reading, chunked) as connection:
        assert until_closed(connection).startswith(b"HTTP/1.1 413 ")
