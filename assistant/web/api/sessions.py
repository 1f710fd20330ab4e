"""Sessions over HTTP: a page of a site begins one, asks for what it shows, and ends it."""

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from assistant.feedback.file import FeedbackFile
from assistant.feedback.given import WITHDRAWN, Feedback, Verdict, is_kept
from assistant.request_parts import Text
from assistant.web.access.sites import OWN
from assistant.web.api.described import problems
from assistant.web.api.feedback import LONGEST_COMMENT, NO_ROOM, NOT_KEPT
from assistant.web.scope import documents_of, scope_of
from assistant.web.sessions import LONGEST, Session
from assistant.web.visitors import Visitors
from assistant.web.writer import WriterSaid, writer_of
from index.errors import StorageUnusable

if TYPE_CHECKING:
    from assistant.assistant import Assistant

NO_SUCH_ANSWER = "There is no such answer in this session."
EXAMPLE_SITE: dict[str, Any] = {
    "expires": "2026-07-14T21:05:00Z",
    "site": {
        "id": "docs",
        "title": "Ask the docs",
        "greeting": None,
        "questions": ["When did the bridge open?"],
        "theme": {"color": "#00aa55", "position": "right"},
        "private": False,
    },
    "documents": 12,
    "writer": None,
    "feedback": False,
}

logger = logging.getLogger(__name__)


def _with_example(example: dict[str, Any]) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class Begin(BaseModel):
    """Which site a session is begun for; without one, this server's own pages."""

    model_config = _with_example({"site": "docs"})

    site: Annotated[Text, Field(max_length=40)] = OWN


class Look(BaseModel):
    """How the widget looks where its script tag does not say otherwise."""

    color: str | None
    position: Literal["left", "right"] | None


class SiteSaid(BaseModel):
    """A site as its pages need to know it."""

    id: str
    title: str | None
    greeting: str | None
    questions: list[str]
    theme: Look
    private: bool


class SessionSaid(BaseModel):
    """A session: when it ends at the latest (UTC), its site, how many documents there are, which
    language model writes the answers, if any, and whether verdicts on answers are taken."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_SITE]})

    expires: str
    site: SiteSaid
    documents: int
    writer: WriterSaid | None
    feedback: bool


class Begun(SessionSaid):
    """A new session with its token, which stands in the header `Authorization: Bearer …` of all
    that belongs to it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"token": "Zm9vdG5vdGU…", **EXAMPLE_SITE}]}
    )

    token: str


class Questions(BaseModel):
    """Questions to begin with; more may come until they are `ready`."""

    questions: list[str]
    ready: bool


class SaidOfAnswer(BaseModel):
    """A verdict on an answer of the session; "none" takes an earlier one back."""

    model_config = _with_example(
        {"answer": "0123456789abcdef0123456789abcdef", "verdict": "good", "comment": ""}
    )

    answer: Annotated[Text, Field(max_length=64)]
    verdict: Verdict | Literal["none"]
    comment: Annotated[Text, Field(max_length=LONGEST_COMMENT)] = ""


def add_sessions(router: APIRouter, assistant: "Assistant", visitors: Visitors) -> None:
    """Adds the routes of sessions."""
    kept = is_kept(assistant.settings)
    of_visitor = Depends(visitors.session)

    async def said(session: Session) -> SessionSaid:
        site = session.site
        left = timedelta(seconds=LONGEST - visitors.sessions.age(session))
        count = len(await run_in_threadpool(documents_of, site, assistant))
        return SessionSaid(
            expires=(datetime.now(UTC) + left).strftime("%Y-%m-%dT%H:%M:%SZ"),
            site=SiteSaid(
                id=site.id,
                title=site.title,
                greeting=site.greeting,
                questions=list(site.questions),
                theme=Look(color=site.theme.color, position=site.theme.position),
                private=site.private,
            ),
            documents=count,
            writer=writer_of(assistant),
            feedback=kept,
        )

    @router.post("/sessions", status_code=201, responses=problems(400, 403, 404, 413, 422, 429))
    async def begin(body: Begin, request: Request) -> Begun:
        """Begins a session for a page of the site, as the request's `Origin` tells."""
        token, session = visitors.admit(body.site, request)
        return Begun(token=token, **(await said(session)).model_dump())

    @router.get("/sessions/me", responses=problems(401))
    async def mine(session: Annotated[Session, of_visitor]) -> SessionSaid:
        """The session whose token the request bears."""
        return await said(session)

    @router.delete("/sessions/me", status_code=204, responses=problems(401))
    async def end(session: Annotated[Session, of_visitor]) -> None:
        """Ends the session: what it was answered is forgotten, what it still asks is stopped."""
        visitors.sessions.end(session)

    @router.get("/sessions/me/suggestions", responses=problems(401, 503))
    async def suggestions(session: Annotated[Session, of_visitor]) -> Questions:
        """Questions to begin with: the site's own, else some that its documents answer."""
        if session.site.questions:
            return Questions(questions=list(session.site.questions), ready=True)

        def made() -> Questions:
            ready = assistant.suggestions_ready  # before the questions: then none is missing
            scope = scope_of(session.site, assistant)
            return Questions(questions=list(assistant.starters(scope)), ready=ready)

        return await run_in_threadpool(made)

    @router.post(
        "/sessions/me/feedback",
        status_code=204,
        responses=problems(400, 401, 403, 404, 413, 422, 429, 503),
    )
    async def feedback(body: SaidOfAnswer, session: Annotated[Session, of_visitor]) -> None:
        """Keeps a verdict on one of the last answers of this session, or takes it back."""
        if not kept:
            raise HTTPException(403, NOT_KEPT)
        asked = visitors.said.find(session.id, body.answer)
        if asked is None:
            raise HTTPException(404, NO_SUCH_ANSWER)
        visitors.count_verdict(session)
        now = datetime.now(UTC)

        def keep() -> None:
            from assistant.syncing import place_of

            file = FeedbackFile(place_of(assistant.settings))
            if body.verdict == WITHDRAWN:
                file.withdraw(body.answer, now)
                return
            file.keep(
                Feedback(
                    id=body.answer,
                    time=now,
                    verdict=body.verdict,
                    question=asked.question,
                    answer=asked.answer,
                    comment=body.comment,
                    history=asked.history,
                    documents=asked.documents,
                )
            )

        try:
            await run_in_threadpool(keep)
        except StorageUnusable as error:
            logger.error("%s", error)  # for the owner of the machine: it names the path
            raise HTTPException(503, NO_ROOM) from error
