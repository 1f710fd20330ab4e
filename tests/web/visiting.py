"""A visitor of the widget, as its script talks to the server."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx

CHAT = "/api/v1/chat"


class Event(NamedTuple):
    """A server-sent event as it arrived."""

    id: str
    name: str
    data: dict[str, Any]


def begin(client: httpx.Client, site: str = "own", origin: str | None = None) -> dict[str, str]:
    """The headers of a new session's requests."""
    origin = origin or str(client.base_url).rstrip("/")
    response = client.post("/api/v1/sessions", json={"site": site}, headers={"Origin": origin})
    assert response.status_code == 201, response.text
    return {"Authorization": f"Bearer {response.json()['token']}", "Origin": origin}


def events_of(text: str) -> list[Event]:
    """The events of a whole response."""
    return list(events_in(iter(text.split("\n"))))


def events_in(lines: Iterator[str]) -> Iterator[Event]:
    """The events of a response, as its lines arrive."""
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if line and name:
            fields[name] = value
        elif not line and "data" in fields:
            yield Event(fields["id"], fields["event"], json.loads(fields["data"]))
            fields = {}


def ask(client: httpx.Client, visitor: dict[str, str], question: str, **more: Any) -> list[Event]:
    """The events of the answer to a question."""
    response = client.post(CHAT, json={"question": question, **more}, headers=visitor)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    return events_of(response.text)
