"""What is said at the start of a model that cannot be used, and what is known of one that can."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.cli import parser
from assistant.options import settings_from
from assistant.settings import Settings
from assistant.writer.model import ChatModel, open_model
from assistant.writer.provider import is_local
from index.errors import FootnoteError, InvalidInput, ModelUnusable
from tests.conftest import ROOT

LOCAL = "http://127.0.0.1:1234/v1"
CANARY = "canary-9d2e"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "OLLAMA_", "ANTHROPIC_", "LANGSMITH_", "FOOTNOTE_")):
            monkeypatch.delenv(name)


def opened(**settings: Any) -> ChatModel:
    model = open_model(Settings(**settings))
    assert model is not None
    return model


def fault(kind: type[FootnoteError], **settings: Any) -> str:
    with pytest.raises(kind) as caught:
        open_model(Settings(**settings))
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_without_a_model_there_is_none() -> None:
    assert open_model(Settings()) is None
    assert open_model(Settings(model=" ")) is None


def test_missing_package_is_told_with_the_command_that_installs_it() -> None:
    message = fault(ModelUnusable, model="groq:llama")
    assert message.endswith(f"{sys.executable} -m pip install langchain-groq")


def test_missing_package_is_told_before_the_missing_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_openai", None)
    monkeypatch.setattr("assistant.writer.provider.find_spec", lambda name: None)
    assert fault(ModelUnusable, model="openai:m").endswith("-m pip install langchain-openai")


@pytest.mark.parametrize("key", [None, ""])
def test_missing_key_is_told_by_the_name_of_its_variable(
    key: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if key is not None:
        monkeypatch.setenv("OPENAI_API_KEY", key)
    assert "set the variable OPENAI_API_KEY" in fault(ModelUnusable, model="openai:gpt-4.1-mini")


@pytest.mark.parametrize("name", ["llama3.2", ":llama", "ollama:", ":"])
def test_name_without_provider_is_refused(name: str) -> None:
    assert "ollama:llama3.2" in fault(InvalidInput, model=name)


def test_unknown_provider_is_refused() -> None:
    assert "no provider nope" in fault(InvalidInput, model="nope:x")


def test_address_needs_the_name_of_a_model() -> None:
    assert "--model" in fault(InvalidInput, model_url=LOCAL)


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:1234", "localhost", "ftp://a/v1", "http://", "http://a:x/v1", "http://[::1", "/v1"],
)
def test_address_that_is_none_is_refused(url: str) -> None:
    assert "http://127.0.0.1:1234/v1" in fault(InvalidInput, model="m", model_url=url)


@pytest.mark.parametrize(
    "url", [f"http://me:{CANARY}@a/v1", f"http://a/v1?key={CANARY}", f"http://a/v1#{CANARY}"]
)
def test_key_in_an_address_is_refused_and_not_repeated(url: str) -> None:
    message = fault(InvalidInput, model="m", model_url=url)
    assert "FOOTNOTE_MODEL_KEY" in message
    assert CANARY not in message


@pytest.mark.parametrize("key", [f"{CANARY}\nX: y", f"Bearer {CANARY}", f"{CANARY}é"])
def test_key_that_is_none_is_refused_and_not_repeated(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_MODEL_KEY", key)
    message = fault(InvalidInput, model="m", model_url=LOCAL)
    assert "FOOTNOTE_MODEL_KEY" in message
    assert CANARY not in message


def test_ollama_elsewhere_is_told_how() -> None:
    message = fault(InvalidInput, model="ollama:llama3.2", model_url="http://gpu:11434")
    assert "--model llama3.2" in message
    assert "OLLAMA_HOST" in message


@pytest.mark.parametrize(
    ("url", "where"),
    [
        (LOCAL, "this machine"),
        ("http://localhost:8080", "this machine"),
        ("http://[::1]:8080/v1", "this machine"),
        ("http://192.168.1.7:8000/v1", "192.168.1.7"),
        ("https://models.example.org/v1", "models.example.org"),
        ("https://localhost.example.org/v1", "localhost.example.org"),
    ],
)
def test_where_text_goes_is_known(url: str, where: str) -> None:
    model = opened(model="m", model_url=url)
    assert (model.name, model.where, model.local) == ("m", where, where == "this machine")


@pytest.mark.parametrize(
    ("variables", "where"),
    [
        ({}, "api.openai.com"),
        ({"OPENAI_BASE_URL": "https://eu.example.org/v1"}, "eu.example.org"),
        ({"OPENAI_API_BASE": "http://127.0.0.1:8000/v1"}, "this machine"),
        ({"LANGSMITH_GATEWAY": "true", "LANGSMITH_API_KEY": "k"}, "gateway.smith.langchain.com"),
    ],
)
def test_where_a_provider_sends_to_is_told_truly(
    variables: dict[str, str], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"OPENAI_API_KEY": CANARY, **variables}.items():
        monkeypatch.setenv(name, value)
    model = opened(model="openai:gpt-4.1-mini")
    assert (model.name, model.where) == ("openai:gpt-4.1-mini", where)
    assert CANARY not in repr(model)


@pytest.mark.parametrize(
    ("host", "local"),
    [("", True), ("0.0.0.0", True), ("127.0.0.1:9999", True), ("gpu.example.org:11434", False)],
)
def test_where_ollama_is_follows_its_own_variable(
    host: str, local: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", host)
    assert opened(model="ollama:llama3.2").local is local


@pytest.mark.parametrize("name", ["ollama:gpt-oss:120b-cloud", "ollama:glm-4.6:cloud"])
def test_models_that_ollama_passes_on_are_not_local(name: str) -> None:
    for model in (opened(model=name), opened(model=name[7:], model_url=LOCAL)):
        assert (model.local, model.where) == (False, "ollama.com")


def test_only_addresses_of_this_machine_are_local() -> None:
    assert all(map(is_local, ("localhost", "LOCALHOST", "127.9.9.9", "::1", "0.0.0.0", "::")))
    assert not any(map(is_local, ("10.0.0.1", "localhost.org", "", "169.254.169.254", "host")))


def test_context_is_the_users_else_the_models_else_a_small_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    assert opened(model="m", model_url=LOCAL).context == 4096
    assert opened(model="m", model_url=LOCAL, model_context=32_768).context == 32_768
    assert opened(model="openai:gpt-4.1-mini").context > 100_000
    assert opened(model="openai:of-tomorrow").context == 4096
    assert opened(model="ollama:llama3.2").context == 8192


@pytest.mark.parametrize(
    "settings",
    [{"model_seconds": 0}, {"model_seconds": 1e9}, {"model_context": 10}, {"unsupported": "hide"}],
)
def test_settings_out_of_range_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(**settings)


def test_nothing_of_any_provider_is_loaded_before_a_model_is_named() -> None:
    program = (
        "import sys; from assistant.settings import Settings; "
        "from assistant.writer.model import open_model; open_model(Settings()); "
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('langchain', 'langchain_openai', 'langchain_core', 'openai', 'httpx')])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_readme_names_every_group_of_packages_and_its_commands_are_understood() -> None:
    section = (ROOT / "README.md").read_text("utf-8").split("## With a language model")[1]
    section = section.split("\n## ")[0]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = project["optional-dependencies"]
    assert [group for group in groups if group not in section.lower()] == []
    (block,) = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    for line in block.splitlines():
        words = [word for word in shlex.split(line) if not re.match("[A-Z_]+=", word)]
        assert words.pop(0) == "footnote"
        settings = settings_from(parser(words[0]).parse_args(words))
        assert settings.model is not None
        if settings.model_url:
            assert open_model(settings) is not None
