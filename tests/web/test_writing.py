"""Written answers on every way out: what is unchecked is told as that, what is taken back is gone,
and nothing that a model writes takes effect."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import aclosing
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt
from openai import OpenAI

from assistant.explanation import Explanation
from assistant.text import as_text, explained
from assistant.web.answering import Answering
from assistant.web.drafts import paced
from assistant.web.exchange import Exchange, exchanges
from assistant.web.metrics import Metrics
from assistant.web.openai.content import TAKEN_BACK, pieces, said
from tests.waiting import until
from tests.web.building import build
from tests.web.serving import served_api
from tests.web.test_chat_stream import posted
from tests.web.test_health import figures
from tests.web.visiting import CHAT, Event, ask, begin, events_in, events_of
from tests.web.writing import (
    ATTACK,
    COLOURS,
    DOUBTED,
    DRAFTS,
    FAST,
    FIRST,
    GOOD,
    HOSTILE,
    LOST,
    MODEL,
    NOTE,
    QUOTES,
    REASON,
    WITHDRAWN,
    Model,
    WritingAssistant,
)

VIEWER = "http://127.0.0.1/view/"


@pytest.fixture(scope="module")
def assistant() -> WritingAssistant:
    return WritingAssistant()


@pytest.fixture(scope="module")
def client(assistant: WritingAssistant) -> Iterator[httpx.Client]:
    with (
        served_api(assistant, Answering(assistant)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


@pytest.fixture
def held() -> WritingAssistant:
    return WritingAssistant(held=True)


@pytest.fixture
def answering(held: WritingAssistant) -> Answering:
    return Answering(held, at_once=1)


@pytest.fixture
def visited(held: WritingAssistant, answering: Answering) -> Iterator[httpx.Client]:
    """A client of a server whose model says the next thing once it is allowed to."""
    with (
        served_api(held, answering) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client
        held.allow(1_000)


def named(events: list[Event], name: str) -> list[Any]:
    return [event.data for event in events if event.name == name]


# Drafts


def test_of_fast_drafts_the_newest_is_given_and_no_chunk_else_is_lost() -> None:
    fast = [{"draft": "x" * n} for n in range(1, 50)]
    chunks: list[dict[str, Any]] = [*fast, {}, {"statements": "s"}, {"draft": "y"}, {"draft": ""}]
    told = list(paced((chunk for chunk in chunks), pace=3600))
    assert told == [fast[0], {}, {"statements": "s"}, {"draft": ""}]
    told = list(paced((chunk for chunk in chunks), pace=0))
    assert told == chunks


def test_a_held_draft_comes_as_soon_as_its_time_has_come() -> None:
    given = paced(iter_of({"draft": "a"}, {"draft": "ab"}, {}, {}), pace=0.05)
    told = [next(given)]
    for chunk in given:
        told.append(chunk)
    assert told in ([{"draft": "a"}, {}, {}], [{"draft": "a"}, {}, {"draft": "ab"}])


def iter_of(*chunks: dict[str, Any]) -> Any:
    yield from chunks


def test_the_page_is_told_what_is_unchecked_and_no_more_than_can_be_read() -> None:
    grown = list(exchanges(Answering(WritingAssistant()), FAST))
    drafts = [exchange.draft for exchange in grown if exchange.draft]
    assert drafts
    assert len(grown) < DRAFTS / 4
    assert all((FIRST * 20).startswith(draft) for draft in drafts)
    last = grown[-1]
    assert (last.draft, [s.text for s in last.statements]) == ("", [FIRST * 20])


def test_a_draft_goes_with_the_statement_that_it_became(assistant: WritingAssistant) -> None:
    for exchange in exchanges(Answering(assistant), GOOD):
        assert not any(s.text.startswith(exchange.draft) for s in exchange.statements[-1:]) or (
            exchange.draft == ""
        )
        markers = [citation.marker for citation in exchange.citations]
        assert len(markers) == len(set(markers))
    assert exchange.answer is not None


def test_what_is_withdrawn_is_gone_and_quotes_follow(assistant: WritingAssistant) -> None:
    grown = list(exchanges(Answering(assistant), LOST))
    taken = next(n for n, exchange in enumerate(grown) if exchange.withdrawn)
    assert [s.text for s in grown[taken - 1].statements] == [FIRST]
    assert (grown[taken].statements, grown[taken].citations) == ((), ())
    assert [s.text for s in grown[-1].statements] == list(QUOTES[:2])
    assert grown[taken].to_json()["withdrawn"] == WITHDRAWN


def test_silence_is_passed_on_so_that_a_page_can_be_left(held: WritingAssistant) -> None:
    held.allow(4)
    growing = exchanges(Answering(held), GOOD)
    for exchange in growing:
        if exchange.draft:
            break
    assert next(growing) == exchange  # nothing is new: the model is silent
    growing.close()  # type: ignore[attr-defined]  # it is a generator
    assert held.closed == [GOOD]


# Server-sent events


def test_drafts_are_events_of_their_own_and_each_citation_comes_once(client: httpx.Client) -> None:
    events = ask(client, begin(client), GOOD)
    assert [d["statement"]["text"] for d in named(events, "text")[1:]] == [
        FIRST,
        COLOURS,
        QUOTES[0],
    ]
    assert [c["marker"] for c in named(events, "citation")] == [1, 2, 3]
    assert named(events, "done")[0]["answer"]["mode"] == "written"
    for draft in named(events, "draft"):
        assert draft.keys() == {"text"}


def test_taken_back_citations_come_anew_with_what_follows(client: httpx.Client) -> None:
    events = ask(client, begin(client), LOST)
    names = [event.name for event in events]
    assert names.count("withdrawn") == 1
    taken = names.index("withdrawn")
    assert events[taken].data == {"reason": WITHDRAWN}
    assert [e.data["marker"] for e in events[taken:] if e.name == "citation"] == [1, 2]
    assert named(events, "done")[0]["answer"]["notes"] == [NOTE]


def test_of_drafts_who_resumes_gets_the_newest_alone_and_numbers_stay(
    visited: httpx.Client, held: WritingAssistant
) -> None:
    visitor = begin(visited)
    held.allow(4)
    with visited.stream("POST", CHAT, json={"question": GOOD}, headers=visitor) as response:
        first = events_in(response.iter_lines())
        draft = next(event for event in first if event.name == "draft")
        id, number = draft.id.split(".")
        headers = visitor | {"Last-Event-ID": f"{id}.1"}
        with visited.stream("POST", CHAT, headers=headers) as again:
            resumed = events_in(again.iter_lines())
            assert next(event for event in resumed if event.name == "draft") == draft
            held.allow(1_000)
            rest = list(resumed)
        assert list(first) == rest
    whole = events_of(visited.post(CHAT, headers=headers).text)
    assert "draft" not in {event.name for event in whole}
    numbers = [int(event.id.split(".")[1]) for event in whole]
    assert numbers == sorted(set(numbers))
    assert int(number) not in numbers
    assert whole[-1] == rest[-1]
    # The id of a draft that is gone is still a place to go on from.
    gone = visitor | {"Last-Event-ID": draft.id}
    assert events_of(visited.post(CHAT, headers=gone).text)[-1] == rest[-1]


def test_a_fast_model_does_not_bloat_what_is_kept(client: httpx.Client) -> None:
    visitor = begin(client)
    events = ask(client, visitor, FAST)
    assert len(events) < DRAFTS / 4
    again = visitor | {"Last-Event-ID": f"{events[0].id}"}
    assert len(client.post(CHAT, headers=again).content) < 20_000


# Going away


def stops(held: WritingAssistant, answering: Answering) -> None:
    """Nothing is allowed any more: what is silent stops all the same."""
    until(lambda: answering.queue == (0, 0))
    assert held.closed == [GOOD]


@pytest.mark.parametrize("path", [CHAT, "/v1/chat/completions"])
def test_who_goes_while_the_model_is_silent_stops_it(
    visited: httpx.Client, held: WritingAssistant, answering: Answering, path: str
) -> None:
    authorization = begin(visited)["Authorization"]
    connection = posted(visited, path, GOOD, authorization)
    held.allow(4)
    until(lambda: len(held.given) == 4)
    connection.close()
    stops(held, answering)


def test_who_waits_for_the_whole_and_goes_stops_the_model(
    visited: httpx.Client, held: WritingAssistant, answering: Answering
) -> None:
    with pytest.raises(httpx.ReadTimeout):
        visited.post("/api/v1/ask", json={"question": GOOD}, timeout=0.5)
    stops(held, answering)


def test_a_call_that_is_cancelled_stops_the_model(
    held: WritingAssistant, answering: Answering
) -> None:
    """As the Model Context Protocol's tools ask, over either way."""

    async def cancelled() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(answering.asked("mcp", GOOD), 0.3)
        assert held.closed == [GOOD]

    asyncio.run(cancelled())


def test_silence_is_no_chunk_in_the_event_loop(held: WritingAssistant) -> None:
    async def heard() -> list[Any]:
        chunks = Answering(held).streamed("api", GOOD)
        async with aclosing(chunks):
            held.allow(1_000)
            return [chunk async for chunk in chunks]

    assert {} not in asyncio.run(heard())


# Clients of OpenAI's API


@pytest.fixture(scope="module")
def openai(client: httpx.Client) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{client.base_url}v1", api_key="none", max_retries=0) as openai:
        yield openai


def streamed(openai: OpenAI, question: str) -> list[Any]:
    messages: Any = [{"role": "user", "content": question}]
    more: Any = {"stream": True, "stream_options": {"include_usage": True}}
    return list(openai.chat.completions.create(model="footnote", messages=messages, **more))


def test_a_chat_client_gets_what_is_settled_and_nothing_else(openai: OpenAI) -> None:
    told = [c.choices[0].delta.content for c in streamed(openai, GOOD) if c.choices]
    assert [words for words in told if words][:3] == [
        f"{FIRST} [1]",
        f" {COLOURS} [2][3]",
        f" {QUOTES[0]} [1]",
    ]


def test_text_goes_on_after_what_is_taken_back(openai: OpenAI) -> None:
    chunks = streamed(openai, LOST)
    content = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    before, after = content.split(TAKEN_BACK)
    assert before == f"{FIRST} [1]"
    assert after.startswith(f"{QUOTES[0]} [1] {QUOTES[1]} [2] The model did not")
    assert said(content).startswith(QUOTES[0])
    for chunk in chunks:
        for choice in chunk.choices:
            for one in getattr(choice.delta, "annotations", None) or ():
                place = one["url_citation"]
                assert content[place["start_index"] : place["end_index"]] in ("[1]", "[2]")
    assert TAKEN_BACK not in "".join(
        piece.text for piece in pieces(WritingAssistant().whole(LOST), VIEWER, sources=True)
    )


def test_tokens_are_those_of_the_model(openai: OpenAI) -> None:
    usage = streamed(openai, GOOD)[-1].usage
    assert (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens) == (1500, 100, 1600)


def test_what_is_not_borne_out_is_struck_with_its_reason() -> None:
    whole = WritingAssistant().whole(DOUBTED)
    content = "".join(piece.text for piece in pieces(whole, VIEWER, sources=False))
    html = MarkdownIt("js-default").render(content)
    assert "<s>It opened in 1933.</s> [1] <em>The cited words do not confirm this. No" in html
    assert "<img" not in html


@pytest.mark.parametrize("question", [ATTACK, DOUBTED])
def test_nothing_that_a_model_writes_is_markup_for_a_chat_client(question: str) -> None:
    whole = WritingAssistant().whole(question)
    content = "".join(piece.text for piece in pieces(whole, VIEWER, sources=True))
    tokens = [
        inner
        for token in MarkdownIt("gfm-like", {"linkify": False}).parse(content)
        for inner in [token, *(token.children or [])]
    ]
    links = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert all(link.startswith(VIEWER) for link in links)
    kinds = {token.type for token in tokens}
    assert not kinds & {"image", "html_inline", "html_block", "code_inline", "fence"}
    assert not re.search(r"(?<!\\)://leak", content)  # what some clients make a link themselves


# Terminal


def test_a_terminal_marks_what_is_not_borne_out_and_says_who_wrote() -> None:
    told = as_text(WritingAssistant().whole(DOUBTED))
    assert f"It opened in 1933. [1] [The cited words do not confirm this. {REASON}]" in told
    assert f"Written by {MODEL}, each sentence checked against its footnotes." in told
    assert "checked" not in as_text(WritingAssistant().whole(LOST))


def test_an_explanation_gives_the_account_of_the_writing() -> None:
    from dataclasses import replace

    whole = replace(
        WritingAssistant().whole(LOST), explanation=Explanation("q", (), 0.9, 0.25, {"total": 2.0})
    )
    told = explained(whole)
    for words in (
        "12 sentences given, 3 without room",
        "statements written: 4; 1 cited anew, 0 rewritten, 1 not borne out; 0 unknown markers",
        "tokens: 1,200 read, 80 written",
        "first 400 ms, write 1500 ms, check 30 ms",
        "the writing failed: timeout",
    ):
        assert words in told


# Figures, and where text goes


def test_writings_are_counted_by_outcome_without_a_word_of_them() -> None:
    assistant = WritingAssistant()
    metrics = Metrics(assistant)  # type: ignore[arg-type]  # as good as an assistant here
    answering = Answering(assistant, metrics=metrics)  # type: ignore[arg-type]
    for question in (GOOD, LOST):
        answering.ask("api", question)
    told = figures(metrics)
    assert told["footnote_writing_answers_total", "written"] == 1
    assert told["footnote_writing_answers_total", "quoted"] == 1
    assert told["footnote_writing_statements_total", "kept"] == 4
    assert told["footnote_writing_statements_total", "dropped"] == 2
    assert told["footnote_writing_tokens_total", "prompt"] == 3000
    assert told["footnote_writing_failures_total", "timeout"] == 1
    assert FIRST.encode() not in metrics.text()


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (None, None),
        (Model(), {"model": MODEL, "where": "models.example", "local": False}),
        (
            Model("a", "127.0.0.1:11434", local=True),
            {"model": "a", "where": "127.0.0.1:11434", "local": True},
        ),
    ],
)
def test_everybody_is_told_where_text_goes(model: Model | None, told: Any) -> None:
    with TestClient(build(WritingAssistant(model=model)), base_url="http://127.0.0.1") as client:
        assert client.get("/api/v1/status").json()["writer"] == told
        headers = {"Origin": "http://127.0.0.1"}
        begun = client.post("/api/v1/sessions", json={"site": "own"}, headers=headers)
        assert begun.json()["writer"] == told


def test_an_export_keeps_mode_model_notes_and_account(assistant: WritingAssistant) -> None:
    from assistant.export.file import export
    from assistant.export.reading import read_export

    for question in (DOUBTED, LOST, ATTACK):
        whole = assistant.whole(question)
        (kept,) = read_export(export([whole], "html").encode()).answers
        for name in ("mode", "model", "notes", "statements", "writing", "helping"):
            assert getattr(kept, name) == getattr(whole, name)


def test_an_exchange_is_not_drafted_to_begin_with() -> None:
    told = Exchange("q").to_json()
    assert (told["draft"], told["withdrawn"]) == ("", None)


def test_hostile_words_are_hostile() -> None:
    """The attack is one that would work where words were taken for markup."""
    html = MarkdownIt("commonmark").render(HOSTILE)
    assert "<img" in html
    assert 'href="https://leak.test/a"' in html
