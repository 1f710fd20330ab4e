"""Language models that run on this machine: named to the user, never asked to write."""

import http.client
import json
import os
import re
import threading
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from assistant.writer.provider import is_forwarded, is_local

PATIENCE = 0.3
"""Seconds that a server has to answer."""
MOST_BYTES = 1_000_000
NAME = re.compile(r"[A-Za-z0-9][\w./:@+-]{0,99}", re.ASCII)
"""Names of models that can be told on a command line as they are."""


class Place(NamedTuple):
    """Where a server of models may be: it lists them at `path`, under `key`."""

    host: str
    port: int
    path: str
    key: str

    @property
    def is_ollama(self) -> bool:
        """Whether that is a place of Ollama, asked in its own protocol."""
        return self.key == "models"


USUAL = (
    Place("127.0.0.1", 1234, "/v1/models", "data"),
    Place("127.0.0.1", 8080, "/v1/models", "data"),
)
"""Where LM Studio and llama.cpp's server are by themselves."""


class Nearby:
    """A look at the places of this machine, in the background; nothing waits for it."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = tuple(place for place in places if is_local(place.host))
        self._found: dict[Place, str] = {}
        self._looking = [
            threading.Thread(target=self._look, args=(place,), daemon=True)
            for place in self._places
        ]
        for one in self._looking:
            one.start()

    def suggestion(self, wait: float = 0) -> str | None:
        """One line that says how to use a model found so far, None where there is none."""
        for one in self._looking:
            one.join(wait)
        for place in self._places:
            if model := self._found.get(place):
                flags = f"ollama:{model}" if place.is_ollama else _by_address(model, place)
                return (
                    f"footnote: a language model runs on this machine and is not used; "
                    f"`--model {flags}` lets it write the answers\n"
                )
        return None

    def _look(self, place: Place) -> None:
        models = _listed(place)
        if models:
            self._found[place] = models[0]


def _by_address(model: str, place: Place) -> str:
    return f"{model} --model-url http://{place.host}:{place.port}/v1"


def places(own_port: int = 0) -> Sequence[Place]:
    """Where servers of models are on this machine, but for this program's own port."""
    ollama = _ollama(os.environ.get("OLLAMA_HOST", ""))
    return [place for place in (ollama, *USUAL) if place and place.port != own_port]


def _ollama(said: str) -> Place | None:
    """Ollama's place by its own variable; None where that is another machine."""
    try:
        parts = urlsplit(said if "://" in said else f"//{said}")
        host, port = parts.hostname or "127.0.0.1", parts.port
    except ValueError:
        return None
    if not is_local(host) or parts.scheme == "https":
        return None
    reached = "127.0.0.1" if host == "0.0.0.0" else host
    return Place(reached, port or (80 if parts.scheme else 11434), "/api/tags", "models")


def _listed(place: Place) -> list[str]:
    """The names of a server's models for text, none where it does not answer as one would."""
    connection = http.client.HTTPConnection(place.host, place.port, timeout=PATIENCE)
    try:
        connection.request("GET", place.path, headers={"Accept": "application/json"})
        response = connection.getresponse()
        if response.status != 200:
            return []
        found: Any = json.loads(response.read(MOST_BYTES))
        return [name for one in found[place.key] if (name := _name(one))]
    except (OSError, http.client.HTTPException, ValueError, TypeError, KeyError, RecursionError):
        return []
    finally:
        connection.close()


def _name(model: Any) -> str | None:
    """A model's name; None for one that makes embeddings, that runs elsewhere, and for this
    program's own."""
    name = model.get("id") or model.get("name") if isinstance(model, dict) else None
    if not isinstance(name, str) or not NAME.fullmatch(name) or "embed" in name.lower():
        return None
    elsewhere = model.get("remote_host") or is_forwarded(name)
    return None if elsewhere or model.get("owned_by") == "footnote" else name
