"""A question that is given up while a language model reads it: the model is given up at once."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable

import pytest

from assistant.answer import Turn
from assistant.assistant import Assistant
from assistant.web.answering import Answering
from assistant.web.metrics import Metrics
from evals.scripted.server import Messages, Pause, Script, Scripted
from tests.assistant.writer.conftest import Open, call_of
from tests.models import scripts
from tests.waiting import until
from tests.web.test_health import figures

LAVROV = Turn("Which countries did Lavrov visit?", "Cuba and Venezuela. [1]")
FOLLOW_UP = "What is worked on in the second one?"
WARM = "How warm is it in Caracas in July?"
SOON = 3.0
"""Seconds, of the thirty that the model has."""
ASKED = pytest.mark.parametrize(
    ("call", "question", "history"),
    [("rewrite", FOLLOW_UP, (LAVROV,)), ("expand", WARM, ())],
    ids=["follow-up", "other words"],
)


def silent_at(call: str) -> Script:
    def script(messages: Messages) -> list[Pause | str]:
        return [Pause(60)] if call_of(messages) == call else ["-"]

    return script


def seconds_to_leave(begun: Callable[[], AsyncIterator[object]], model: Scripted) -> float:
    """How long a reader takes to be gone who is cancelled once the model was asked."""

    async def leave() -> float:
        async def read() -> None:
            async for _ in begun():
                pass

        task = asyncio.create_task(read())
        while not model.requests:
            await asyncio.sleep(0.02)
        began = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return time.monotonic() - began

    return asyncio.run(leave())


@pytest.fixture
def assistant(written: Open) -> Assistant:
    return written(model_seconds=240)


@ASKED
def test_cancelled_chain_gives_up_the_model(
    call: str,
    question: str,
    history: tuple[Turn, ...],
    assistant: Assistant,
    scripted_model: Scripted,
) -> None:
    scripted_model.script = silent_at(call)
    asked = {"question": question, "history": history}
    assert seconds_to_leave(lambda: assistant.chain.astream(asked), scripted_model) < SOON
    assert scripted_model.requests[-1].closed.wait(SOON)


@ASKED
def test_stopped_question_frees_its_slot(
    call: str,
    question: str,
    history: tuple[Turn, ...],
    assistant: Assistant,
    scripted_model: Scripted,
) -> None:
    scripted_model.script = silent_at(call)
    answering = Answering(assistant, at_once=1)
    stop = threading.Event()
    came: list[object] = []

    def read() -> None:
        came.extend(answering.stream("page", question, history, stopped=stop.is_set))

    reading = threading.Thread(target=read)
    reading.start()
    until(lambda: scripted_model.requests)
    stop.set()
    reading.join(SOON)
    assert not reading.is_alive()
    assert scripted_model.requests[-1].closed.wait(SOON)
    assert answering.queue == (0, 0)
    assert not any("answer" in chunk for chunk in came if isinstance(chunk, dict))


@pytest.mark.parametrize("call", ["rewrite", "write"])
def test_tokens_of_a_question_that_is_stopped_are_counted(
    call: str, assistant: Assistant, scripted_model: Scripted
) -> None:
    scripted_model.script = lambda messages: (
        ["Some words", Pause(60)] if call_of(messages) == call else ["-"]
    )
    metrics = Metrics(assistant)
    answering = Answering(assistant, at_once=1, metrics=metrics)
    stop = threading.Event()

    def stopped() -> bool:
        return stop.is_set() or any(call_of(r.messages) == call for r in scripted_model.requests)

    assert list(answering.stream("page", FOLLOW_UP, (LAVROV,), stopped=stopped))
    told = figures(metrics)
    asked = sum(len(request.prompt.split()) for request in scripted_model.requests)
    assert told["footnote_writing_tokens_total", "prompt"] >= asked


@ASKED
def test_closed_stream_of_the_event_loop_frees_its_slot(
    call: str,
    question: str,
    history: tuple[Turn, ...],
    assistant: Assistant,
    scripted_model: Scripted,
) -> None:
    scripted_model.script = silent_at(call)
    answering = Answering(assistant, at_once=1)

    asked = question, history
    assert seconds_to_leave(lambda: answering.streamed("api", *asked), scripted_model) < SOON
    assert scripted_model.requests[-1].closed.wait(SOON)
    assert answering.queue == (0, 0)


def test_answer_tells_how_long_the_question_was_read(
    assistant: Assistant, scripted_model: Scripted
) -> None:
    scripted_model.script = lambda messages: (
        [Pause(0.3), "-"] if call_of(messages) == "rewrite" else scripts.well_behaved(messages)
    )
    answer = assistant.ask(FOLLOW_UP, [LAVROV])
    assert answer.seconds["understand"] >= 0.3
    assert answer.seconds["understand"] + answer.seconds["retrieve"] <= answer.seconds["total"]
