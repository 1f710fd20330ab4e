"""Pages of other sites: refused on every route before anything runs, unless a site is listed."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from assistant.web.access.access import Access, guards
from assistant.web.access.origins import is_own, is_widgets
from tests.web.access.conftest import problem_of
from tests.web.access.counting import CountingAssistant
from tests.web.routes import all_routes

OWN, LISTED, PRIVATE = "http://docs.test", "http://site.test", "http://within.test"
FOREIGN = [
    "http://evil.test",
    "null",
    "",
    "http://site.test.evil.test",
    "http://site.test@evil.test",
    "http://evilsite.test",
    "https://site.test",
    "http://site.test:8000",
    "http://SITE.test",
    "http://site.test/",
    "http://docs.test.evil.test",
    "http://docs.test:8000",
    "http://evil.test@docs.test",
    "http://docs.test/evil",
    "file://docs.test",
    "http://127.0.0.1",
    PRIVATE,
    "x" * 5000,
]


def grants(response: httpx.Response) -> dict[str, str]:
    """The headers that let a page of another site read the response."""
    return {k: v for k, v in response.headers.items() if k.startswith("access-control")}


def asks_first(client: TestClient, path: str, origin: str, method: str) -> httpx.Response:
    """The preflight of a browser that is about to send a request for a page."""
    return client.options(
        path,
        headers={
            "origin": origin,
            "access-control-request-method": method,
            "access-control-request-headers": "authorization,content-type",
        },
    )


def served(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every route but the widget's script, which is for everybody."""
    for method, path in all_routes(app):
        if path != "/widget.js":
            yield method, path


@pytest.mark.parametrize("origin", FOREIGN, ids=lambda origin: origin[:40] or "empty")
def test_a_foreign_page_is_refused_on_every_route_and_nothing_runs(
    named: TestClient, named_app: FastAPI, counting: CountingAssistant, origin: str
) -> None:
    counting.called.clear()
    for method, path in served(named_app):
        plain = {"origin": origin, "content-type": "text/plain"}
        content = b'{"question": "When did the bridge open?"}'
        sent = named.request(method, path, headers=plain, content=content)
        asked = asks_first(named, path, origin, method)
        assert sent.status_code == asked.status_code == 403, (method, path)
        assert grants(sent) == grants(asked) == {}, (method, path)
        said = sent.headers["content-type"]
        assert path.startswith("/v1/") or said == "application/problem+json", (method, path)
    assert counting.called == []


def test_a_listed_site_gets_what_the_widget_needs_and_nothing_else(
    named: TestClient, named_app: FastAPI, counting: CountingAssistant
) -> None:
    counting.called.clear()
    for method, path in served(named_app):
        if not is_widgets(path):
            sent = named.request(method, path, headers={"origin": LISTED})
            asked = asks_first(named, path, LISTED, method)
            assert sent.status_code == asked.status_code == 403, (method, path)
            assert grants(sent) == grants(asked) == {}, (method, path)
    assert counting.called == []
    for path in {path for _, path in served(named_app) if is_widgets(path)}:
        asked = asks_first(named, path, LISTED, "POST")
        assert (asked.status_code, asked.content) == (204, b""), path
        assert grants(asked) == {
            "access-control-allow-origin": LISTED,
            "access-control-allow-methods": "GET, POST, DELETE",
            "access-control-allow-headers": "Authorization, Content-Type, Last-Event-ID",
            "access-control-expose-headers": "Retry-After",
            "access-control-max-age": "600",
        }
        assert asked.headers["vary"] == "Origin"


def test_the_widget_s_routes_are_there(named_app: FastAPI) -> None:
    paths = {path for _, path in all_routes(named_app)}
    assert {"/api/v1/sessions", "/api/v1/chat", "/api/v1/sources"} <= paths


def test_a_listed_site_can_read_refusals_too(named: TestClient) -> None:
    for status, sent in (
        (401, named.post("/api/v1/chat", json={"question": "x"}, headers={"origin": LISTED})),
        (422, named.post("/api/v1/sessions", json={"site": 1}, headers={"origin": LISTED})),
        (413, named.post("/api/v1/chat", content=b"x" * 2_000_000, headers={"origin": LISTED})),
    ):
        problem_of(sent, status)
        assert sent.headers["access-control-allow-origin"] == LISTED
        assert sent.headers["access-control-expose-headers"] == "Retry-After"
        assert "access-control-allow-credentials" not in sent.headers
        assert "Origin" in sent.headers["vary"]


def test_a_listed_site_begins_a_session_and_asks(named: TestClient) -> None:
    page = {"origin": LISTED, "sec-fetch-site": "cross-site"}
    begun = named.post("/api/v1/sessions", json={"site": "docs"}, headers=page)
    assert begun.status_code == 201, begun.text
    bearer = page | {"authorization": f"Bearer {begun.json()['token']}"}
    answer = named.post(
        "/api/v1/chat", json={"question": "When did the bridge open?"}, headers=bearer
    )
    assert answer.status_code == 200
    assert "event: done" in answer.text
    assert answer.headers["access-control-allow-origin"] == LISTED
    assert answer.headers["x-accel-buffering"] == "no"


@pytest.mark.parametrize("site", ["same-site", "cross-site", "other"])
def test_a_request_of_another_site_that_names_no_origin_changes_nothing(
    named: TestClient, named_app: FastAPI, counting: CountingAssistant, site: str
) -> None:
    counting.called.clear()
    for method, path in served(named_app):
        if method not in ("GET", "HEAD", "OPTIONS"):
            for more in ({}, {"origin": OWN}):
                sent = named.request(method, path, headers={"sec-fetch-site": site, **more})
                assert sent.status_code == 403, (method, path)
    assert counting.called == []


def test_a_link_from_another_site_opens_the_page(named: TestClient) -> None:
    assert named.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(
    "headers", [{}, {"origin": OWN}, {"origin": OWN, "sec-fetch-site": "same-origin"}]
)
def test_our_own_pages_and_programs_may_ask(named: TestClient, headers: dict[str, str]) -> None:
    sent = named.post("/api/v1/ask", json={"question": "hello"}, headers=headers)
    assert sent.status_code == 200
    assert grants(sent) == {}


@pytest.mark.parametrize("path", ["/", "/theme.css", "/gradio_api/queue/join", "/api/v1/documents"])
def test_gradio_grants_no_origin_anything_on_a_named_host(named: TestClient, path: str) -> None:
    for origin in ({}, {"origin": OWN}):
        sent = named.get(path, headers=origin)
        assert sent.status_code in (200, 404, 405)
        assert grants(sent) == {}


def test_nothing_is_served_over_web_sockets(named: TestClient) -> None:
    for path in ("/", "/gradio_api/queue/join", "/api/v1/chat"):
        with pytest.raises(WebSocketDisconnect), named.websocket_connect(path):
            pass


def test_the_widget_s_script_is_for_everybody() -> None:
    app = FastAPI(middleware=guards(Access()))
    app.add_api_route("/widget.js", lambda: "script")
    client = TestClient(app, base_url="http://127.0.0.1")
    for headers in ({"origin": "http://evil.test"}, {"origin": "null"}, {}):
        sent = client.get("/widget.js", headers=headers)
        assert sent.status_code == 200
        assert grants(sent) == {"access-control-allow-origin": "*"}
        assert sent.headers["cross-origin-resource-policy"] == "cross-origin"
    assert client.post("/widget.js", headers={"origin": "http://evil.test"}).status_code == 403


@pytest.mark.parametrize(
    ("origin", "host", "scheme", "own"),
    [
        ("http://docs.test", "docs.test", "http", True),
        ("https://docs.test", "docs.test", "http", True),  # TLS ends at a proxy
        ("https://docs.test", "docs.test:443", "http", True),
        ("https://docs.test", "docs.test", "https", True),
        ("http://docs.test", "docs.test", "https", False),
        ("http://docs.test", "docs.test:443", "http", False),
        ("http://docs.test:7860", "docs.test:7860", "http", True),
        ("http://docs.test:7860", "docs.test", "http", False),
        ("http://[::1]:7860", "[::1]:7860", "http", True),
        ("http://docs.test:x", "docs.test", "http", False),
        ("http://docs.test", "docs.test:x", "http", False),
        ("http://\tdocs.test", "docs.test", "http", False),
        ("http://", "", "http", False),
        ("", "", "http", False),
    ],
)
def test_own_is_what_has_the_host_that_the_request_was_sent_to(
    origin: str, host: str, scheme: str, own: bool
) -> None:
    headers = [(b"origin", origin.encode()), (b"host", host.encode())]
    scope: dict[str, Any] = {"type": "http", "headers": headers, "scheme": scheme}
    assert is_own(scope) is own
