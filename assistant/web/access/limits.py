"""How often something may be asked for: from one address, and by everybody together."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.access.proxies import shares_of
from assistant.web.access.rates import Rates
from assistant.web.access.root_path import path_of
from assistant.web.problem import problem

CHAT = "/api/v1/chat"
SESSIONS = "/api/v1/sessions"
ASKING = frozenset(
    {
        CHAT,
        "/api/v1/ask",
        "/api/v1/passages",
        "/v1/chat/completions",
        "/mcp",
        "/gradio_api/queue/join",
    }
)
VERDICTS = frozenset({"/api/v1/feedback", "/api/v1/sessions/me/feedback"})
"""What writes to the disk: as many verdicts as questions."""
WORKING = frozenset(f"/api/v1/{name}" for name in ("citations", "export", "copy", "suggestions"))
"""What searches or writes down whatever is sent: as often as questions, and counted apart."""
SESSIONS_A_QUESTION = 5
"""So many sessions may be begun where one question may be asked: they cost little, not nothing."""
READING = ("/api/v1/", "/v1/", "/view/", "/demo", "/embed")
READS_A_QUESTION = 20
"""And so many documents, citations and pages be read, which a page does several of at a time."""


class Limits:
    """Refuses what comes too soon, with status 429 and the seconds to wait."""

    def __init__(self, app: ASGIApp, rates: Rates, per_address: int, in_all: int) -> None:
        """`per_address` and `in_all` are questions a minute; 0 is no limit."""
        self.app, self.rates = app, rates
        self.per_address, self.in_all = per_address, in_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, which counts as what it asks for: most of all as a question."""
        wait = self.rates.take(self._wanted(scope)) if scope["type"] == "http" else 0
        if wait:
            await too_many(wait)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _wanted(self, scope: Scope) -> list[tuple[str, int]]:
        path = path_of(scope).rstrip("/")
        posted = scope["method"] == "POST"
        if posted and path in VERDICTS:
            return self._each(scope, "verdict", 1)
        if posted and path in WORKING:
            return self._each(scope, "work", 1)
        if posted and path == SESSIONS:
            return self._each(scope, "session", SESSIONS_A_QUESTION)
        # The rest of an answer is no question: its question counted.
        resumed = path == CHAT and Headers(scope=scope).get("last-event-id")
        if posted and path in ASKING and not resumed:
            return self._each(scope, "question", 1)
        if path.startswith(READING):
            return self._each(scope, "reading", READS_A_QUESTION)
        return []

    def _each(self, scope: Scope, kind: str, times: int) -> list[tuple[str, int]]:
        limits = [(f"{kind} {who}", self.per_address * share) for who, share in shares_of(scope)]
        return [(key, limit * times) for key, limit in [*limits, (kind, self.in_all)] if limit]


def too_many(wait: int) -> ASGIApp:
    """The answer to what came too soon; `wait` is in seconds."""
    seconds = "a second" if wait == 1 else f"{wait} seconds"
    said = f"Too many requests in a short time. Try again in {seconds}."
    return problem(429, said, {"Retry-After": str(wait)})
