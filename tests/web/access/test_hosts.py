"""What a server may be called: a foreign name that leads here is refused, so is none."""

import socket
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.web.access.hosts import host_names
from index.errors import InvalidInput
from tests.web.access.conftest import problem_of
from tests.web.routes import all_routes

FOREIGN = ["evil.test", "127.0.0.1.evil.test", "localhost.evil.test:7860", "evil.test:80"]
CROOKED = ["", "127.0.0.1:x", "a@127.0.0.1", "127.0.0.1/x", "127.0.0.1 evil.test", "[::1", "[]"]


@pytest.mark.parametrize("host", FOREIGN + CROOKED)
def test_another_name_is_refused_on_every_route(
    client: TestClient, app: FastAPI, host: str
) -> None:
    for method, path in all_routes(app):
        assert client.request(method, path, headers={"host": host}).status_code == 400, path


def test_refusal_names_the_option(client: TestClient) -> None:
    assert "--hosts" in problem_of(client.get("/healthz", headers={"host": "evil.test"}), 400)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:7860", "127.0.0.1:80", "[::1]:7860"])
def test_loopback_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_two_host_headers_are_none(client: TestClient) -> None:
    twice = [("host", "127.0.0.1"), ("host", "evil.test")]
    assert client.get("/healthz", headers=twice).status_code == 400


def test_a_server_on_one_address_goes_by_that_and_its_names() -> None:
    names = host_names("Box.lan", "docs.example, Other.Example")
    assert all(map(names.allow, ("box.lan", "docs.example:8443", "other.example", "localhost")))
    assert not any(map(names.allow, ("192.0.2.7", "example", "x.docs.example")))
    assert host_names("fe80::1").allow("[fe80::1]:7860")


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_server_on_every_address_goes_by_addresses_and_the_machine_s_name(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Box.lan")
    names = host_names(host, "docs.example")
    ours = ("192.168.1.7:7860", "[2001:db8::1]", "localhost", "box", "box.lan", "box.local:80")
    assert all(map(names.allow, (*ours, "docs.example")))
    assert not any(map(names.allow, (*FOREIGN, *CROOKED, "1.2.3.4.evil.test", "box.evil.test")))


def test_a_server_on_every_address_refuses_a_foreign_name(
    client_with: Callable[..., TestClient],
) -> None:
    client = client_with(host="0.0.0.0")
    assert client.get("/", headers={"host": "192.0.2.1:7860"}).status_code == 200
    problem_of(client.get("/", headers={"host": "rebound.test"}), 400)


@pytest.mark.parametrize(
    "wrong",
    ["https://docs.example", "docs.example:80", "*", "*.example", "a b", "-a.example", "a..b", "é"],
)
def test_what_is_no_host_name_stops_the_start(wrong: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        host_names("127.0.0.1", f"docs.example,{wrong}")
    assert str(refused.value).startswith(f"--hosts {wrong}: not a host name")
    assert "docs.example" in str(refused.value)
