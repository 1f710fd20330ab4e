"""A model over real HTTP: every way in which it fails, time limits, giving it up, keys."""

import gc
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.settings import Settings
from assistant.writer.failures import WORDS, FailureKind, ModelFailed
from assistant.writer.model import ChatModel, Message, open_model
from evals.scripted.server import Drop, End, Messages, Pause, Script, Scripted, Status, Step
from tests.models import scripts
from tests.waiting import until

PROMPT: tuple[Message, ...] = (
    ("system", "Answer from the evidence alone."),
    ("human", "[1] Ann did not go to Lima.\n[2] It has 12 rooms.\n\nWhere did Ann go?"),
)
AT_LAST = 60.0
"""Seconds that are far from what silent servers would take, whatever else the machine does."""
SAID = "Ann did not go to Lima [1]. It has 12 rooms [2]."

FAILING: list[tuple[FailureKind, Script]] = [
    ("timeout", scripts.silent),
    ("timeout", scripts.silent_midway),
    ("limited", scripts.refuses(429)),
    ("unauthorised", scripts.refuses(401)),
    ("unauthorised", scripts.refuses(403)),
    ("unknown_model", scripts.refuses(404)),
    ("server", scripts.refuses(400)),
    ("server", scripts.refuses(500)),
    ("server", scripts.refuses(503)),
    ("cut", scripts.cut),
    ("cut", scripts.stops),
    ("cut", lambda messages: [Drop()]),
    ("empty", scripts.empty),
    ("empty", lambda messages: ["<think>what?", "</think>", " \n"]),
    ("endless", scripts.endless),
    ("endless", lambda messages: ["So it is", End("length")]),
    ("encoding", scripts.bad_bytes),
    ("encoding", scripts.malformed),
    ("encoding", lambda messages: ["It is caf\ufffd."]),
]


def opened(server: Scripted, **settings: Any) -> ChatModel:
    model = open_model(Settings(model="scripted", model_url=server.url, **settings))
    assert model is not None
    return model


def failed(model: ChatModel, seconds: float = 20) -> ModelFailed:
    with pytest.raises(ModelFailed) as caught:
        model.complete(PROMPT, seconds=seconds)
    return caught.value


def test_answer_is_given_whole_with_the_models_own_count(scripted_model: Scripted) -> None:
    reply = opened(scripted_model).complete(PROMPT, seconds=20)
    assert reply.text == SAID
    assert reply.usage is not None
    assert reply.usage.prompt > 10 < reply.usage.completion + 5


def test_answer_comes_in_pieces_and_pauses_are_told(scripted_model: Scripted) -> None:
    scripted_model.script = lambda messages: ["Ann ", Pause(0.8), "went."]
    with opened(scripted_model).stream(PROMPT, seconds=20) as deltas:
        came = list(deltas)
    assert [text for text in came if text] == ["Ann ", "went."]
    assert came[came.index("Ann ") + 1 : came.index("went.")].count("") >= 2


def test_messages_arrive_as_they_are(scripted_model: Scripted) -> None:
    model = opened(scripted_model)
    asked = (*PROMPT, ("ai", "To Quito."), ("human", "Are you sure? “日本語” 🙂 {braces}"))
    model.complete(asked, seconds=20)
    roles = {"system": "system", "user": "human", "assistant": "ai"}
    got = [(roles[one["role"]], one["content"]) for one in scripted_model.requests[0].messages]
    assert got == list(asked)


@pytest.mark.parametrize(("kind", "script"), FAILING)
def test_failure_has_its_kind(kind: FailureKind, script: Script, scripted_model: Scripted) -> None:
    scripted_model.script = script
    failure = failed(opened(scripted_model), 0.3 if kind == "timeout" else 20)
    assert failure.kind == kind
    assert failure.words == WORDS[kind]


def test_server_that_is_not_there_is_unreachable(scripted_model: Scripted) -> None:
    model = open_model(Settings(model="m", model_url="http://127.0.0.1:9/v1"))
    assert model is not None
    assert failed(model, 10).kind == "unreachable"


def test_what_came_before_a_failure_is_given(scripted_model: Scripted) -> None:
    scripted_model.script = scripts.cut
    came: list[str] = []
    with (
        pytest.raises(ModelFailed),
        opened(scripted_model).stream(PROMPT, seconds=20) as deltas,
    ):
        came.extend(deltas)
    assert "".join(came) == f"{SAID} And"


@pytest.mark.parametrize("script", [scripts.silent, scripts.silent_midway, scripts.slow(0.1)])
def test_time_limit_holds_from_the_call_to_the_end(
    script: Script, scripted_model: Scripted
) -> None:
    scripted_model.script = script
    model = opened(scripted_model)
    began = time.monotonic()
    assert failed(model, 0.4).kind == "timeout"
    assert 0.3 < time.monotonic() - began < AT_LAST
    assert scripted_model.requests[0].closed.wait(10)


def test_time_limit_counts_while_connecting() -> None:
    # 192.0.2.0/24 is for documentation: nothing answers there, not even a refusal.
    model = open_model(Settings(model="m", model_url="http://192.0.2.1/v1"))
    assert model is not None
    began = time.monotonic()
    assert failed(model, 0.3).kind in ("timeout", "unreachable")
    assert time.monotonic() - began < AT_LAST


@pytest.mark.parametrize("script", [scripts.silent, scripts.silent_midway])
def test_leaving_closes_the_connection_while_the_model_is_silent(
    script: Script, scripted_model: Scripted
) -> None:
    scripted_model.script = script
    with opened(scripted_model).stream(PROMPT, seconds=60) as deltas:
        until(lambda: scripted_model.requests)
        heard = iter(deltas)
        while next(heard):
            pass
    assert scripted_model.requests[0].closed.wait(10)


def test_caller_that_is_given_up_gives_up_the_model(scripted_model: Scripted) -> None:
    scripted_model.script = scripts.endless
    model = opened(scripted_model)

    def answer() -> Iterator[str]:
        with model.stream(PROMPT, seconds=60) as deltas:
            yield from deltas

    words = answer()
    assert next(word for word in words if word)
    words.close()
    assert scripted_model.requests[0].closed.wait(10)


def test_several_are_asked_at_once(scripted_model: Scripted) -> None:
    scripted_model.script = scripts.slow(0.01)
    model = opened(scripted_model)
    said: list[str] = []
    asking = [
        threading.Thread(target=lambda: said.append(model.complete(PROMPT, seconds=30).text))
        for _ in range(8)
    ]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert said == [SAID] * 8


def test_thoughts_are_no_part_of_the_answer(scripted_model: Scripted) -> None:
    scripted_model.script = scripts.thinks_first
    with opened(scripted_model).stream(PROMPT, seconds=20) as deltas:
        assert "".join(deltas) == SAID


def test_odd_characters_of_the_prompt_may_come_back(scripted_model: Scripted) -> None:
    scripted_model.script = lambda messages: ["The file says caf\ufffd [1]."]
    asked: tuple[Message, ...] = (("human", "[1] caf\ufffd"),)
    assert opened(scripted_model).complete(asked, seconds=20).text.startswith("The file")


def test_server_that_refuses_wishes_is_asked_without_from_then_on(
    scripted_model: Scripted,
) -> None:
    def particular(messages: Messages) -> Iterator[Step]:
        if "temperature" in scripted_model.requests[-1].body:
            yield Status(400, words="Unsupported parameter: temperature")
        yield from scripts.well_behaved(messages)

    scripted_model.script = particular
    model = opened(scripted_model)
    assert [model.complete(PROMPT, seconds=20).text for _ in range(2)] == [SAID, SAID]
    asked = ["temperature" in request.body for request in scripted_model.requests]
    assert asked == [True, False, False]
    assert set(scripted_model.requests[-1].body) == {"model", "messages", "stream"}


@pytest.mark.parametrize(("header", "least", "most"), [("7", 7, 7), ("0.5", 0.5, 0.5)])
@pytest.mark.parametrize("code", [429, 503])
def test_model_is_not_asked_before_its_server_wants_to_be(
    code: int, header: str, least: float, most: float, scripted_model: Scripted
) -> None:
    scripted_model.script = scripts.refuses(code, retry_after=header)
    model = opened(scripted_model)
    failure = failed(model)
    assert failure.retry_after is not None
    assert least <= failure.retry_after <= most
    assert failed(model).kind == "resting"
    assert len(scripted_model.requests) == 1


def test_model_that_fails_again_and_again_is_left_alone(scripted_model: Scripted) -> None:
    scripted_model.script = scripts.refuses(500)
    model = opened(scripted_model)
    assert [failed(model).kind for _ in range(5)] == ["server"] * 3 + ["resting"] * 2
    assert len(scripted_model.requests) == 3


@pytest.mark.parametrize("script", [scripts.empty, scripts.endless])
def test_answers_that_are_no_use_do_not_keep_from_asking(
    script: Script, scripted_model: Scripted
) -> None:
    scripted_model.script = script
    model = opened(scripted_model)
    assert "resting" not in [failed(model, 20).kind for _ in range(4)]


def test_time_out_counts_only_where_the_time_was_fair(scripted_model: Scripted) -> None:
    scripted_model.script = scripts.silent
    model = opened(scripted_model, model_seconds=1)
    assert [failed(model, 0.1).kind for _ in range(4)] == ["timeout"] * 4
    assert [failed(model, 0.6).kind for _ in range(4)] == ["timeout"] * 3 + ["resting"]


def test_call_without_time_is_not_made(scripted_model: Scripted) -> None:
    model = opened(scripted_model)
    assert [failed(model, seconds).kind for seconds in (0, -1, -1, -1)] == ["timeout"] * 4
    assert scripted_model.requests == []
    assert model.complete(PROMPT, seconds=20).text == SAID


@pytest.mark.parametrize("code", [400, 413, 422])
def test_requests_that_a_server_cannot_take_do_not_keep_from_asking(
    code: int, scripted_model: Scripted
) -> None:
    scripted_model.script = scripts.refuses(code)
    model = opened(scripted_model)
    assert [failed(model).kind for _ in range(4)] == ["server"] * 4


def test_given_up_requests_do_not_keep_from_asking(scripted_model: Scripted) -> None:
    scripted_model.script = scripts.silent
    model = opened(scripted_model)
    for _ in range(4):
        with model.stream(PROMPT, seconds=20):
            pass
    scripted_model.script = scripts.well_behaved
    assert model.complete(PROMPT, seconds=20).text == SAID


def test_failure_leaves_nothing_behind(scripted_model: Scripted) -> None:
    """Warnings of tasks and connections that nobody ended are errors here."""
    for script in (scripts.silent, scripts.cut, scripts.refuses(500)):
        scripted_model.script = script
        failed(opened(scripted_model), 0.3 if script is scripts.silent else 20)
    until(lambda: all(request.ended.is_set() for request in scripted_model.requests))
    gc.collect()
