from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.settings import Settings
from tests.web.access.counting import CountingAssistant
from tests.web.building import build
from tests.web.fake_assistant import FakeAssistant

SITES = """
sites:
  - id: docs
    origins: ["http://site.test"]
    documents: [letters/ann.txt, notes]
  - id: within
    origins: ["http://within.test"]
    private: true
"""
KEY = "a-key-of-more-than-20-characters"


@pytest.fixture(scope="session")
def sites_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sites") / "sites.yaml"
    path.write_text(SITES)
    return path


@pytest.fixture(scope="session")
def keys_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "keys.txt"
    path.write_text(f"# who may ask\nlibrary {KEY}\n")
    return path


@pytest.fixture(scope="module")
def counting(
    assistant: FakeAssistant, sites_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> CountingAssistant:
    """An assistant whose server has a name and sites, and allows everything that can be allowed."""
    settings = Settings(
        documents=tmp_path_factory.mktemp("documents"),
        data=tmp_path_factory.mktemp("data"),
        hosts="docs.test",
        sites=sites_file,
        allow_upload=True,
        feedback="on",
        per_address=0,
        in_all=0,
    )
    return CountingAssistant(replace(assistant, settings=settings))


@pytest.fixture(scope="module")
def named_app(counting: CountingAssistant) -> FastAPI:
    """The whole application of that assistant."""
    return build(counting)


@pytest.fixture(scope="module")
def named(named_app: FastAPI) -> Iterator[TestClient]:
    """A client that calls it by its name."""
    with TestClient(
        named_app, base_url="http://docs.test", raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture(scope="module")
def client_with(assistant: FakeAssistant) -> Iterator[Callable[..., TestClient]]:
    """A client of the whole application with settings: `client_with(hosts="docs.test")`."""
    with ExitStack() as stack:

        def opened(**settings: Any) -> TestClient:
            app = build(replace(assistant, settings=Settings(**settings)))
            client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
            return stack.enter_context(client)

        yield opened


def problem_of(response: httpx.Response, status: int) -> str:
    """What a problem says; fails unless the response is one, of that status."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    detail: str = response.json()["detail"]
    return detail
