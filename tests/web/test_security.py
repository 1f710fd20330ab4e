from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.settings import Settings
from assistant.web.head import own_files
from assistant.web.security import LARGEST_BODY, allowed_hosts, guards
from tests.web.building import build
from tests.web.fake_assistant import FakeAssistant

PAGES = ["/", "/config", "/theme.css", "/gradio_api/info"]
OURS = [
    "/healthz",
    "/api/v1/documents",
    f"/{own_files()}/chat.js",
    f"/{own_files()}/frame.css",
    "/api/v1/nothing",
]
FOREIGN = "https://evil.test"


@pytest.fixture
def open_app(assistant: FakeAssistant) -> FastAPI:
    """An app with the guards of one that listens on every address."""
    app = FastAPI(middleware=guards("0.0.0.0"))
    app.add_api_route("/", lambda: "here")
    return app


@pytest.mark.parametrize("path", PAGES + OURS)
def test_every_response_has_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors" in policy
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("path", OURS)
def test_what_is_not_gradio_s_runs_no_script(client: TestClient, path: str) -> None:
    assert "default-src 'none'" in client.get(path).headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "localhost.evil.test:7860"])
@pytest.mark.parametrize("path", ["/", "/api/v1/documents", "/gradio_api/info", "/healthz"])
def test_unknown_host_is_refused(client: TestClient, host: str, path: str) -> None:
    assert client.get(path, headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "localhost:7860", "127.0.0.1:80", "[::1]:7860"])
def test_loopback_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_host_of_the_settings_is_served() -> None:
    assert "box.lan" in allowed_hosts("Box.lan")
    assert "[fe80::1]" in allowed_hosts("fe80::1")
    assert allowed_hosts("0.0.0.0") == allowed_hosts("::") == ("*",)


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/api/v1/documents"])
@pytest.mark.parametrize("origin", [FOREIGN, "null", "http://127.0.0.1.evil.test"])
def test_foreign_origin_may_not_read(client: TestClient, path: str, origin: str) -> None:
    asked = client.get(path, headers={"origin": origin})
    assert not [name for name in asked.headers if name.startswith("access-control-allow")]
    preflight = client.options(
        path,
        headers={
            "origin": origin,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        },
    )
    assert preflight.status_code == 400
    assert "access-control-allow-origin" not in preflight.headers


@pytest.fixture(scope="module")
def named(assistant: FakeAssistant) -> Iterator[TestClient]:
    """A client of a whole app that is reached by a name of its own."""
    settings = Settings(host="docs.test")
    app = build(FakeAssistant(texts=assistant.texts, answers=assistant.answers, settings=settings))
    with TestClient(app, base_url="http://docs.test") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/api/v1/documents"])
def test_gradio_does_not_reflect_origins_on_a_named_host(named: TestClient, path: str) -> None:
    response = named.get(path, headers={"origin": FOREIGN})
    assert response.status_code == 200
    assert not [name for name in response.headers if name.startswith("access-control-allow")]


@pytest.mark.parametrize("path", ["/api/v1/ask", "/gradio_api/queue/join", "/gradio_api/upload"])
def test_oversize_body_is_refused(client: TestClient, path: str) -> None:
    response = client.post(path, content=b"x" * (LARGEST_BODY + 1))
    assert response.status_code == 413
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/api/v1/ask", "/gradio_api/queue/join"])
def test_oversize_body_of_unknown_length_is_refused(client: TestClient, path: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 65536

    headers = {"content-type": "application/json"}
    response = client.post(path, content=endless(), headers=headers)
    assert response.status_code == 413
    assert response.json()["status"] == 413


def test_any_host_where_the_server_listens_everywhere(open_app: FastAPI) -> None:
    client = TestClient(open_app, base_url="http://whatever.test")
    assert client.get("/").json() == "here"


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=pyproject.toml",
        "/gradio_api/file=http://127.0.0.1:9/",
        f"/{own_files()}/..%2f..%2fsettings.py",
        f"/{own_files()}/%2e%2e/%2e%2e/settings.py",
        f"/{own_files()}/",
        "/ui/chat.js",
        "/ui/",
    ],
)
def test_no_file_is_reachable(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (403, 404)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "upload"),
        ("POST", "upload/"),
        ("GET", "upload_progress?upload_id=a"),
        ("GET", "file=pyproject.toml"),
        ("GET", "file/pyproject.toml"),
        ("GET", "proxy=https://evil.test"),
        ("POST", "component_server"),
        ("POST", "call/ask"),
        ("POST", "run/ask"),
        ("GET", "stream/a/b/c/playlist.m3u8"),
        ("POST", "process_recording"),
        ("GET", "runs"),
        ("GET", "login_check"),
        ("POST", "queue/join/../../upload"),
    ],
)
def test_of_gradio_s_routes_only_those_of_the_page_are_served(
    client: TestClient, method: str, path: str
) -> None:
    response = client.request(method, f"/gradio_api/{path}")
    assert response.status_code == 404
    assert response.json()["detail"] == "There is nothing at this path."


def test_an_uploaded_file_is_refused(client: TestClient) -> None:
    response = client.post("/gradio_api/upload", files={"files": ("a.txt", b"words")})
    assert response.status_code == 404


def test_gradio_offers_no_calls_of_its_own(client: TestClient) -> None:
    described = client.get("/gradio_api/info").json()
    assert described == {"named_endpoints": {}, "unnamed_endpoints": {}}
    config = client.get("/config").json()
    assert config["analytics_enabled"] is False
    assert config["footer_links"] == []


@pytest.mark.parametrize("encoding", ["identity", "gzip, br"])
def test_page_links_to_our_files_before_gradio_s(client: TestClient, encoding: str) -> None:
    page = client.get("/", headers={"Accept-Encoding": encoding})
    assert int(page.headers["content-length"]) == len(page.content)
    ours, gradio = page.text.index(f"{own_files()}/chat.js"), page.text.index("assets/index-")
    assert ours < gradio
    assert client.head("/").status_code == 200


def test_our_files_are_kept_for_good_by_the_browser(client: TestClient) -> None:
    kept = client.get(f"/{own_files()}/chat.js").headers["cache-control"]
    assert kept == "public, max-age=31536000, immutable"
