"""What the API tells of documents, of the index, and the files that it gives out."""

import hashlib
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.pace import Pace
from assistant.status import LISTED, Status
from assistant.web.api.originals import attachment
from tests.web.real import FOREIGN, client_over, followed
from tests.web.test_api import problem_of

NAMED = 'naïve "fish" 100% 鱼.md'
FILES = {
    "letters/ann.txt": b"\xef\xbb\xbfDear Ann,\r\nthe bridge is red.\r\n",
    NAMED: b"# Fish\n\nFish swim.\n",
    "gone.txt": b"Gone words.",
    "changed.txt": b"Old words.",
    "linked.txt": b"Linked words.",
    "broken.txt": b"\0",
    "picture.png": b"\x89PNG",
}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("place")


@pytest.fixture(scope="module")
def served(place: Path) -> Iterator[TestClient]:
    for name, content in FILES.items():
        path = place / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with client_over(place / "documents", place / "data") as client:
        yield client


def test_a_row_tells_size_pages_and_when_it_was_indexed(served: TestClient) -> None:
    rows = {row["id"]: row for row in served.get("/api/v1/documents").json()}
    assert rows.keys() == FILES.keys() - {"broken.txt", "picture.png"}
    for id, row in rows.items():
        assert row["size"] == len(FILES[id])
        assert row["pages"] is None
        assert TIME.fullmatch(row["indexed"])
    document = served.get("/api/v1/documents/letters/ann.txt").json()
    assert (document["pages"], document["size"]) == ([], len(FILES["letters/ann.txt"]))


def test_status_tells_the_state_of_the_index_and_nothing_of_the_machine(
    served: TestClient, place: Path
) -> None:
    response = served.get("/api/v1/status")
    status = response.json()
    assert TIME.fullmatch(status.pop("synced"))
    assert [f["path"] for f in status.pop("failed")] == ["broken.txt"]
    assert [f["path"] for f in status.pop("skipped")] == ["picture.png"]
    assert status.pop("server")
    assert status == {
        "documents": 5,
        "passages": 5,
        "state": "ready",
        "done": 0,
        "total": 0,
        "rate": None,
        "seconds_left": None,
        "error": None,
        "failed_count": 1,
        "skipped_count": 1,
        "upload": False,
        "feedback": True,
        "version": version("footnote"),
        "writer": None,
    }
    assert str(place) not in response.text


def test_a_long_list_of_failures_is_cut_and_counted() -> None:
    failed = {f"{n:04}.txt": "empty" for n in range(LISTED + 7)}
    told = Status(0, 0, None, True, 1, 2, None, failed, {}).to_json()
    assert (len(told["failed"]), told["failed_count"]) == (LISTED, LISTED + 7)
    assert (told["state"], told["done"], told["total"]) == ("indexing", 1, 2)
    assert (told["rate"], told["seconds_left"]) == (None, None)


def test_a_status_tells_the_pace_in_whole_bytes_and_seconds() -> None:
    told = Status(0, 0, None, True, 1, 2, None, {}, {}, Pace(1234.5, 61.2)).to_json()
    assert (told["rate"], told["seconds_left"]) == (1234, 61)


@pytest.mark.parametrize("id", ["letters/ann.txt", NAMED])
def test_an_original_comes_byte_for_byte_as_a_file_to_save(served: TestClient, id: str) -> None:
    response = served.get(f"/api/v1/originals/{quote(id)}")
    assert response.status_code == 200
    assert response.content == FILES[id]
    headers = response.headers
    assert headers["content-type"] == ("text/markdown" if id == NAMED else "text/plain")
    assert headers["content-length"] == str(len(FILES[id]))
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-disposition"].startswith("attachment; ")
    whole = headers["content-disposition"].rpartition("filename*=UTF-8''")[2]
    assert unquote(whole) == id.rpartition("/")[2]
    listed = {row["id"]: row for row in served.get("/api/v1/documents").json()}
    assert listed[id]["digest"] == "sha256:" + hashlib.sha256(response.content).hexdigest()


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    header = attachment(name)
    assert header.isascii()
    assert header.isprintable()
    found = re.fullmatch(
        r"attachment; filename=\"([^\"\\%]+)\"; filename\*=UTF-8''([\w.~%-]+)", header
    )
    assert found is not None
    assert unquote(found[2]) == name


def test_an_original_that_changed_is_not_given(served: TestClient, place: Path) -> None:
    (place / "documents/changed.txt").write_bytes(b"New words.")
    detail = problem_of(served.get("/api/v1/originals/changed.txt"), 409)
    assert "changed.txt: its file has changed since it was indexed" in detail


def test_an_original_that_is_gone_is_said_to_be(served: TestClient, place: Path) -> None:
    (place / "documents/gone.txt").unlink()
    detail = problem_of(served.get("/api/v1/originals/gone.txt"), 404)
    assert "gone since it was indexed" in detail
    assert str(place) not in detail


def test_a_link_out_of_the_folder_is_never_followed(served: TestClient, place: Path) -> None:
    outside = place / "outside.txt"
    outside.write_bytes(FILES["linked.txt"])
    (place / "documents/linked.txt").unlink()
    (place / "documents/linked.txt").symlink_to(outside)
    problem_of(served.get("/api/v1/originals/linked.txt"), 409)


@pytest.mark.parametrize(
    "path",
    [
        "broken.txt",
        "picture.png",
        "letters",
        "",
        "%2e%2e/data",
        "..%2foutside.txt",
        "%2fetc%2fpasswd",
        "//etc/passwd",
        "letters%2f..%2fletters%2fann.txt",
        "letters/ann.txt%00",
        "%ff%fe",
    ],
)
def test_only_an_id_of_the_catalog_has_an_original(served: TestClient, path: str) -> None:
    problem_of(served.get(f"/api/v1/originals/{path}"), 404)


def test_a_sync_can_be_asked_for_where_uploads_are_off(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.txt").write_text("Apples are red.")
    with client_over(documents, tmp_path / "data") as client:
        (documents / "b.txt").write_text("Pears are green.")
        for headers in ({"origin": FOREIGN}, {"sec-fetch-site": "cross-site"}):
            problem_of(client.post("/api/v1/sync", headers=headers), 403)
        response = client.post("/api/v1/sync", headers={"origin": "http://127.0.0.1"})
        assert (response.status_code, response.json()) == (202, {"state": "indexing"})
        assert followed(client)["documents"] == 2
        assert client.get("/api/v1/originals/b.txt").content == b"Pears are green."
