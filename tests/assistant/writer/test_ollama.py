"""Ollama, spoken to in its own protocol."""

import json
from typing import Any

import pytest

from assistant.settings import Settings
from assistant.writer.failures import ModelFailed
from assistant.writer.model import ChatModel, Message, open_model
from tests.evals.serving import Response, Told, told_server

PROMPT: tuple[Message, ...] = (("system", "Rules."), ("human", "[1] Ann went to Lima."))


def lines(*parts: dict[str, Any]) -> str:
    return "".join(json.dumps({"model": "llama3.2", **part}) + "\n" for part in parts)


def said(text: str, **more: Any) -> dict[str, Any]:
    return {"message": {"role": "assistant", "content": text, **more}, "done": False}


DONE = {
    "message": {"role": "assistant", "content": ""},
    "done": True,
    "done_reason": "stop",
    "prompt_eval_count": 31,
    "eval_count": 9,
}


def opened(server: Told, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> ChatModel:
    monkeypatch.setenv("OLLAMA_HOST", server.url)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    model = open_model(Settings(model="ollama:llama3.2", **settings))
    assert model is not None
    return model


def answering(status: int, body: str) -> Any:
    return lambda method, path, asked: Response(status, body, kind="application/x-ndjson")


def test_ollama_answers_with_room_for_the_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    with told_server() as server:
        server.answer = answering(
            200, lines(said("", thinking="hm"), said("Ann went "), said("to Lima [1]."), DONE)
        )
        model = opened(server, monkeypatch, model_context=16_384)
        reply = model.complete(PROMPT, seconds=20)
        assert (model.local, reply.text, reply.usage) == (True, "Ann went to Lima [1].", (31, 9))
        method, path, asked = server.requests[0]
    assert (method, path, asked["model"], asked["stream"]) == (
        "POST", "/api/chat", "llama3.2", True,
    )  # fmt: skip
    assert asked["options"] == {"num_ctx": 16_384, "num_predict": 4096, "temperature": 0.0}
    assert asked["think"] is False
    assert [one["role"] for one in asked["messages"]] == ["system", "user"]


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("unknown_model", 404, '{"error": "model not found, try pulling it first"}'),
        ("server", 500, '{"error": "out of memory"}'),
        ("cut", 200, lines(said("Ann went"))),
        ("empty", 200, lines(DONE)),
        ("endless", 200, lines(said("Ann"), {**DONE, "done_reason": "length"})),
    ],
)
def test_ollamas_failures_have_their_kinds(
    kind: str, status: int, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with told_server() as server:
        server.answer = answering(status, body)
        with pytest.raises(ModelFailed) as caught:
            opened(server, monkeypatch).complete(PROMPT, seconds=20)
    assert caught.value.kind == kind


def test_ollama_that_does_not_run_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        pytest.raises(ModelFailed) as caught,
        opened(Told("http://127.0.0.1:9"), monkeypatch).stream(PROMPT, seconds=20) as deltas,
    ):
        list(deltas)
    assert caught.value.kind == "unreachable"


def test_ollama_that_refuses_a_wish_is_asked_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def particular(method: str, path: str, asked: Any) -> Response:
        if "think" in asked and asked["think"] is not None:
            return Response(400, '{"error": "think is not supported"}')
        return Response(200, lines(said("Yes [1]."), DONE), kind="application/x-ndjson")

    with told_server() as server:
        server.answer = particular
        model = opened(server, monkeypatch)
        assert [model.complete(PROMPT, seconds=20).text for _ in range(2)] == ["Yes [1]."] * 2
        assert len(server.requests) == 3
        assert server.requests[-1][2]["options"] == {"num_ctx": 8192}
