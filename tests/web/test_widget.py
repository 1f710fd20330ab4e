"""The widget's script and pages over HTTP: size, headers, and what they refuse."""

import gzip
import html
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.settings import Settings
from assistant.web.widget.demo import article
from assistant.web.widget.view import BLOCK, blocks
from index.document import Document
from tests.web.building import build
from tests.web.fake_assistant import FakeAssistant

SITES = """
sites:
  - id: letters
    title: "<b>Letters & more</b>"
    origins: ["https://site.test", "http://other.test:8000"]
    documents: [letters]
"""
SCRIPT = (files("assistant.web.widget") / "widget.js").read_bytes()


def client_of(folder: Path, **settings: Any) -> TestClient:
    sites = folder / "sites.yaml"
    sites.write_text(SITES, encoding="utf-8")
    texts = {"letters/ann.txt": "Dear Ann,\nthe bridge opened in 1932.\n", "note.txt": "A note.\n"}
    given = Settings(sites=sites, **settings)
    assistant = replace(FakeAssistant(texts=texts, answers={}), settings=given)
    return TestClient(build(assistant), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client_of(tmp_path_factory.mktemp("sites")) as client:
        yield client


def document(text: str, pages: tuple[int, ...] = ()) -> Document:
    return Document("a.txt", "A", text, "sha256:0", "text/plain", pages, (), Path("a.txt"))


def test_widget_is_one_small_file_that_asks_nobody_else() -> None:
    assert len(SCRIPT) <= 30_000
    assert len(gzip.compress(SCRIPT, 9)) <= 10_000
    text = SCRIPT.decode()
    addresses = set(re.findall(r"https?://[^\s\"'`]+", text))
    assert addresses == set()
    for sink in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert sink not in text


def test_script_is_for_every_page_and_its_versioned_address_for_good(client: TestClient) -> None:
    plain = client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert plain.content == SCRIPT
    assert plain.headers["content-type"].startswith("text/javascript")
    assert plain.headers["access-control-allow-origin"] == "*"
    assert plain.headers["cross-origin-resource-policy"] == "cross-origin"
    assert plain.headers["x-content-type-options"] == "nosniff"
    assert "immutable" not in plain.headers["cache-control"]
    version = plain.headers["etag"].strip('"')
    versioned = client.get(f"/widget.js?v={version}")
    assert "immutable" in versioned.headers["cache-control"]
    assert versioned.headers["content-encoding"] == "gzip"
    assert versioned.content == SCRIPT
    assert "immutable" not in client.get("/widget.js?v=old").headers["cache-control"]
    again = client.get("/widget.js", headers={"If-None-Match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/widget.js", "/embed", "/demo", "/healthz"])
def test_head_tells_what_get_would(client: TestClient, path: str) -> None:
    asked, got = client.head(path), client.get(path)
    assert asked.status_code == got.status_code == 200
    assert asked.headers.get("etag") == got.headers.get("etag")
    assert asked.headers["content-type"] == got.headers["content-type"]


def test_embed_page_may_be_framed_by_its_site_alone_and_has_nothing_inline(
    client: TestClient,
) -> None:
    page = client.get("/embed?site=letters")
    policy = page.headers["content-security-policy"]
    assert "frame-ancestors 'self' https://site.test http://other.test:8000" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "<title>&lt;b&gt;Letters &amp; more&lt;/b&gt;</title>" in page.text
    assert re.findall(r"<script[^>]*>[^<]", page.text) == []
    assert "style=" not in page.text
    assert "<style" not in page.text
    own = client.get("/embed").headers["content-security-policy"]
    assert own.endswith("frame-ancestors 'self'")


def test_unknown_site_has_no_page(client: TestClient) -> None:
    assert client.get("/embed?site=other").status_code == 404
    assert client.get("/view/note.txt?site=other").status_code == 404


def test_viewer_shows_documents_of_its_site_alone(client: TestClient) -> None:
    assert client.get("/view/letters/ann.txt?site=letters").status_code == 200
    assert client.get("/view/note.txt?site=letters").status_code == 404
    assert client.get("/view/note.txt").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["../note.txt", "%2e%2e/note.txt", "%00", "/etc/passwd", "%2Fetc%2Fpasswd", "nothing.txt"],
)
def test_viewer_looks_documents_up_and_opens_no_path(client: TestClient, path: str) -> None:
    answer = client.get(f"/view/{path}")
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_viewers_policy_allows_neither_scripts_nor_frames(client: TestClient) -> None:
    for path in ("/view/note.txt", "/view/nothing.txt"):
        policy = client.get(path).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'")
        assert "frame-ancestors 'none'" in policy
        assert "sandbox" in policy
        assert "allow-scripts" not in policy


@pytest.mark.parametrize("place", ["start=-1&end=3", "start=x&end=3"])
def test_place_that_is_none_is_refused(client: TestClient, place: str) -> None:
    assert client.get(f"/view/note.txt?{place}").status_code == 422


@pytest.mark.parametrize("place", ["start=3&end=3", "start=5&end=2", "start=0&end=999"])
def test_place_outside_of_the_document_marks_nothing_and_says_so(
    client: TestClient, place: str
) -> None:
    page = client.get(f"/view/note.txt?{place}").text
    assert "<mark" not in page
    assert "has changed" in page


def test_original_is_offered_where_the_page_may_have_it(client: TestClient, tmp_path: Path) -> None:
    link = 'href="/api/v1/originals/letters/ann.txt"'
    assert link in client.get("/view/letters/ann.txt?site=letters").text
    keys = tmp_path / "keys"
    keys.write_text("ann a-key-of-more-than-twenty-letters\n", encoding="utf-8")
    with client_of(tmp_path, keys=keys) as locked:
        page = locked.get("/view/letters/ann.txt?site=letters")
        assert page.status_code == 200
        assert link not in page.text


def test_pages_below_a_root_path_lead_to_what_lies_below_it(tmp_path: Path) -> None:
    with client_of(tmp_path, root_path="/docs") as below:
        for path in ("/demo", "/embed", "/view/note.txt"):
            page = below.get(path)
            assert page.status_code == 200
            leads = re.findall(r'(?:src|href)="(/[^"]*)"', page.text)
            assert leads
            assert all(one.startswith("/docs/") for one in leads)
            sheet = next(one for one in leads if one.endswith(".css"))
            assert below.get(sheet.removeprefix("/docs")).status_code == 200


TEXT = st.text(st.sampled_from("ab<&>\"' \n\r\u2028\U0001f408é\u0301"), max_size=200)


@given(TEXT, st.integers(0, 250), st.integers(0, 250), st.integers(1, 40))
def test_blocks_joined_are_the_text_and_marks_are_the_cited_words(
    text: str, one: int, other: int, page: int
) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    pages = tuple(range(0, len(text), page))
    made = "".join(blocks(document(text, pages), (start, end), "Page {n}"))
    assert html.unescape(re.sub(r"<[^>]+>", "", made)) == text
    marks = re.findall(r"<mark[^>]*>(.*?)</mark>", made, re.DOTALL)
    assert html.unescape("".join(marks)) == text[start:end]
    assert made.count('id="cited"') == (start < end)


def test_long_documents_are_in_blocks_even_without_line_ends() -> None:
    made = list(blocks(document("word " * 50_000), (0, 0), ""))
    assert max(map(len, made)) < 30_000
    lines = list(blocks(document("A line.\n" * 5_000), (0, 0), ""))
    assert max(map(len, lines)) < 2 * BLOCK


def test_demo_is_an_ordinary_page_with_one_tag(client: TestClient) -> None:
    page = client.get("/demo?document=letters/ann.txt")
    assert page.text.count("<script") == 1
    assert "unsafe" not in page.headers["content-security-policy"]
    assert 'href="?document=note.txt"' in page.text
    assert client.get("/demo").status_code == 200
    assert client.get("/demo?document=nothing.txt").status_code == 404


@given(st.text(st.sampled_from("Ab cde<&>\n\u00e9"), max_size=120))
def test_article_of_the_demo_says_what_the_document_says(text: str) -> None:
    made = html.unescape(re.sub(r"<[^>]+>", "", "".join(article(document(text)))))
    flat = "".join(made.replace("\u00ad", "").split())
    assert flat == "".join(text.split())
