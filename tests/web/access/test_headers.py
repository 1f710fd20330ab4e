"""The headers of every response, whatever it says."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse, StreamingResponse

from assistant.web.access.access import Access, guards
from tests.web.routes import all_routes


def test_every_response_has_the_headers(client: TestClient, app: FastAPI) -> None:
    for method, path in all_routes(app):
        if path == "/gradio_api/queue/data":
            continue  # a stream without an end; below
        headers = client.request(method, path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert headers["permissions-policy"], path
        assert headers["cross-origin-opener-policy"] == "same-origin", path
        assert headers["cross-origin-resource-policy"] == (
            "cross-origin" if path == "/widget.js" else "same-origin"
        ), path
        assert "server" not in headers, path
        policy = headers["content-security-policy"]
        framed = "frame-ancestors" in policy or "sandbox" in policy
        assert framed or path == "/widget.js", path  # which nobody can show in a frame
        assert "http" not in policy, path
        assert "*" not in policy, path


def test_only_the_page_may_run_inline_scripts(client: TestClient, app: FastAPI) -> None:
    for method, path in all_routes(app):
        if path == "/gradio_api/queue/data":
            continue
        policy = client.request(method, path).headers["content-security-policy"]
        assert ("unsafe" in policy) is (path == "/"), path


@pytest.mark.parametrize("path", ["/", "/api/v1/nothing", "/healthz"])
def test_a_refusal_has_them_too(client: TestClient, path: str) -> None:
    for more in ({"host": "evil.test"}, {"origin": "http://evil.test"}):
        headers = client.get(path, headers=more).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors" in headers["content-security-policy"]


@pytest.fixture(scope="module")
def small() -> TestClient:
    """The guards before two routes."""
    app = FastAPI(middleware=guards(Access()))

    @app.get("/stream")
    def stream() -> StreamingResponse:
        return StreamingResponse(
            iter(["data: 1\n\n"]), 200, {"Cache-Control": "public"}, "text/event-stream"
        )

    @app.get("/own")
    def own() -> PlainTextResponse:
        return PlainTextResponse("", headers={"Content-Security-Policy": "sandbox"})

    return TestClient(app, base_url="http://127.0.0.1")


def test_every_event_stream_passes_through_proxies_piece_by_piece(small: TestClient) -> None:
    headers = small.get("/stream").headers
    assert headers["x-accel-buffering"] == "no"
    assert headers["cache-control"] == "no-store, no-transform"
    assert "x-accel-buffering" not in small.get("/own").headers


def test_what_a_route_says_itself_stays(small: TestClient) -> None:
    assert small.get("/own").headers["content-security-policy"] == "sandbox"
