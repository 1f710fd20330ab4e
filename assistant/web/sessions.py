"""Sessions of the widget: a token for each visitor, bound to a site and to the page's origin."""

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from assistant.web.access.sites import Site

LONGEST = 12 * 3600.0
"""Seconds after which a session has ended."""
UNUSED = 2 * 3600.0
"""Seconds without a request after which it has."""
MOST = 10_000
"""Sessions at a time; the one unused for longest goes first."""
RANDOM_BYTES = 32


@dataclass(frozen=True, slots=True)
class Session:
    """A visitor of a site. `id` tells sessions apart inside the server; it is not the token."""

    id: str
    site: Site
    origin: str
    begun: float


class Sessions:
    """The sessions there are, in memory alone. Tokens themselves are not kept.

    `ended` is called with each session that goes.
    """

    def __init__(
        self,
        ended: Callable[[Session], None] = lambda session: None,
        now: Callable[[], float] = time.monotonic,
        most: int = MOST,
    ) -> None:
        self._ended, self._now, self._most = ended, now, most
        self._sessions: OrderedDict[str, tuple[Session, float]] = OrderedDict()

    def __len__(self) -> int:
        """How many sessions there are."""
        return len(self._sessions)

    def mint(self, site: Site, origin: str) -> tuple[str, Session]:
        """A new session and its token, which nothing can be told of but that it is valid."""
        token = secrets.token_urlsafe(RANDOM_BYTES)
        now = self._now()
        session = Session(_id_of(token), site, origin, now)
        self._sessions[session.id] = session, now
        self._sweep(now)
        return token, session

    def find(self, token: str, origin: str | None) -> Session | None:
        """The session of a token, used by this; None where it ended, never was, or belongs to
        another origin than the request's. Requests without one come from no other page."""
        now = self._now()
        self._sweep(now)
        session, _ = self._sessions.get(_id_of(token), (None, 0.0))
        if session is None or origin not in (None, session.origin):
            return None
        if now - session.begun > LONGEST:
            self.end(session)
            return None
        self._sessions[session.id] = session, now
        self._sessions.move_to_end(session.id)
        return session

    def age(self, session: Session) -> float:
        """Seconds since a session was begun."""
        return self._now() - session.begun

    def end(self, session: Session) -> None:
        """Ends a session; its token is good for nothing any more."""
        if self._sessions.pop(session.id, None) is not None:
            self._ended(session)

    def _sweep(self, now: float) -> None:
        while self._sessions:
            session, used = next(iter(self._sessions.values()))
            if len(self._sessions) <= self._most and now - used <= UNUSED:
                break
            self.end(session)


def _id_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()
