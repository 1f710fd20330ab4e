"""Of Gradio's routes only those that the page asks for, nothing that reads, fetches or runs."""

import ast
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import Mount

from assistant.web.access.gradio_routes import OnlyThePage, is_needed
from assistant.web.access.joins import Joins
from assistant.web.head import own_files
from tests.web.access.conftest import problem_of
from tests.web.building import build
from tests.web.fake_assistant import FakeAssistant
from tests.web.routes import all_routes

SERVED = {
    ("GET", "/"),
    ("HEAD", "/"),
    ("GET", "/assets/x"),
    ("GET", "/favicon.ico"),
    ("GET", "/gradio_api/queue/data"),
    ("GET", "/theme.css"),
    ("POST", "/gradio_api/cancel"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/reset"),
}
NOTHING = "There is nothing at this path."


@pytest.fixture
def gradio(app: FastAPI) -> FastAPI:
    """Gradio's own application, without what stands before it."""
    page = app.routes[-1]
    assert isinstance(page, Mount)
    assert isinstance(page.app, OnlyThePage)
    assert isinstance(page.app.app, Joins)
    assert isinstance(page.app.app.app, FastAPI)
    return page.app.app.app


def test_of_all_routes_only_those_of_the_page_are_served(
    client: TestClient, gradio: FastAPI
) -> None:
    routes = all_routes(gradio)
    assert set(routes) >= SERVED
    assert len(routes) > 50
    for method, path in routes:
        if (method, path) in SERVED:
            assert is_needed(method, path)
        else:
            sent = client.request(method, path)
            assert sent.status_code == 404, (method, path)
            assert method == "HEAD" or sent.json()["detail"] == NOTHING, (method, path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/queue/join/"),
        ("POST", "/gradio_api/queue/join/../../upload"),
        ("POST", "//gradio_api/upload"),
        ("POST", "/gradio_api//upload"),
        ("POST", "/GRADIO_API/upload"),
        ("POST", "/assets/../gradio_api/upload"),
        ("GET", "/assets/%2e%2e/gradio_api/info"),
        ("GET", "/gradio_api/file%3D/etc/passwd"),
        ("GET", "/gradio_api/file=pyproject.toml"),
        ("GET", "/gradio_api/heartbeat/abc"),
        ("GET", "/docs"),
        ("GET", "/redoc"),
        ("PUT", "/"),
        ("DELETE", "/gradio_api/queue/join"),
    ],
)
def test_no_spelling_leads_past(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path).status_code in (403, 404, 405)


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../../settings.py",
        "/assets/..%2f..%2f..%2fsettings.py",
        "/assets/%2e%2e/%2e%2e/config.json",
        "/assets//etc/passwd",
        "/assets/%00",
        "/static/js/..%2f..%2f..%2froutes.py",
        "/static/js/%2fetc%2fpasswd",
        f"/{own_files()}/..%2f..%2fsettings.py",
        f"/{own_files()}/%2e%2e/%2e%2e/settings.py",
        f"/{own_files()}/",
        "/ui/chat.js",
        "/ui/",
        "/favicon.ico/../../routes.py",
    ],
)
def test_no_file_but_the_page_s_is_reachable(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (403, 404)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """The address of a server that writes down who connects."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                heard.append("somebody")
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_the_server_fetches_nothing_for_anybody(
    client: TestClient, listener: tuple[str, list[str]]
) -> None:
    address, heard = listener
    for path in (
        f"/gradio_api/file={address}/a",
        f"/gradio_api/file/{address}/a",
        f"/gradio_api/proxy={address}/a",
        f"/gradio_api/proxy={address.removeprefix('http://')}/a",
        f"/assets/{address}",
        f"/config?deep_link={address}",
        f"/?deep_link={address}",
        f"/?view=api&__url={address}",
    ):
        assert client.get(path).status_code in (200, 403, 404)
        assert client.get(path).status_code != 200 or path.startswith("/?")
    refused = client.post(
        "/gradio_api/queue/join",
        json={"data": [{"path": f"{address}/a", "meta": {"_type": "gradio.FileData"}}]},
    )
    assert refused.status_code >= 400
    assert heard == []


def test_a_session_that_is_not_known_is_no_error_of_the_server(app: FastAPI) -> None:
    with TestClient(app, base_url="http://127.0.0.1") as client:  # which raises those
        said = client.get("/gradio_api/queue/data?session_hash=unknown").text
    assert '"session_not_found":true' in said


def test_an_uploaded_file_is_refused(client: TestClient) -> None:
    sent = client.post("/gradio_api/upload", files={"files": ("a.txt", b"words")})
    assert problem_of(sent, 404) == NOTHING


def test_sharing_cannot_be_turned_on(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gradio.networking
    import gradio.tunneling

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a tunnel was opened")

    monkeypatch.setenv("GRADIO_SHARE", "true")
    monkeypatch.setenv("GRADIO_ALLOWED_PATHS", "/")
    monkeypatch.setenv("GRADIO_MCP_SERVER", "true")
    monkeypatch.setattr(gradio.networking, "setup_tunnel", refuse)
    monkeypatch.setattr(gradio.tunneling.Tunnel, "start_tunnel", refuse)
    app = build(assistant)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert client.get("/").status_code == 200
        assert client.get("/gradio_api/file=/etc/passwd").status_code == 404
        assert client.post("/gradio_api/mcp/").status_code == 404
    page = app.routes[-1]
    assert isinstance(page, Mount)
    blocks = page.app.app.app.get_blocks()  # type: ignore[attr-defined]
    assert blocks.share is False
    assert blocks.allowed_paths == []


def test_nothing_in_the_code_launches_gradio_s_own_server() -> None:
    source = Path(__file__).parents[3] / "assistant" / "web"
    nodes = [
        (path.name, node)
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    ]
    calls = [
        (name, node.lineno)
        for name, node in nodes
        if (isinstance(node, ast.Attribute) and node.attr in ("launch", "setup_tunnel"))
        or (isinstance(node, ast.keyword) and node.arg == "share")
    ]
    assert calls == []
