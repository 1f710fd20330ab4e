"""Keys: every route but the widget's needs one where there are some, and no key is ever told."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from assistant.web.access.access import Access, guards
from assistant.web.access.keys import Keys, admitted, read_keys
from assistant.web.access.origins import is_widgets
from assistant.web.access.sites import read_sites
from index.errors import InvalidInput
from tests.web.access.conftest import KEY, problem_of
from tests.web.routes import all_routes

OPEN = ("/healthz", "/readyz", "/embed", "/widget.js")
ENDLESS = "/gradio_api/queue/data"
CHALLENGE = 'Basic realm="Footnote", Bearer'


def bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


def basic(pair: str) -> dict[str, str]:
    return {"authorization": "Basic " + b64encode(pair.encode()).decode()}


@pytest.fixture(scope="module")
def kept(client_with: Callable[..., TestClient], keys_file: Path, sites_file: Path) -> TestClient:
    """A client of a server that takes a key, and has sites."""
    return client_with(keys=keys_file, sites=sites_file, per_address=0, in_all=0)


def test_without_a_key_only_what_the_widget_needs_is_served(kept: TestClient) -> None:
    app = kept.app
    assert isinstance(app, FastAPI)
    for method, path in all_routes(app):
        if path in OPEN or path.startswith("/ui/") or is_widgets(path):
            continue
        sent = kept.request(method, path)
        assert sent.status_code == 401, (method, path)
        assert sent.headers["www-authenticate"] == CHALLENGE, (method, path)


@pytest.mark.parametrize(
    "headers",
    [
        bearer(KEY),
        {"authorization": f"bearer {KEY}"},
        basic(f":{KEY}"),
        basic(f"anybody:{KEY}"),
    ],
)
def test_with_a_key_everything_is(kept: TestClient, headers: dict[str, str]) -> None:
    app = kept.app
    assert isinstance(app, FastAPI)
    for method, path in all_routes(app):
        if path != ENDLESS:
            challenge = kept.request(method, path, headers=headers).headers.get("www-authenticate")
            assert challenge != CHALLENGE, (method, path)
    asked = kept.post("/api/v1/ask", json={"question": "hello"}, headers=headers)
    assert asked.status_code == 200


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {KEY}x",
        f"Bearer {KEY[:-1]}",
        f"Bearer {KEY.upper()}",
        f"Digest {KEY}",
        KEY,
        "Basic",
        "Basic !!!",
        f"Basic {KEY}",
        "Basic " + b64encode(KEY.encode()).decode(),
        "Basic " + b64encode(f"{KEY}:".encode()).decode(),
        "Basic " + b64encode(b":\xff").decode(),
        "Bearer library",
        "Bearer \xff" * 20,
    ],
)
def test_what_is_no_key_is_refused(kept: TestClient, authorization: str) -> None:
    sent = kept.get("/", headers={"authorization": authorization.encode("latin-1")})  # type: ignore[dict-item]
    assert KEY not in problem_of(sent, 401)
    assert sent.headers["www-authenticate"] == CHALLENGE


def test_wrong_keys_are_told_to_wait_and_a_right_one_is_not() -> None:
    app = FastAPI(middleware=guards(Access(keys=Keys({"library": KEY}), per_address=3)))
    app.add_api_route("/view/{document:path}", lambda document: document)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        guessed = [client.get("/view/a", headers=bearer(f"{KEY}{n}")) for n in range(4)]
        assert [sent.status_code for sent in guessed] == [401, 401, 401, 429]
        assert 1 <= int(guessed[3].headers["retry-after"]) <= 20
        assert client.get("/view/a").status_code == 429
        assert client.get("/view/a", headers=bearer(KEY)).status_code == 200


def test_a_key_in_the_address_or_a_cookie_is_none(kept: TestClient) -> None:
    assert kept.get(f"/?key={KEY}&authorization=Bearer%20{KEY}").status_code == 401
    assert kept.get("/", headers={"cookie": f"key={KEY}"}).status_code == 401


def test_a_visitor_of_a_listed_site_needs_none(kept: TestClient) -> None:
    page = {"origin": "http://site.test"}
    begun = kept.post("/api/v1/sessions", json={"site": "docs"}, headers=page)
    assert begun.status_code == 201
    asked = kept.post(
        "/api/v1/chat", json={"question": "hello"}, headers=page | bearer(begun.json()["token"])
    )
    assert asked.status_code == 200


def test_our_own_pages_site_needs_one_whatever_the_origin_claims(kept: TestClient) -> None:
    own = {"origin": "http://127.0.0.1"}
    refused = kept.post("/api/v1/sessions", json={"site": "own"}, headers=own)
    problem_of(refused, 401)
    assert refused.headers["www-authenticate"] == CHALLENGE
    begun = kept.post("/api/v1/sessions", json={"site": "own"}, headers=own | bearer(KEY))
    assert begun.status_code == 201


def test_a_session_s_token_is_no_key(kept: TestClient) -> None:
    page = {"origin": "http://site.test"}
    token = kept.post("/api/v1/sessions", json={"site": "docs"}, headers=page).json()["token"]
    problem_of(kept.post("/api/v1/ask", json={"question": "hello"}, headers=bearer(token)), 401)


@pytest.fixture(scope="module")
def small(sites_file: Path) -> Iterator[TestClient]:
    """The guards before the viewer's route, and one that tells whether a key was shown."""
    access = Access(keys=Keys({"library": KEY}), sites=read_sites(sites_file))
    app = FastAPI(middleware=guards(access))
    app.add_api_route("/view/{document:path}", lambda document: document)

    @app.get("/embed")
    def embed(request: Request) -> bool:
        return admitted(request.scope)

    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("letters/ann.txt?site=docs", 200),
        ("letters/ann.txt?site=docs&start=1&end=5", 200),
        ("letters%2Fann.txt?site=docs", 200),
        ("letters/ann.txt", 401),
        ("letters/ann.txt?site=", 401),
        ("letters/ann.txt?site=own", 401),
        ("letters/ann.txt?site=other", 401),
        ("letters/ann.txt?site=within", 401),
        ("letters/ann.txt?site=docs&site=own", 401),
        ("letters/ann.txt?site=own&site=docs", 401),
        ("other.txt?site=docs", 401),
        ("notes/deep/a.txt?site=docs", 200),
        ("notes-2/a.txt?site=docs", 401),
    ],
)
def test_the_viewer_shows_without_a_key_what_a_listed_site_is_about(
    small: TestClient, path: str, status: int
) -> None:
    assert small.get(f"/view/{path}").status_code == status
    assert small.get(f"/view/{path}", headers=bearer(KEY)).status_code == 200


def test_an_open_route_can_tell_who_has_a_key(small: TestClient) -> None:
    assert small.get("/embed").json() is False
    assert small.get("/embed", headers=bearer(KEY)).json() is True
    assert admitted({"type": "http"})


def test_each_key_has_its_holder() -> None:
    keys = Keys({"a": "first-key-of-this-server", "b": "second-key-of-this-server"})
    assert keys.holder("first-key-of-this-server") == "a"
    assert keys.holder("second-key-of-this-server") == "b"
    assert keys.holder("third-key-of-this-server") is None
    assert "first-key" not in repr(vars(keys))


def test_file_of_keys_is_read(tmp_path: Path) -> None:
    path = tmp_path / "keys.txt"
    path.write_text(f"\n# the library\r\n  library\t{KEY}  \n\nother {KEY}#2\n")
    keys = read_keys(path)
    assert keys is not None
    assert (keys.holder(KEY), keys.holder(f"{KEY}#2")) == ("library", "other")
    assert read_keys(None) is None


SECRET = "s3cret-that-must-not-be-told"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (f"library {KEY}\n{SECRET}", 2, "not a name and a key"),
        (f"library {SECRET} more", 1, "not a name and a key"),
        ("library s3cret-too-short", 1, "shorter than 20"),
        (f"a {SECRET}\n\na {SECRET}2", 3, "a: there twice"),
        (f"a {SECRET}\nb {SECRET}", 2, "b: another's key"),
        (f"a {SECRET}é", 1, "ASCII"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_without_the_key(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    path = tmp_path / "keys.txt"
    path.write_text(text)
    with pytest.raises(InvalidInput) as refused:
        read_keys(path)
    assert str(refused.value).startswith(f"{path}:{line}: ")
    assert reason in str(refused.value)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"# nobody yet\n", b"a \xff"])
def test_a_file_without_a_key_is_an_error_not_an_open_door(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys.txt"
    with pytest.raises(InvalidInput, match="--keys"):
        read_keys(path)
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"keys\.txt"):
        read_keys(path)
