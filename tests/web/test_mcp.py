"""The MCP server at /mcp, asked by the official client over a real connection."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from mcp import Client
from mcp.shared.exceptions import MCPError

from assistant.mcp.resources import PAGE, address
from assistant.mcp.tools import MOST_READ
from assistant.text import as_text
from tests.waiting import until
from tests.web.building import build
from tests.web.conftest import LETTER
from tests.web.fake_assistant import REFUSAL, Cited, FakeAssistant
from tests.web.gated import GatedAssistant
from tests.web.serving import served

OPENED = "When did the bridge open?"
ODD = "tief/ödd #1 (50%)?.txt"
LONG = "long.txt"
EMOJI = "👩‍👩‍👧‍👦 e\u0301 𝔘nicode.\n" * 3000


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return FakeAssistant(
        texts={"letters/ann.txt": LETTER, ODD: "Odd.", LONG: EMOJI},
        answers={OPENED: [Cited("letters/ann.txt", "the bridge opened in 1932.", short="1932")]},
    )


@pytest.fixture(scope="module")
def app(assistant: FakeAssistant) -> FastAPI:
    return build(assistant)


@pytest.fixture(scope="module")
def url(assistant: FakeAssistant) -> Iterator[str]:
    with served(assistant) as address:
        yield f"{address}mcp"


def talk(url: str, say: Callable[[Client], Awaitable[Any]], mode: Any = "auto") -> Any:
    """What comes of a conversation with the server."""

    async def whole() -> Any:
        async with Client(url, mode=mode) as client:
            try:
                return await say(client)
            except MCPError as error:  # the client would leave with a group of errors
                return error

    said = asyncio.run(whole())
    if isinstance(said, MCPError):
        raise said
    return said


def call(url: str, tool: str, mode: Any = "auto", **arguments: Any) -> Any:
    return talk(url, lambda client: client.call_tool(tool, arguments), mode)


def error_of(result: Any) -> str:
    assert result.is_error
    assert result.structured_content is None
    (content,) = result.content
    return content.text


MODES = pytest.mark.parametrize("mode", ["auto", "legacy", "2026-07-28"])


@MODES
def test_server_says_what_it_is(url: str, mode: str) -> None:
    async def say(client: Client) -> Any:
        return client.server_info, client.instructions, client.server_capabilities

    info, instructions, can = talk(url, say, mode)
    if mode != "2026-07-28":  # a pinned version asks the server nothing
        assert info.name == "footnote"
        assert "footnoted to the exact words" in instructions
        assert can.tools is not None
        assert can.resources is not None
    names = [tool.name for tool in talk(url, lambda c: c.list_tools(), mode).tools]
    assert names == ["ask", "search_passages", "read_document"]


def test_tools_only_read(url: str) -> None:
    for tool in talk(url, lambda client: client.list_tools()).tools:
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.open_world_hint is False
        assert tool.input_schema["additionalProperties"] is False
        assert tool.output_schema["type"] == "object"


@MODES
def test_answer_is_the_contract_s_and_readable(
    url: str, assistant: FakeAssistant, mode: str
) -> None:
    result = call(url, "ask", mode, question=OPENED)
    answer = assistant.ask(OPENED)
    assert result.structured_content == answer.to_json()
    assert result.content[0].text == as_text(answer)
    assert "[1] Ann (letters/ann.txt, characters 10–36)" in result.content[0].text


def test_refusal_is_an_answer(url: str) -> None:
    result = call(url, "ask", question="Who is Bob?")
    assert not result.is_error
    assert result.structured_content["refused"] is True
    assert result.content[0].text.startswith(REFUSAL)
    assert "Nearest passages (not an answer)" in result.content[0].text


def test_history_and_documents_are_heeded(url: str) -> None:
    history = [{"question": OPENED, "answer": "In 1932."}]
    result = call(
        url, "ask", question="And closed?", history=history, documents=["letters/ann.txt"]
    )
    assert result.structured_content["standalone_question"] == f"{OPENED} And closed?"


def test_passages_are_found_with_their_places(url: str, assistant: FakeAssistant) -> None:
    passages = call(url, "search_passages", question=OPENED, k=3).structured_content["passages"]
    assert passages
    for passage in passages:
        text = assistant.texts[passage["document"]]
        assert text[passage["start"] : passage["end"]] == passage["text"]


def test_document_is_read_piece_by_piece_to_its_end(url: str) -> None:
    async def say(client: Client) -> list[dict[str, Any]]:
        read = []
        start: int | None = 0
        while start is not None:
            result = await client.call_tool("read_document", {"document": LONG, "start": start})
            read.append(result.structured_content)
            start = read[-1]["next"]
        return read

    read = talk(url, say)
    assert len(read) == -(-len(EMOJI) // MOST_READ)
    assert "".join(piece["text"] for piece in read) == EMOJI
    assert {piece["total"] for piece in read} == {len(EMOJI)}


def test_a_stretch_is_that_of_code_points(url: str) -> None:
    result = call(url, "read_document", document=LONG, start=5, end=20)
    assert result.structured_content["text"] == EMOJI[5:20]
    assert result.structured_content["next"] == 20
    beyond = call(url, "read_document", document="letters/ann.txt", start=50, end=9999)
    assert beyond.structured_content["end"] == len(LETTER)
    assert beyond.structured_content["next"] is None


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("ask", {}, "question: Field required"),
        ("ask", {"question": " "}, "the question is empty"),
        ("ask", {"question": 5}, "question: Input should be a valid string"),
        ("ask", {"question": "a", "documents": ["gone.txt"]}, "gone.txt: no such document"),
        ("ask", {"question": "a", "else": 1}, "else: Extra inputs"),
        ("ask", {"question": "a", "history": [{"question": "b"}]}, "history.0.answer"),
        ("search_passages", {"question": "a", "k": 51}, "k: Input should be less"),
        ("read_document", {"document": "../etc/passwd"}, "no such document"),
        ("read_document", {"document": "letters/ann.txt", "start": -1}, "start: "),
        ("read_document", {"document": "letters/ann.txt", "start": 99}, "which has 62"),
        ("read_document", {"document": "letters/ann.txt", "start": 9, "end": 3}, "9 to 3"),
    ],
)
def test_what_does_not_fit_is_said_in_plain_words(
    url: str, tool: str, arguments: dict[str, Any], says: str
) -> None:
    assert says in error_of(call(url, tool, **arguments))


def test_failure_tells_nothing_internal(url: str, caplog: pytest.LogCaptureFixture) -> None:
    said = error_of(call(url, "ask", question="fail"))
    assert "secret" not in said
    assert "log has the reason" in said
    assert "/secret/path" in caplog.text


def test_unknown_tool_is_an_error_of_the_protocol(url: str) -> None:
    with pytest.raises(MCPError, match="no such tool"):
        call(url, "shell")


@MODES
def test_documents_are_resources(url: str, assistant: FakeAssistant, mode: str) -> None:
    async def say(client: Client) -> dict[str, str]:
        listed = (await client.list_resources()).resources
        read = [(await client.read_resource(resource.uri)).contents[0] for resource in listed]
        return {r.name: content.text for r, content in zip(listed, read, strict=True)}

    assert talk(url, say, mode) == assistant.texts


def test_resource_addresses_are_percent_encoded(url: str) -> None:
    resources = talk(url, lambda client: client.list_resources()).resources
    assert "document:///tief/%C3%B6dd%20%231%20%2850%25%29%3F.txt" in [r.uri for r in resources]
    assert all(r.mime_type == "text/plain" for r in resources)


def test_resources_are_listed_page_by_page() -> None:
    names = sorted(f"{n}.txt" for n in range(2 * PAGE + 1))
    many = FakeAssistant(dict.fromkeys(names, "One."), {})

    async def say(client: Client) -> list[str]:
        listed, cursor = [], None
        while True:
            page = await client.list_resources(cursor=cursor)
            listed += [resource.name for resource in page.resources]
            cursor = page.next_cursor
            if cursor is None:
                return listed

    with served(many) as url:
        assert talk(f"{url}mcp", say) == names


@pytest.mark.parametrize(
    "uri",
    [
        address("gone.txt"),
        "document:///../../etc/passwd",
        "document:///%2e%2e%2fetc%2fpasswd",
        "document:///%ff",
        "document:///",
        "file:///etc/passwd",
        "https://evil.test/",
    ],
)
def test_only_an_id_of_the_catalog_is_read(url: str, uri: str) -> None:
    with pytest.raises(MCPError) as refused:
        talk(url, lambda client: client.read_resource(uri))
    assert "root:" not in str(refused.value)
    assert refused.value.code == -32602


def test_questions_are_counted_as_mcp_s(url: str) -> None:
    call(url, "ask", question=OPENED)
    metrics = httpx.get(f"{url.removesuffix('mcp')}metrics").text
    assert 'footnote_questions_total{outcome="answered",way="mcp"}' in metrics


def test_a_caller_that_leaves_stops_the_answer() -> None:
    lines = [f"Line {n}." for n in range(50)]
    gated = GatedAssistant(
        {"a.txt": "\n".join(lines)}, {OPENED: [Cited("a.txt", line) for line in lines]}
    )
    called = {"name": "ask", "arguments": {"question": OPENED}}
    body = json.dumps({**REQUEST, "method": "tools/call", "params": called}).encode()
    head = "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    head += f"Accept: {ACCEPT['accept']}\r\nContent-Length: {len(body)}\r\n\r\n"
    with served(gated) as address, httpx.Client(base_url=address, timeout=60) as client:
        client.get("healthz")  # it is there
        port = urlsplit(address).port
        with socket.create_connection(("127.0.0.1", port), timeout=60) as leaving:
            leaving.sendall(head.encode() + body)
            until(lambda: bool(gated.begun))

        def is_free() -> bool:
            """What is being made is let out bit by bit."""
            gated.allow(1)
            return 'state="answering"} 0.0' in client.get("metrics").text

        until(is_free)
    assert gated.closed == [OPENED]
    assert len(gated.given) < len(lines)


REQUEST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
ACCEPT = {"accept": "application/json, text/event-stream"}


def test_foreign_host_is_refused(app: FastAPI) -> None:
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert client.post("/mcp", json=REQUEST, headers=ACCEPT).status_code == 200
        foreign = client.post("/mcp", json=REQUEST, headers=ACCEPT | {"host": "evil.test"})
        assert foreign.status_code == 400


@pytest.mark.parametrize("origin", ["https://evil.test", "null", "http://127.0.0.1.evil.test"])
def test_foreign_origin_is_refused(app: FastAPI, origin: str) -> None:
    with TestClient(app, base_url="http://127.0.0.1") as client:
        foreign = client.post("/mcp", json=REQUEST, headers=ACCEPT | {"origin": origin})
        assert foreign.status_code == 403
        own = client.post("/mcp", json=REQUEST, headers=ACCEPT | {"origin": "http://127.0.0.1"})
        assert own.status_code == 200


def test_a_page_s_form_reaches_no_tool(app: FastAPI) -> None:
    # What a page of another site can send without asking first has no JSON type.
    with TestClient(app, base_url="http://127.0.0.1") as client:
        headers = ACCEPT | {"content-type": "text/plain"}
        assert client.post("/mcp", content="{}", headers=headers).status_code == 400


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ("{", -32700, "no JSON"),
        ("[]", -32602, "no message of JSON-RPC"),
        ('{"jsonrpc": "2.0", "id": 1, "method": 5}', -32602, "no message of JSON-RPC"),
    ],
)
def test_what_is_no_message_is_told_so_in_plain_words(
    app: FastAPI, body: str, code: int, said: str
) -> None:
    with TestClient(app, base_url="http://127.0.0.1") as client:
        headers = ACCEPT | {"content-type": "application/json"}
        refused = client.post("/mcp", content=body, headers=headers)
    assert refused.status_code == 400
    error = refused.json()["error"]
    assert error["code"] == code
    assert said in error["message"]
    assert "pydantic" not in refused.text


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_nothing_but_messages_is_taken(app: FastAPI, method: str) -> None:
    with TestClient(app, base_url="http://127.0.0.1") as client:
        refused = client.request(method, "/mcp", headers=ACCEPT)
        assert (refused.status_code, refused.headers["allow"]) == (405, "POST")


def test_an_application_can_be_served_again(app: FastAPI) -> None:
    for _ in range(2):
        with TestClient(app, base_url="http://127.0.0.1") as client:
            assert client.post("/mcp", json=REQUEST, headers=ACCEPT).status_code == 200


def test_out_of_service_says_so(app: FastAPI) -> None:
    response = TestClient(app, base_url="http://127.0.0.1").post("/mcp", json=REQUEST)
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
