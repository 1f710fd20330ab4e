"""Feedback over HTTP: what is taken, what is refused, and that nobody can read it there."""

import errno
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.answer import Answer
from assistant.feedback import file as file_module
from assistant.feedback.file import FeedbackFile
from assistant.feedback.given import Expected
from assistant.settings import Settings
from assistant.syncing import place_of
from assistant.web.access.sites import Sites
from assistant.web.answering import Answering
from assistant.web.api.feedback import LARGEST_ANSWER
from assistant.web.api.router import build_api
from assistant.web.problem import answer_errors_as_problems
from index.document import Span
from tests.web.building import build
from tests.web.conftest import LETTER
from tests.web.fake_assistant import FakeAssistant

PATH = "/api/v1/feedback"
ID = "0b51f9a6-5f0c-4c5e-9a55-2f3d0f6b6c11"
QUESTION = "When did the bridge open?"
QUOTE = "It is 1,149 metres long."
START = LETTER.index(QUOTE)
PLACE = {"document": "letters/ann.txt", "start": START, "end": START + len(QUOTE), "quote": QUOTE}
Json = dict[str, Any]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(documents=tmp_path / "letters", data=tmp_path / "data")


@pytest.fixture
def kept(settings: Settings) -> FeedbackFile:
    return FeedbackFile(place_of(settings))


@pytest.fixture
def serve(assistant: FakeAssistant) -> Callable[[Settings], TestClient]:
    """A client of the API as it is served with these settings."""

    def served(settings: Settings) -> TestClient:
        app = FastAPI()
        answer_errors_as_problems(app)
        asked: Any = replace(assistant, settings=settings)
        app.include_router(build_api(asked, Answering(asked), Sites()))
        return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)

    return served


@pytest.fixture
def client(serve: Callable[[Settings], TestClient], settings: Settings) -> Iterator[TestClient]:
    with serve(settings) as client:
        yield client


@pytest.fixture
def body(assistant: FakeAssistant) -> Json:
    return {
        "id": ID,
        "verdict": "answer_wrong",
        "comment": "I asked for the length.",
        "question": QUESTION,
        "history": [{"question": "Which bridge?", "answer": "Ann's."}],
        "documents": ["letters"],
        "answer": assistant.ask(QUESTION).to_json(explain=True),
        "expected": PLACE,
    }


def problem_of(response: httpx.Response, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    detail: str = response.json()["detail"]
    return detail


def test_verdict_is_kept_with_all_that_was_asked_and_said(
    client: TestClient, kept: FeedbackFile, body: Json, assistant: FakeAssistant
) -> None:
    response = client.post(PATH, json=body)
    assert (response.status_code, response.content) == (204, b"")
    (one,), faults = kept.read()
    assert faults == ()
    assert (one.id, one.verdict, one.comment) == (ID, "answer_wrong", body["comment"])
    assert (one.question, one.documents) == (QUESTION, ("letters",))
    assert [(turn.question, turn.answer) for turn in one.history] == [("Which bridge?", "Ann's.")]
    assert one.answer.to_json() == assistant.ask(QUESTION).to_json()
    assert one.expected == Expected(Span("letters/ann.txt", START, START + len(QUOTE)), QUOTE)
    (line,) = kept.path.read_text("utf-8").splitlines()
    assert set(json.loads(line)) == {*body, "time"}
    assert "explanation" not in line


def test_verdict_alone_is_enough_beside_question_and_answer(
    client: TestClient, kept: FeedbackFile, body: Json
) -> None:
    least = {name: body[name] for name in ("id", "question", "answer")}
    assert client.post(PATH, json=least | {"verdict": "good"}).status_code == 204
    (one,), _ = kept.read()
    assert (one.comment, one.history, one.documents, one.expected) == ("", (), (), None)


def test_later_verdict_replaces_and_none_takes_back(
    client: TestClient, kept: FeedbackFile, body: Json
) -> None:
    assert client.post(PATH, json=body).status_code == 204
    assert client.post(PATH, json=body | {"verdict": "should_refuse"}).status_code == 204
    assert [one.verdict for one in kept.read().feedback] == ["should_refuse"]
    assert client.post(PATH, json={"id": ID, "verdict": "none"}).status_code == 204
    assert kept.read() == ((), ())


@pytest.mark.parametrize(
    ("host", "feedback", "status"),
    [
        ("127.0.0.1", "auto", 204),
        ("0.0.0.0", "auto", 403),
        ("127.0.0.1", "off", 403),
        ("0.0.0.0", "on", 204),
    ],
)
def test_where_feedback_is_not_kept_it_is_refused_and_leaves_nothing(
    serve: Callable[[Settings], TestClient],
    settings: Settings,
    body: Json,
    host: str,
    feedback: str,
    status: int,
) -> None:
    chosen = settings.model_copy(update={"host": host, "feedback": feedback})
    with serve(chosen) as client:
        response = client.post(PATH, json=body)
        assert response.status_code == status
        if status == 403:
            assert "--feedback on" in problem_of(response, 403)
            # That it is not kept is all that anybody learns.
            assert "--feedback on" in problem_of(client.post(PATH, json={}), 403)
    assert settings.data.exists() is (status == 204)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
def test_nobody_can_read_or_change_feedback_over_http(
    client: TestClient, kept: FeedbackFile, body: Json, method: str
) -> None:
    client.post(PATH, json=body)
    before = kept.path.read_bytes()
    response = client.request(method, PATH)
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert body["comment"] not in response.text
    assert client.get(f"{PATH}/{ID}").status_code == 404
    assert kept.path.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": "short"}, "body.id"),
        ({"id": "x" * 65}, "body.id"),
        ({"id": "../../../../etc"}, "body.id"),
        ({"id": f"{ID}\n"}, "body.id"),
        ({"verdict": "great"}, "body.verdict"),
        ({"comment": "x" * 2001}, "body.comment"),
        ({"comment": "\ud800"}, "body.comment"),
        ({"question": " \n"}, "body.question"),
        ({"question": "x" * 20_001}, "body.question"),
        ({"question": None}, "needs the question and the answer"),
        ({"answer": None}, "needs the question and the answer"),
        ({"answer": {"text": "Yes."}}, "no answer: question: is missing"),
        ({"history": [{"question": "a", "answer": "b"}] * 51}, "body.history"),
        ({"documents": ["a"] * 1001}, "body.documents"),
        ({"expected": PLACE | {"end": START}}, "not as long as from 'start' to 'end'"),
        ({"expected": PLACE | {"start": -1}}, "body.expected.start"),
        ({"expected": PLACE | {"start": str(START)}}, "body.expected.start"),
        ({"expected": PLACE | {"start": 0, "end": 1, "quote": " "}}, "body.expected.quote"),
        ({"else": 1}, "body.else"),
    ],
)
def test_body_that_does_not_fit_says_why_and_is_not_kept(
    client: TestClient, kept: FeedbackFile, body: Json, change: Json, says: str
) -> None:
    content = json.dumps(body | change)
    headers = {"content-type": "application/json"}
    assert says in problem_of(client.post(PATH, content=content, headers=headers), 422)
    assert not kept.path.exists()


def test_answer_that_is_none_or_huge_is_not_kept(
    client: TestClient, kept: FeedbackFile, body: Json
) -> None:
    answer = Answer.from_json(body["answer"])
    huge = replace(answer, text="x" * LARGEST_ANSWER).to_json()
    detail = problem_of(client.post(PATH, json=body | {"answer": huge}), 422)
    assert "over 300,000 characters" in detail
    torn = json.dumps(body | {"answer": replace(answer, text="\ud800").to_json()})
    headers = {"content-type": "application/json"}
    assert "surrogate" in problem_of(client.post(PATH, content=torn, headers=headers), 422)
    assert not kept.path.exists()


def test_body_that_another_site_could_send_unasked_is_refused(
    client: TestClient, kept: FeedbackFile, body: Json
) -> None:
    headers = {"content-type": "text/plain"}
    problem_of(client.post(PATH, content=json.dumps(body), headers=headers), 422)
    assert not kept.path.exists()


def test_full_disk_is_a_problem_that_says_so_and_names_no_path(
    client: TestClient,
    kept: FeedbackFile,
    body: Json,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    client.post(PATH, json=body)

    def full(file: int, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(file_module.os, "write", full)
        detail = problem_of(client.post(PATH, json=body | {"id": "22222222-bbbb"}), 503)
    assert "was not kept" in detail
    assert str(kept.path) not in detail
    assert str(kept.path) in caplog.text
    assert [one.id for one in kept.read().feedback] == [ID]


def test_data_folder_that_cannot_be_written_is_a_problem(
    client: TestClient, settings: Settings, body: Json
) -> None:
    settings.data.write_text("a file")
    assert "was not kept" in problem_of(client.post(PATH, json=body), 503)


def test_served_application_takes_feedback(
    assistant: FakeAssistant, settings: Settings, kept: FeedbackFile, body: Json
) -> None:
    app = build(replace(assistant, settings=settings))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert client.post(PATH, json=body).status_code == 204
        # Over the limit that guards every route.
        large = client.post(PATH, json=body | {"comment": "x" * 1_000_000})
        assert large.status_code == 413
    assert [one.id for one in kept.read().feedback] == [ID]
