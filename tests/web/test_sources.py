"""The source of a citation: exact words in their place, and of the session's documents alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.settings import Settings
from assistant.web.surroundings import AROUND, after, before, paragraph_of
from index.document import Document
from tests.web.building import build
from tests.web.fake_assistant import FakeAssistant
from tests.web.test_api import problem_of
from tests.web.visiting import begin

OWN, SITE = "http://127.0.0.1", "https://site.test"
TIDE = "👩‍👩‍👧‍👦 héé e\u0301.\n\nThe tide 🌊 came in. We left.\n\nThe end 🏁.\n"
LONG = "".join(f"Sentence {n} of a long text stands here. " for n in range(300))
TWICE = "It came. It went. It came."
ROW = "Row 12 — Day: Monday; Tide: 06:12."
TEXTS = {
    "deep/tide #1 50%.txt": TIDE,
    "deep/tides.xlsx": f"High & low\n\nColumns: Day; Tide.\n{ROW}\n",
    "long.txt": LONG,
    "twice.txt": TWICE,
    "secret/keys.txt": "The key is 42.",
}
NEVER = [
    "../secret/keys.txt",
    "%2e%2e/secret/keys.txt",
    "deep/../secret/keys.txt",
    "/etc/passwd",
    "//etc/passwd",
    "file:///etc/passwd",
    "long.txt\x00",
    "\x00",
    "",
    ".",
    "deep",
    "deep/",
    "LONG.TXT",
    "long.txt/",
    "C:\\Windows\\win.ini",
    "secret/keys.txt",
    "nothing.txt",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    sites = tmp_path_factory.mktemp("sites") / "sites.yaml"
    sites.write_text(
        f"sites:\n  - id: docs\n    origins: [{SITE}]\n"
        "    documents: [deep, long.txt, twice.txt]\n",
        "utf-8",
    )
    assistant = FakeAssistant(TEXTS, {}, settings=Settings(sites=sites))
    with TestClient(build(assistant), base_url=OWN, raise_server_exceptions=False) as client:
        yield client


def test_no_link_leads_to_where_a_visitor_would_need_a_key(tmp_path: Path) -> None:
    (tmp_path / "keys.txt").write_text("ann a-key-of-twenty-characters\n", "utf-8")
    (tmp_path / "sites.yaml").write_text(
        f"sites:\n  - id: open\n    origins: [{SITE}]\n  - id: shut\n    private: true\n", "utf-8"
    )
    told = Settings(sites=tmp_path / "sites.yaml", keys=tmp_path / "keys.txt")
    app = build(FakeAssistant(TEXTS, {}, settings=told))
    with TestClient(app, base_url=OWN) as client:
        words = cited("twice.txt", "It went.")
        views = [
            client.post("/api/v1/sources", json=words, headers=begin(client, site, origin)).json()
            for site, origin in (("open", SITE), ("shut", OWN))
        ]
    assert views[0]["view"].startswith("view/twice.txt?")
    assert views[1]["view"] is None


@pytest.fixture(scope="module")
def visitor(client: TestClient) -> dict[str, str]:
    return begin(client, "docs", SITE)


def cited(document: str, quote: str, text: str | None = None) -> dict[str, Any]:
    """A citation of the first place where the words stand."""
    start = (text or TEXTS[document]).index(quote)
    known = FakeAssistant(TEXTS | ({document: text} if text else {}), {}).document(document)
    return {
        "document": document,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "digest": known.digest,
    }


def test_source_is_the_words_in_their_place(client: TestClient, visitor: dict[str, str]) -> None:
    citation = cited("deep/tide #1 50%.txt", "The tide 🌊 came in.")
    more = {"marker": 1, "role": "evidence", "title": "?", "page": None}
    response = client.post("/api/v1/sources", json=citation | more, headers=visitor)
    assert response.status_code == 200
    source = response.json()
    view = urlsplit(source.pop("view"))
    assert source == {
        "title": "Tide #1 50%",
        "document": "deep/tide #1 50%.txt",
        "page": None,
        "paragraph": {"n": 2, "of": 3},
        "place": {"kind": "paragraph", "n": 2, "of": 3, "sheet": None},
        "before": "👩‍👩‍👧‍👦 héé e\u0301.\n\n",
        "quote": "The tide 🌊 came in.",
        "after": " We left.\n\nThe end 🏁.\n",
        "start": citation["start"],
        "end": citation["end"],
        "digest": citation["digest"],
        "state": "same",
    }
    assert view.path == "view/deep/tide%20%231%2050%25.txt"
    assert parse_qs(view.query) == {
        "site": ["docs"],
        "start": [str(citation["start"])],
        "end": [str(citation["end"])],
        "digest": [citation["digest"]],
    }


def test_words_of_a_table_are_in_a_row(client: TestClient, visitor: dict[str, str]) -> None:
    response = client.post("/api/v1/sources", json=cited("deep/tides.xlsx", ROW), headers=visitor)
    source = response.json()
    assert source["page"] is None
    assert source["place"] == {"kind": "row", "n": 12, "of": None, "sheet": "High & low"}
    view = client.get(f"/{source['view']}")
    assert "<span>High &amp; low, Row 12</span>" in view.text
    view = client.get(f"/{source['view']}", headers={"Accept-Language": "es"})
    assert "<span>High &amp; low, Fila 12</span>" in view.text


def test_moved_words_are_found_where_they_are_now(
    client: TestClient, visitor: dict[str, str]
) -> None:
    then = cited("deep/tide #1 50%.txt", "We left.", "Before. We left.")
    source = client.post("/api/v1/sources", json=then, headers=visitor).json()
    now = cited("deep/tide #1 50%.txt", "We left.")
    assert source["state"] == "moved"
    assert {key: source[key] for key in now} == now
    assert TIDE[source["start"] : source["end"]] == "We left."


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "The tide 🌊 never came in.", "digest": "sha256:0"},
        {"quote": "The tide 🌊 never came in."},
        {"quote": ""},
        {"start": 0, "end": 5},
    ],
)
def test_words_that_do_not_stand_there_are_gone(
    client: TestClient, visitor: dict[str, str], change: dict[str, Any]
) -> None:
    citation = cited("deep/tide #1 50%.txt", "The tide 🌊 came in.") | change
    response = client.post("/api/v1/sources", json=citation, headers=visitor)
    detail = problem_of(response, 410)
    assert "We left" not in detail


def test_words_that_stand_there_more_than_once_are_not_guessed(
    client: TestClient, visitor: dict[str, str]
) -> None:
    then = cited("twice.txt", "It came.", "Long ago, it was so. It came.")
    problem_of(client.post("/api/v1/sources", json=then, headers=visitor), 410)


@pytest.mark.parametrize("document", NEVER)
def test_only_a_document_of_the_site_is_looked_up_and_no_path_is_ever_read(
    client: TestClient, visitor: dict[str, str], document: str
) -> None:
    citation = {"document": document, "start": 0, "end": 3, "quote": "The", "digest": "sha256:0"}
    response = client.post("/api/v1/sources", json=citation, headers=visitor)
    # Which of them there are is not told apart.
    assert problem_of(response, 404) == "There is no such document here."


def test_the_server_s_own_page_sees_every_document(client: TestClient) -> None:
    citation = cited("secret/keys.txt", "The key is 42.")
    source = client.post("/api/v1/sources", json=citation, headers=begin(client)).json()
    assert source["quote"] == "The key is 42."
    assert "site=" not in source["view"]


@pytest.mark.parametrize(
    "change",
    [
        {"start": -1},
        {"start": "0"},
        {"start": 1.5},
        {"end": None},
        {"quote": 5},
        {"quote": "x" * 20_001},
        {"document": None},
        {"digest": []},
    ],
)
def test_what_is_no_citation_is_refused(
    client: TestClient, visitor: dict[str, str], change: dict[str, Any]
) -> None:
    citation = cited("long.txt", "Sentence 7 of") | change
    problem_of(client.post("/api/v1/sources", json=citation, headers=visitor), 422)


@pytest.mark.parametrize("end", [10**6, 10**30])
def test_an_end_beyond_the_text_is_the_end_of_the_words(
    client: TestClient, visitor: dict[str, str], end: int
) -> None:
    citation = cited("twice.txt", "It went. It came.") | {"end": end}
    source = client.post("/api/v1/sources", json=citation, headers=visitor).json()
    assert TWICE[source["start"] : source["end"]] == "It went. It came."
    assert source["end"] == len(TWICE)


def document(text: str, pages: tuple[int, ...] = ()) -> Document:
    return Document("a", "A", text, "sha256:0", "text/plain", pages, (), Path("a"))


WORDS = st.text(st.sampled_from("ab .!?\n\n  é🐈\u0301\u200d。\u2028\r"), min_size=1, max_size=2500)


@given(text=WORDS, data=st.data())
def test_words_around_a_citation_are_those_of_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    left, right = before(text, start), after(text, end)
    assert text[start - len(left) : start] == left
    assert text[end : end + len(right)] == right
    assert len(left) <= AROUND
    assert len(right) <= AROUND
    assert left == text[:start] or start > AROUND
    assert right == text[end:] or len(text) - end > AROUND


def test_words_around_begin_and_end_with_whole_sentences() -> None:
    start = LONG.index("Sentence 150 of")
    left, right = before(LONG, start), after(LONG, start + 20)
    assert left.startswith("Sentence 1")
    assert right.endswith("stands here.")


def test_words_around_begin_and_end_with_whole_paragraphs() -> None:
    text = "\n\n".join(f"Paragraph {n}. It says little. But so it is." for n in range(100))
    start = text.index("Paragraph 50.")
    left, right = before(text, start), after(text, start + 13)
    assert left.startswith("Paragraph 3")
    assert right.endswith("But so it is.")


@given(text=WORDS, data=st.data())
def test_paragraph_is_one_of_those_there_are(text: str, data: st.DataObject) -> None:
    found = paragraph_of(document(text), data.draw(st.integers(0, len(text) - 1)))
    assert found is not None
    assert 1 <= found[0] <= found[1]


def test_paragraphs_are_parted_by_blank_lines_or_else_by_lines() -> None:
    blank = document("One\nwrapped.\n \nTwo.\n\n\nThree.")
    assert [paragraph_of(blank, blank.text.index(word)) for word in ("wrap", "Two", "Three")] == [
        (1, 3),
        (2, 3),
        (3, 3),
    ]
    lines = document("One.\nTwo.\nThree.\n")
    assert paragraph_of(lines, lines.text.index("Two")) == (2, 3)
    assert paragraph_of(document("One.", pages=(0,)), 0) is None
