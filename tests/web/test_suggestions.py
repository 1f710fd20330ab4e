"""Suggested questions over HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.fake_assistant import FakeAssistant
from tests.web.test_api import problem_of

WHEN = "When did the bridge open?"


def test_starting_questions_are_given_and_whether_more_will_come(client: TestClient) -> None:
    response = client.get("/api/v1/suggestions")
    assert response.status_code == 200
    assert response.json() == {"questions": [WHEN], "ready": True}


def test_questions_to_follow_an_answer_leave_out_what_was_asked(
    client: TestClient, assistant: FakeAssistant
) -> None:
    given = assistant.ask("Who built it?").to_json()
    response = client.post("/api/v1/suggestions", json={"answer": given})
    assert (response.status_code, response.json()) == (200, {"questions": [WHEN]})
    response = client.post("/api/v1/suggestions", json={"answer": given, "asked": [WHEN]})
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
    assert named in problem_of(client.post("/api/v1/suggestions", json=body), 422)
