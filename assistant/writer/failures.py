"""What can go wrong with a language model, in one shape whatever its provider."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from index.errors import FootnoteError

FailureKind = Literal[
    "timeout",
    "unreachable",
    "limited",
    "unauthorised",
    "unknown_model",
    "server",
    "cut",
    "empty",
    "endless",
    "encoding",
    "echo",
    "resting",
    "crowded",
]

WORDS: dict[FailureKind, str] = {
    "timeout": "The language model did not answer in time.",
    "unreachable": "The language model could not be reached.",
    "limited": "The language model takes no more requests for now.",
    "unauthorised": "The language model's server refused the key.",
    "unknown_model": "The language model's server does not know this model.",
    "server": "The language model's server failed.",
    "cut": "The language model's answer broke off.",
    "empty": "The language model said nothing.",
    "endless": "The language model did not come to an end.",
    "encoding": "The language model's answer could not be read.",
    "echo": "The language model repeated its instructions.",
    "resting": "The language model failed before and is not asked for a while.",
    "crowded": "The question leaves the language model no room for what was found.",
}
"""Each kind as one sentence for readers."""

NOT_TAKEN = ("resting", "unreachable", "unauthorised", "unknown_model", "limited")
"""Failures before which the model was not given anything."""

BY_STATUS: dict[int, FailureKind] = {
    401: "unauthorised",
    403: "unauthorised",
    404: "unknown_model",
    408: "timeout",
    429: "limited",
    504: "timeout",
}
BROKEN = ("RemoteProtocolError", "ReadError", "WriteError", "IncompleteRead", "ClientPayloadError")
NOT_THERE = ("ConnectError", "ConnectionError", "APIConnectionError", "ClientConnectionError")


class ModelFailed(FootnoteError):
    """A language model that gave no answer to use. Never holds words of its server, which may
    repeat a key or the prompt."""

    def __init__(self, kind: FailureKind, retry_after: float | None = None) -> None:
        super().__init__(WORDS[kind])
        self.kind: FailureKind = kind
        self.retry_after = retry_after
        """Seconds after which the server, or what keeps from asking it, wants to be asked again."""

    @property
    def words(self) -> str:
        """The failure as one short sentence for readers."""
        return WORDS[self.kind]


def failure_of(error: BaseException, heard: bool) -> ModelFailed:
    """What an error of any provider's package comes to; `heard` where some of the answer came.

    Packages are told by the attributes and class names that they share, so that none is imported.
    """
    if isinstance(error, ModelFailed):
        return error
    code = status_of(error)
    if code is not None:
        return ModelFailed(BY_STATUS.get(code, "server"), _retry_after(error))
    causes = list(_causes(error))
    if any(isinstance(cause, UnicodeError) or _named(cause, "JSONDecodeError") for cause in causes):
        return ModelFailed("encoding")
    if any(isinstance(cause, TimeoutError) or _named(cause, "Timeout") for cause in causes):
        return ModelFailed("timeout")
    if any(_named(cause, *BROKEN) for cause in causes):
        return ModelFailed("cut")
    if any(_named(cause, *NOT_THERE) for cause in causes):
        return ModelFailed("cut" if heard else "unreachable")
    return ModelFailed("server")


def status_of(error: BaseException) -> int | None:
    """The HTTP status that an error stands for, if it does."""
    response = getattr(error, "response", None)
    for value in (
        getattr(error, "status_code", None),
        getattr(response, "status_code", None),
        getattr(error, "code", None),
    ):
        if isinstance(value, int) and 400 <= value <= 599:
            return int(value)
    return None


def _retry_after(error: BaseException) -> float | None:
    headers: Any = getattr(getattr(error, "response", None), "headers", None)
    said = headers.get("retry-after") if hasattr(headers, "get") else None
    if not isinstance(said, str):
        return None
    try:
        seconds = float(said)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return seconds if 0 < seconds < float("inf") else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _named(error: BaseException, *names: str) -> bool:
    """Whether a class of the error is so called; `Timeout` means every name that holds it."""
    classes = [one.__name__ for one in type(error).__mro__]
    return any(name in classes or (name == "Timeout" and name in classes[0]) for name in names)
