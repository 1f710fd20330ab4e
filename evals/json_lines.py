"""The rows of a file of JSON lines, and where in a line a value stands."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.problem import Place, Problem

_BETWEEN = re.compile(r"[ \t\r\n,:]*")
_DECODER = json.JSONDecoder()


def parse_json_lines(
    text: str, path: Path, problems: list[Problem]
) -> Iterator[tuple[object, Place]]:
    """What each line that is not blank holds, with its place.

    A line that is not JSON is added to `problems` and left out. So is a key that occurs twice,
    of which the last is kept.
    """
    # Not splitlines: a JSON text may hold U+2028, which is a line end there and none in JSON.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = Place(path, number)
        try:
            row, repeated = _parse(line)
        except (ValueError, RecursionError) as error:
            problems.append(Problem(place, f"not a JSON object: {error}; correct the line"))
            continue
        for key in repeated:
            problems.append(Problem(place, f"key {key!r} occurs twice; drop one of them"))
        yield row, place


def _parse(line: str) -> tuple[object, Sequence[str]]:
    """The value, and the keys that occur twice in an object of it."""
    repeated: list[str] = []

    def keep_last(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counts = Counter(key for key, _ in pairs)
        repeated.extend(key for key, count in counts.items() if count > 1)
        return dict(pairs)

    return json.loads(line, object_pairs_hook=keep_last), repeated


def members(text: str, at: int) -> dict[str, tuple[int, int]]:
    """Where the values of the JSON object at `text[at]` start and end, by key.

    The object must be valid JSON, and so must the list of `elements`.
    """
    places = elements(text, at)
    return {json.loads(text[start:end]): next(places) for start, end in places}


def elements(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Where the values of the JSON list at `text[at]` start and end, in order."""
    at = _skip(text, at + 1)
    while text[at] not in "]}":
        _, end = _DECODER.raw_decode(text, at)
        yield at, end
        at = _skip(text, end)


def _skip(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at
