"""While the Chroma server is away the API says so, and answers again once it is back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant, open_assistant
from assistant.following import TOLD
from assistant.settings import Settings
from assistant.web.problem import CHROMA_GONE
from index.errors import ChromaUnusable
from tests.chroma_run import ChromaRun
from tests.waiting import until
from tests.web.building import build

Write = Callable[..., Path]
ASKED = {"question": "When does it begin?"}


@pytest.fixture
def run(tmp_path: Path) -> Iterator[ChromaRun]:
    made = ChromaRun(tmp_path / "own-chroma")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def assistant(folder: Write, tmp_path: Path, run: ChromaRun) -> Iterator[Assistant]:
    documents = folder({"a.txt": "It begins at noon."})
    settings = Settings(
        documents=documents, data=tmp_path / "data", reader="light", chroma_url=run.url
    )
    made = open_assistant(settings)
    yield made
    made.close()


@pytest.fixture
def client(assistant: Assistant) -> Iterator[TestClient]:
    with TestClient(
        build(assistant), base_url="http://127.0.0.1", raise_server_exceptions=False
    ) as made:
        until(lambda: made.get("/readyz").status_code == 200)
        yield made


def test_questions_and_readiness_are_503_while_it_is_away_and_200_after_without_a_restart(
    client: TestClient, run: ChromaRun, caplog: pytest.LogCaptureFixture
) -> None:
    expected = client.post("/api/v1/ask", json=ASKED)
    assert expected.json()["passages"][0]["text"] == "It begins at noon."
    message = {"role": "user", "content": ASKED["question"]}
    run.kill()
    for answer in (
        client.post("/api/v1/ask", json=ASKED),
        client.get("/readyz"),
        client.post("/v1/chat/completions", json={"model": "footnote", "messages": [message]}),
    ):
        assert answer.status_code == 503
        assert run.url not in answer.text  # where it is concerns the owner of the machine
    assert client.post("/api/v1/ask", json=ASKED).json()["detail"] == CHROMA_GONE
    assert client.get("/readyz").json()["detail"] == CHROMA_GONE
    assert f"{run.url}: the Chroma server cannot be reached" in caplog.text
    assert client.get("/healthz").status_code == 200
    assert client.get("/api/v1/documents").status_code == 200
    run.start()
    until(lambda: client.get("/readyz").status_code == 200)
    body, before = client.post("/api/v1/ask", json=ASKED).json(), expected.json()
    assert {**body, "seconds": None} == {**before, "seconds": None}


def test_a_change_meanwhile_is_followed_once_it_is_back(
    assistant: Assistant, folder: Write, run: ChromaRun
) -> None:
    run.kill()
    folder({"b.txt": "The mill is red."})
    assistant.sync_soon()
    until(lambda: assistant.status().error == TOLD[ChromaUnusable])
    run.start()
    until(lambda: not assistant.status().indexing)
    assert (assistant.status().documents, assistant.status().error) == (2, None)
    assert "red" in assistant.ask("What is the colour of the mill?").text
