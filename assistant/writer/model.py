"""The language model that the user named, to be asked with a time limit and given up at will."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from assistant.settings import Settings
from assistant.writer.circuit import Circuit
from assistant.writer.failures import ModelFailed, status_of
from assistant.writer.provider import (
    OLLAMA_CONTEXT,
    Opened,
    by_address,
    by_provider,
    is_forwarded,
    is_local,
)
from assistant.writer.streaming import Streaming, Usage
from assistant.writer.thoughts import Thoughts
from index.errors import InvalidInput

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

Message = tuple[Literal["system", "human", "ai"], str]
"""Who speaks, and what is said."""
CONTEXT = 4096
"""Tokens at once where nothing is known: what servers of local models begin with."""
CLOUD = "ollama.com"
"""Where Ollama sends what its cloud models are asked."""
LONGEST = 20_000
"""Characters after which an answer is endless."""
TOO_LONG = ("length", "max_tokens", "max_output_tokens", "MAX_TOKENS")
TELLS_THE_END = ("anthropic", "mistralai", "ollama", "openai")
"""Providers whose streams, by their protocol, end with a reason; one without was cut."""
ENDINGS = ("finish_reason", "stop_reason", "done_reason")


class Reply(NamedTuple):
    """A whole answer of a model; `usage` is its own count, None where it does not tell."""

    text: str
    usage: Usage | None


class ChatModel:
    """A language model. Safe to use from several threads.

    `name` is as the user named it, `where` the host that text goes to ("this machine" where
    `local`), `context` the tokens that it reads and writes at once. Whether a server on this
    machine passes text on is known of Ollama's cloud models alone: they are not `local`.
    """

    def __init__(
        self,
        name: str,
        opened: Opened,
        context: int,
        circuit: Circuit | None = None,
        seconds: float = 0.0,
    ) -> None:
        """`seconds` is the time of a whole answer: what was to be said in less than half of it is
        too late through no fault of the model's."""
        self._fair = seconds / 2
        self.name = name
        here = opened.host is not None and is_local(opened.host)
        self.local = here and not is_forwarded(name)
        if here:
            self.where = "this machine" if self.local else CLOUD
        else:
            self.where = opened.host or f"the servers of {opened.provider}"
        self.context = context
        self._opened, self._circuit = opened, circuit or Circuit()
        self._chat = opened.chat

    def __repr__(self) -> str:
        return f"ChatModel({self.name!r}, {self.where!r})"

    def stream(
        self, messages: Sequence[Message], *, seconds: float, helps: bool = False
    ) -> Streaming:
        """The answer as it comes: a context manager that gives text, see `Streaming`.

        All of it, connecting included, takes `seconds` at most. What a reasoning model thinks is
        left out. It is traced by the callbacks of the chain that it is called in, if any. `helps`
        tells a short request beside the one that writes.
        """
        from langchain_core.runnables.config import ensure_config

        config = ensure_config()

        async def produce(hear: Callable[[str], None]) -> Usage | None:
            return await self._listen(messages, config, hear)

        return Streaming(
            produce, seconds, self._circuit, f"{self.name} at {self.where}", self._fair, helps
        )

    def complete(self, messages: Sequence[Message], *, seconds: float) -> Reply:
        """The whole answer at once; raises `ModelFailed`."""
        with self.stream(messages, seconds=seconds) as deltas:
            text = "".join(deltas)
            return Reply(text, deltas.usage)

    async def _listen(
        self, messages: Sequence[Message], config: Any, hear: Callable[[str], None]
    ) -> Usage | None:
        from langchain_core.messages.ai import UsageMetadata, add_usage

        thoughts = Thoughts()
        usage: UsageMetadata | None = None
        ending: str | None = None
        odd = any("\ufffd" in text for _, text in messages)
        said = words = 0

        def say(text: str) -> None:
            nonlocal said, words
            said, words = said + len(text), words + len(text.split())
            hear(text)
            if said > LONGEST:
                raise ModelFailed("endless")

        async with aclosing(self._chunks(messages, config)) as chunks:
            async for chunk in chunks:
                if chunk.usage_metadata:
                    usage = add_usage(usage, chunk.usage_metadata)
                told = chunk.response_metadata
                ending = next((str(told[key]) for key in ENDINGS if told.get(key)), ending)
                say(_readable(thoughts.feed(str(chunk.text)), odd))
        say(thoughts.rest())
        if ending is None and self._opened.provider in TELLS_THE_END:
            raise ModelFailed("cut")
        if ending in TOO_LONG:
            raise ModelFailed("endless")
        if not words:
            raise ModelFailed("empty")
        return Usage(usage["input_tokens"], usage["output_tokens"]) if usage else None

    async def _chunks(
        self, messages: Sequence[Message], config: Any
    ) -> "AsyncGenerator[AIMessageChunk, None]":
        """What the model sends. A server that refuses the request is asked again without any wish
        beyond the messages, and, if that is what it wanted, is from then on."""
        chat, heard = self._chat, False
        try:
            async for chunk in _ask(chat, messages, config):
                heard = True
                yield chunk
            return
        except Exception as error:
            if heard or chat is self._opened.plain or status_of(error) not in (400, 422):
                raise
        async for chunk in _ask(self._opened.plain, messages, config):
            self._chat = self._opened.plain
            yield chunk


async def _ask(
    chat: "BaseChatModel", messages: Sequence[Message], config: Any
) -> "AsyncGenerator[AIMessageChunk, None]":
    async with aclosing(cast(Any, chat.astream(list(messages), config))) as chunks:
        async for chunk in chunks:
            yield chunk


def _readable(text: str, odd: bool) -> str:
    """The text, if it is any: raises `ModelFailed` for bytes that were none, unless the prompt
    has such too."""
    broken = "\ufffd" in text and not odd
    if broken or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ModelFailed("encoding")
    return text


def open_model(settings: Settings) -> ChatModel | None:
    """The model that the settings name, None without one. Sends nothing yet.

    Raises `InvalidInput` and `ModelUnusable`: a provider that is not known, its package or its key
    missing, an address that is none.
    """
    name, url = settings.model, settings.model_url
    if name is None or not name.strip():
        if url:
            raise InvalidInput("--model-url: which model of that server? name it with --model")
        return None
    name = name.strip()
    if url:
        opened = by_address(name, url)
        usual = CONTEXT
    else:
        opened = by_provider(name, settings.model_context)
        known = OLLAMA_CONTEXT if opened.provider == "ollama" else _profiled(opened.chat)
        usual = known or CONTEXT
    context = settings.model_context or usual
    return ChatModel(name, opened, context, seconds=settings.model_seconds)


def _profiled(chat: "BaseChatModel") -> int | None:
    """Tokens at once by LangChain's own description of the model."""
    return (chat.profile or {}).get("max_input_tokens")
