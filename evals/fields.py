"""Strict reading of the objects in a suite file: what is wrong is named, nothing is guessed."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from evals.problem import Place, Problem
from evals.yaml_lines import Items, Object

Choice = TypeVar("Choice", bound=str)


class Fields:
    """The keys of one object. What is wrong with them is added to `problems`, each with its place.

    Anything but an object is wrong, a key that is not in `allowed`, and, found when it is read,
    a key that is missing or of another type. A value that is wrong reads as an empty one, and
    nothing more is said of its key. `place` is where the object stands.
    """

    def __init__(
        self, value: object, place: Place, allowed: Sequence[str], problems: list[Problem]
    ) -> None:
        self.place = place.on(value.line) if isinstance(value, Object) else place
        self.problems = problems
        self._lines = value.lines if isinstance(value, Object) else {}
        self._values: dict[str, Any] = value if isinstance(value, dict) else {}
        self._faulty: set[str] = set()
        if not isinstance(value, dict):
            self.report(f"is {_name(value)}, not an object with keys")
            self._faulty.update(allowed)
        for key in self._values:
            if key not in allowed:
                self._report_unknown(key, allowed)

    def report(self, reason: str, key: str | None = None) -> None:
        """Adds a problem of the object, or of one of its keys."""
        self.problems.append(Problem(self.at(key), reason))
        if key is not None:
            self._faulty.add(key)

    def at(self, key: str | None = None) -> Place:
        """The place of a key, or of the object."""
        return self.place.on(self._lines.get(key, self.place.line)) if key else self.place

    def sound(self, *keys: str) -> bool:
        """True where nothing was reported of these keys so far."""
        return self._faulty.isdisjoint(keys)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there and not be blank."""
        value = self._read(key, str, "a text (put it in quotes)", default is None)
        if default is None and value is not None and not value.strip():
            self.report(f"{key!r} is empty", key)
        return default or "" if value is None else str(value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false; without a default it must be there."""
        value = self._read(key, bool, "true or false", default is None)
        return bool(default if value is None else value)

    def whole(self, key: str) -> int:
        """A whole number, which must be there; `true` is none, although Python counts it as one."""
        return int(self._read(key, int, "a whole number", True) or 0)

    def number(self, key: str) -> float | None:
        """A number, or None where the key is not there."""
        value = self._read(key, (int, float), "a number", False)
        return None if value is None else float(value)

    def choice(self, key: str, choices: Sequence[Choice], default: Choice) -> Choice:
        """One of `choices`."""
        value = self.text(key, default)
        for choice in choices:
            if choice == value:
                return choice
        self.report(f"{key!r} is {short(value)}, not one of {', '.join(choices)}", key)
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list, none of them blank; empty where the key is not there."""
        texts = []
        for value, place in self.items(key, ""):
            if isinstance(value, str) and value.strip():
                texts.append(value)
                continue
            blank = isinstance(value, str)
            wrong = "an empty text; drop it" if blank else f"{_name(value)}; put texts in quotes"
            self.problems.append(Problem(place, f"{key!r} holds {wrong}"))
            self._faulty.add(key)
        return tuple(texts)

    def items(self, key: str, label: str) -> Iterator[tuple[Any, Place]]:
        """The items of a list, each with its place; none where the key is not there.

        As part of the case an item is called by the label and its number, from 1.
        """
        values = self._read(key, list, "a list", False) or []
        lines = values.lines if isinstance(values, Items) else [self.at(key).line] * len(values)
        for number, (value, line) in enumerate(zip(values, lines, strict=True), start=1):
            place = self.place.on(line)
            yield value, place.inside(f"{label} {number}") if label else place

    def object(self, key: str) -> Mapping[str, Any]:
        """An object, empty where the key is not there."""
        value = self._read(key, dict, "an object with keys", False)
        return value or {}

    def _read(
        self, key: str, wanted: type | tuple[type, ...], description: str, required: bool
    ) -> Any:
        """The value, or None where it is not there or wrong."""
        value = self._values.get(key)
        if not self.sound(key):
            return None
        if value is None:
            if required:
                self.report(f"{key!r} is missing", key)
            return None
        mistaken = isinstance(value, bool) and wanted is not bool
        if mistaken or not isinstance(value, wanted):
            self.report(f"{key!r} is {_name(value)}, not {description}", key)
            return None
        return value

    def _report_unknown(self, key: Any, allowed: Sequence[str]) -> None:
        near = get_close_matches(str(key), allowed, n=1)
        hint = f"do you mean {near[0]!r}?" if near else f"known are {', '.join(allowed)}"
        self.problems.append(Problem(self.at(str(key)), f"unknown key {short(str(key))}; {hint}"))
        # That the key it was meant to be is missing would be said of the same fault.
        self._faulty.update([key, *(name for name in near if name not in self._values)])


def _name(value: object) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return "empty" if value is None else short(value)


def short(value: object) -> str:
    """A value as a message shows it: on one line, cut where it is long."""
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:59] + "…")
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"
