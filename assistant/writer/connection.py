"""Connections to models' servers that lead nowhere else: no redirect of one is followed.

A client that follows one sends the question again to wherever it points, and most leave the key in.
"""

import logging
from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

CLIENTS = (
    "_async_client._client",
    "async_client",
    "async_client._client",
    "async_client._client._client",
    "root_async_client._client",
)
"""Where packages keep the client that they send with."""
GOOGLE = "client._api_client"
"""Where Google's keeps what chooses among several."""
FOLLOWS = "follow_redirects"

_log = logging.getLogger(__name__)


def own_client(key: str, *, local: bool) -> Any:
    """A client of OpenAI's package that sends this key alone, to this machine by no proxy, and
    follows no redirect. Raises `ImportError` where the package is missing."""
    from openai import DefaultAsyncHttpxClient

    async def only_ours(request: Any) -> None:
        for name in [name for name in request.headers if name.lower().startswith("openai-")]:
            del request.headers[name]
        request.headers["authorization"] = f"Bearer {key}"
        request.headers["connection"] = "close"  # a kept one may be stale when it is needed

    return DefaultAsyncHttpxClient(
        trust_env=not local, follow_redirects=False, event_hooks={"request": [only_ours]}
    )


def plain_client(proxy: str | None = None) -> Any:
    """A client without a key of its own that follows no redirect."""
    from httpx import AsyncClient

    own = {"connection": "close"}  # as in `own_client`
    return AsyncClient(proxy=proxy or None, follow_redirects=False, headers=own)


def keep_here(chats: Iterable["BaseChatModel"], provider: str) -> None:
    """Tells the package of these models to follow no redirect. Where it cannot be told, as it keeps
    no client in a place that is known, that is logged."""
    keep = _keep_google if provider == "google_genai" else _keep
    kept = [keep(chat) for chat in chats]
    if not all(kept):
        _log.warning("%s: its package cannot be told to follow no redirects", provider)


def _keep(chat: "BaseChatModel") -> bool:
    clients = [_reached(chat, path) for path in CLIENTS]
    known = [client for client in clients if isinstance(getattr(client, FOLLOWS, None), bool)]
    for client in known:
        client.follow_redirects = False
        client.headers["connection"] = "close"  # as in `own_client`
    return bool(known)


def _keep_google(chat: "BaseChatModel") -> bool:
    """Google's package prefers aiohttp, which it cannot tell, unless it is given a client."""
    sends = _reached(chat, GOOGLE)
    options: Any = getattr(sends, "_http_options", None)
    if not hasattr(options, "httpx_async_client") or not hasattr(sends, "_async_httpx_client"):
        return False
    options.httpx_async_client = sends._async_httpx_client = plain_client()
    return True


def _reached(chat: "BaseChatModel", path: str) -> Any:
    try:
        return attrgetter(path)(chat)
    except AttributeError:
        return None
