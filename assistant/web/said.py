"""What has been answered in sessions, for as long as a verdict on it may come."""

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer, Turn

MOST_OF_ONE = 20
"""Answers of one session that are remembered."""
LARGEST = 200_000
"""Bytes of one answer with all that was said before it."""
MOST_BYTES = 64_000_000
"""Bytes of all that is remembered; the oldest goes first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked, with its answer."""

    question: str
    history: tuple[Turn, ...]
    documents: tuple[str, ...]
    answer: Answer


class Said:
    """The last answers of each session, in memory alone."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._of_one: dict[str, list[str]] = {}

    def keep(
        self,
        session: str,
        id: str,
        question: str,
        history: Sequence[Turn],
        documents: Sequence[str],
        answer: dict[str, Any],
    ) -> None:
        """Remembers an answer (its plain values) under the ids of the session and its own, unless
        it and the conversation before it are over `LARGEST` bytes."""
        turns = [[turn.question, turn.answer] for turn in history]
        row = json.dumps([question, turns, list(documents), answer]).encode()
        if len(row) > LARGEST:
            return
        self._kept[session, id] = row
        self._bytes += len(row)
        ids = self._of_one.setdefault(session, [])
        ids.append(id)
        if len(ids) > MOST_OF_ONE:
            self._drop(session, ids[0])
        while self._bytes > self._most:
            self._drop(*next(iter(self._kept)))

    def find(self, session: str, id: str) -> Asked | None:
        """What was asked and said under these ids."""
        row = self._kept.get((session, id))
        if row is None:
            return None
        question, turns, documents, answer = json.loads(row)
        history = tuple(Turn(*turn) for turn in turns)
        return Asked(question, history, tuple(documents), Answer.from_json(answer))

    def forget(self, session: str) -> None:
        """Drops all of a session."""
        for id in list(self._of_one.get(session, ())):
            self._drop(session, id)

    def _drop(self, session: str, id: str) -> None:
        self._bytes -= len(self._kept.pop((session, id)))
        self._of_one[session].remove(id)
        if not self._of_one[session]:
            del self._of_one[session]
