"""Answers written down over HTTP, and how citations of earlier answers stand today."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Answer
from assistant.export.file import copy, export
from assistant.export.reading import read_export
from tests.web.conftest import LETTER
from tests.web.fake_assistant import FakeAssistant
from tests.web.test_api import problem_of

ASKED = "When did the bridge open?"
Json = dict[str, Any]


@pytest.fixture
def answers(client: TestClient) -> list[Json]:
    """An answer, a refusal and a greeting as the API gave them."""
    questions = (ASKED, "Who is Bob?", "hello")
    return [client.post("/api/v1/ask", json={"question": q}).json() for q in questions]


@pytest.fixture
def citation(answers: list[Json]) -> Json:
    cited: Json = answers[0]["citations"][0]
    return {key: cited[key] for key in ("document", "start", "end", "quote", "digest")}


@pytest.mark.parametrize(
    ("format", "media_type", "suffix"),
    [("markdown", "text/markdown", "md"), ("html", "text/html", "html")],
)
def test_a_conversation_comes_as_a_file_that_can_be_checked(
    client: TestClient, answers: list[Json], format: Any, media_type: str, suffix: str
) -> None:
    body = {"format": format, "title": "The bridge!", "answers": answers}
    response = client.post("/api/v1/export", json=body)
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert response.headers["content-disposition"] == (
        f'attachment; filename="the-bridge.{suffix}"'
    )
    assert response.headers["x-content-type-options"] == "nosniff"
    assert read_export(response.content).faults == ()
    read = [Answer.from_json(answer) for answer in answers]
    assert response.text == export(read, format, "The bridge!")


@pytest.mark.parametrize(
    ("title", "names"),
    [
        (None, 'filename="when-did-the-bridge-open.md"'),
        ('a"b\r\nX: y/../c', 'filename="a-b-x-y-c.md"'),
        (
            "¿Cuándo abrió?",
            "filename=\"cuando-abrio.md\"; filename*=UTF-8''cu%C3%A1ndo-abri%C3%B3.md",
        ),
        ("桥", "filename=\"answers.md\"; filename*=UTF-8''%E6%A1%A5.md"),
        ("...", 'filename="answers.md"'),
        ("word " * 100, f'filename="{"word-" * 11}word.md"'),
    ],
)
def test_the_file_is_named_after_its_title_or_first_question(
    client: TestClient, answers: list[Json], title: str | None, names: str
) -> None:
    body = {"format": "markdown", "title": title, "answers": answers}
    response = client.post("/api/v1/export", json=body)
    assert response.headers["content-disposition"] == f"attachment; {names}"
    assert "x" not in response.headers


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_one_answer_comes_as_text_to_copy(
    client: TestClient, answers: list[Json], format: Any
) -> None:
    body = {"format": format, "answer": answers[0]}
    response = client.post("/api/v1/copy", json=body)
    assert response.json() == {"text": copy(Answer.from_json(answers[0]), format)}
    assert "the bridge opened in " in response.json()["text"]


def test_answers_with_hostile_words_are_only_words(client: TestClient, answers: list[Json]) -> None:
    hostile = json.loads(json.dumps(answers).replace("bridge", "<script>x</script>"))
    page = client.post("/api/v1/export", json={"format": "html", "answers": hostile}).text
    part = client.post("/api/v1/copy", json={"format": "html", "answer": hostile[0]}).json()
    for shown in (page, part["text"]):
        assert "&lt;script&gt;x" in shown
        assert "<script>" not in shown


@pytest.mark.parametrize(
    ("path", "change", "says"),
    [
        ("export", {"format": "pdf"}, "body.format"),
        ("export", {"answers": []}, "body.answers"),
        ("export", {"answers": [{}] * 501}, "at most 500"),
        ("export", {"answers": ["x"]}, "answer 1"),
        ("export", {"title": "x" * 20_001}, "body.title"),
        ("export", {"else": 1}, "body.else"),
        ("copy", {"format": "pdf"}, "body.format"),
        ("copy", {"answer": {"question": 5}}, "question"),
        ("copy", {"answer": None}, "no answer"),
        ("copy", {"else": 1}, "body.else"),
    ],
)
def test_what_cannot_be_written_down_is_refused_with_the_reason(
    client: TestClient, answers: list[Json], path: str, change: Json, says: str
) -> None:
    body: Json = {"format": "html"}
    body |= {"answers": answers} if path == "export" else {"answer": answers[0]}
    assert says in problem_of(client.post(f"/api/v1/{path}", json=body | change), 422)


def test_the_answer_at_fault_is_named(client: TestClient, answers: list[Json]) -> None:
    answers[1]["statements"] = "none"
    detail = problem_of(
        client.post("/api/v1/export", json={"format": "html", "answers": answers}), 422
    )
    assert detail.startswith("answer 2: no answer: statements: ")


@pytest.mark.parametrize("path", ["export", "copy"])
def test_half_a_surrogate_pair_is_refused(
    client: TestClient, answers: list[Json], path: str
) -> None:
    broken = answers[0] | {"question": "\ud800"}
    body: Json = {"format": "html"}
    body |= {"answers": [broken]} if path == "export" else {"answer": broken}
    headers = {"content-type": "application/json"}
    response = client.post(f"/api/v1/{path}", content=json.dumps(body), headers=headers)
    assert "surrogate" in problem_of(response, 422)


def test_citations_are_told_apart_in_the_order_given(
    client: TestClient, citation: Json, assistant: FakeAssistant
) -> None:
    now = assistant.document("letters/ann.txt").digest
    start, end = citation["start"], citation["end"]
    earlier = {"digest": "sha256:old"}
    given = [
        citation | {"document": "gone.txt"},
        citation,
        citation | earlier,
        citation | earlier | {"start": start + 3, "end": end + 3},
        citation | earlier | {"quote": "the bridge opened in 1931."},
        citation | {"quote": "the bridge opened in 1931."},
        citation | {"document": "../ann.txt"},
    ]
    response = client.post("/api/v1/citations", json={"citations": given})
    assert response.status_code == 200
    here = {"start": start, "end": end, "digest": now}
    nowhere = {"start": None, "end": None}
    assert response.json() == [
        {"state": "missing", **nowhere, "digest": None},
        {"state": "holds", **here},
        {"state": "holds", **here},
        {"state": "moved", **here},
        {"state": "changed", **nowhere, "digest": now},
        {"state": "changed", **nowhere, "digest": now},
        {"state": "missing", **nowhere, "digest": None},
    ]
    assert LETTER[start:end] == citation["quote"]


def test_citations_may_come_as_answers_have_them(client: TestClient, answers: list[Json]) -> None:
    response = client.post("/api/v1/citations", json={"citations": answers[0]["citations"]})
    assert [one["state"] for one in response.json()] == ["holds"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"start": -1}, "body.citations.0.start"),
        ({"start": "1"}, "body.citations.0.start"),
        ({"end": True}, "body.citations.0.end"),
        ({"quote": None}, "body.citations.0.quote"),
        ({"document": "x" * 20_001}, "body.citations.0.document"),
    ],
)
def test_a_citation_that_is_none_is_refused(
    client: TestClient, citation: Json, change: Json, says: str
) -> None:
    body = {"citations": [citation | change]}
    assert says in problem_of(client.post("/api/v1/citations", json=body), 422)


def test_two_hundred_citations_are_checked_at_once_and_no_more(
    client: TestClient, citation: Json
) -> None:
    for count, status in ((0, 200), (200, 200), (201, 422)):
        response = client.post("/api/v1/citations", json={"citations": [citation] * count})
        assert response.status_code == status
        assert status == 422 or len(response.json()) == count
