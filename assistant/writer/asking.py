"""Short requests that help with an answer, beside the one that writes it, and what they cost."""

import time
from collections.abc import Sequence

from langchain_core.runnables.utils import AddableDict

from assistant.assigning import Signs
from assistant.writer.failures import NOT_TAKEN, ModelFailed
from assistant.writer.material import tokens
from assistant.writer.model import ChatModel, Message
from assistant.writer.streaming import Usage
from assistant.writer.thoughts import after_thoughts
from assistant.written import Helped, Task

SIGN_EVERY = 0.25
"""Seconds between two signs of life while nothing comes."""


class Helping:
    """What the helping requests of one answer cost, by their task."""

    def __init__(self) -> None:
        self.costs: dict[Task, Helped] = {}
        self.writing: Usage | None = None
        """What the request that writes cost, once it has ended."""

    @property
    def tokens(self) -> tuple[int, int]:
        """All tokens that the model read and wrote so far, for the answer itself too."""
        prompt, completion = self.writing or (0, 0)
        return (
            prompt + sum(one.prompt_tokens for one in self.costs.values()),
            completion + sum(one.completion_tokens for one in self.costs.values()),
        )

    def ask(
        self, task: Task, model: ChatModel, messages: Sequence[Message], seconds: float
    ) -> Signs[str]:
        """Signs of life, then what the model replies; raises `ModelFailed`."""
        said, began = "", time.monotonic()
        signed, made, taken = began, seconds > 0, True
        deltas = model.stream(messages, seconds=seconds, helps=True)
        try:
            with deltas:
                for words in deltas:
                    said += words
                    if time.monotonic() - signed >= SIGN_EVERY:
                        signed = time.monotonic()
                        yield AddableDict()
        except ModelFailed as error:
            taken = error.kind not in NOT_TAKEN
            made = made and error.kind != "resting"
            raise
        finally:
            if made:
                cost = deltas.usage or estimated(messages, said) if taken else Usage(0, 0)
                self._add(task, cost, time.monotonic() - began)
        spoken = after_thoughts(said)
        return said if spoken is None else spoken

    def _add(self, task: Task, cost: Usage, seconds: float) -> None:
        known = self.costs.get(task, Helped())
        self.costs[task] = Helped(
            known.calls + 1,
            known.prompt_tokens + cost.prompt,
            known.completion_tokens + cost.completion,
            round(known.seconds + seconds, 4),
        )


def estimated(messages: Sequence[Message], said: str) -> Usage:
    """The tokens of a request whose model does not tell."""
    return Usage(sum(tokens(text) for _, text in messages), tokens(said))
