"""An assistant over the article whose language model follows a script."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.writer import prompts
from assistant.writer.model import open_model
from evals.scripted.server import Messages, Scripted, Step
from tests.conftest import ARTICLE
from tests.models.scripts import evidence, pieces

Open = Callable[..., Assistant]

CALLS = {
    "write": prompts.RULES,
    "mend": prompts.REPAIR,
    "translate": prompts.TRANSLATE,
    "rewrite": prompts.REWRITE.partition("{")[0],
    "expand": prompts.EXPAND.partition("{")[0],
}


def call_of(messages: Messages) -> str:
    """What a request asks of the model, by its rules."""
    rules = str(messages[0]["content"])
    return next(name for name, told in CALLS.items() if rules.startswith(told))


def number_of(messages: Messages, words: str) -> int:
    """The number of the sentence that holds the words."""
    return next(number for number, text in evidence(messages) if words in text)


def plays(**said: str | Callable[[Messages], str]) -> Callable[[Messages], Iterable[Step]]:
    """A model that says this to each kind of call: `plays(write="… {ALBA}")`, where `{words}` is
    the marker of the sentence that holds these words; to others it says nothing of use."""

    def script(messages: Messages) -> Iterable[Step]:
        told = said.get(call_of(messages), "-")
        return pieces(told(messages) if callable(told) else marked(told, messages))

    return script


def marked(text: str, messages: Messages) -> str:
    """The text with `{words}` made the marker of the sentence that holds them."""
    for words in {part.partition("}")[0] for part in text.split("{")[1:]}:
        text = text.replace(f"{{{words}}}", f"[{number_of(messages, words)}]")
    return text


@pytest.fixture
def written(article_assistant: Assistant, scripted_model: Scripted) -> Open:
    """Opens the assistant over the article with the scripted model: `written(unsupported="show")`;
    `index=…` is another index."""

    def opened(index: Any = article_assistant.index, **settings: Any) -> Assistant:
        told = Settings(
            documents=ARTICLE.parent,
            data=Path(article_assistant.settings.data),
            model="scripted",
            model_url=scripted_model.url,
            **settings,
        )
        return Assistant(index, told, model=open_model(told))

    return opened
