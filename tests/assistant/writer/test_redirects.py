"""A server that points to another one: what is asked goes only where the user named."""

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.settings import Settings
from assistant.writer.failures import ModelFailed
from assistant.writer.model import Message, open_model
from tests.evals.serving import Response, Told, told_server

PROMPT: tuple[Message, ...] = (("system", "Rules."), ("human", "Private words."))


@pytest.fixture
def other() -> Iterator[Told]:
    with told_server() as server:
        yield server


@pytest.fixture
def pointing(other: Told) -> Iterator[Told]:
    with told_server() as server:
        there = other.url.replace("127.0.0.1", "localhost")
        server.answer = lambda *_: Response(307, {}, {"Location": f"{there}/v1/chat/completions"})
        yield server


@pytest.mark.parametrize("model", ["m", "openai:gpt-4.1-mini", "ollama:llama3.2"])
def test_no_redirect_is_followed(
    model: str, pointing: Told, other: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("OPENAI_API_BASE", f"{pointing.url}/v1")
    monkeypatch.setenv("OLLAMA_HOST", pointing.url)
    named: dict[str, Any] = {} if ":" in model else {"model_url": f"{pointing.url}/v1"}
    opened = open_model(Settings(model=model, **named))
    assert opened is not None
    with pytest.raises(ModelFailed) as caught:
        opened.complete(PROMPT, seconds=20)
    assert caught.value.kind == "server"
    assert len(pointing.requests) == 1
    assert other.requests == []
