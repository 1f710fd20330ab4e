"""Suggested questions over HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.building import build
from tests.web.fake_assistant import Cited, FakeAssistant
from tests.web.test_api import problem_of

SUGGESTIONS = "/api/v1/suggestions"
WHEN = "When did the bridge open?"


def test_starting_questions_are_given_and_whether_more_will_come(client: TestClient) -> None:
    response = client.get(SUGGESTIONS)
    assert response.status_code == 200
    assert response.json() == {"questions": [WHEN], "ready": True}


def test_starting_questions_keep_to_the_documents_named() -> None:
    two = FakeAssistant(
        texts={"mill.txt": "It was sold.", "tower.txt": "It was built."},
        answers={
            "Who sold it?": [Cited("mill.txt", "It was sold.")],
            "Who built it?": [Cited("tower.txt", "It was built.")],
        },
        starting=("Who sold it?", "Who built it?"),
    )
    with TestClient(build(two), base_url="http://127.0.0.1") as client:
        for named, offered in (
            ([], ["Who sold it?", "Who built it?"]),
            (["tower.txt"], ["Who built it?"]),
            (["tower.txt", "mill.txt"], ["Who sold it?", "Who built it?"]),
        ):
            found = client.get(SUGGESTIONS, params={"document": named}).json()
            assert found == {"questions": offered, "ready": True}


def test_a_document_that_is_gone_has_no_starting_questions(client: TestClient) -> None:
    response = client.get(SUGGESTIONS, params={"document": "letters/bob.txt"})
    assert (response.status_code, response.json()) == (200, {"questions": [], "ready": True})


def test_questions_to_follow_an_answer_leave_out_what_was_asked(
    client: TestClient, assistant: FakeAssistant
) -> None:
    given = assistant.ask("Who built it?").to_json()
    response = client.post(SUGGESTIONS, json={"answer": given})
    assert (response.status_code, response.json()) == (200, {"questions": [WHEN]})
    response = client.post(SUGGESTIONS, json={"answer": given, "asked": [WHEN]})
    assert response.json() == {"questions": []}


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "answer"),
        ({"answer": {}}, "question"),
        ({"answer": {"question": "Who?"}}, "standalone_question"),
        ({"answer": "Who?"}, "answer"),
        ({"answer": {}, "asked": "Who?"}, "asked"),
        ({"answer": {}, "asked": ["a"] * 201}, "asked"),
        ({"answer": {}, "more": 1}, "more"),
    ],
)
def test_a_body_that_is_no_answer_is_named(client: TestClient, body: Any, named: str) -> None:
    assert named in problem_of(client.post(SUGGESTIONS, json=body), 422)
