"""What a scripted model is asked, read from the prompt."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.writer import prompts
from evals.scripted.server import Messages

Task = Literal["write", "repair", "translate", "rewrite", "expand", "other"]

SENTENCE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
ASKED = re.compile(r"(?:Question|Sentence|Last question): (.*)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The task, the numbered sentences that were given, and what it is about: the question, or
    the sentence to mend or to translate."""

    task: Task
    sentences: dict[int, str]
    about: str


def read_sheet(messages: Messages) -> Sheet:
    """The sheet of a request; the task is "other" where the prompt is none of the assistant's."""
    last = str(messages[-1]["content"])
    _, _, rest = last.partition("<sentences>")
    given, _, after = rest.partition("</sentences>")
    sentences = {int(number): text for number, text in SENTENCE.findall(given)}
    found = ASKED.findall(after or last)
    return Sheet(_task(messages), sentences, found[-1].strip() if found else "")


def _task(messages: Messages) -> Task:
    system = next((str(one["content"]) for one in messages if one["role"] == "system"), "")
    starts: dict[str, Task] = {
        prompts.RULES: "write",
        prompts.REPAIR: "repair",
        prompts.TRANSLATE: "translate",
        prompts.REWRITE.partition("{")[0]: "rewrite",
        prompts.EXPAND.partition("{")[0]: "expand",
    }
    return next((task for start, task in starts.items() if system.startswith(start)), "other")
