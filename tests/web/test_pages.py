"""Citations of a PDF: the quote, its page, the page's picture and where on it the words stand."""

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from fastapi.testclient import TestClient

from index.catalog import DocumentEntry
from index.errors import Busy, UnreadableDocument
from index.pages import WAITING, Pages
from tests.index.pdf_samples import columns, outlined, running, scan
from tests.web.real import client_over
from tests.web.test_api import problem_of

FILES = {
    "board/report.pdf": running(),
    "bridges.PDF": columns(),
    "board/duties.pdf": outlined(),
    "plain.txt": b"Apples are red.",
    "site/pages/about.txt": b"Pears are green.",
    "changed.pdf": columns(),
    "scan.pdf": scan(),
    "broken.pdf": b"%PDF-1.7 and no more",
}
CITED = {
    "How often did the board meet?": ("board/report.pdf", 1),
    "How many are elected by the town?": ("board/report.pdf", 1),
    "Were fees paid on time?": ("board/report.pdf", 4),
    "How many people cross the harbour every day?": ("bridges.PDF", 1),
    "What do repairs cost a year?": ("bridges.PDF", 1),
    "What does the board keep open?": ("board/duties.pdf", 1),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pages")
    for name, content in FILES.items():
        path = place / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return place


@pytest.fixture(scope="module")
def served(place: Path) -> Iterator[TestClient]:
    with client_over(place / "documents", place / "data") as client:
        yield client


@pytest.mark.parametrize("question", CITED)
def test_a_citation_leads_to_its_words_on_their_page(served: TestClient, question: str) -> None:
    document, page = CITED[question]
    asked = {"question": question, "documents": [document]}
    answer = served.post("/api/v1/ask", json=asked).json()
    assert not answer["refused"], answer
    text = served.get(f"/api/v1/documents/{document}").json()["text"]
    assert answer["citations"]
    for cited in answer["citations"]:
        span = {"start": cited["start"], "end": cited["end"]}
        assert text[cited["start"] : cited["end"]] == cited["quote"]
        assert cited["page"] == page
        assert _letters_shown(served, document, page, span) == _letters(cited["quote"])


def _letters_shown(served: TestClient, document: str, first: int, span: dict[str, int]) -> str:
    """What stands in the boxes of the first page and of those that the words go on to."""
    letters = ""
    pages = len(served.get(f"/api/v1/documents/{document}").json()["pages"])
    for page in range(first, pages + 1):
        route = f"/api/v1/documents/{document}/pages/{page}/boxes"
        found = served.get(route, params=span).json()
        assert found["page"] == page
        assert bool(found["boxes"]) >= (page == first)
        letters += _letters_in(FILES[document], page, found["boxes"])
    return letters


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _letters_in(content: bytes, page: int, boxes: list[list[float]]) -> str:
    document = pypdfium2.PdfDocument(content)
    shown = document[page - 1]
    width, height = shown.get_size()
    text = shown.get_textpage()
    found = [
        text.get_text_bounded(
            left * width, (1 - bottom) * height, right * width, (1 - top) * height
        )
        for left, top, right, bottom in boxes
    ]
    text.close()
    document.close()
    return _letters("".join(found))


def test_a_picture_is_made_once_and_known_by_its_tag(served: TestClient) -> None:
    first = served.get("/api/v1/documents/board/report.pdf/pages/2")
    assert first.headers["content-type"] == "image/png"
    assert first.content.startswith(b"\x89PNG")
    tag = {"If-None-Match": first.headers["etag"]}
    assert served.get("/api/v1/documents/board/report.pdf/pages/2", headers=tag).status_code == 304
    assert served.get("/api/v1/documents/board/report.pdf/pages/3", headers=tag).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "board/report.pdf/pages/5",
        "plain.txt/pages/1",
        "scan.pdf/pages/1",
        "none.pdf/pages/1",
        "board%2F..%2Fbroken.pdf/pages/1",
    ],
)
def test_only_pages_of_what_was_indexed_are_shown(served: TestClient, path: str) -> None:
    problem_of(served.get(f"/api/v1/documents/{path}"), 404)
    span = {"start": 0, "end": 1}
    problem_of(served.get(f"/api/v1/documents/{path}/boxes", params=span), 404)


def test_pages_are_counted_from_one(served: TestClient) -> None:
    problem_of(served.get("/api/v1/documents/board/report.pdf/pages/0"), 422)
    problem_of(served.get("/api/v1/documents/board/report.pdf/pages/one"), 404)


def test_a_page_of_a_file_that_changed_is_not_shown(served: TestClient, place: Path) -> None:
    shutil.copy(place / "documents/board/duties.pdf", place / "documents/changed.pdf")
    problem_of(served.get("/api/v1/documents/changed.pdf/pages/1"), 409)
    span = {"start": 0, "end": 1}
    problem_of(served.get("/api/v1/documents/changed.pdf/pages/1/boxes", params=span), 409)


def test_scans_broken_files_and_pages_without_text_are_listed_and_the_rest_is_indexed(
    served: TestClient,
) -> None:
    failed = {one["path"]: one["reason"] for one in served.get("/api/v1/status").json()["failed"]}
    assert failed["scan.pdf"].startswith("no text in it: a scan")
    assert failed["broken.pdf"].startswith("cut short")
    skipped = {one["path"]: one["reason"] for one in served.get("/api/v1/status").json()["skipped"]}
    assert skipped == {"board/duties.pdf, page 2": "no text there: pictures, or nothing"}
    listed = {row["id"]: row["pages"] for row in served.get("/api/v1/documents").json()}
    assert listed["board/report.pdf"] == 4
    assert listed["plain.txt"] is None
    assert listed["board/duties.pdf"] == 3


def test_a_document_in_a_folder_named_pages_opens(served: TestClient) -> None:
    found = served.get("/api/v1/documents/site/pages/about.txt")
    assert (found.status_code, found.json()["text"]) == (200, "Pears are green.")


def test_a_file_is_held_only_while_its_page_is_made_and_few_may_wait(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = DocumentEntry("bridges.PDF", "Bridges", "application/pdf", "", 1, 1, pages=10**6)
    opened: list[None] = []
    go_on = threading.Event()

    @contextmanager
    def held(folder: Path, entry: DocumentEntry) -> Iterator[BytesIO]:
        opened.append(None)
        go_on.wait(60)
        yield BytesIO(FILES["bridges.PDF"])

    monkeypatch.setattr("index.pages.original", held)
    pages = Pages(place / "documents", lambda id: entry)
    turned_away = threading.Semaphore(0)

    def ask(page: int) -> str:
        try:
            return str(len(pages.picture("bridges.PDF", page)))
        except Busy:
            turned_away.release()
            return "busy"
        except UnreadableDocument:
            return "read"

    with ThreadPoolExecutor(2 * WAITING) as threads:
        told = [threads.submit(ask, page) for page in range(2, 2 + 2 * WAITING)]
        assert turned_away.acquire(timeout=5)
        assert len(opened) <= 2
        go_on.set()
        answers = [one.result() for one in told]
    pages.close()
    assert answers.count("read") in (WAITING + 1, WAITING + 2)
