"""Asking within a session: the answer comes as server-sent events, and can be resumed."""

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from assistant.answer import Answer, Turn
from assistant.feedback.given import is_kept
from assistant.request_parts import Documents, History, Text
from assistant.web.answer_events import answer_events
from assistant.web.answering import Answering
from assistant.web.api.described import EVENT_STREAM, problems
from assistant.web.event_stream import EventStream
from assistant.web.scope import scope_of
from assistant.web.sessions import Session
from assistant.web.streams import Event
from assistant.web.visitors import Visitors

if TYPE_CHECKING:
    from assistant.assistant import Assistant

EVENT_ID = re.compile(r"([0-9a-f]{32})\.(\d{1,9})")
NO_SUCH_STREAM = "There is no such answer in this session, or it is too long ago. Ask again."
EXAMPLE = """id: 0123456789abcdef0123456789abcdef.1
event: status
data: {"state":"searching","answer":"0123456789abcdef0123456789abcdef"}

id: 0123456789abcdef0123456789abcdef.2
event: passages
data: {"standalone_question":"When did the bridge open?","passages":[…]}

id: 0123456789abcdef0123456789abcdef.4
event: text
data: {"confidence":0.93}

id: 0123456789abcdef0123456789abcdef.5
event: citation
data: {"marker":1,"role":"evidence","document":"bridge.txt","start":0,"end":26,…}

id: 0123456789abcdef0123456789abcdef.6
event: text
data: {"statement":{"text":"The bridge opened in 1932.","citations":[1],"supported":true}}

id: 0123456789abcdef0123456789abcdef.7
event: done
data: {"id":"0123456789abcdef0123456789abcdef","answer":{…},"follow_ups":[…]}

"""
EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": (
            "The answer as server-sent events, each with an id: `status` (waiting, searching, "
            "answering; with the answer's id), `passages`, `text` (first the lead and the "
            "confidence, then one statement each), `citation` (before the first statement that "
            "cites it), and last `done` with the whole answer and questions to follow it, or "
            "`error`: problem details with a `reason`, and `retry` where asking again may help.\n\n"
            "Where a language model writes, there are two more. `draft` is the text so far of the "
            "statement that it is writing: nothing has checked it, so show it as such, if at all. "
            "It stands until the next event; an empty one takes it away; who resumes gets the "
            "newest alone, so that numbers may be missing in between. `withdrawn`, with a "
            "`reason`: the writing failed, and all statements and citations before it are taken "
            "back; the documents' own words follow. Who ignores both has the right answer at "
            "`done`."
        ),
        "content": {"text/event-stream": {**EVENT_STREAM, "example": EXAMPLE}},
    }
}


class Chat(BaseModel):
    """A question, the conversation before it, and which documents of the site it is about (none:
    all of them)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"question": "When did the bridge open?", "history": [], "documents": []}]
        },
    )

    question: Text
    history: History = []
    documents: Documents = []


def add_chatting(
    router: APIRouter, assistant: "Assistant", answering: Answering, visitors: Visitors
) -> None:
    """Adds the route that answers with events."""
    kept = is_kept(assistant.settings)

    async def ask(body: Chat, session: Session, request: Request) -> EventStream:
        from assistant.chain import request as checked

        checked(body.question)  # a question that cannot be asked need not wait
        turns = tuple(Turn(turn.question, turn.answer) for turn in body.history)
        scope = await run_in_threadpool(scope_of, session.site, assistant, body.documents)
        visitors.count(session, request)
        asked = [*(turn.question for turn in turns), body.question]

        def follow_ups(answer: Answer) -> Sequence[str]:
            return assistant.follow_ups(answer, asked, scope)

        async def events(id: str) -> AsyncGenerator[Event]:
            chunks = answering.streamed("widget", body.question, turns, scope)
            async with aclosing(answer_events(id, chunks, follow_ups)) as answered:
                async for event in answered:
                    if kept and event.name == "done":
                        visitors.said.keep(
                            session.id, id, body.question, turns, scope, event.data["answer"]
                        )
                    yield event

        return EventStream(await visitors.streams.begin(session.id, events))

    @router.post(
        "/chat",
        response_class=Response,
        responses=EVENTS | problems(400, 401, 404, 413, 422, 429, 503),
    )
    async def chat(
        request: Request,
        session: Annotated[Session, Depends(visitors.session)],
        body: Chat | None = None,
        last_event_id: Annotated[
            str | None,
            Header(description="The id of the last event that arrived: those after it are sent."),
        ] = None,
    ) -> EventStream:
        """Answers a question, or goes on with an answer whose stream was cut off."""
        if last_event_id is not None:
            return resumed(visitors, session, last_event_id)
        if body is None:
            missing = {"loc": ("body",), "msg": "Field required", "type": "missing"}
            raise RequestValidationError([missing])
        return await ask(body, session, request)


def resumed(visitors: Visitors, session: Session, event: str) -> EventStream:
    """The events after the one of that id; HTTPException 404 where there is no such event."""
    found = EVENT_ID.fullmatch(event)
    stream = visitors.streams.find(session.id, found[1]) if found else None
    if found is None or stream is None or int(found[2]) > len(stream.events):
        raise HTTPException(404, NO_SUCH_STREAM)
    return EventStream(stream, int(found[2]))
