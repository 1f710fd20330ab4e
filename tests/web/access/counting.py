"""An assistant that remembers what it was asked to do, so that a test can say: nothing."""

from typing import Any

from tests.web.fake_assistant import FakeAssistant


class CountingAssistant:
    """Another assistant, and the names of its methods that were called."""

    def __init__(self, assistant: FakeAssistant) -> None:
        self.assistant = assistant
        self.called: list[str] = []

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.assistant, name)
        if not callable(found):
            return found

        def counted(*given: Any, **named: Any) -> Any:
            self.called.append(name)
            return found(*given, **named)

        return counted
