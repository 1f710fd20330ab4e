"""A server below a path: the proxy takes the path off, and every address has it."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette._utils import get_route_path

from assistant.web.access.root_path import path_of
from assistant.web.head import own_files
from tests.web.access.conftest import problem_of
from tests.web.routes import all_routes

PIECES = st.lists(st.sampled_from(["", "/", "docs", "/docs", "api", "/api", "x"]), max_size=5)


@given(path=PIECES, root=PIECES)
def test_guards_see_the_path_that_the_routes_see(path: list[str], root: list[str]) -> None:
    scope = {"path": "/" + "".join(path), "root_path": "".join(root)}
    assert path_of(scope) == get_route_path(scope)


@pytest.fixture(scope="module")
def below(
    client_with: Callable[..., TestClient], tmp_path_factory: pytest.TempPathFactory
) -> TestClient:
    """A client of a server below a path, asking as its proxy does."""
    data = tmp_path_factory.mktemp("data")
    return client_with(root_path="/docs/v2", data=data, feedback="on", allow_upload=True)


def test_addresses_for_the_page_and_for_programs_have_the_path(below: TestClient) -> None:
    page = below.get("/").text
    assert "http://127.0.0.1/docs/v2" in page
    assert f'href="{own_files()}/frame.css"' in page
    described = below.get("/api/v1/openapi.json").json()
    assert described["servers"] == [{"url": "/docs/v2"}]


def test_every_route_is_served_as_it_is_without_a_path(
    below: TestClient, client: TestClient, app: FastAPI
) -> None:
    for method, path in all_routes(app):
        if path != "/gradio_api/queue/data" and not path.startswith("/api/v1/documents/"):
            plain, under = client.request(method, path), below.request(method, path)
            assert under.status_code == plain.status_code, (method, path)
            policy = "content-security-policy"
            assert under.headers[policy] == plain.headers[policy], (method, path)


def test_our_files_are_found(below: TestClient) -> None:
    assert below.get(f"/{own_files()}/chat.js").status_code == 200
    assert below.post("/api/v1/ask", json={"question": "hello"}).status_code == 200
    assert below.get("/theme.css").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/gradio_api/upload"), ("GET", "/gradio_api/file=/etc/passwd")]
)
def test_what_is_closed_is_closed_below_a_path(below: TestClient, method: str, path: str) -> None:
    problem_of(below.request(method, path), 404)
    problem_of(below.request(method, f"/docs/v2{path}"), 404)
    foreign = {"origin": "http://evil.test"}
    problem_of(below.request(method, path, headers=foreign), 403)


def test_a_document_that_is_put_may_be_large_below_a_path(below: TestClient) -> None:
    large = b"\0" * 1_000_001
    problem_of(below.post("/api/v1/ask", content=large), 413)
    problem_of(below.put("/api/v1/documents/a.exe", content=large), 415)
