"""LangChain chat models as settings name them, made so that nothing is sent but what is meant."""

import os
import re
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.writer.connection import keep_here, own_client, plain_client
from index.errors import InvalidInput, ModelUnusable

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

KEY = "FOOTNOTE_MODEL_KEY"
"""The variable with the key for a server named by its address; no other server is given it, and
that server is given no other."""
NO_KEY = "none"
"""Sent where there is no key: the client insists on one, and local servers ignore it."""
PROVIDER_KEYS = {
    "anthropic": ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"),
    "google_genai": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    "mistralai": ("MISTRAL_API_KEY",),
    "openai": ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY"),
}
"""Where a provider's key is looked for, for providers whose package is slow to miss it."""
GATEWAY = "LANGSMITH_GATEWAY"
"""Stands in for a provider's key where it is set; see LangChain's own description."""
ADDRESSES = (
    "openai_api_base", "root_async_client.base_url", "_async_client._client.base_url",
    "_async_client.base_url", "async_client.base_url", "async_client._client.base_url",
    "client._api_client._http_options.base_url", "base_url",
)  # fmt: skip
"""Where packages keep the address that they send to."""
MOST_TOKENS = 4096
"""Tokens that a model may write for one answer, thoughts included where its server counts them."""
OLLAMA_CONTEXT = 8192
"""Tokens that Ollama is told to make room for: by itself it makes too little, and cuts silently."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A model to be asked. `plain` is the same without any wish (temperature, length, count of
    tokens), for servers that refuse one; `host` is where text goes, None where it cannot be told.
    """

    chat: "BaseChatModel"
    plain: "BaseChatModel"
    provider: str
    host: str | None


def by_address(model: str, url: str) -> Opened:
    """The model of an OpenAI-compatible server; raises `InvalidInput` and `ModelUnusable`."""
    provider, _, name = model.partition(":")
    if provider == "openai" and name:
        model = name
    elif provider == "ollama" and name:
        raise InvalidInput(
            f"--model {model}: with --model-url the name alone, --model {name}; or without "
            "--model-url, and the address in OLLAMA_HOST"
        )
    address = _checked(url)
    host = urlsplit(address).hostname or ""
    key = os.environ.get(KEY) or NO_KEY
    if not key.isascii() or not key.isprintable() or " " in key:
        raise InvalidInput(f"{KEY}: not a key (a space or an odd character in it); set it again")
    try:
        client = own_client(key, local=is_local(host))
    except ImportError:
        raise _missing("langchain-openai", "--model-url") from None
    own = {
        "base_url": address,
        "max_retries": 0,
        "stream_chunk_timeout": None,
        "api_key": key,
        "openai_proxy": "",
        "use_responses_api": False,
    }
    chat, plain = (
        _made("openai", model, {**wishes, **own, "http_async_client": client})
        for wishes in ({"temperature": 0, "max_tokens": MOST_TOKENS, "stream_usage": True}, {})
    )
    return Opened(chat, plain, "openai", host)


def _checked(url: str) -> str:
    """The address in full; raises `InvalidInput`, which repeats no more of it than its host."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InvalidInput("--model-url: not an address; give one like http://127.0.0.1:1234/v1") \
            from None  # fmt: skip
    if parts.scheme not in ("http", "https") or not host:
        raise InvalidInput(
            "--model-url: not an address; give one like http://127.0.0.1:1234/v1, with http or "
            "https before it"
        )
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise InvalidInput(
            f"--model-url: more than an address; leave out what stands beside {host} and its "
            f"path, and set a key as {KEY}"
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/') or '/v1'}"


def by_provider(model: str, context: int | None) -> Opened:
    """The model of a provider's package, which reads its own variables; raises `InvalidInput`
    and `ModelUnusable`."""
    provider, colon, name = model.partition(":")
    if not (colon and provider and name):
        raise InvalidInput(
            f"--model {model}: name the provider as well, like ollama:llama3.2 or "
            "openai:gpt-4.1-mini, or the server's address with --model-url"
        )
    provider = provider.lower().replace("-", "_")
    keys = PROVIDER_KEYS.get(provider, ())
    if keys and not find_spec(f"langchain_{provider}"):
        raise _missing(f"langchain-{provider.replace('_', '-')}", f"--model {model}")
    if keys and not any(os.environ.get(one) for one in (*keys, GATEWAY)):
        raise ModelUnusable(f"--model {model}: it needs a key; set the variable {keys[0]}")
    bare = _made(provider, name, {})
    fields = type(bare).model_fields
    known = {*fields, *(field.alias for field in fields.values())}
    own: dict[str, Any] = {"max_retries": 0} if "max_retries" in known else {}
    if provider == "ollama":
        own["num_ctx"] = context or OLLAMA_CONTEXT
        own["async_client_kwargs"] = {
            "trust_env": not is_local(_host(bare) or ""),
            "follow_redirects": False,
            "headers": {"Connection": "close"},
        }
    elif {"http_async_client", "openai_proxy"} <= known:
        client = plain_client(getattr(bare, "openai_proxy", None))
        own |= {"http_async_client": client, "openai_proxy": ""}
    wishes: dict[str, Any] = {
        "temperature": 0, "max_tokens": MOST_TOKENS, "num_predict": MOST_TOKENS,
        "stream_usage": True,
    }  # fmt: skip
    wishes = {wish: value for wish, value in wishes.items() if wish in known}
    if provider == "ollama":
        wishes["reasoning"] = False  # thoughts keep the reader waiting, and take the room
    chat, plain = _made(provider, name, own | wishes), _made(provider, name, own)
    keep_here((chat, plain), provider)
    return Opened(chat, plain, provider, _host(chat))


def _made(provider: str, name: str, options: dict[str, Any]) -> "BaseChatModel":
    """A model by LangChain. What its errors say is not passed on: it may hold a key."""
    from langchain.chat_models import init_chat_model

    try:
        chat: BaseChatModel = init_chat_model(name, model_provider=provider, **options)
    except ImportError as error:
        package = re.search(r"pip install ([\w.-]+)", str(error))
        if package is None:
            raise ModelUnusable(
                f"--model {provider}:{name}: its package cannot be loaded ({error.name}); install "
                "it anew"
            ) from None
        raise _missing(package.group(1), f"--model {provider}:{name}") from None
    except ValueError as error:
        if str(error).startswith("Unsupported provider"):
            raise InvalidInput(
                f"--model {provider}:{name}: LangChain knows no provider {provider}; name one like "
                "ollama:llama3.2, or the server's address with --model-url"
            ) from None
        raise _refused(provider, name, error) from None
    except Exception as error:
        raise _refused(provider, name, error) from None
    return chat


def _missing(package: str, asked: str) -> ModelUnusable:
    return ModelUnusable(
        f"{asked}: needs the package {package}; install it: {sys.executable} -m pip install "
        f"{package}"
    )


def _refused(provider: str, name: str, error: Exception) -> ModelUnusable:
    return ModelUnusable(
        f"--model {provider}:{name}: its package does not take it ({type(error).__name__}); look "
        "at the name and at the variables that the provider asks for, its key first"
    )


def _host(chat: "BaseChatModel") -> str | None:
    """The host that a model's package sends to; None where it does not tell."""
    for path in ADDRESSES:
        found: Any = chat
        for name in path.split("."):
            found = getattr(found, name, None)
        if found and (host := urlsplit(str(found)).hostname):
            return host
    return None


def is_local(host: str) -> bool:
    """Whether a host is this machine, by its name or address alone."""
    if host.lower() == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def is_forwarded(name: str) -> bool:
    """Whether a model so named is one that Ollama passes on to its own servers."""
    return name.lower().endswith(("-cloud", ":cloud"))
