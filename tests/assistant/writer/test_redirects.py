"""A server that points to another one: what is asked goes only where the user named."""

from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel

from assistant.settings import Settings
from assistant.writer.connection import keep_here
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


PACKAGES = {
    "m": "langchain_openai",
    "openai:gpt-4.1-mini": "langchain_openai",
    "ollama:llama3.2": "langchain_ollama",
    "anthropic:claude-any": "langchain_anthropic",
    "google_genai:gemini-2.5-flash": "langchain_google_genai",
    "mistralai:mistral-small-latest": "langchain_mistralai",
    "groq:llama-3.1-8b-instant": "langchain_groq",
}
"""Models by the package that asks them, which is not always there."""


@pytest.mark.parametrize("model", PACKAGES)
def test_no_redirect_is_followed(
    model: str, pointing: Told, other: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip(PACKAGES[model])
    for name in ("OPENAI", "ANTHROPIC", "GOOGLE", "MISTRAL", "GROQ"):
        monkeypatch.setenv(f"{name}_API_KEY", "k")
    for name in ("OPENAI_API_BASE", "MISTRAL_BASE_URL"):
        monkeypatch.setenv(name, f"{pointing.url}/v1")
    for name in ("OLLAMA_HOST", "ANTHROPIC_BASE_URL", "GOOGLE_GEMINI_BASE_URL", "GROQ_BASE_URL"):
        monkeypatch.setenv(name, pointing.url)
    named: dict[str, Any] = {} if ":" in model else {"model_url": f"{pointing.url}/v1"}
    opened = open_model(Settings(model=model, **named))
    assert opened is not None
    assert opened.where == "this machine"
    with pytest.raises(ModelFailed) as caught:
        opened.complete(PROMPT, seconds=20)
    assert caught.value.kind == "server"
    assert len(pointing.requests) == 1
    assert other.requests == []


def test_package_that_cannot_be_told_is_named(caplog: pytest.LogCaptureFixture) -> None:
    keep_here([GenericFakeChatModel(messages=iter(()))] * 2, "elsewhere")
    assert caplog.messages == ["elsewhere: its package cannot be told to follow no redirects"]
