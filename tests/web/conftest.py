from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.web.building import build
from tests.web.fake_assistant import Cited, FakeAssistant

LETTER = "Dear Ann,\nthe bridge opened in 1932. It is 1,149 metres long.\n"


@pytest.fixture(scope="session")
def assistant() -> FakeAssistant:
    return FakeAssistant(
        texts={"letters/ann.txt": LETTER},
        answers={
            "When did the bridge open?": [
                Cited("letters/ann.txt", "the bridge opened in 1932.", short="1932")
            ]
        },
        starting=("When did the bridge open?",),
    )


@pytest.fixture(scope="session")
def app(assistant: FakeAssistant) -> FastAPI:
    return build(assistant)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client that calls the server by its loopback address, as a browser does."""
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client
