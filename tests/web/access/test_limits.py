"""How often questions may be asked: one too many is told to wait, whatever address it claims."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.settings import Settings
from assistant.web.access.access import Access, guards, read_access
from assistant.web.access.limits import ASKING, SESSIONS, WORKING
from assistant.web.access.origins import Origins
from tests.web.access.conftest import problem_of

ASK, CHAT = "/api/v1/ask", "/api/v1/chat"
READ = ("/api/v1/documents", "/api/v1/sources", "/api/v1/citations", "/view/a.txt", "/v1/models")


def client_of(app: FastAPI, peer: str = "203.0.113.1") -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", client=(peer, 5000))


def limited(**limits: int) -> FastAPI:
    """An application with limits, in which each route of those that ask does nothing."""
    app = FastAPI(middleware=guards(Access(proxies=("10.0.0.0/8",), **limits)))  # type: ignore[arg-type]
    for path in {*ASKING, *WORKING, SESSIONS, f"{SESSIONS}/me", *READ}:
        app.add_api_route(path, lambda: "done", methods=["GET", "POST", "DELETE"])
    return app


@pytest.mark.parametrize("path", sorted(ASKING))
def test_one_question_too_many_is_told_when_to_ask_again(path: str) -> None:
    client = client_of(limited(per_address=3))
    assert [client.post(path).status_code for _ in range(3)] == [200] * 3
    refused = client.post(path)
    assert "Try again in" in problem_of(refused, 429)
    assert 1 <= int(refused.headers["retry-after"]) <= 20
    assert client.get("/api/v1/documents").status_code == 200


def test_all_ways_of_asking_count_together() -> None:
    client = client_of(limited(per_address=len(ASKING)))
    assert {client.post(path).status_code for path in ASKING} == {200}
    assert {client.post(path).status_code for path in ASKING} == {429}


def test_only_questions_count() -> None:
    client = client_of(limited(per_address=1))
    for _ in range(5):
        assert client.get(ASK).status_code == 200
        assert client.post("/api/v1/documents").status_code == 200
        assert client.delete(f"{SESSIONS}/me").status_code == 200
    assert client.post(ASK).status_code == 200
    assert client.post(ASK).status_code == 429


def test_the_rest_of_an_answer_is_no_question() -> None:
    client = client_of(limited(per_address=1))
    assert client.post(CHAT).status_code == 200
    assert client.post(CHAT, headers={"last-event-id": "a.3"}).status_code == 200
    assert client.post(CHAT, headers={"last-event-id": ""}).status_code == 429
    assert client.post(ASK, headers={"last-event-id": "a.3"}).status_code == 429


def test_each_address_has_its_own_limit_and_all_have_one_together() -> None:
    app = limited(per_address=2, in_all=3)
    first, second = client_of(app), client_of(app, "203.0.113.2")
    assert [first.post(ASK).status_code for _ in range(3)] == [200, 200, 429]
    assert [second.post(ASK).status_code for _ in range(2)] == [200, 429]


def test_networks_of_one_customer_share_four_times_the_limit_of_one() -> None:
    app = limited(per_address=2)
    codes = [client_of(app, f"2001:db8:1:{n}::1").post(ASK).status_code for n in range(9)]
    assert codes == [200] * 8 + [429]
    assert client_of(app, "2001:db8:2::1").post(ASK).status_code == 200


def test_an_address_that_is_only_claimed_changes_nothing() -> None:
    client = client_of(limited(per_address=2))
    codes = [
        client.post(ASK, headers={name: f"198.51.100.{n}", "forwarded": f"for=198.51.100.{n}"})
        for n, name in enumerate(("x-forwarded-for", "x-real-ip", "client-ip", "x-forwarded-for"))
    ]
    assert [sent.status_code for sent in codes] == [200, 200, 429, 429]


def test_behind_a_proxy_each_visitor_has_a_limit_of_their_own() -> None:
    proxy = client_of(limited(per_address=1), "10.0.0.1")
    for visitor, status in (("1", 200), ("1", 429), ("2", 200), ("1", 429)):
        # The proxy adds whom it sees to what the visitor claims.
        said = {"x-forwarded-for": f"192.0.2.{status}, 198.51.100.{visitor}"}
        assert proxy.post(ASK, headers=said).status_code == status


def test_five_times_as_many_sessions_may_be_begun() -> None:
    client = client_of(limited(per_address=2))
    assert [client.post(SESSIONS).status_code for _ in range(11)] == [200] * 10 + [429]
    assert client.post(ASK).status_code == 200


def test_what_computes_may_be_asked_for_as_often_as_questions_and_counts_apart() -> None:
    client = client_of(limited(per_address=len(WORKING)))
    assert {client.post(path).status_code for path in WORKING} == {200}
    assert {client.post(path).status_code for path in WORKING} == {429}
    assert client.get("/api/v1/suggestions").status_code == 200
    assert client.post(ASK).status_code == 200


def test_twenty_times_as_much_may_be_read() -> None:
    client = client_of(limited(per_address=1))
    assert {client.get(path).status_code for path in READ for _ in range(4)} == {200}
    assert {client.get(path).status_code for path in READ} == {429}
    assert client.post(ASK).status_code == 200


def test_health_and_the_page_itself_are_not_counted() -> None:
    client = client_of(limited(per_address=1))
    for path in ("/healthz", "/metrics", "/theme.css"):
        assert {client.get(path).status_code for _ in range(50)} == {404}


def test_without_limits_anything_goes() -> None:
    client = client_of(limited())
    assert {client.post(ASK).status_code for _ in range(100)} == {200}


def test_what_is_refused_for_its_origin_costs_the_visitor_nothing() -> None:
    app = limited(per_address=1)
    assert any(middleware.cls is Origins for middleware in app.user_middleware)
    client = client_of(app)
    for _ in range(5):
        assert client.post(ASK, headers={"origin": "http://evil.test"}).status_code == 403
    assert client.post(ASK).status_code == 200


def test_the_whole_application_is_limited(client_with: Callable[..., TestClient]) -> None:
    client = client_with(per_address=2)
    codes = [client.post(ASK, json={"question": "hello"}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert client.post("/gradio_api/queue/join", json={}).status_code == 429


@pytest.mark.parametrize(
    ("settings", "limits"),
    [
        ({}, (0, 0)),
        ({"host": "0.0.0.0"}, (60, 600)),
        ({"host": "192.0.2.1"}, (60, 600)),
        ({"proxies": "127.0.0.1"}, (60, 600)),
        ({"root_path": "/docs"}, (60, 600)),
        ({"hosts": "docs.example"}, (60, 600)),
        ({"sites": True}, (60, 600)),
        ({"per_address": 5}, (5, 0)),
        ({"host": "0.0.0.0", "per_address": 0, "in_all": 7}, (0, 7)),
    ],
)
def test_a_server_is_limited_by_itself_where_others_can_reach_it(
    settings: dict[str, object], limits: tuple[int, int], sites_file: Path
) -> None:
    if "sites" in settings:
        settings = {"sites": sites_file}
    access = read_access(Settings(**settings))  # type: ignore[arg-type]
    assert (access.per_address, access.in_all) == limits
