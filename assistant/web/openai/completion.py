"""A chat completion: whole, or as the chunks of a stream."""

import json
import math
import secrets
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer
from assistant.shape import AnswerShape
from assistant.web.event_stream import COMMENT
from assistant.web.openai.beating import Beating
from assistant.web.openai.content import Content, Piece, pieces
from assistant.web.openai.errors import error_of
from assistant.web.openai.request import Asked

CHARACTERS_A_TOKEN = 4
DONE = b"data: [DONE]\n\n"


class UrlCitation(BaseModel):
    """Where a marker stands in the message's text, in code points, and what it cites."""

    start_index: int
    end_index: int
    title: str
    url: str = Field(description="The cited words in their document, shown by this server.")


class Annotation(BaseModel):
    """A citation of the message."""

    type: Literal["url_citation"]
    url_citation: UrlCitation


class CompletionMessage(BaseModel):
    """The answer as a message: Markdown, with markers such as `[1]`."""

    role: Literal["assistant"]
    content: str
    refusal: None
    annotations: list[Annotation]


class Choice(BaseModel):
    """The one answer."""

    index: Literal[0]
    message: CompletionMessage
    finish_reason: Literal["stop"]
    logprobs: None


class Usage(BaseModel):
    """The tokens of the language model that wrote the answer or helped with it. Where none did,
    these are estimates: four characters count as a token, and no language model reads or writes
    anything."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Completion(BaseModel):
    """A chat completion; `footnote` is the whole answer, in the shape of the public contract."""

    model_config = ConfigDict(title="ChatCompletion")

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    footnote: AnswerShape


class Reply:
    """The reply to one request: its id, its time, and all that comes of the answer.

    A stream gives statements once they are checked, never a model's draft of one.
    """

    def __init__(self, model: str, asked: Asked, viewer: str, *, usage: bool = False) -> None:
        """`usage` has a stream end with the counts of tokens."""
        self._asked, self._viewer, self._usage = asked, viewer, usage
        self._facts = {
            "id": f"chatcmpl-{secrets.token_hex(16)}",
            "created": int(time.time()),
            "model": model,
        }

    def whole(self, answer: Answer) -> dict[str, Any]:
        """The completion at once."""
        parts = list(pieces(answer, self._viewer, sources=self._asked.sources))
        content = "".join(part.text for part in parts)
        message = {
            "role": "assistant",
            "content": content,
            "refusal": None,
            "annotations": [one for part in parts for one in part.annotations],
        }
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return {
            **self._facts,
            "object": "chat.completion",
            "choices": [choice],
            "usage": self._counts(content, answer),
            "footnote": answer.to_json(),
        }

    async def stream(self, chunks: Beating) -> AsyncIterator[bytes]:
        """The completion as server-sent events; a failure is the last of them. Where nothing comes
        for a while, a comment says that the connection is there."""
        content = Content(self._viewer)
        text, answer = "", None
        yield self._event({"role": "assistant", "content": ""})
        try:
            async with aclosing(chunks):
                async for chunk in chunks:
                    if chunk is None:
                        yield COMMENT
                        continue
                    for piece in self._pieces(content, chunk):
                        text += piece.text
                        if piece.text:
                            yield self._event(_delta(piece))
                    if "answer" in chunk:
                        answer = chunk["answer"]
                        yield self._event({}, "stop", footnote=answer.to_json())
        except Exception as error:
            _, body, _ = error_of(error)
            yield _data(body)
            return
        if self._usage:
            yield _data(self._chunk([]) | {"usage": self._counts(text, answer)})
        yield DONE

    def _pieces(self, content: Content, chunk: Mapping[str, Any]) -> Iterator[Piece]:
        if "withdrawn" in chunk:
            yield content.taken_back()
        if "lead" in chunk:
            yield content.lead(chunk["lead"], chunk["confidence"])
        for statement in chunk.get("statements", ()):
            yield content.statement(statement, chunk["citations"])
        if "answer" in chunk:
            yield content.end(chunk["answer"], sources=self._asked.sources)

    def _event(self, delta: Mapping[str, Any], ends: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": ends, "logprobs": None}
        usage = {"usage": None} if self._usage else {}
        return _data(self._chunk([choice]) | usage | more)

    def _chunk(self, choices: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        return {**self._facts, "object": "chat.completion.chunk", "choices": choices}

    def _counts(self, content: str, answer: Answer | None) -> dict[str, int]:
        prompt, completion = (
            math.ceil(len(text) / CHARACTERS_A_TOKEN) for text in (self._asked.read, content)
        )
        if answer and any(answer.tokens):
            prompt, completion = answer.tokens
        return {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
        }


def _delta(piece: Piece) -> dict[str, Any]:
    annotations = {"annotations": list(piece.annotations)} if piece.annotations else {}
    return {"content": piece.text, **annotations}


def _data(value: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()
