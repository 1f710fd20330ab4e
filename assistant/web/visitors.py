"""Visitors of the widget: their sessions, what they asked, and how often they may ask."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.types import Scope

from assistant.settings import Settings
from assistant.web.access.keys import CHALLENGE, KEY_NEEDED, admitted
from assistant.web.access.origins import is_own
from assistant.web.access.proxies import shares_of
from assistant.web.access.rates import Rates
from assistant.web.access.sites import OWN, Sites
from assistant.web.said import Said
from assistant.web.sessions import Session, Sessions
from assistant.web.streams import Streams
from index.errors import Busy

NO_SESSION = "There is no such session, or it has ended. Begin one with POST /api/v1/sessions."
VERDICTS = 20
"""Verdicts a minute of one session."""
NOT_FROM_HERE = "Pages of that origin may not use this site."
TOO_OFTEN = "That were many questions in a short time. Ask again in a moment."
BEARER = HTTPBearer(
    scheme_name="session",
    description="The token of a session, as `POST /api/v1/sessions` gives it.",
    auto_error=False,
)


class Visitors:
    """The sessions of a server. All of it belongs into the event loop."""

    def __init__(self, settings: Settings, sites: Sites) -> None:
        self._per_session, self._sites = settings.per_session, sites
        self._rates = Rates()
        self.streams = Streams()
        self.said = Said()
        self.sessions = Sessions(self._forget)

    def admit(self, site_id: str, request: Request) -> tuple[str, Session]:
        """A new session of a site and its token.

        Raises HTTPException: 404 for an unknown site, 403 unless the request says that it comes
        from one of the site's origins, or from this server's own pages; 401 for those pages'
        own site where it takes a key.
        """
        site = self._sites.find(site_id)
        if site is None:
            raise HTTPException(404, "There is no such site.")
        origin = request.headers.get("origin", "")
        if site.id == OWN and not admitted(request.scope):
            raise HTTPException(401, KEY_NEEDED, CHALLENGE)
        if not is_own(request.scope) and (site.private or origin not in site.origins):
            raise HTTPException(403, NOT_FROM_HERE)
        return self.sessions.mint(site, origin)

    async def session(
        self,
        request: Request,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    ) -> Session:
        """The session whose token a request bears; HTTPException 401 without one.

        A route depends on it.
        """
        token = credentials.credentials if credentials else ""
        session = self.sessions.find(token, request.headers.get("origin"))
        if session is None:
            raise HTTPException(401, NO_SESSION, {"WWW-Authenticate": "Bearer"})
        return session

    def count(self, session: Session, request: Request) -> None:
        """Counts a question of a session against its limits and its site's; raises `Busy`."""
        wait = self._rates.take(self._limits(session, request.scope))
        if wait:
            raise Busy(TOO_OFTEN, wait)

    def count_verdict(self, session: Session) -> None:
        """Counts a verdict of a session, so that none fills the disk; raises `Busy`."""
        wait = self._rates.take([(f"verdicts {session.id}", VERDICTS)])
        if wait:
            raise Busy(TOO_OFTEN, wait)

    def _limits(self, session: Session, scope: Scope) -> list[tuple[str, int]]:
        site, limits = session.site, session.site.limits
        own = self._per_session if limits.per_session is None else limits.per_session
        found = (
            (f"session {session.id}", own),
            *(
                (f"site {site.id} address {who}", (limits.per_address or 0) * share)
                for who, share in shares_of(scope)
            ),
            (f"site {site.id}", limits.in_all),
        )
        return [(key, limit) for key, limit in found if limit]

    def _forget(self, session: Session) -> None:
        self.streams.forget(session.id)
        self.said.forget(session.id)
