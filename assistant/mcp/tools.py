"""The tools: what each takes, what it does, and what it gives, as text and as plain values."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import anyio.to_thread
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer, Turn, passage_json
from assistant.request_parts import MOST_PASSAGES, Documents, History, Text
from assistant.shape import AnswerShape, CodePoint, PassageShape
from assistant.text import as_text
from index.errors import InvalidInput

if TYPE_CHECKING:
    from assistant.assistant import Assistant

MOST_READ = 20_000
"""Code points of a document that are read at once."""

Asking = Callable[[str, tuple[Turn, ...], tuple[str, ...]], Awaitable[Answer]]
"""Question, history and documents to an answer."""
InTurn = Callable[[Callable[[], "Given"]], Awaitable["Given"]]
"""Other work on the index to what it gives, done in a thread."""


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


Scope = Annotated[
    Documents,
    Field(
        description="Ids of documents, or of folders of them, to which this is limited. "
        "None: all documents."
    ),
]
Question = Annotated[Text, Field(description="A question, in words. One at a time.")]


class AskArguments(_Arguments):
    """What `ask` takes."""

    question: Question
    documents: Scope = []
    history: Annotated[
        History,
        Field(
            description="The questions and answers before this one, oldest first, so that "
            "“and in 2020?” is understood.",
        ),
    ] = []


class SearchArguments(_Arguments):
    """What `search_passages` takes."""

    question: Question
    documents: Scope = []
    k: Annotated[int, Field(ge=1, le=MOST_PASSAGES, description="Passages at most.")] = 5


class ReadArguments(_Arguments):
    """What `read_document` takes."""

    document: Annotated[Text, Field(description="The document's id.")]
    start: Annotated[CodePoint, Field(description="First character, from 0.")] = 0
    end: Annotated[
        int | None,
        Field(
            ge=0,
            description=f"Where to stop, exclusive; at most {MOST_READ:,} characters are given.",
        ),
    ] = None


class Found(BaseModel):
    """Passages, best first."""

    passages: list[PassageShape]


class Read(BaseModel):
    """A stretch of a document's text: characters from `start` to `end` of `total`.

    `next` is where to read on, null at the document's end.
    """

    document: str
    title: str
    digest: str
    start: int
    end: int
    total: int
    next: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """What a tool gives: text for a reader, and the same as plain values."""

    text: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, for any server of it."""

    name: str
    title: str
    description: str
    arguments: type[BaseModel]
    gives: type[BaseModel]
    run: Callable[[Any], Awaitable[Given]]


def tools(assistant: "Assistant", asking: Asking, in_turn: InTurn) -> tuple[Tool, ...]:
    """The tools over an assistant. They raise as it does, and InvalidInput for a place outside a
    document."""

    async def ask(given: AskArguments) -> Given:
        history = tuple(Turn(turn.question, turn.answer) for turn in given.history)
        answer = await asking(given.question, history, tuple(given.documents))
        return Given(as_text(answer), answer.to_json())

    async def search(given: SearchArguments) -> Given:
        return await in_turn(partial(searched, assistant, given))

    async def read(given: ReadArguments) -> Given:
        return await anyio.to_thread.run_sync(read_from, assistant, given)

    return (
        Tool(
            "ask",
            "Ask the documents",
            "Answers a question from the documents alone. Every sentence of the answer has "
            "footnotes to the exact words of documents: it is those words (`mode` is "
            "`extractive`), or a language model's and was checked against them (`written`); "
            "`supported: false` marks one that they don't bear out. Where the documents don't "
            "answer, `refused` is true and the passages are only the nearest ones.",
            AskArguments,
            AnswerShape,
            ask,
        ),
        Tool(
            "search_passages",
            "Search the documents",
            "Finds the passages that fit a question best, each with its place. A passage that is "
            "found need not answer the question.",
            SearchArguments,
            Found,
            search,
        ),
        Tool(
            "read_document",
            "Read a document",
            "Gives a stretch of a document's text by character offsets, such as those of citations "
            "and passages; `next` says where to read on.",
            ReadArguments,
            Read,
            read,
        ),
    )


def searched(assistant: "Assistant", given: SearchArguments) -> Given:
    """The passages for a question."""
    found = assistant.retrieve(given.question, (), tuple(given.documents), given.k)
    passages = [passage_json(passage) for passage in found]
    blocks = [
        f"{number}. {p['document']}, characters {p['start']}–{p['end']}\n\n{p['text']}"
        for number, p in enumerate(passages, 1)
    ]
    return Given("\n\n".join(blocks) or "No passage was found.", {"passages": passages})


def read_from(assistant: "Assistant", given: ReadArguments) -> Given:
    """A stretch of a document."""
    document = assistant.document(given.document)
    total = len(document.text)
    if given.start > total or (given.end is not None and given.end < given.start):
        raise InvalidInput(
            f"characters {given.start} to {given.end or 'its end'}: not a stretch of "
            f"{given.document}, which has {total:,}; choose a start up to that, and an end after it"
        )
    asked = total if given.end is None else min(given.end, total)
    end = min(asked, given.start + MOST_READ)
    following = end if end < total else None
    text = document.text[given.start : end]
    go_on = "its end" if following is None else f"read on at {following}"
    return Given(
        f"{document.title} ({document.id}), characters {given.start}–{end} of {total}; {go_on}\n\n"
        f"{text}",
        {
            "document": document.id,
            "title": document.title,
            "digest": document.digest,
            "start": given.start,
            "end": end,
            "total": total,
            "next": following,
            "text": text,
        },
    )
