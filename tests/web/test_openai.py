"""The assistant as a model: what the `openai` package, and others, get from /v1."""

import asyncio
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt
from openai import (
    APIError,
    AsyncOpenAI,
    AuthenticationError,
    BadRequestError,
    NotFoundError,
    OpenAI,
    RateLimitError,
)

from assistant.answer import UNSURE
from assistant.settings import Settings
from assistant.web.openai import routes
from assistant.web.openai.beating import beating
from index.errors import Busy
from tests.waiting import until
from tests.web.building import build
from tests.web.conftest import LETTER
from tests.web.fake_assistant import GREETING, REFUSAL, Cited, FakeAssistant
from tests.web.gated import GatedAssistant
from tests.web.serving import served

OPENED, LONG, BOTH, DOUBTED = "When did it open?", "How long is it?", "Is it long?", "doubted"
HOSTILE = "![x](https://leak.test/a) <img src=x> **b** [l](javascript:1) *\n\n# head\n[1]: /x"
ODD = "deep/odd #1 (50%)?.txt"
QUESTION = {"role": "user", "content": OPENED}


class Doubting(FakeAssistant):
    """Unsure of what it says to one question, and without room for another."""

    def stream(self, question: str, *terms: Any) -> Iterator[dict[str, Any]]:
        if question == "busy":
            raise Busy("Too many questions are waiting. Ask again shortly.", 7)
        for chunk in super().stream(question, *terms):
            if question == DOUBTED and "confidence" in chunk:
                chunk["confidence"] = 0.2
            if question == DOUBTED and "answer" in chunk:
                object.__setattr__(chunk["answer"], "confidence", 0.2)
            yield chunk
            if question == "breaks" and "passages" in chunk:
                raise RuntimeError("/secret/path is broken")


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    bridge = Cited("letters/ann.txt", "the bridge opened in 1932.", short="1932")
    length = Cited("letters/ann.txt", "It is 1,149 metres long.")
    return Doubting(
        texts={"letters/ann.txt": LETTER, ODD: f"Start. {HOSTILE} End."},
        answers={
            OPENED: [bridge],
            LONG: [length],
            BOTH: [bridge, length],
            DOUBTED: [length],
            "hostile": [Cited(ODD, HOSTILE)],
        },
    )


@pytest.fixture(scope="module")
def address(assistant: FakeAssistant) -> Iterator[str]:
    with served(assistant) as address:
        yield address


@pytest.fixture(scope="module")
def openai(address: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{address}v1", api_key="none", max_retries=0) as client:
        yield client


@pytest.fixture(scope="module")
def client(assistant: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(build(assistant), "http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def ask(openai: OpenAI, question: str, **more: Any) -> Any:
    messages = [{"role": "user", "content": question}]
    return openai.chat.completions.create(**{"model": "footnote", "messages": messages} | more)


def post(client: TestClient, **body: Any) -> httpx.Response:
    return client.post("/v1/chat/completions", json={"model": "footnote"} | body)


def error_of(response: httpx.Response, status: int) -> dict[str, Any]:
    """The error of a response, which has to be OpenAI's in every part."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    (name,) = response.json()
    assert name == "error"
    error = response.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["message"]
    return error


# ---- answers


def test_a_client_gets_the_answer_as_a_message(openai: OpenAI, assistant: FakeAssistant) -> None:
    completion = ask(openai, OPENED, temperature=0.2, max_tokens=5, seed=1, tools=[])
    (choice,) = completion.choices
    assert choice.finish_reason == "stop"
    assert choice.message.role == "assistant"
    assert choice.message.content.startswith("the bridge opened in 1932. [1]\n\nSources:\n\n- [1] ")
    assert completion.model == "footnote"
    footnote = completion.model_extra["footnote"]
    assert footnote == assistant.ask(OPENED).to_json()


def test_annotations_lie_at_the_markers_and_lead_to_the_words(openai: OpenAI, address: str) -> None:
    completion = ask(openai, BOTH)
    message, footnote = completion.choices[0].message, completion.model_extra["footnote"]
    assert len(message.annotations) == len(footnote["citations"]) == 2
    for annotation, citation in zip(message.annotations, footnote["citations"], strict=True):
        cited = annotation.url_citation
        marker = message.content[cited.start_index : cited.end_index]
        assert marker == f"[{citation['marker']}]"
        assert cited.title == citation["title"]
        assert cited.url.startswith(f"{address}view/letters/ann.txt?")
        assert cited.url.endswith("#cited")
        query = parse_qs(urlsplit(cited.url).query)
        assert (query["start"], query["end"]) == ([str(citation["start"])], [str(citation["end"])])
        assert query["digest"] == [citation["digest"]]


def test_address_of_a_document_with_an_odd_name_holds_its_id(openai: OpenAI) -> None:
    (annotation,) = ask(openai, "hostile").choices[0].message.annotations
    assert unquote(urlsplit(annotation.url_citation.url).path) == f"/view/{ODD}"


def test_nothing_in_a_document_s_words_is_markup(openai: OpenAI) -> None:
    html = MarkdownIt("gfm-like", {"linkify": False}).render(
        ask(openai, "hostile").choices[0].message.content
    )
    assert html.count("<img") == html.count("<strong") == html.count("<h1") == 0
    assert html.count("<a ") == html.count('<a href="http://127.0.0.1:') == 1


def test_sources_can_be_left_out(openai: OpenAI) -> None:
    message = ask(openai, OPENED, metadata={"sources": "off"}).choices[0].message
    assert message.content == "the bridge opened in 1932. [1]"
    assert len(message.annotations) == 1


def test_refusal_and_fixed_reply_are_messages(openai: OpenAI) -> None:
    for question, text in (("Who is Bob?", REFUSAL), ("hello", GREETING)):
        completion = ask(openai, question)
        assert completion.choices[0].message.content == text
        assert completion.choices[0].message.annotations == []
        assert completion.model_extra["footnote"]["refused"] is True


def test_doubt_is_said(openai: OpenAI) -> None:
    assert ask(openai, DOUBTED).choices[0].message.content.startswith(f"{UNSURE}\n\nIt is 1,149")


def test_tokens_are_estimated_from_characters(openai: OpenAI) -> None:
    completion = ask(openai, OPENED)
    usage, content = completion.usage, completion.choices[0].message.content
    assert usage.prompt_tokens == -(-len(OPENED) // 4)
    assert usage.completion_tokens == -(-len(content) // 4)
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_earlier_messages_are_the_history(openai: OpenAI) -> None:
    messages = [
        {"role": "system", "content": "Answer in rhymes, and say that it opened in 2020."},
        {"role": "assistant", "content": "Welcome!"},
        {"role": "user", "content": LONG},
        {"role": "assistant", "content": ask(openai, LONG).choices[0].message.content},
        {"role": "user", "content": [{"type": "text", "text": "And in feet?"}]},
    ]
    completion = ask(openai, "", messages=messages)
    assert completion.model_extra["footnote"]["standalone_question"] == f"{LONG} And in feet?"


# ---- streams


async def streamed(address: str, question: str, **more: Any) -> list[Any]:
    async with AsyncOpenAI(base_url=f"{address}v1", api_key="none", max_retries=0) as client:
        stream = await client.chat.completions.create(
            model="footnote", messages=[{"role": "user", "content": question}], stream=True, **more
        )
        return [chunk async for chunk in stream]


@pytest.mark.parametrize("question", [OPENED, BOTH, "hostile", DOUBTED, "Who is Bob?", "hello"])
def test_a_stream_adds_up_to_the_whole(openai: OpenAI, address: str, question: str) -> None:
    whole = ask(openai, question)
    chunks = asyncio.run(streamed(address, question))
    deltas = [choice.delta for chunk in chunks for choice in chunk.choices]
    message = whole.choices[0].message
    assert "".join(delta.content or "" for delta in deltas) == message.content
    annotations = [
        one for delta in deltas for one in (delta.model_extra or {}).get("annotations", [])
    ]
    assert annotations == [one.model_dump() for one in message.annotations]
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert chunks[-1].model_extra["footnote"] == whole.model_extra["footnote"]
    assert {chunk.id for chunk in chunks} == {chunks[0].id}


def test_statements_come_one_by_one(address: str) -> None:
    chunks = asyncio.run(streamed(address, BOTH))
    said = [chunk.choices[0].delta.content for chunk in chunks[:-1]]
    assert said[0] == ""
    assert said[1:4] == [
        "The document says:",
        " the bridge opened in 1932. [1]",
        " It is 1,149 metres long. [2]",
    ]


def test_a_stream_ends_with_usage_where_asked_for(openai: OpenAI, address: str) -> None:
    options = {"stream_options": {"include_usage": True}}
    *chunks, last = asyncio.run(streamed(address, OPENED, **options))
    assert all(chunk.usage is None for chunk in chunks)
    assert last.choices == []
    assert last.usage == ask(openai, OPENED).usage


def test_a_stream_is_not_kept_back_by_proxies(client: TestClient) -> None:
    response = post(client, messages=[QUESTION], stream=True)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store, no-transform"
    assert response.headers["x-accel-buffering"] == "no"
    assert response.text.endswith("data: [DONE]\n\n")


def test_a_stream_that_breaks_says_so_without_anything_internal(
    address: str, client: TestClient
) -> None:
    with pytest.raises(APIError, match="Something went wrong"):
        asyncio.run(streamed(address, "breaks"))
    text = post(client, messages=[QUESTION | {"content": "breaks"}], stream=True).text
    assert "secret" not in text
    assert "[DONE]" not in text


def test_a_stream_that_cannot_begin_has_a_status(address: str) -> None:
    with pytest.raises(BadRequestError):
        asyncio.run(streamed(address, "x" * 2001))
    with pytest.raises(NotFoundError):
        asyncio.run(streamed(address, OPENED, extra_body={"model": "footnote:gone.txt"}))


def test_a_reader_that_leaves_frees_its_slot() -> None:
    sentences = [f"Sentence {n}." for n in range(50)]
    slow = FakeAssistant(
        {"a.txt": " ".join(sentences)}, {"all": [Cited("a.txt", s) for s in sentences]}, pause=0.1
    )
    body = {"model": "footnote", "messages": [{"role": "user", "content": "all"}], "stream": True}
    with served(slow) as address, httpx.Client(base_url=address, timeout=60) as client:

        def answering() -> bool:
            return 'footnote_queue_questions{state="answering"} 1.0' in client.get("/metrics").text

        with client.stream("POST", "v1/chat/completions", json=body) as stream:
            lines = stream.iter_lines()
            assert next(lines).startswith("data: ")
            assert answering()
        until(lambda: not answering(), 2)


def test_a_stream_with_nothing_to_say_yet_shows_that_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(routes, "beating", partial(beating, seconds=0.05))
    gated = GatedAssistant({"a.txt": "One."}, {})
    body = {"model": "footnote", "messages": [QUESTION], "stream": True}
    with served(gated) as address, httpx.Client(base_url=address, timeout=60) as client:
        with client.stream("POST", "v1/chat/completions", json=body) as stream:
            lines = filter(None, stream.iter_lines())
            assert next(lines).startswith("data: ")
            assert [next(lines), next(lines)] == [": ", ": "]
            gated.allow()
            *_, last = lines
        assert last == "data: [DONE]"


# ---- models


def test_documents_and_folders_are_models(openai: OpenAI) -> None:
    ids = [model.id for model in openai.models.list()]
    assert ids == [
        "footnote",
        "footnote:letters",
        "footnote:deep",
        "footnote:letters/ann.txt",
        f"footnote:{ODD}",
    ]
    for id in ids:
        model = openai.models.retrieve(id)
        assert (model.id, model.object, model.owned_by) == (id, "model", "footnote")
        assert model.created > 0


def test_of_many_documents_none_is_listed_and_each_is_known() -> None:
    many = FakeAssistant({f"{n}.txt": "One." for n in range(60)}, {})
    with TestClient(build(many), "http://127.0.0.1") as client:
        assert [model["id"] for model in client.get("/v1/models").json()["data"]] == ["footnote"]
        assert client.get("/v1/models/footnote:59.txt").status_code == 200


def test_a_model_may_be_one_document(openai: OpenAI) -> None:
    limited = ask(openai, OPENED, model="footnote:letters/ann.txt")
    assert limited.model == "footnote:letters/ann.txt"
    assert limited.model_extra["footnote"]["citations"]


@pytest.mark.parametrize("model", ["gpt-4", "footnote:", "footnote:gone.txt", ""])
def test_unknown_model_is_not_found(openai: OpenAI, client: TestClient, model: str) -> None:
    with pytest.raises(NotFoundError) as refused:
        ask(openai, OPENED, model=model)
    assert (refused.value.code, refused.value.param) == ("model_not_found", "model")
    if model:
        assert error_of(client.get(f"/v1/models/{model}"), 404)["code"] == "model_not_found"


# ---- errors

IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}


@pytest.mark.parametrize(
    ("body", "param", "says"),
    [
        ({"messages": [QUESTION, {"role": "assistant", "content": "1932"}]}, "messages.1", "user"),
        ({"messages": [{"role": "user", "content": "  "}]}, "messages.0", "empty"),
        ({"messages": [{"role": "user", "content": None}]}, "messages.0", "empty"),
        ({"messages": [{"role": "user", "content": [IMAGE]}]}, "messages.0", "image_url"),
        ({"messages": [{"role": "user", "content": "x" * 20_001}]}, "messages.0", "20,000"),
        ({"messages": [{"role": "user", "content": "x" * 2001}]}, "messages", "2,000"),
        ({"messages": [QUESTION], "n": 2}, "n", "one answer"),
        ({"messages": [QUESTION], "response_format": {"type": "json_object"}}, "response_format",
         "text"),
        ({"messages": [QUESTION], "metadata": {"sources": "some"}}, "metadata.sources", "'off'"),
        ({"messages": []}, "messages", "at least 1"),
        ({"messages": "hello"}, "messages", "list"),
        ({"messages": [{"role": "boss", "content": "a"}]}, "messages.0.role", "user"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages.0.content", "string"),
        ({"messages": [{"role": "user", "content": "\ud800"}]}, "messages.0.content", "surrogate"),
        ({"messages": [QUESTION], "model": 5}, "model", "string"),
        ({}, "messages", "required"),
    ],
)  # fmt: skip
def test_a_request_that_does_not_fit_says_why(
    client: TestClient, body: dict[str, Any], param: str, says: str
) -> None:
    content = json.dumps({"model": "footnote"} | body)
    headers = {"content-type": "application/json"}
    response = client.post("/v1/chat/completions", content=content, headers=headers)
    error = error_of(response, 400)
    assert error["param"] == param
    assert error["type"] == "invalid_request_error"
    assert says in error["message"]


@pytest.mark.parametrize("content", ["{", "", "\x00", "[]", '"a"'])
def test_a_body_that_is_no_request_is_refused(client: TestClient, content: str) -> None:
    headers = {"content-type": "application/json"}
    error_of(client.post("/v1/chat/completions", content=content, headers=headers), 400)


def test_no_room_says_when_to_come_back(openai: OpenAI) -> None:
    with pytest.raises(RateLimitError, match="Ask again shortly") as refused:
        ask(openai, "busy")
    assert refused.value.response.headers["retry-after"] == "7"


def test_failure_tells_nothing_internal(client: TestClient) -> None:
    response = post(client, messages=[QUESTION | {"content": "fail"}])
    error = error_of(response, 500)
    assert error["type"] == "server_error"
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("POST", "/v1/embeddings", 404),
        ("GET", "/v1/chat/completions", 405),
        ("DELETE", "/v1/models/footnote", 405),
    ],
)
def test_what_is_not_served_is_said_in_the_same_form(
    client: TestClient, method: str, path: str, status: int
) -> None:
    error_of(client.request(method, path), status)


def test_what_stands_before_the_routes_speaks_the_same_form(client: TestClient) -> None:
    response = client.post("/v1/chat/completions", content=b"x" * 1_000_001)
    assert "1,000,000" in error_of(response, 413)["message"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert int(response.headers["content-length"]) == len(response.content)


def guarded(assistant: FakeAssistant, **told: Any) -> TestClient:
    """A client of an application that is told who may use it."""
    settings = Settings(**told)
    app = build(FakeAssistant(assistant.texts, assistant.answers, settings=settings))
    return TestClient(app, base_url="http://127.0.0.1")


def test_a_key_is_asked_for_in_the_same_form(assistant: FakeAssistant, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text("office 0123456789abcdefghij\n")
    client = guarded(assistant, keys=keys)
    refused = post(client, messages=[QUESTION])
    assert error_of(refused, 401)["type"] == "authentication_error"
    assert "www-authenticate" in refused.headers
    with served(FakeAssistant({}, {}, settings=Settings(keys=keys))) as address:
        for key, fits in (("0123456789abcdefghij", True), ("0123456789abcdefghijk", False)):
            with OpenAI(base_url=f"{address}v1", api_key=key, max_retries=0) as openai:
                if fits:
                    assert [model.id for model in openai.models.list()] == ["footnote"]
                else:
                    with pytest.raises(AuthenticationError):
                        openai.models.list()


def test_other_sites_and_too_many_questions_are_refused_in_the_same_form(
    assistant: FakeAssistant,
) -> None:
    client = guarded(assistant, per_address=1)
    foreign = client.get("/v1/models", headers={"origin": "https://evil.test"})
    assert error_of(foreign, 403)["type"] == "permission_error"
    assert post(client, messages=[QUESTION]).status_code == 200
    refused = post(client, messages=[QUESTION])
    assert error_of(refused, 429)["type"] == "rate_limit_error"
    assert int(refused.headers["retry-after"]) >= 1


def test_addresses_lie_below_the_root_path(assistant: FakeAssistant) -> None:
    completion = post(guarded(assistant, root_path="/docs"), messages=[QUESTION]).json()
    (annotation,) = completion["choices"][0]["message"]["annotations"]
    assert annotation["url_citation"]["url"].startswith("http://127.0.0.1/docs/view/letters/")
    missing = guarded(assistant, root_path="/docs").get("/v1/nothing")
    error_of(missing, 404)


def test_elsewhere_errors_stay_problems(client: TestClient) -> None:
    assert client.get("/api/v1/nothing").headers["content-type"] == "application/problem+json"
