import json

import httpx
import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import LETTER
from tests.web.fake_assistant import REFUSAL, SYNCED, FakeAssistant

TURN = {"question": "How long is it?", "answer": "1,149 metres."}


def problem_of(response: httpx.Response, status: int) -> str:
    """The detail of a problem response, which has to be one in every part."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail"}
    assert body["status"] == status
    return body["detail"]


def test_alive(client: TestClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_answer_is_the_contract_s(client: TestClient, assistant: FakeAssistant) -> None:
    question = "When did the bridge open?"
    response = client.post("/api/v1/ask", json={"question": question})
    assert response.status_code == 200
    assert response.json() == assistant.ask(question).to_json()
    citation = response.json()["citations"][0]
    assert LETTER[citation["start"] : citation["end"]] == citation["quote"]


def test_how_it_was_found_is_told_where_asked_for(client: TestClient) -> None:
    body = {"question": "When did the bridge open?"}
    explained = client.post("/api/v1/ask", json=body | {"explain": True}).json()
    (search,) = explained.pop("explanation")["searches"]
    assert search["query"] == body["question"]
    assert explained == client.post("/api/v1/ask", json=body).json()


def test_refusal_is_an_answer(client: TestClient) -> None:
    body = client.post("/api/v1/ask", json={"question": "Who is Bob?"}).json()
    assert body["refused"] is True
    assert body["text"] == REFUSAL
    assert body["citations"] == []
    assert body["passages"]


def test_history_makes_a_follow_up(client: TestClient) -> None:
    body = {"question": "And in feet?", "history": [TURN]}
    answer = client.post("/api/v1/ask", json=body).json()
    assert answer["standalone_question"] == "How long is it? And in feet?"


def test_a_conversation_may_be_as_long_as_the_limits(client: TestClient) -> None:
    history = [TURN] * 49 + [TURN | {"answer": "x" * 20_000}]
    body = {
        "question": "And in feet?",
        "history": history,
        "documents": ["letters/ann.txt"] * 1000,
    }
    assert client.post("/api/v1/ask", json=body).status_code == 200


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"question": "  "}, "empty"),
        ({"question": "x" * 2001}, "2,000"),
        ({}, "body.question"),
        ({"question": 5}, "body.question"),
        ({"question": "a", "history": [{"question": "b"}]}, "body.history.0.answer"),
        ({"question": "a", "else": 1}, "body.else"),
        ({"question": "a", "explain": "yes"}, "body.explain"),
        ({"question": "a", "history": [TURN] * 51}, "at most 50"),
        ({"question": "a", "history": [TURN | {"answer": "x" * 20_001}]}, "body.history.0.answer"),
        ({"question": "a", "history": [TURN | {"question": "x" * 20_001}]}, "at most 20000"),
        ({"question": "x" * 20_001}, "body.question"),
        ({"question": "a", "documents": ["letters/ann.txt"] * 1001}, "body.documents"),
        ({"question": "a", "documents": ["x" * 20_001]}, "body.documents.0"),
        (["a"], "body"),
    ],
)
def test_bad_question_says_what_is_wrong(client: TestClient, body: object, says: str) -> None:
    assert says in problem_of(client.post("/api/v1/ask", json=body), 422)


@pytest.mark.parametrize("content", ["{", "", '{"question": "\\ud800"}', "\x00"])
def test_malformed_body_is_refused(client: TestClient, content: str) -> None:
    headers = {"content-type": "application/json"}
    problem_of(client.post("/api/v1/ask", content=content, headers=headers), 422)


def test_endless_nesting_is_refused(client: TestClient) -> None:
    headers = {"content-type": "application/json"}
    problem_of(client.post("/api/v1/ask", content="[" * 100_000, headers=headers), 400)


def test_body_that_is_not_declared_json_is_refused(client: TestClient) -> None:
    # A page of another site can send text/plain without asking first.
    content = json.dumps({"question": "When did the bridge open?"})
    headers = {"content-type": "text/plain"}
    problem_of(client.post("/api/v1/ask", content=content, headers=headers), 422)


def test_unknown_document_is_named(client: TestClient) -> None:
    body = {"question": "Why?", "documents": ["gone.txt"]}
    assert "gone.txt" in problem_of(client.post("/api/v1/ask", json=body), 404)


def test_failure_tells_nothing_internal(client: TestClient) -> None:
    response = client.post("/api/v1/ask", json={"question": "fail"})
    assert "secret" not in problem_of(response, 500)


def test_documents_are_listed(client: TestClient, assistant: FakeAssistant) -> None:
    (listed,) = client.get("/api/v1/documents").json()
    assert listed == {
        "id": "letters/ann.txt",
        "title": "Ann",
        "media_type": "text/plain",
        "digest": assistant.document("letters/ann.txt").digest,
        "characters": len(LETTER),
        "passages": 1,
        "pages": None,
        "size": len(LETTER.encode()),
        "indexed": SYNCED,
        "date": None,
    }


def test_document_text_is_canonical(client: TestClient, assistant: FakeAssistant) -> None:
    body = client.get("/api/v1/documents/letters/ann.txt").json()
    assert body == {
        "id": "letters/ann.txt",
        "title": "Ann",
        "text": LETTER,
        "digest": assistant.document("letters/ann.txt").digest,
        "media_type": "text/plain",
        "pages": [],
        "size": len(LETTER.encode()),
    }


def test_unchanged_document_is_not_sent_again(client: TestClient) -> None:
    path = "/api/v1/documents/letters/ann.txt"
    tag = client.get(path).headers["etag"]
    again = client.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "%2e%2e/%2e%2e/etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%2fetc%2fpasswd",
        "//etc/passwd",
        "letters%2f..%2fletters%2fann.txt",
        "letters/ann.txt%00",
        "%00",
        "%ff%fe",
        "C:%5CWindows%5Cwin.ini",
        "file:%2f%2f%2fetc%2fpasswd",
        "",
        "letters",
        "LETTERS/ANN.TXT",
    ],
)
def test_only_an_id_of_the_catalog_opens(client: TestClient, path: str) -> None:
    response = client.get(f"/api/v1/documents/{path}")
    detail = problem_of(response, 404)
    assert "root:" not in response.text
    assert LETTER not in detail


def test_nothing_else_under_the_api(client: TestClient) -> None:
    problem_of(client.get("/api/v1/nothing"), 404)
    wrong = client.get("/api/v1/ask")
    problem_of(wrong, 405)
    assert wrong.headers["allow"] == "POST"
