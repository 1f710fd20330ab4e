"""Answers as server-sent events, over a real connection: their order, resumption, and its end."""

import asyncio
import gc
import json
import socket
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from assistant.web import event_stream, streams
from assistant.web.answering import Answering
from assistant.web.streams import Event, Stream, Streams
from tests.waiting import until
from tests.web.fake_assistant import Cited, FakeAssistant
from tests.web.gated import GatedAssistant
from tests.web.serving import served, served_api
from tests.web.test_api import problem_of
from tests.web.visiting import CHAT, ask, begin, events_in, events_of

LINES = 100
TEXT = "\n".join(f"Line {n} says {n * n}." for n in range(LINES))
MANY = {f"line {n}": [Cited("lines.txt", f"Line {n} says {n * n}.")] for n in range(LINES)}
WHEN, TWO, ENDLESS, HEAVY = "When?", "Is it two?", "endless", "heavy"
STATEMENTS = 5_000
LONG = "x" * 20_000
ANSWERS = MANY | {
    ENDLESS: [Cited("lines.txt", "Line 1 says 1.")] * STATEMENTS,
    HEAVY: [Cited("long.txt", LONG)] * STATEMENTS,
    WHEN: [Cited("a 🐈.txt", "It was in 1932 🎉.", short="1932")],
    TWO: [
        Cited("a 🐈.txt", "It was in 1932 🎉.", role="context"),
        Cited("a 🐈.txt", "Nobody\u2028k\x85new.\r"),
    ],
}
TEXTS = {
    "lines.txt": TEXT,
    "a 🐈.txt": "It was in 1932 🎉.\nNobody\u2028k\x85new.\r\n",
    "long.txt": LONG,
}


@pytest.fixture
def gated() -> Iterator[GatedAssistant]:
    assistant = GatedAssistant(TEXTS, ANSWERS)
    yield assistant
    assistant.allow()


@pytest.fixture
def answering(gated: GatedAssistant) -> Answering:
    return Answering(gated, at_once=2, waiting=2)


@pytest.fixture
def held(gated: GatedAssistant, answering: Answering) -> Iterator[httpx.Client]:
    """A client of a server whose answers wait for leave."""
    with (
        served_api(gated, answering) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client
        gated.allow()


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """A client of a server that answers at once."""
    assistant = FakeAssistant(TEXTS, ANSWERS)
    with (
        served_api(assistant, Answering(assistant)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


def posted(
    client: httpx.Client, path: str, question: str, authorization: str = ""
) -> socket.socket:
    """A connection on which a question was asked, whose answer nobody reads."""
    told = {"question": question}
    if path.startswith("/v1/"):
        messages = [{"role": "user", "content": question}]
        told = {"model": "footnote", "messages": messages, "stream": True}
    body = json.dumps(told).encode()
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: {authorization}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "",
        "",
    )
    connection = socket.create_connection((client.base_url.host, client.base_url.port or 80))
    connection.sendall("\r\n".join(lines).encode() + body)
    return connection


def test_events_come_in_the_order_in_which_they_can_be_shown(client: httpx.Client) -> None:
    events = ask(client, begin(client), TWO)
    assert [event.name for event in events] == [
        "status",
        "passages",
        "status",
        "text",
        "citation",
        "text",
        "citation",
        "text",
        "done",
    ]
    answer = events[-1].data["answer"]
    id = events[-1].data["id"]
    assert [event.id for event in events] == [f"{id}.{n}" for n in range(1, len(events) + 1)]
    assert [e.data for e in events if e.name == "status"] == [
        {"state": "searching", "answer": id},
        {"state": "answering", "answer": id},
    ]
    assert events[1].data == {"standalone_question": TWO, "passages": answer["passages"]}
    assert events[3].data == {"lead": "The document says:", "confidence": 0.5}
    texts = [e.data["statement"] for e in events if "statement" in e.data]
    assert texts == answer["statements"]
    assert [e.data for e in events if e.name == "citation"] == answer["citations"]
    assert answer == client.post("/api/v1/ask", json={"question": TWO}).json()
    assert len(events[-1].data["follow_ups"]) == 3


def test_refusals_and_notices_are_done_too(client: httpx.Client) -> None:
    visitor = begin(client)
    refused = ask(client, visitor, "Who is Bob?")
    assert [e.name for e in refused] == ["status", "passages", "status", "done"]
    assert refused[-1].data["answer"]["refused"]
    notice = ask(client, visitor, "hello")
    assert notice[-1].data["answer"]["mode"] == "notice"
    assert notice[-1].data["follow_ups"] == []


def test_failure_is_an_event_that_tells_nothing_internal(client: httpx.Client) -> None:
    *_, error = ask(client, begin(client), "fail")
    assert error.name == "error"
    assert error.data["status"] == 500
    assert error.data["retry"] is True
    assert "secret" not in repr(error.data)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": " "}, 422),
        ({"question": "x" * 4001}, 422),
        ({"question": "x" * 20_001}, 422),
        ({"question": 5}, 422),
        ({"question": "a", "history": [{}]}, 422),
        ({"question": "a", "site": "b"}, 422),
        ({"question": "a", "documents": ["gone.txt"]}, 404),
        ({"question": "a", "documents": ["../lines.txt"]}, 404),
        (None, 422),
        ([], 422),
    ],
)
def test_what_cannot_be_asked_is_a_problem_and_no_stream(
    client: httpx.Client, body: Any, status: int
) -> None:
    problem_of(client.post(CHAT, json=body, headers=begin(client)), status)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('{"question": "When?"}', "text/plain"),
        ('{"question": "\\ud800"}', "application/json"),
        ("{", "application/json"),
        ("\x00", "application/json"),
        ("[" * 100_000, "application/json"),
    ],
)
def test_a_body_that_is_not_json_is_never_an_error_of_ours(
    client: httpx.Client, content: str, kind: str
) -> None:
    response = client.post(CHAT, content=content, headers=begin(client) | {"Content-Type": kind})
    assert response.status_code in (400, 415, 422)
    problem_of(response, response.status_code)


def test_no_line_ends_but_where_a_field_does(client: httpx.Client) -> None:
    body = {"question": TWO}
    response = client.post(CHAT, json=body, headers=begin(client))
    assert response.text.splitlines() == response.text.split("\n")[:-1]
    assert events_of(response.text)[-2].data["statement"]["text"] == "Nobody\u2028k\x85new.\r"


def test_nothing_keeps_or_changes_the_stream_on_its_way(client: httpx.Client) -> None:
    with client.stream("POST", CHAT, json={"question": WHEN}, headers=begin(client)) as response:
        assert response.headers["cache-control"] == "no-store, no-transform"
        assert response.headers["x-accel-buffering"] == "no"
        assert "content-length" not in response.headers
        assert "content-encoding" not in response.headers
        response.read()


@pytest.mark.parametrize("question", [WHEN, TWO, "Who is Bob?", "hello", "fail"])
def test_resumed_anywhere_the_rest_comes_exactly_once(client: httpx.Client, question: str) -> None:
    visitor = begin(client)
    whole = ask(client, visitor, question)
    for cut in range(len(whole)):
        for body in (None, {"question": question}):
            headers = visitor | {"Last-Event-ID": whole[cut].id}
            response = client.post(CHAT, json=body, headers=headers)
            assert response.status_code == 200
            assert events_of(response.text) == whole[cut + 1 :]
    beginning = visitor | {"Last-Event-ID": whole[0].id.replace(".1", ".0")}
    assert events_of(client.post(CHAT, headers=beginning).text) == whole


@pytest.mark.parametrize("cut", range(1, 10))
def test_resumed_while_it_is_answered_the_rest_comes_exactly_once(
    held: httpx.Client, gated: GatedAssistant, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    monkeypatch.setattr(streams, "GRACE", 60.0)
    visitor = begin(held)
    leave = [0, 2, 2, 3, 4, 4, 5, 5, 6][cut - 1]  # chunks that make so many events at least
    with held.stream("POST", CHAT, json={"question": TWO}, headers=visitor) as response:
        arriving = events_in(response.iter_lines())
        gated.allow(leave)
        seen = [next(arriving) for _ in range(cut)]
    gated.allow()
    rest = held.post(CHAT, headers=visitor | {"Last-Event-ID": seen[-1].id})
    whole = seen + events_of(rest.text)
    assert [int(event.id.partition(".")[2]) for event in whole] == list(range(1, 10))
    assert whole[-1].name == "done"
    assert gated.begun == [TWO]  # one answer, whoever reads it


def test_two_may_read_one_stream(held: httpx.Client, gated: GatedAssistant) -> None:
    visitor = begin(held)
    with held.stream("POST", CHAT, json={"question": TWO}, headers=visitor) as first:
        arriving = events_in(first.iter_lines())
        begun = next(arriving)
        beginning = visitor | {"Last-Event-ID": begun.id.replace(".1", ".0")}
        with held.stream("POST", CHAT, headers=beginning) as second:
            gated.allow()
            assert [begun, *arriving] == list(events_in(second.iter_lines()))


@pytest.mark.parametrize(
    "id",
    ["", "1", "x.1", f"{'0' * 32}.1", f"{'0' * 32}", "../../etc/passwd", "💥".encode(), "a" * 9000],
)
def test_event_of_no_stream_is_not_there(client: httpx.Client, id: str | bytes) -> None:
    headers = {**begin(client), "Last-Event-ID": id}
    problem_of(client.post(CHAT, headers=headers), 404)  # type: ignore[arg-type]


def test_event_that_was_never_sent_is_not_there(client: httpx.Client) -> None:
    visitor = begin(client)
    *_, last = ask(client, visitor, WHEN)
    for number in ("99", "1000000000", "-1", "x", "²", ""):
        id = f"{last.id.partition('.')[0]}.{number}".encode()
        headers: Any = {**visitor, "Last-Event-ID": id}
        problem_of(client.post(CHAT, headers=headers), 404)


def test_finished_stream_is_forgotten_after_a_while(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "KEPT", 0.05)
    visitor = begin(client)
    said = ask(client, visitor, WHEN)
    headers = visitor | {"Last-Event-ID": said[0].id}
    until(lambda: client.post(CHAT, headers=headers).status_code == 404)


def test_of_many_finished_streams_the_last_can_be_read_again(client: httpx.Client) -> None:
    visitor = begin(client)
    said = [ask(client, visitor, f"line {n}")[0].id for n in range(streams.KEPT_OF_ONE + 1)]
    found = [client.post(CHAT, headers=visitor | {"Last-Event-ID": id}).status_code for id in said]
    assert found == [404] + [200] * streams.KEPT_OF_ONE


# Attack 12: the reader goes away.


def test_reader_that_goes_stops_the_answer_and_frees_its_slot(
    held: httpx.Client,
    gated: GatedAssistant,
    answering: Answering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert streams.GRACE < 1
    monkeypatch.setattr(streams, "GRACE", 0.05)
    visitor = begin(held)
    with held.stream("POST", CHAT, json={"question": ENDLESS}, headers=visitor) as response:
        arriving = events_in(response.iter_lines())
        gated.allow(4)
        seen = [next(arriving) for _ in range(6)]
    until(lambda: gated.allow(1) or gated.closed)  # chunk by chunk, until it has stopped
    until(lambda: answering.queue == (0, 0))
    assert gated.given.count(ENDLESS) < STATEMENTS
    headers = visitor | {"Last-Event-ID": seen[-1].id}
    *rest, last = events_of(held.post(CHAT, headers=headers).text)
    assert (last.name, last.data["reason"], last.data["retry"]) == ("error", "interrupted", True)
    assert "done" not in [event.name for event in rest]


def test_reader_that_goes_before_the_first_word_leaves_the_queue(
    held: httpx.Client,
    gated: GatedAssistant,
    answering: Answering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streams, "GRACE", 0.05)
    with ThreadPoolExecutor(2) as pool:
        visitors = [begin(held) for _ in range(2)]
        asked = [pool.submit(ask, held, visitor, WHEN) for visitor in visitors]
        until(lambda: answering.queue == (0, 2))
        body = {"question": TWO}
        with held.stream("POST", CHAT, json=body, headers=begin(held)) as response:
            first = next(events_in(response.iter_lines()))
            assert first.data["state"] == "waiting"
            assert answering.queue == (1, 2)
        until(lambda: answering.queue == (0, 2))
        gated.allow()
        assert [future.result()[-1].name for future in asked] == ["done", "done"]
    assert TWO not in gated.begun


def test_reader_that_waits_is_told_when_its_turn_comes(
    held: httpx.Client, gated: GatedAssistant, answering: Answering
) -> None:
    with ThreadPoolExecutor(3) as pool:
        visitors = [begin(held) for _ in range(3)]
        asked = [pool.submit(ask, held, visitor, WHEN) for visitor in visitors]
        until(lambda: answering.queue == (1, 2))
        gated.allow()
        states = [
            [event.data["state"] for event in future.result() if event.name == "status"]
            for future in asked
        ]
    assert sorted(states) == [
        ["searching", "answering"],
        ["searching", "answering"],
        ["waiting", "searching", "answering"],
    ]


def test_ended_session_stops_what_it_asked(
    held: httpx.Client, gated: GatedAssistant, answering: Answering
) -> None:
    visitor = begin(held)
    with held.stream("POST", CHAT, json={"question": ENDLESS}, headers=visitor) as response:
        arriving = events_in(response.iter_lines())
        gated.allow(1)
        next(arriving)
        assert held.delete("/api/v1/sessions/me", headers=visitor).status_code == 204
        until(lambda: gated.allow(1) or gated.closed)
        *_, last = arriving
    assert last.data["reason"] == "interrupted"
    assert gated.given.count(ENDLESS) < STATEMENTS


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/passages", "/v1/chat/completions"])
def test_a_program_that_goes_while_waiting_leaves_the_queue(
    held: httpx.Client, gated: GatedAssistant, answering: Answering, path: str
) -> None:
    with ThreadPoolExecutor(2) as pool:
        visitors = [begin(held) for _ in range(2)]
        asked = [pool.submit(ask, held, visitor, WHEN) for visitor in visitors]
        until(lambda: answering.queue == (0, 2))
        with posted(held, path, TWO):
            until(lambda: answering.queue == (1, 2))
        until(lambda: answering.queue == (0, 2))
        gated.allow()
        for future in asked:
            future.result()
    assert TWO not in gated.begun


def test_a_program_that_goes_stops_its_answer(
    held: httpx.Client, gated: GatedAssistant, answering: Answering
) -> None:
    with posted(held, "/api/v1/ask", ENDLESS):
        until(lambda: gated.begun)
    until(lambda: gated.allow(1) or gated.closed)
    until(lambda: answering.queue == (0, 0))
    assert gated.given.count(ENDLESS) < STATEMENTS


# Attack 11: more than can be answered at once.


def test_one_too_many_is_told_when_to_come_again(
    held: httpx.Client, gated: GatedAssistant, answering: Answering
) -> None:
    with ThreadPoolExecutor(4) as pool:
        visitors = [begin(held) for _ in range(4)]
        asked = [pool.submit(ask, held, visitor, WHEN) for visitor in visitors]
        until(lambda: answering.queue == (2, 2))
        for path in (CHAT, "/api/v1/ask", "/api/v1/passages"):
            refused = held.post(path, json={"question": WHEN}, headers=begin(held))
            problem_of(refused, 429)
            assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert held.get("/api/v1/status").status_code == 200
        gated.allow()
        for future in asked:
            assert future.result()[-1].name == "done"


async def visit(client: httpx.AsyncClient) -> dict[str, str]:
    """The headers of a new session's requests."""
    origin = {"Origin": str(client.base_url).rstrip("/")}
    begun = await client.post("/api/v1/sessions", json={}, headers=origin)
    return origin | {"Authorization": f"Bearer {begun.json()['token']}"}


def test_a_hundred_at_once_get_each_their_own_answer_or_are_told_to_wait(
    gated: GatedAssistant,
) -> None:
    async def one(client: httpx.AsyncClient, headers: dict[str, str], n: int) -> int:
        """Asks until there is an answer, and gives how often it was turned away."""
        turned_away = 0
        while True:
            body = {"question": f"line {n}"}
            async with client.stream("POST", CHAT, json=body, headers=headers) as response:
                if response.status_code == 200:
                    lines = [line async for line in response.aiter_lines()]
                    break
                assert response.status_code == 429
                assert int(response.headers["retry-after"]) >= 1
            turned_away += 1
            gated.allow()  # now that it was full, answers may come
            await asyncio.sleep(0.1)
        events = list(events_in(iter(lines)))
        assert len({event.id.partition(".")[0] for event in events}) == 1
        assert [event.name for event in events[-3:]] == ["citation", "text", "done"]
        (statement,) = [e.data["statement"] for e in events if "statement" in e.data]
        assert statement["text"] == f"Line {n} says {n * n}."
        assert events[-1].data["answer"]["question"] == f"line {n}"
        return turned_away

    async def stay_healthy(client: httpx.AsyncClient) -> None:
        while True:
            assert (await client.get("/healthz")).json() == {"status": "ok"}
            await asyncio.sleep(0.02)

    async def all_of_them(address: str) -> int:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
            sessions = [await visit(client) for _ in range(LINES)]
            watching = asyncio.create_task(stay_healthy(client))
            asked = (one(client, headers, n) for n, headers in enumerate(sessions))
            turned_away = await asyncio.gather(*asked)
            assert not watching.done()
            watching.cancel()
            return sum(turned_away)

    with served(gated) as address:
        assert asyncio.run(all_of_them(address)) > 0
        gated.allow()
    assert sorted(gated.begun) == sorted(MANY)  # nobody's question was answered twice


# Attack 10: a reader that takes nothing.


def test_reader_that_takes_nothing_is_let_go(
    held: httpx.Client,
    gated: GatedAssistant,
    answering: Answering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(event_stream, "SLOWEST", 0.2)
    monkeypatch.setattr(streams, "GRACE", 0.05)
    visitor = begin(held)
    with posted(held, CHAT, HEAVY, visitor["Authorization"]):
        until(lambda: gated.begun)
        until(lambda: gated.allow(1) or gated.closed)
        assert held.get("/api/v1/status").status_code == 200
    until(lambda: answering.queue == (0, 0))
    assert gated.given.count(HEAVY) < STATEMENTS


def test_silence_is_broken_by_heartbeats(
    held: httpx.Client, gated: GatedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "HEARTBEAT", 0.02)
    with held.stream("POST", CHAT, json={"question": WHEN}, headers=begin(held)) as response:
        lines = response.iter_lines()
        beats = 0
        while beats < 3:
            beats += next(lines) == ": "
        gated.allow()
        assert list(events_in(lines))[-1].name == "done"


def test_stream_without_a_reader_from_the_start_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streams, "GRACE", 0.01)

    async def events(id: str) -> Any:
        yield Event("status", {"state": "waiting", "answer": id})
        await asyncio.Event().wait()

    async def begun() -> Stream:
        stream = await Streams().begin("session", events)
        while not stream.ended:
            await stream.grows(len(stream.events), 0.01)
        return stream

    assert b'"interrupted"' in asyncio.run(begun()).events[-1]


def test_stream_that_is_stopped_before_it_runs_ends() -> None:
    async def events(id: str) -> Any:
        yield Event("status", {"state": "waiting", "answer": id})
        await asyncio.Event().wait()

    async def begun() -> bool:
        kept = Streams()
        stream = await kept.begin("session", events)
        kept.forget("session")
        return await stream.grows(1, 30)

    assert asyncio.run(begun())


def test_what_finished_streams_said_stays_within_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "KEPT_BYTES", 10_000)

    async def events(id: str) -> Any:
        yield Event("done", {"text": "x" * 1000})

    async def many() -> tuple[list[bool], list[bool]]:
        kept = Streams()
        made = [await kept.begin(f"session {n}", events) for n in range(30)]
        while not all(stream.ended for stream in made):
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        found = [kept.find(f"session {n}", stream.id) is not None for n, stream in enumerate(made)]
        alive = [weakref.ref(stream) for stream in made]
        made.clear()
        gc.collect()
        return found, [stream() is not None for stream in alive]

    found, alive = asyncio.run(many())
    assert alive == found
    assert found == sorted(found)  # the last ones
    assert 5 < sum(found) < 10
