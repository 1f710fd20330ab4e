import asyncio
from collections.abc import Sequence

import pytest

from assistant.answer import Turn
from assistant.assistant import Assistant
from assistant.writer.failures import ModelFailed
from assistant.writer.model import ChatModel, Message
from assistant.writer.streaming import Streaming
from evals.scripted.server import Scripted
from tests.assistant.writer.conftest import Open, call_of, plays
from tests.models import scripts

LAVROV = Turn("Which countries did Lavrov visit?", "Cuba and Venezuela. [1]")
FOLLOW_UP = "What is worked on in the second one?"
IN_FULL = "What is worked on in Venezuela?"


def calls(server: Scripted) -> list[str]:
    return [call_of(request.messages) for request in server.requests]


def test_follow_up_is_put_in_full_by_the_model_where_that_finds_more(
    written: Open, scripted_model: Scripted
) -> None:
    scripted_model.script = plays(rewrite=f"Question: “{IN_FULL}”")
    assistant = written()
    assert assistant.standalone(FOLLOW_UP, [LAVROV]) == IN_FULL
    assert "Cuba and Venezuela." in scripted_model.requests[0].prompt


@pytest.mark.parametrize(
    "said",
    [
        "What is the capital of Norway?",
        "What did Zarathustra work on in the second one?",
        FOLLOW_UP,
        LAVROV.question,
        "Which countries are Cuba and Venezuela?",
        "Venezuela works on oil.\nAnd on space.",
        "What is worked on " + "in Venezuela " * 40,
        "",
    ],
)
def test_what_cannot_be_the_question_is_not_taken(
    written: Open, scripted_model: Scripted, article_assistant: Assistant, said: str
) -> None:
    scripted_model.script = plays(rewrite=said)
    light = article_assistant.standalone(FOLLOW_UP, [LAVROV])
    assert written().standalone(FOLLOW_UP, [LAVROV]) == light


def test_first_question_in_english_is_not_rewritten(
    written: Open, scripted_model: Scripted
) -> None:
    written().standalone("How many countries belong to ALBA?")
    assert calls(scripted_model) == []


def test_failing_model_leaves_the_question_as_it_is_read_without_one(
    written: Open, scripted_model: Scripted, article_assistant: Assistant
) -> None:
    scripted_model.script = scripts.refuses(500)
    light = article_assistant.standalone(FOLLOW_UP, [LAVROV])
    assert written().standalone(FOLLOW_UP, [LAVROV]) == light


def test_long_conversation_is_told_as_far_as_there_is_room(
    written: Open, scripted_model: Scripted
) -> None:
    scripted_model.script = plays(rewrite=IN_FULL)
    long = [Turn(f"Question {n}?", "Some words of an answer. " * 400) for n in range(30)]
    assert written().standalone(FOLLOW_UP, [*long, LAVROV]) == IN_FULL
    assert len(scripted_model.requests[0].prompt) < 4096 * 3
    assert "Cuba and Venezuela." in scripted_model.requests[0].prompt


def test_other_words_are_searched_for_only_where_nothing_answers(
    written: Open, scripted_model: Scripted
) -> None:
    scripted_model.script = plays(expand="oil, weather, climate", write="ALBA has 11 {ALBA}.")
    assistant = written()
    assistant.ask("How many countries belong to ALBA?")
    assert "expand" not in calls(scripted_model)
    refused = assistant.ask("How warm is it in Caracas in July?")
    assert calls(scripted_model).count("expand") == 1
    assert refused.refused


def test_question_is_asked_and_left_in_an_event_loop_too(
    written: Open, scripted_model: Scripted
) -> None:
    scripted_model.script = scripts.silent
    assistant = written(model_seconds=30)

    async def leave() -> None:
        async def read() -> None:
            async for _ in assistant.chain.astream("How many countries belong to ALBA?"):
                pass

        task = asyncio.create_task(read())
        while not scripted_model.requests:
            await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(leave())
    assert scripted_model.requests[-1].closed.wait(5)


class NeverInTime(ChatModel):
    """A model that remembers how long it may take, and takes longer."""

    context = 4096

    def __init__(self) -> None:
        self.name = "never in time"
        self.given: list[float] = []

    def stream(
        self, messages: Sequence[Message], *, seconds: float, helps: bool = False
    ) -> Streaming:
        self.given.append(seconds)
        raise ModelFailed("timeout")


def test_model_may_take_a_part_of_the_time_of_an_answer_to_read_the_question(
    article_assistant: Assistant,
) -> None:
    model = NeverInTime()
    settings = article_assistant.settings.model_copy(update={"model_seconds": 40.0})
    assistant = Assistant(article_assistant.index, settings, model=model)
    light = article_assistant.standalone(FOLLOW_UP, [LAVROV])
    assert assistant.standalone(FOLLOW_UP, [LAVROV]) == light
    assert assistant.ask("How warm is it in Caracas in July?").refused
    assert model.given == [5.0, 5.0]
