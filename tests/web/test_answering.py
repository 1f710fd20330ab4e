"""All that ask share the slots: so many at once, the others in order, too many turned away."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.web.answering import Answering
from assistant.web.chat import replies
from assistant.web.slots import Slots
from index.errors import Busy, InvalidQuestion
from tests.waiting import until
from tests.web.fake_assistant import Cited, FakeAssistant
from tests.web.gated import GatedAssistant

TEXTS = {"a.txt": "One.\nTwo."}


@pytest.fixture
def gated() -> Iterator[GatedAssistant]:
    assistant = GatedAssistant(TEXTS, {})
    yield assistant
    assistant.allow()  # whoever still waits in a thread


class Counted:
    def __init__(self) -> None:
        self.counts: list[tuple[str, str]] = []

    def answered(self, way: str, answer: Answer) -> None:
        self.counts.append(("answered", way))

    def failed(self, way: str) -> None:
        self.counts.append(("failed", way))

    def turned_away(self, way: str) -> None:
        self.counts.append(("turned away", way))


def test_no_more_than_so_many_are_answered_at_once(gated: GatedAssistant) -> None:
    answering = Answering(gated, at_once=2, waiting=10)
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(answering.ask, "api", f"question {n}") for n in range(6)]
        until(lambda: answering.queue == (4, 2))
        assert len(gated.begun) == 2
        gated.allow()
        answers = [future.result() for future in asked]
    assert [answer.question for answer in answers] == [f"question {n}" for n in range(6)]
    assert answering.queue == (0, 0)


def test_first_come_is_first_served_whether_it_waits_in_a_thread_or_in_the_loop(
    gated: GatedAssistant,
) -> None:
    answering = Answering(gated, at_once=1, waiting=10)

    async def mixed() -> None:
        loop = asyncio.get_running_loop()
        asked: list[Any] = []
        for n in range(6):
            question = f"question {n}"
            if n % 2:
                asked.append(asyncio.create_task(answering.asked("widget", question)))
            else:
                asked.append(loop.run_in_executor(None, answering.ask, "api", question))
            while sum(answering.queue) <= n:
                await asyncio.sleep(0.001)
        gated.allow()
        await asyncio.gather(*asked)

    asyncio.run(mixed())
    assert gated.begun == [f"question {n}" for n in range(6)]


def test_one_too_many_is_turned_away_and_told_when_to_come_again(gated: GatedAssistant) -> None:
    counted = Counted()
    answering = Answering(gated, at_once=1, waiting=1, metrics=counted)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(answering.ask, "api", "first")]
        until(lambda: answering.queue == (0, 1))
        asked.append(pool.submit(answering.ask, "page", "second"))
        until(lambda: answering.queue == (1, 1))
        with pytest.raises(Busy) as refused:
            answering.ask("mcp", "third")
        assert 1 <= refused.value.retry_after <= 60
        gated.allow()
        for future in asked:
            future.result()
    assert sorted(counted.counts) == [
        ("answered", "api"),
        ("answered", "page"),
        ("turned away", "mcp"),
    ]


def test_who_goes_away_while_waiting_leaves_the_queue(gated: GatedAssistant) -> None:
    answering = Answering(gated, at_once=1, waiting=10)
    gone = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(answering.ask, "api", "first")
        until(lambda: answering.queue == (0, 1))
        second = pool.submit(list, answering.stream("page", "second", stopped=gone.is_set))
        until(lambda: answering.queue == (1, 1))
        gone.set()
        assert not any(second.result())  # empty chunks, if any
        assert answering.queue == (0, 1)
        gated.allow()
        first.result()
    assert gated.begun == ["first"]


def test_cancelled_in_the_queue_is_out_of_the_queue(gated: GatedAssistant) -> None:
    answering = Answering(gated, at_once=1, waiting=10)

    async def cancelled() -> None:
        first = asyncio.create_task(answering.asked("api", "first"))
        await asyncio.sleep(0)
        second = asyncio.create_task(answering.asked("api", "second"))
        await asyncio.sleep(0)
        third = asyncio.create_task(answering.asked("api", "third"))
        await asyncio.sleep(0)
        assert answering.queue == (2, 1)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        assert answering.queue == (1, 1)
        gated.allow()
        assert (await first).question == "first"
        assert (await third).question == "third"

    asyncio.run(cancelled())
    assert gated.begun == ["first", "third"]
    assert answering.queue == (0, 0)


def test_cancelled_while_answering_stops_at_the_next_chunk_and_only_then_frees_its_slot(
    gated: GatedAssistant,
) -> None:
    answering = Answering(gated, at_once=1)

    async def cancelled() -> None:
        asked = asyncio.create_task(answering.asked("api", "first"))
        while not gated.begun:
            await asyncio.sleep(0.001)
        asked.cancel()
        await asyncio.sleep(0.05)
        assert answering.queue == (0, 1)  # its thread is still at work
        gated.allow(1)
        await asyncio.gather(asked, return_exceptions=True)
        assert asked.cancelled()
        assert answering.queue == (0, 0)

    asyncio.run(cancelled())
    assert gated.closed == ["first"]
    assert len(gated.given) == 1


@pytest.mark.parametrize("chunks", [1, 2])
def test_stopped_stream_ends_after_its_chunk_and_frees_the_slot(
    gated: GatedAssistant, chunks: int
) -> None:
    gated.allow()
    answering = Answering(gated)
    seen: list[dict[str, Any]] = []
    seen.extend(answering.stream("page", "Who?", stopped=lambda: len(gated.given) >= chunks))
    assert len(seen) == chunks
    assert gated.closed == ["Who?"]
    assert answering.queue == (0, 0)


def test_slot_is_freed_by_a_reader_that_just_stops(gated: GatedAssistant) -> None:
    gated.allow()
    answering = Answering(gated)
    stream = iter(answering.stream("page", "Who?"))
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert gated.closed == ["Who?"]
    assert answering.queue == (0, 0)


def test_failures_free_the_slot_and_are_counted_but_not_those_of_the_asker() -> None:
    counted = Counted()
    answering = Answering(FakeAssistant(TEXTS, {}), at_once=1, metrics=counted)
    with pytest.raises(RuntimeError):
        answering.ask("api", "fail")
    with pytest.raises(RuntimeError):
        asyncio.run(answering.asked("openai", "fail"))
    with pytest.raises(InvalidQuestion):
        answering.ask("api", " ")
    assert answering.ask("api", "Who?").refused
    assert counted.counts == [("failed", "api"), ("failed", "openai"), ("answered", "api")]
    assert answering.queue == (0, 0)


def test_what_is_streamed_is_what_the_assistant_streams() -> None:
    assistant = FakeAssistant(TEXTS, {})
    answering = Answering(assistant)
    chunks = list(assistant.stream("Who?"))

    async def streamed() -> list[dict[str, Any]]:
        return [chunk async for chunk in answering.streamed("widget", "Who?")]

    assert list(answering.stream("page", "Who?")) == chunks
    assert asyncio.run(streamed()) == [{"state": "searching"}, *chunks]


def test_the_page_is_told_that_too_many_wait(gated: GatedAssistant) -> None:
    answering = Answering(gated, at_once=1, waiting=0)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(answering.ask, "api", "first")
        until(lambda: answering.queue == (0, 1))
        *_, last = replies(gated, answering, {"id": 1, "question": {"question": "second"}})
        assert last["done"]
        assert "Too many questions" in last["failure"]
        gated.allow()
        first.result()


def test_the_page_is_offered_what_the_chosen_documents_answer() -> None:
    answers = {"Who?": [Cited("a.txt", "Ann.")], "When?": [Cited("a.txt", "Now.")]}
    answers["Where?"] = [Cited("b.txt", "Here.")]
    assistant = FakeAssistant({"a.txt": "Ann. Now.", "b.txt": "Here."}, answers)
    offered = []
    for documents in ([], ["a.txt"]):
        asked = {"question": "Who?", "documents": documents}
        *_, last = replies(assistant, Answering(assistant), {"id": 1, "question": asked})
        offered.append(last["follow_ups"])
    assert offered == [["When?", "Where?"], ["When?"]]


def test_leaving_twice_frees_no_slot_of_another() -> None:
    slots = Slots(at_once=1, waiting=5)
    first, second, third = slots.join(), slots.join(), slots.join()
    first.leave()
    first.leave()
    assert (second.granted.done(), third.granted.done()) == (True, False)
    assert slots.queue == (1, 1)
