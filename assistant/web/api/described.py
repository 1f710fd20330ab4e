"""What the API's description says of errors: each is a problem (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

PROBLEM = "application/problem+json"
WAIT = {
    "Retry-After": {
        "description": "Whole seconds after which asking again may help.",
        "schema": {"type": "integer", "minimum": 1},
    }
}
HEADERS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}}},
    405: {"Allow": {"schema": {"type": "string"}}},
    429: WAIT,
}
WORDS = {
    400: "The body cannot be read, or the server is not called by that name.",
    401: "A token or a key is missing, or not one that holds.",
    403: "Not from there, or not on this server.",
    404: "There is no such thing.",
    405: "This path does not take that method.",
    409: "The document changed meanwhile.",
    410: "What was cited does not stand there any more.",
    413: "The body is too large.",
    415: "Not a type that can be taken.",
    422: "The request does not fit.",
    429: "Too many questions at the moment, or from there.",
    500: "Something went wrong.",
    503: "Not at the moment.",
}

EVENT_STREAM: dict[str, Any] = {
    "itemSchema": {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "event": {"type": "string"},
            "data": {"description": "One line of JSON."},
        },
    }
}
"""What is sent as `text/event-stream`: events, each with one line of JSON."""


class Problem(BaseModel):
    """What went wrong, and what to do about it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Too Many Requests",
                    "status": 429,
                    "detail": "Too many questions are waiting. Ask again shortly.",
                }
            ]
        }
    )

    type: str
    title: str
    status: int = Field(ge=400, le=599)
    detail: str


def problems(*statuses: int, **words: str) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that can answer with these statuses.

    `words` say more of one of them than the usual: `problems(404, _404="No such document.")`.
    """
    return {
        status: {
            "description": words.get(f"_{status}", WORDS.get(status, HTTPStatus(status).phrase)),
            "content": {PROBLEM: {"schema": Problem.model_json_schema()}},
            **({"headers": HEADERS[status]} if status in HEADERS else {}),
        }
        for status in statuses
    }
