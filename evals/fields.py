"""Strict reading of the objects in a suite file: what is wrong is named, nothing is guessed."""

from collections.abc import Sequence
from typing import Any, TypeVar

from index.errors import InvalidInput

Choice = TypeVar("Choice", bound=str)


class Fields:
    """The keys of one object. `where` (file, line, case) opens the message of every error.

    Raises InvalidInput for anything but an object, for a key that is not in `allowed`, and, from
    its methods, for a key that is missing or of another type.
    """

    def __init__(self, value: object, where: str, allowed: Sequence[str]) -> None:
        self.where = where
        if not isinstance(value, dict):
            raise self.error(f"is {_name(value)}, not an object with keys")
        unknown = [str(key) for key in value if key not in allowed]
        if unknown:
            raise self.error(f"unknown key {unknown[0]!r}; known are {', '.join(allowed)}")
        self._values: dict[str, Any] = value

    def error(self, reason: str) -> InvalidInput:
        """The error to raise: the place, then the reason, on one line."""
        return InvalidInput(f"{self.where}: {reason}")

    def has(self, key: str) -> bool:
        """True where the key is there with a value."""
        return self._values.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there and not be blank."""
        value = self._read(key, str, "a text (put it in quotes)", default)
        if default is None and not value.strip():
            raise self.error(f"{key!r} is empty")
        return str(value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        return bool(self._read(key, bool, "true or false", default))

    def whole(self, key: str) -> int:
        """A whole number; `true` is none, although Python counts it as one."""
        value = self._read(key, int, "a whole number", None)
        if isinstance(value, bool):
            raise self.error(f"{key!r} is {_name(value)}, not a whole number")
        return int(value)

    def number(self, key: str) -> float | None:
        """A number, or None where the key is not there."""
        if not self.has(key):
            return None
        value = self._read(key, (int, float), "a number", None)
        if isinstance(value, bool):
            raise self.error(f"{key!r} is {_name(value)}, not a number")
        return float(value)

    def choice(self, key: str, choices: Sequence[Choice], default: Choice) -> Choice:
        """One of `choices`."""
        value = self.text(key, default)
        for choice in choices:
            if choice == value:
                return choice
        raise self.error(f"{key!r} is {value!r}, not one of {', '.join(choices)}")

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list, empty where the key is not there."""
        values = self.items(key)
        for value in values:
            if not isinstance(value, str):
                raise self.error(f"{key!r} holds {_name(value)}; put texts in quotes")
        return tuple(values)

    def items(self, key: str) -> list[Any]:
        """A list, empty where the key is not there."""
        return list(self._read(key, list, "a list", []))

    def object(self, key: str) -> dict[str, Any]:
        """An object, empty where the key is not there."""
        return dict(self._read(key, dict, "an object with keys", {}))

    def _read(
        self, key: str, wanted: type | tuple[type, ...], description: str, default: Any
    ) -> Any:
        value = self._values.get(key)
        if value is None:
            if default is None:
                raise self.error(f"{key!r} is missing")
            return default
        if not isinstance(value, wanted):
            raise self.error(f"{key!r} is {_name(value)}, not {description}")
        return value


def _name(value: object) -> str:
    return {"dict": "an object", "list": "a list", "NoneType": "empty"}.get(
        type(value).__name__, repr(value)
    )
