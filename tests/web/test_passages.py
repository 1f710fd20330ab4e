"""Searching over HTTP, and what a real assistant tells of documents that were not asked about."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from tests.web.building import build
from tests.web.test_api import problem_of
from tests.web.visiting import ask, begin

SITE = "https://site.test"
BRIDGE = """# The bridge

The Harbour Bridge was opened by Premier Jack Lang in March 1932. The bridge is 1,149 metres long.
It was designed by John Bradfield and built by Dorman Long.

The Harbour Bridge carries eight lanes of road and two railway tracks between the city and the
northern shore.
"""
TURN = {"question": "When did the bridge open?", "answer": "It opened in 1932."}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    root = tmp_path_factory.mktemp("real")
    documents = root / "documents"
    (documents / "public").mkdir(parents=True)
    (documents / "secret").mkdir()
    (documents / "public" / "bridge.md").write_text(BRIDGE, "utf-8")
    merger = "# The merger\n\nThe merger with Acme was agreed in March 2019.\n"
    (documents / "secret" / "merger.md").write_text(merger, "utf-8")
    sites = f"sites:\n  - id: docs\n    origins: [{SITE}]\n    documents: [public]\n"
    (root / "sites.yaml").write_text(sites, "utf-8")
    settings = Settings(
        documents=documents, data=root / "data", reader="light", sites=root / "sites.yaml"
    )
    opened = open_assistant(settings)
    opened.bank.wait(60)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    app = build(assistant)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def search(client: TestClient, **body: Any) -> Any:
    response = client.post("/api/v1/passages", json=body)
    assert response.status_code == 200, response.text
    return response.json()


def test_passages_are_found_best_first_as_they_stand(
    client: TestClient, assistant: Assistant
) -> None:
    found = search(client, question="How long is the bridge?")
    assert found["standalone_question"] == "How long is the bridge?"
    assert found["passages"][0]["document"] == "public/bridge.md"
    for passage in found["passages"]:
        text = assistant.document(passage["document"]).text
        assert text[passage["start"] : passage["end"]] == passage["text"]


def test_history_makes_the_question_whole(client: TestClient) -> None:
    found = search(client, question="How long is it?", history=[TURN])
    assert "bridge" in found["standalone_question"]
    assert found["passages"][0]["document"] == "public/bridge.md"


def test_search_is_limited_as_asked(client: TestClient) -> None:
    assert len(search(client, question="the bridge", k=1)["passages"]) == 1
    found = search(client, question="the bridge", documents=["secret"], k=50)
    assert {passage["document"] for passage in found["passages"]} == {"secret/merger.md"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": ""}, 422),
        ({"question": "x" * 4001}, 422),
        ({}, 422),
        ({"question": "a", "k": 0}, 422),
        ({"question": "a", "k": 51}, 422),
        ({"question": "a", "k": "5"}, 422),
        ({"question": "a", "documents": ["gone.txt"]}, 404),
    ],
)
def test_bad_search_says_what_is_wrong(client: TestClient, body: Any, status: int) -> None:
    problem_of(client.post("/api/v1/passages", json=body), status)


@pytest.mark.parametrize(
    "question",
    [
        "Which documents do you have?",
        "When was the merger with Acme agreed?",
        "Summarise the documents",
        "Who is mentioned?",
        "What is the merger about?",
    ],
)
def test_a_site_tells_nothing_of_other_documents(client: TestClient, question: str) -> None:
    events = ask(client, begin(client, "docs", SITE), question)
    assert events[-1].name == "done"
    answer = events[-1].data.pop("answer")
    del answer["question"], answer["standalone_question"]
    told = repr([event.data for event in events if event.name != "passages"]) + repr(answer)
    told += repr([event.data["passages"] for event in events if event.name == "passages"])
    assert "erger" not in told
    assert "Acme" not in told
    own = ask(client, begin(client), question)
    assert own[-1].name == "done"


def test_suggestions_of_a_site_are_of_its_documents(
    client: TestClient, assistant: Assistant
) -> None:
    kept = assistant.bank.kept()
    assert {one.document for one in kept} == {"public/bridge.md", "secret/merger.md"}
    path = "/api/v1/sessions/me/suggestions"
    of_site = client.get(path, headers=begin(client, "docs", SITE)).json()
    assert of_site["questions"]
    assert "erger" not in repr(of_site)
    assert "erger" in repr(client.get(path, headers=begin(client)).json())
