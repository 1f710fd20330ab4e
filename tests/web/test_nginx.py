"""Behind a real nginx with the configuration that ships: at the root and below a path."""

import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.answer import Turn
from assistant.settings import Settings
from tests.web.access.counting import CountingAssistant
from tests.web.building import build
from tests.web.conftest import LETTER
from tests.web.fake_assistant import Cited, FakeAssistant
from tests.web.nginx import Nginx, nginx_before, nginx_path
from tests.web.running import running

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

ROOT, BELOW = "docs.example.org", "www.example.org"
PATH = {ROOT: "", BELOW: "/docs"}
OPENED = "When did the bridge open?"
LINKED = re.compile(r'(?:src|href)="(?:\./)?((?:assets|ui)/[^"]+)"')
RESIZER = "static/js/iframeResizer.contentWindow.min.js"
PATIENCE = 60


@dataclass(frozen=True)
class Gated(FakeAssistant):
    """An assistant that finds passages, but answers only once the gate is open."""

    gate: threading.Event = field(default_factory=threading.Event)

    def stream(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Iterator[dict[str, Any]]:
        for chunk in super().stream(question, history, documents):
            if "statements" in chunk:
                assert self.gate.wait(PATIENCE)
            yield chunk


def assistant_of(**settings: Any) -> Gated:
    return Gated(
        texts={"letters/ann.txt": LETTER},
        answers={OPENED: [Cited("letters/ann.txt", "the bridge opened in 1932.")]},
        settings=Settings(proxies="127.0.0.1", per_address=0, in_all=0, **settings),
    )


@pytest.fixture(scope="module")
def assistants(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, CountingAssistant]:
    """The assistants of the two servers, by the name that readers know each by."""
    nginx_path()
    folder = tmp_path_factory.mktemp("documents")
    more: dict[str, Any] = {"documents": folder, "allow_upload": True}
    return {
        ROOT: CountingAssistant(assistant_of(hosts=ROOT, **more)),
        BELOW: CountingAssistant(assistant_of(hosts=BELOW, root_path=PATH[BELOW], **more)),
    }


@pytest.fixture(scope="module")
def nginx(
    assistants: Mapping[str, CountingAssistant], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nginx]:
    with ExitStack() as stack:
        ports = [
            stack.enter_context(running(build(assistants[name]), proxies=("127.0.0.1/32",)))
            for name in (ROOT, BELOW)
        ]
        yield stack.enter_context(nginx_before(tmp_path_factory.mktemp("nginx"), *ports))


def reader(nginx: Nginx, name: str, address: str = "127.0.0.1") -> httpx.Client:
    """A client that calls nginx by a name, below the path of that name's server."""
    host = f"{name}:{nginx.port}"
    return httpx.Client(
        base_url=f"http://127.0.0.1:{nginx.port}{PATH[name]}/",
        headers={"Host": host, "Origin": f"http://{host}"},
        timeout=PATIENCE,
        transport=httpx.HTTPTransport(local_address=address),
    )


@pytest.fixture(params=[ROOT, BELOW])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def client(nginx: Nginx, name: str) -> Iterator[httpx.Client]:
    with reader(nginx, name) as client:
        yield client


@pytest.fixture
def gate(assistants: Mapping[str, CountingAssistant], name: str) -> Iterator[threading.Event]:
    """What holds the answer back; open in the end, as other tests want answers."""
    gated = assistants[name].assistant
    assert isinstance(gated, Gated)
    gated.gate.clear()
    yield gated.gate
    gated.gate.set()


def test_page_and_all_that_it_links_to_are_there(client: httpx.Client) -> None:
    page = client.get("")
    assert page.status_code == 200
    linked = set(LINKED.findall(page.text))
    assert {path.partition("/")[0] for path in linked} == {"assets", "ui"}
    for path in [*linked, "theme.css", RESIZER]:
        assert client.get(path).status_code == 200, path


def test_page_knows_where_readers_find_it(client: httpx.Client, nginx: Nginx, name: str) -> None:
    assert f"http://{name}:{nginx.port}{PATH[name]}" in client.get("").text


def test_programs_are_told_the_path(client: httpx.Client, name: str) -> None:
    described = client.get("api/v1/openapi.json").json()
    expected = [{"url": PATH[name]}] if PATH[name] else []
    assert described.get("servers", []) == expected


def test_path_without_its_slash_leads_to_the_page(nginx: Nginx) -> None:
    with reader(nginx, BELOW) as client:
        moved = client.get(f"http://127.0.0.1:{nginx.port}/docs")
    assert moved.status_code == 308
    assert moved.headers["location"].endswith("/docs/")


def test_a_question_is_answered(client: httpx.Client, gate: threading.Event) -> None:
    gate.set()
    answer = client.post("api/v1/ask", json={"question": OPENED})
    assert answer.status_code == 200
    assert answer.json()["statements"][0]["text"] == "the bridge opened in 1932."


def test_pages_of_other_names_are_refused_here_too(client: httpx.Client, nginx: Nginx) -> None:
    for origin in ("http://evil.test", f"http://evil.test:{nginx.port}", "null"):
        sent = client.post("api/v1/ask", json={"question": OPENED}, headers={"Origin": origin})
        assert sent.status_code == 403


def test_a_large_document_comes_through_but_no_large_question(client: httpx.Client) -> None:
    large = b"\0" * 2_000_000
    put = client.put("api/v1/documents/a.exe", content=large)
    assert (put.status_code, put.headers["content-type"]) == (415, "application/problem+json")
    assert client.post("api/v1/ask", content=large).status_code == 413


def begun(client: httpx.Client) -> dict[str, str]:
    """The header of a new session."""
    session = client.post("api/v1/sessions", json={})
    assert session.status_code == 201, session.text
    return {"Authorization": f"Bearer {session.json()['token']}"}


def events(lines: Iterator[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Id, name and data of each event, as soon as it is there."""
    got: dict[str, str] = {}
    for line in lines:
        if line:
            field, _, value = line.partition(": ")
            got[field] = value
        elif "event" in got:
            yield got["id"], got["event"], json.loads(got["data"])
            got = {}


def test_an_answer_arrives_piece_by_piece(client: httpx.Client, gate: threading.Event) -> None:
    asked = {"method": "POST", "url": "api/v1/chat", "json": {"question": OPENED}}
    with client.stream(**asked, headers=begun(client)) as answer:  # type: ignore[arg-type]
        names = []
        for _, event, _ in events(answer.iter_lines()):
            names.append(event)
            if event == "passages":
                gate.set()  # so they were here before there was any more
    assert names[-1] == "done"
    assert names.index("passages") < names.index("citation")


def test_the_page_s_answer_does_too(client: httpx.Client, gate: threading.Event) -> None:
    question = {"id": "a", "question": {"question": OPENED}}
    joined = {"data": [None], "event_data": question, "fn_index": 0, "session_hash": "abc"}
    assert client.post("gradio_api/queue/join", json=joined).status_code == 200
    stream = client.stream("GET", "gradio_api/queue/data", params={"session_hash": "abc"})
    with stream as answer:
        last = ""
        for line in answer.iter_lines():
            if "process_generating" in line:
                gate.set()
            last = line or last
            if "process_completed" in line:
                break
    assert "process_completed" in last


def test_a_reader_sees_that_an_answer_was_cut_off_and_it_was_asked_once(
    client: httpx.Client,
    nginx: Nginx,
    gate: threading.Event,
    assistants: Mapping[str, CountingAssistant],
    name: str,
) -> None:
    session = begun(client)
    called = assistants[name].called
    called.clear()
    seen: list[str] = []

    def read() -> None:
        asked = {"method": "POST", "url": "api/v1/chat", "json": {"question": OPENED}}
        with client.stream(**asked, headers=session) as answer:  # type: ignore[arg-type]
            for id, event, _ in events(answer.iter_lines()):
                seen.append(id)
                if event == "passages":
                    nginx.stop()

    with pytest.raises(httpx.RemoteProtocolError):
        read()
    nginx.start()
    gate.set()
    rest = client.post("api/v1/chat", headers=session | {"Last-Event-ID": seen[-1]})
    assert rest.status_code == 200
    _, event, data = list(events(iter(rest.text.split("\n"))))[-1]
    assert event == "done" or (event == "error" and data["retry"] is True)
    assert called.count("stream") == 1


def test_each_reader_has_a_limit_of_their_own_whomever_they_claim_to_be(tmp_path: Path) -> None:
    nginx_path()
    settings = Settings(hosts=ROOT, proxies="127.0.0.1", per_address=1)
    app = build(FakeAssistant({"a.txt": "One."}, {}, settings=settings))
    with (
        running(app, proxies=("127.0.0.1/32",)) as port,
        nginx_before(tmp_path, port, port) as nginx,
    ):
        codes = []
        for address in ("127.0.0.1", "127.0.0.1", "127.0.0.2", "127.0.0.2"):
            with reader(nginx, ROOT, address) as client:
                claimed = {"X-Forwarded-For": f"198.51.100.{len(codes)}"}
                asked = client.post("api/v1/ask", json={"question": "hello"}, headers=claimed)
                codes.append(asked.status_code)
    assert codes == [200, 429, 200, 429]
