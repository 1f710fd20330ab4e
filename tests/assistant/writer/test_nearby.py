"""Models that run on this machine are named at the start, and nothing else is contacted."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from assistant.writer.nearby import Nearby, Place, places
from evals.scripted.server import Scripted, scripted
from tests.command.conftest import environment
from tests.conftest import ROOT
from tests.evals.serving import Response, Told, told_server
from tests.models import scripts

ENOUGH = 60.0


@pytest.fixture
def server() -> Iterator[Told]:
    with told_server() as server:
        yield server


def at(url: str, ollama: bool = False) -> Place:
    port = urlsplit(url).port or 0
    path, key = ("/api/tags", "models") if ollama else ("/v1/models", "data")
    return Place("127.0.0.1", port, path, key)


def listing(*names: str, **more: Any) -> Any:
    models = [{"id": name, "name": name, **more} for name in names]
    return lambda method, path, body: Response(200, {"data": models, "models": models})


def test_model_of_a_server_is_suggested_with_its_address(scripted_model: Scripted) -> None:
    line = Nearby([at(scripted_model.url)]).suggestion(ENOUGH)
    assert line is not None
    assert f"`--model scripted --model-url {scripted_model.url}`" in line
    assert scripted_model.requests == []


def test_model_of_ollama_is_suggested_by_name(server: Told) -> None:
    server.answer = listing("nomic-embed-text:latest", "llama3.2:3b", "qwen3:8b")
    line = Nearby([at(server.url, ollama=True)]).suggestion(ENOUGH)
    assert line is not None
    assert "`--model ollama:llama3.2:3b`" in line
    assert line.count("\n") == 1
    assert [request[:2] for request in server.requests] == [("GET", "/api/tags")]


@pytest.mark.parametrize(
    "answer",
    [
        listing(),
        listing("text-embedding-3"),
        listing("documents", owned_by="footnote"),
        listing("gpt-oss:120b-cloud", "glm-4.6:cloud"),
        listing("llama3.2", remote_host="https://ollama.com"),
        listing("a`; rm -rf ~", "\x1b[2J", ""),
        lambda *_: Response(200, "not json"),
        lambda *_: Response(200, []),
        lambda *_: Response(200, {"data": [None, 3], "models": "x"}),
        lambda *_: Response(401, {}),
        lambda *_: Response(302, {}, {"Location": "http://192.0.2.1/"}),
        lambda *_: Response(0),
    ],
)
def test_whatever_else_answers_is_not_suggested(answer: Any, server: Told) -> None:
    server.answer = answer
    both = [at(server.url), at(server.url, ollama=True)]
    assert Nearby(both).suggestion(ENOUGH) is None


def test_nobody_there_is_no_suggestion() -> None:
    assert Nearby([Place("127.0.0.1", 9, "/v1/models", "data")]).suggestion(ENOUGH) is None


def test_other_machines_are_never_contacted(server: Told) -> None:
    assert Nearby([Place("gpu.example.org", 80, "/v1/models", "data")])._places == ()


def test_start_does_not_wait_for_a_silent_server(
    server: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.writer.nearby.PATIENCE", 60)
    told = threading.Event()

    def late(*_: Any) -> Response:
        told.wait(60)
        return Response(200, {"data": [{"id": "late"}]})

    server.answer = late
    nearby = Nearby([at(server.url)])
    assert nearby.suggestion() is None
    told.set()
    assert "late" in (nearby.suggestion(60) or "")


def test_server_that_takes_too_long_is_given_up(server: Told) -> None:
    told = threading.Event()
    server.answer = lambda *_: Response(0 if told.wait(60) else 200)
    assert Nearby([at(server.url)]).suggestion(60) is None
    told.set()


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("", ("127.0.0.1", 11434)),
        ("0.0.0.0", ("127.0.0.1", 11434)),
        (":9999", ("127.0.0.1", 9999)),
        ("localhost:9999", ("localhost", 9999)),
        ("http://127.0.0.1:9999/", ("127.0.0.1", 9999)),
        ("[::1]:9999", ("::1", 9999)),
        ("gpu.example.org:11434", None),
        ("https://gpu.example.org", None),
        ("10.0.0.3", None),
        ("http://[", None),
    ],
)
def test_ollama_is_looked_for_where_its_variable_says_on_this_machine(
    said: str, place: tuple[str, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", said)
    found = [(one.host, one.port) for one in places() if one.is_ollama]
    assert found == ([place] if place else [])


def test_own_port_is_left_out() -> None:
    assert [one.port for one in places(8080)] == [11434, 1234]


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    place.mkdir()
    (place / "a.txt").write_text("The mill is 90 years old.")
    return place


@pytest.mark.parametrize("named", [False, True])
def test_serve_suggests_once_and_asks_nothing_where_a_model_is_named(
    named: bool, documents: Path, tmp_path: Path, server: Told
) -> None:
    server.answer = listing("llama3.2")
    with scripted(scripts.well_behaved) as writer:
        more = ["--model", "scripted", "--model-url", writer.url] if named else []
        program = [sys.executable, "-m", "assistant", "serve", "--port", "0", "--documents"]
        with subprocess.Popen(
            [*program, str(documents), "--data", str(tmp_path / "data"), *more],
            cwd=ROOT, text=True, stderr=subprocess.PIPE, env=environment(OLLAMA_HOST=server.url),
        ) as running:  # fmt: skip
            try:
                told = []
                for line in running.stderr or ():
                    told.append(line)
                    if "Footnote is at" in line:
                        break
            finally:
                running.terminate()
    suggested = [line for line in told if re.search("--model ollama:llama3.2", line)]
    assert len(suggested) == (0 if named else 1)
    assert len(server.requests) == len(suggested)
