"""Keys and tokens stay out of logs, addresses and answers, whatever goes wrong."""

import logging
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.web.access.conftest import KEY
from tests.web.running import running

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

SECRET = "never-to-be-written-anywhere"
TRACE = 5


@pytest.fixture(scope="module")
def kept(client_with: Callable[..., TestClient], keys_file: Path, sites_file: Path) -> TestClient:
    return client_with(keys=keys_file, sites=sites_file)


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """All that was logged, at every level there is."""
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    levels = [(logger, logger.level) for logger in loggers]
    for logger, _ in levels:
        logger.setLevel(TRACE)
    caplog.handler.setLevel(TRACE)
    try:
        yield lambda: caplog.text + "".join(map(str, (vars(r) for r in caplog.records)))
    finally:
        for logger, level in levels:
            logger.setLevel(level)


def test_nothing_that_authorizes_is_logged_or_said_again(
    kept: TestClient, written: Callable[[], str]
) -> None:
    app = kept.app
    assert isinstance(app, FastAPI)
    begun = kept.post(
        "/api/v1/sessions", json={"site": "docs"}, headers={"origin": "http://site.test"}
    )
    token = begun.json()["token"]
    assert len(token) >= 43  # 32 bytes, that is 256 bits
    requests = [
        ("POST", "/api/v1/ask", f"Bearer {KEY}", b'{"question": "hello"}'),
        ("POST", "/api/v1/ask", f"Bearer {KEY}", b'{"question": "fail"}'),
        ("POST", "/api/v1/ask", f"Bearer {SECRET}", b""),
        ("GET", "/", f"Basic {SECRET}", b""),
        ("POST", "/api/v1/chat", f"Bearer {token}", b'{"question": "fail"}'),
        ("POST", "/api/v1/chat", f"Bearer {SECRET}", b'{"question": "hello"}'),
        ("GET", "/api/v1/sessions/me", f"Bearer {token}", b""),
        ("POST", "/gradio_api/queue/join", f"Bearer {KEY}", b"{"),
        ("DELETE", "/api/v1/sessions/me", f"Bearer {token}", b""),
    ]
    with running(app) as port:
        for method, path, authorization, body in requests:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request(
                method,
                path,
                body,
                {"Authorization": authorization, "Content-Type": "application/json"},
            )
            response = connection.getresponse()
            said = str(response.headers) + response.read().decode()
            connection.close()
            for secret in (KEY, SECRET, token):
                assert secret not in said, (method, path)
    logged = written()
    assert "/secret/path" in logged  # so what went wrong was logged
    for secret in (KEY, SECRET, token):
        assert secret not in logged


def test_no_address_carries_a_token(kept: TestClient) -> None:
    described = kept.get("/api/v1/openapi.json", headers={"authorization": f"Bearer {KEY}"}).json()
    for path, methods in described["paths"].items():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                assert "token" not in parameter["name"].lower(), path
                assert "key" not in parameter["name"].lower(), path
    page = {"origin": "http://site.test"}
    token = kept.post("/api/v1/sessions", json={"site": "docs"}, headers=page).json()["token"]
    for given in (f"token={token}", f"access_token={token}", f"authorization=Bearer%20{token}"):
        assert kept.get(f"/api/v1/sessions/me?{given}").status_code == 401


def test_no_cookie_is_ever_set(kept: TestClient) -> None:
    page = {"origin": "http://site.test"}
    for sent in (
        kept.get("/", headers={"authorization": f"Bearer {KEY}"}),
        kept.post("/api/v1/sessions", json={"site": "docs"}, headers=page),
    ):
        assert "set-cookie" not in sent.headers
