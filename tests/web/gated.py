"""An assistant whose every chunk waits for leave, so that a test decides what is when."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.answer import Turn
from tests.waiting import PATIENCE
from tests.web.fake_assistant import FakeAssistant


@dataclass(frozen=True)
class GatedAssistant(FakeAssistant):
    """Gives one chunk for each `allow`. `begun`, `given` and `closed` tell the questions whose
    answers began, gave a chunk, and came to their end or were given up."""

    leave: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    begun: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def allow(self, chunks: int = 1_000) -> None:
        for _ in range(chunks):
            self.leave.release()

    def stream(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Iterator[dict[str, Any]]:
        self.begun.append(question)
        try:
            for chunk in super().stream(question, history, documents):
                assert self.leave.acquire(timeout=PATIENCE), "no leave came"
                self.given.append(question)
                yield chunk
        finally:
            self.closed.append(question)
