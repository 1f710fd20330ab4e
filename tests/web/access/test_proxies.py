"""Whom a request comes from, where proxies say so and where others only claim to be some."""

from ipaddress import ip_network
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from assistant.web.access.access import Access, guards
from assistant.web.access.proxies import believed, counted_as
from index.errors import InvalidInput

FORWARDED = {
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "evil.test",
    "forwarded": "for=203.0.113.9;host=evil.test",
    "x-gradio-server": "http://evil.test",
}


def seen(peer: str, proxies: str, **headers: str) -> dict[str, Any]:
    """What the application sees of a request that a peer sends."""
    access = Access(proxies=believed(proxies))
    app = FastAPI(middleware=guards(access))

    @app.get("/")
    def here(request: Request) -> dict[str, Any]:
        names = [name for name in request.headers if "forwarded" in name or "gradio" in name]
        client = request.client.host if request.client else None
        return {"client": client, "scheme": request.url.scheme, "said": names}

    asking = TestClient(app, base_url="http://127.0.0.1", client=(peer, 5000))
    found: dict[str, Any] = asking.get("/", headers=headers).json()
    return found


def test_without_proxies_nobody_is_believed() -> None:
    found = seen("127.0.0.1", "", **FORWARDED)
    assert (found["client"], found["scheme"]) == ("127.0.0.1", "http")


def test_only_the_proxies_that_are_named_are_believed() -> None:
    proxies = "10.0.0.0/8, 192.0.2.1"
    assert seen("10.1.2.3", proxies, **FORWARDED)["client"] == "203.0.113.9"
    assert seen("10.1.2.3", proxies, **FORWARDED)["scheme"] == "https"
    assert seen("::ffff:192.0.2.1", proxies, **FORWARDED)["client"] == "203.0.113.9"
    assert seen("192.0.2.2", proxies, **FORWARDED)["client"] == "192.0.2.2"


def test_what_a_visitor_claims_before_a_proxy_is_not_believed() -> None:
    chain = {"x-forwarded-for": "1.1.1.1, 198.51.100.4, 10.0.0.9"}
    assert seen("10.1.2.3", "10.0.0.0/8", **chain)["client"] == "198.51.100.4"


@pytest.mark.parametrize("proxies", ["", "127.0.0.1"])
def test_nothing_behind_hears_what_host_a_proxy_names(proxies: str) -> None:
    assert seen("127.0.0.1", proxies, **FORWARDED)["said"] == ["x-forwarded-proto"]


def test_page_does_not_go_by_a_host_that_a_header_names(client: TestClient) -> None:
    page = client.get("/", headers=FORWARDED).text
    assert "evil.test" not in page
    assert "203.0.113.9" not in page


def test_ipv4_is_known_on_a_socket_for_both() -> None:
    assert believed("10.0.0.0/8, ::1") == ("10.0.0.0/8", "::ffff:10.0.0.0/104", "::1/128")
    assert all(map(ip_network, believed("192.0.2.1")))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("nginx", "does not appear to be"),
        ("10.0.0.1/8", "host bits"),
        ("10.0.0.0/40", "does not appear to be"),
        ("0.0.0.0/0", "everybody"),
        ("::/0", "everybody"),
        ("*", "does not appear to be"),
    ],
)
def test_what_is_no_address_stops_the_start(wrong: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        believed(f"127.0.0.1, {wrong}")
    assert str(refused.value).startswith(f"--proxies {wrong}: ")
    assert reason in str(refused.value)


def test_addresses_of_one_household_count_as_one() -> None:
    assert counted_as("2001:db8:1:2:3:4:5:6") == counted_as("2001:db8:1:2::1")
    assert counted_as("2001:db8:1:2::1") != counted_as("2001:db8:1:3::1")
    assert counted_as("::ffff:192.0.2.1") == counted_as("192.0.2.1") == "192.0.2.1"
    assert counted_as("fe80::1%eth0") == counted_as("fe80::2")


def test_what_is_no_address_counts_as_one_client() -> None:
    assert counted_as("") == counted_as("unix:") == counted_as("x" * 9999) == "unknown"
