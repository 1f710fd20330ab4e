"""What a language model's help costs: follow-ups, wider searches, repairs and translations are told
apart from the answer itself."""

import re
from itertools import count
from typing import Any

import pytest

from assistant.answer import Answer, Turn
from assistant.assigning import waited
from assistant.settings import Settings
from assistant.text import explained
from assistant.writer.asking import Helping
from assistant.writer.failures import ModelFailed
from assistant.writer.model import Message, open_model
from evals.scripted.server import Pause, Scripted, Status
from tests.assistant.writer.conftest import Open, call_of, plays

ALBA = "How many countries belong to ALBA?"
ELEVEN = "ALBA has 11 member states {ALBA}."
LAVROV = Turn("Which countries did Lavrov visit?", "Cuba and Venezuela. [1]")
NOWHERE = "What is the capital of Norway?"
ASKED: tuple[Message, ...] = (("human", "Some words."),)


def told(answer: Answer) -> dict[str, Any]:
    """The costs by task, as JSON has them."""
    found: dict[str, Any] = answer.to_json().get("helping", {})
    return found


def spent(server: Scripted, call: str) -> tuple[int, int]:
    """Requests of a kind, and the tokens that the server counts for what they told it."""
    asked = [request for request in server.requests if call_of(request.messages) == call]
    return len(asked), sum(len(request.prompt.split()) for request in asked)


def test_answer_without_help_tells_of_none(written: Open, scripted_model: Scripted) -> None:
    scripted_model.script = plays(write=ELEVEN)
    answer = written().ask(ALBA)
    assert "helping" not in answer.to_json()
    assert spent(scripted_model, "write") == (1, answer.tokens[0])


def test_repair_and_rewriting_are_counted_apart_from_the_answer(
    written: Open, scripted_model: Scripted
) -> None:
    scripted_model.script = plays(
        write="Venezuela has 12 nuclear centres {Venezuela}.",
        mend="It has 13 nuclear centres {Venezuela}.",
        rewrite="What is worked on in Venezuela?",
    )
    answer = written().ask("What is worked on in the second one?", [LAVROV])
    for task, call in (("rewriting", "rewrite"), ("repair", "mend")):
        assert (told(answer)[task]["calls"], told(answer)[task]["prompt_tokens"]) == spent(
            scripted_model, call
        )
        assert told(answer)[task]["completion_tokens"] > 0
    assert answer.writing is not None
    assert spent(scripted_model, "write") == (1, answer.writing.prompt_tokens)
    whole = sum(len(request.prompt.split()) for request in scripted_model.requests)
    assert answer.tokens[0] == whole


def test_translation_is_counted(written: Open, scripted_model: Scripted) -> None:
    scripted_model.script = plays(
        write="La ALBA tiene 11 estados miembros en la región {ALBA}.",
        translate="ALBA has 11 member states.",
        rewrite=ALBA,
    )
    answer = written().ask("¿Cuántos países tiene la ALBA según el artículo?")
    assert set(told(answer)) == {"rewriting", "translation"}


def test_refusal_tells_what_the_wider_search_cost(written: Open, scripted_model: Scripted) -> None:
    scripted_model.script = plays(expand="Oslo, seat of government")
    answer = written().ask(NOWHERE)
    assert (answer.refused, answer.writing) == (True, None)
    assert told(answer)["expansion"]["calls"] == 1
    assert answer.tokens == (
        told(answer)["expansion"]["prompt_tokens"],
        told(answer)["expansion"]["completion_tokens"],
    )


def test_help_is_explained_in_a_line_for_each_task(written: Open, scripted_model: Scripted) -> None:
    scripted_model.script = plays(write="ALBA has 12 member states {ALBA}.", mend=ELEVEN)
    said = explained(written().ask(ALBA))
    assert re.search(r"^repair: 1 call, \d+ tokens read, \d+ written, \d+ ms$", said, re.M)


def test_answer_read_back_keeps_what_its_help_cost(written: Open, scripted_model: Scripted) -> None:
    scripted_model.script = plays(write="ALBA has 12 member states {ALBA}.", mend=ELEVEN)
    answer = written().ask(ALBA)
    assert Answer.from_json(answer.to_json()).helping == answer.helping


@pytest.mark.parametrize(
    ("step", "tokens"), [(Status(500), True), (Status(401), False), (Pause(60), True)]
)
def test_help_that_fails_is_counted_with_the_time_it_took(
    scripted_model: Scripted, step: Any, tokens: bool
) -> None:
    scripted_model.script = lambda messages: [step]
    model = open_model(Settings(model="scripted", model_url=scripted_model.url))
    assert model is not None
    helping = Helping()
    with pytest.raises(ModelFailed):
        waited(helping.ask("repair", model, ASKED, 2.0))
    cost = helping.costs["repair"]
    assert (cost.calls, cost.seconds > 0, cost.prompt_tokens > 0) == (1, True, tokens)


def test_what_was_not_asked_costs_nothing(scripted_model: Scripted) -> None:
    scripted_model.script = lambda messages: [Status(500)]
    model = open_model(Settings(model="scripted", model_url=scripted_model.url))
    assert model is not None
    helping = Helping()
    for _ in range(5):  # the circuit opens after the third
        with pytest.raises(ModelFailed):
            waited(helping.ask("repair", model, ASKED, 20.0))
    with pytest.raises(ModelFailed):
        waited(helping.ask("repair", model, ASKED, 0.0))
    assert helping.costs["repair"].calls == len(scripted_model.requests) == 3


def test_model_that_helps_but_fails_to_write_is_left_alone(
    written: Open, scripted_model: Scripted
) -> None:
    plain = plays(rewrite="What is worked on in Venezuela?")
    scripted_model.script = lambda messages: (
        [Status(500)] if call_of(messages) == "write" else plain(messages)
    )
    assistant = written()
    for _ in range(5):
        assistant.ask("What is worked on in the second one?", [LAVROV])
    assert spent(scripted_model, "write")[0] == 3


def test_tasks_add_up(scripted_model: Scripted) -> None:
    turns = count(1)
    scripted_model.script = lambda messages: ["word "] * next(turns)
    model = open_model(Settings(model="scripted", model_url=scripted_model.url))
    assert model is not None
    helping = Helping()
    for _ in range(2):
        waited(helping.ask("expansion", model, ASKED, 20.0))
    cost = helping.costs["expansion"]
    assert (cost.calls, cost.prompt_tokens, cost.completion_tokens) == (2, 4, 3)
