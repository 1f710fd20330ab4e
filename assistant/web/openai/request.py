"""A request for a chat completion, read as a question and the conversation before it."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Turn
from assistant.request_parts import LONGEST_TEXT, Encodable, Text
from assistant.web.openai.content import said
from assistant.web.openai.errors import Unfit

MODEL = "footnote"
LIMITED = f"{MODEL}:"
MOST_MESSAGES = 1000
TURNS_TAKEN = 50
IGNORED = "Accepted, without effect."


class _Given(BaseModel):
    """Nothing is converted; what is not known is passed over, as it may be of a later version."""

    model_config = ConfigDict(extra="allow", strict=True)


class Part(_Given):
    """A part of a message. Only text is read."""

    type: Encodable
    text: Encodable | None = None
    refusal: Encodable | None = None


class Message(_Given):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Encodable | list[Part] | None = None


class StreamOptions(_Given):
    """What a stream tells beside the message."""

    include_usage: bool | None = None


class ResponseFormat(_Given):
    """The form of the message: text."""

    type: Encodable


class Metadata(_Given):
    """Notes of the client; one of them is read."""

    sources: Annotated[
        Literal["on", "off"] | None,
        Field(description="`off` leaves out the list of sources at the end of the message."),
    ] = None


class CompletionRequest(_Given):
    """The last message is the question; those of user and assistant before it are the conversation.

    System and developer messages, tools, and parameters that steer a language model are accepted
    and change nothing: every sentence of an answer is one of the documents'.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "model": MODEL,
                    "messages": [{"role": "user", "content": "When did the bridge open?"}],
                    "stream": False,
                },
                {
                    "model": MODEL,
                    "messages": [
                        {"role": "user", "content": "When did the bridge open?"},
                        {"role": "assistant", "content": "The bridge opened in 1932. [1]"},
                        {"role": "user", "content": "What colour is it?"},
                    ],
                    "stream": True,
                    "stream_options": {"include_usage": True},
                },
            ]
        },
    )

    model: Annotated[
        Text, Field(description="`footnote`, or `footnote:` and the id of a document or folder.")
    ]
    messages: Annotated[list[Message], Field(min_length=1, max_length=MOST_MESSAGES)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: Annotated[int | None, Field(description="1: there is one answer.")] = None
    metadata: Metadata | None = None
    response_format: ResponseFormat | None = None
    temperature: Annotated[Any, Field(description=IGNORED)] = None
    top_p: Annotated[Any, Field(description=IGNORED)] = None
    max_tokens: Annotated[Any, Field(description=IGNORED)] = None
    max_completion_tokens: Annotated[Any, Field(description=IGNORED)] = None
    stop: Annotated[Any, Field(description=IGNORED)] = None
    seed: Annotated[Any, Field(description=IGNORED)] = None
    user: Annotated[Any, Field(description=IGNORED)] = None
    tools: Annotated[Any, Field(description="Accepted; none is ever called.")] = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request comes to; `read` are all words that were read for it."""

    question: str
    history: tuple[Turn, ...]
    documents: tuple[str, ...]
    sources: bool
    read: str


def asked(body: CompletionRequest) -> Asked:
    """The question, the turns before it, and the documents that it is limited to; raises Unfit."""
    if body.n not in (None, 1):
        raise Unfit("n: there is one answer to a question; leave n out, or give 1", "n")
    if body.response_format is not None and body.response_format.type != "text":
        raise Unfit(
            "response_format: answers are text; leave it out, or read the answer's parts under "
            "the key footnote of the completion",
            "response_format",
        )
    *before, last = body.messages
    place = f"messages.{len(before)}"
    if last.role != "user":
        raise Unfit(f"{place}: the last message is the question: its role has to be user", place)
    question = _words(last, place)
    if not question.strip():
        raise Unfit(f"{place}: the message is empty; ask something about the documents", place)
    history = _turns(before)
    read = "".join(part for turn in history for part in (turn.question, turn.answer)) + question
    sources = body.metadata is None or body.metadata.sources != "off"
    return Asked(question, history, limited(body.model), sources, read)


def limited(model: str) -> tuple[str, ...]:
    """The document or folder that a model's id names, none for all; raises Unfit."""
    if model == MODEL:
        return ()
    if not model.startswith(LIMITED) or model == LIMITED:
        raise Unfit(
            f"{model}: no such model; `{MODEL}` answers from all documents, and `{LIMITED}` with "
            "the id of a document or folder from that alone",
            "model",
            "model_not_found",
            404,
        )
    return (model.removeprefix(LIMITED),)


def _turns(messages: list[Message]) -> tuple[Turn, ...]:
    """Questions with what was answered, the last of them; what nobody answered has no answer."""
    turns: list[Turn] = []
    for number, message in enumerate(messages):
        if message.role == "user":
            turns.append(Turn(_words(message, f"messages.{number}"), ""))
        elif message.role == "assistant" and turns:
            words = said(_words(message, f"messages.{number}"))
            answer = "\n".join(filter(None, (turns[-1].answer, words)))
            turns[-1] = Turn(turns[-1].question, answer)
    return tuple(turns[-TURNS_TAKEN:])


def _words(message: Message, place: str) -> str:
    """The text of a message; raises Unfit for one that holds anything else."""
    if isinstance(message.content, list):
        words = "\n".join(_text(part, place) for part in message.content)
    else:
        words = message.content or ""
    if len(words) > LONGEST_TEXT:
        raise Unfit(
            f"{place}: the message has {len(words):,} characters; at most {LONGEST_TEXT:,} of one "
            "are read",
            place,
        )
    return words


def _text(part: Part, place: str) -> str:
    if part.type == "text" and part.text is not None:
        return part.text
    if part.type == "refusal" and part.refusal is not None:
        return part.refusal
    raise Unfit(f"{place}: only text can be read; leave out the part of type {part.type}", place)
