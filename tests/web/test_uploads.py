"""Documents put in and taken out over HTTP: whole, in the folder, by our own page, if allowed."""

import asyncio
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import index.uploads
from assistant.web.access.bodies import LARGEST_BODY, LARGEST_UPLOAD
from tests.web.real import FOREIGN, client_over, followed
from tests.web.test_api import problem_of

KEPT = b"The colour of the bridge is red."
NOT_TEXT = b"\0" * (LARGEST_BODY + 1)
"""More than other requests may carry; it takes no time to index, as it is no text."""


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("place") / "documents"
    place.mkdir()
    (place / "kept.txt").write_bytes(KEPT)
    return place


@pytest.fixture(scope="module")
def served(documents: Path) -> Iterator[TestClient]:
    with client_over(documents, documents.parent / "data", allow_upload=True) as client:
        yield client


def files(documents: Path) -> dict[str, bytes]:
    """Every file in the folder, hidden ones too."""
    return {
        path.relative_to(documents).as_posix(): path.read_bytes()
        for path in documents.rglob("*")
        if path.is_file()
    }


def passages(client: TestClient, question: str) -> str:
    answer = client.post("/api/v1/ask", json={"question": question}).json()
    return " ".join([answer["text"], *(passage["text"] for passage in answer["passages"])])


def test_an_upload_is_answered_from_then_replaced_then_gone(
    served: TestClient, documents: Path
) -> None:
    path = "/api/v1/documents/reports/2019/mill%20%C3%A9.txt"
    id, question = "reports/2019/mill é.txt", "How old is the mill?"
    response = served.put(path, content="The mill is 90 years old.")
    assert (response.status_code, response.json()) == (202, {"id": id})
    assert followed(served)["documents"] == 2
    assert "90 years" in passages(served, question)
    assert served.put(path, content="The mill is 250 years old.").status_code == 202
    followed(served)
    assert "250 years" in passages(served, question)
    assert "90 years" not in passages(served, question)
    assert served.get(path).json()["text"] == "The mill is 250 years old."
    assert (documents / id).read_text() == "The mill is 250 years old."
    response = served.delete(path)
    assert (response.status_code, response.json()) == (202, {"id": id})
    assert followed(served)["documents"] == 1
    assert "250" not in passages(served, question)
    problem_of(served.get(path), 404)
    assert files(documents) == {"kept.txt": KEPT}


def test_what_cannot_be_read_is_listed_with_the_reason_and_can_be_removed(
    served: TestClient,
) -> None:
    assert served.put("/api/v1/documents/bad.txt", content=NOT_TEXT).status_code == 202
    status = followed(served)
    (failed,) = status["failed"]  # type: ignore[misc]
    assert failed["path"] == "bad.txt"
    assert "binary" in failed["reason"]
    assert served.delete("/api/v1/documents/bad.txt").status_code == 202
    assert followed(served)["failed"] == []


def test_status_says_whether_uploads_are_allowed(served: TestClient, client: TestClient) -> None:
    assert served.get("/api/v1/status").json()["upload"] is True
    assert client.get("/api/v1/status").json()["upload"] is False


def test_without_leave_nothing_is_written_or_removed(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/kept.txt").write_bytes(KEPT)
    with client_over(tmp_path / "documents", tmp_path / "data") as client:
        put = client.put("/api/v1/documents/new.txt", content="New.")
        assert "--allow-upload" in problem_of(put, 403)
        assert "--allow-upload" in problem_of(client.delete("/api/v1/documents/kept.txt"), 403)
        large = client.put("/api/v1/documents/new.txt", content=NOT_TEXT)
        problem_of(large, 413)
    assert files(tmp_path / "documents") == {"kept.txt": KEPT}


@pytest.mark.parametrize(
    "path",
    [
        "",
        "%2fa.txt",
        "//a.txt",
        "..%2fa.txt",
        "%2e%2e/a.txt",
        "b%2f..%2f..%2fa.txt",
        "b//a.txt",
        ".hidden.txt",
        ".b/a.txt",
        "a%00.txt",
        "a%09.txt",
        "b%5Ca.txt",
        "%ff.txt",
        "a" * 300 + ".txt",
    ],
)
def test_a_bad_name_is_refused(served: TestClient, documents: Path, path: str) -> None:
    for method in ("PUT", "DELETE"):
        problem_of(served.request(method, f"/api/v1/documents/{path}"), 422)
    assert files(documents) == {"kept.txt": KEPT}
    assert not (documents.parent / "a.txt").exists()


@pytest.mark.parametrize("name", ["page.exe", "a", "a.svg"])
def test_another_type_is_refused_with_those_that_can_be_indexed(
    served: TestClient, documents: Path, name: str
) -> None:
    detail = problem_of(served.put(f"/api/v1/documents/{name}", content="x"), 415)
    assert ".md" in detail
    assert ".txt" in detail
    assert files(documents) == {"kept.txt": KEPT}


def test_nothing_is_written_through_a_link(served: TestClient, documents: Path) -> None:
    outside = documents.parent / "outside"
    outside.mkdir()
    (documents / "linked").symlink_to(outside)
    try:
        problem_of(served.put("/api/v1/documents/linked/a.txt", content="x"), 422)
        assert list(outside.iterdir()) == []
    finally:
        (documents / "linked").unlink()


def test_what_is_not_there_cannot_be_removed(served: TestClient) -> None:
    assert "none.txt" in problem_of(served.delete("/api/v1/documents/none.txt"), 404)


def test_a_document_too_large_leaves_the_old_one(served: TestClient, documents: Path) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(LARGEST_UPLOAD // 1_000_000 + 1):
            yield b"x" * 1_000_000

    path = "/api/v1/documents/kept.txt"
    announced = served.put(path, content=b"x", headers={"content-length": f"{LARGEST_UPLOAD + 1}"})
    for response in (announced, served.put(path, content=endless())):
        assert "100,000,000" in problem_of(response, 413)
    assert files(documents) == {"kept.txt": KEPT}


def test_only_a_document_may_be_large(served: TestClient) -> None:
    problem_of(served.post("/api/v1/ask", content=NOT_TEXT), 413)
    problem_of(served.post("/api/v1/documents/kept.txt", content=NOT_TEXT), 413)
    problem_of(served.put("/api/v1/ask", content=NOT_TEXT), 413)


def test_a_full_disk_is_told_and_leaves_the_old_document(
    served: TestClient, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(index.uploads.os, "write", full)
    detail = problem_of(served.put("/api/v1/documents/kept.txt", content="New."), 503)
    monkeypatch.undo()
    assert "No space left" in detail
    assert "untouched" in detail
    assert str(documents) not in detail
    assert files(documents) == {"kept.txt": KEPT}


def test_a_document_that_breaks_off_is_not_taken(served: TestClient, documents: Path) -> None:
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"Half of", "more_body": True},
        {"type": "http.disconnect"},
    ]
    scope = {
        "type": "http",
        "method": "PUT",
        "path": "/api/v1/documents/kept.txt",
        "raw_path": b"/api/v1/documents/kept.txt",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1")],
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(served.app(scope, receive, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 400
    assert files(documents) == {"kept.txt": KEPT}


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": FOREIGN},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://127.0.0.1.evil.test"},
        {"origin": "http://localhost"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1", "sec-fetch-site": "cross-site"},
    ],
)
def test_a_page_of_another_site_changes_nothing(
    served: TestClient, documents: Path, headers: dict[str, str]
) -> None:
    path = "/api/v1/documents/kept.txt"
    problem_of(served.put(path, content="Evil.", headers=headers), 403)
    problem_of(served.delete(path, headers=headers), 403)
    asked = {"origin": FOREIGN, "access-control-request-method": "PUT"}
    preflight = served.options(path, headers=asked)
    assert preflight.status_code == 403
    assert "access-control-allow-origin" not in preflight.headers
    assert files(documents) == {"kept.txt": KEPT}


@pytest.mark.parametrize(
    "headers", [{"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}, {}]
)
def test_our_page_and_programs_may_upload(served: TestClient, headers: dict[str, str]) -> None:
    path = "/api/v1/documents/own.txt"
    assert served.put(path, content="Own words.", headers=headers).status_code == 202
    assert served.delete(path, headers=headers).status_code == 202
    followed(served)
