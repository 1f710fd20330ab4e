"""The events that an answer comes as, made from the chunks of the assistant."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any

from assistant.answer import Answer, passage_json
from assistant.web.answering import Chunk
from assistant.web.problem import told
from assistant.web.streams import Event
from index.errors import Busy, FootnoteError, UnknownDocument

GONE = "A document that was asked about is not there any more. Ask again."

FollowUps = Callable[[Answer], Sequence[str]]


async def answer_events(
    id: str, chunks: AsyncGenerator[Chunk], follow_ups: FollowUps
) -> AsyncGenerator[Event]:
    """The events of the answer with that id: status, passages, text and citation, then done.

    What is wrong with the question, or with the documents, is an error event; whatever else goes
    wrong is raised, and so is what is raised before the first chunk.
    """
    understood = ""
    try:
        async with contextlib.aclosing(chunks):
            async for chunk in chunks:
                understood = chunk.get("standalone_question", understood)
                for event in _events(id, understood, chunk):
                    yield event
                if "answer" in chunk:
                    yield await _done(id, chunk["answer"], follow_ups)
    except Busy:
        raise
    except UnknownDocument as error:
        # Its words name documents that are near, which may not be for everybody.
        yield Event("error", told(error) | {"detail": GONE, "reason": "gone", "retry": True})
    except FootnoteError as error:
        details = told(error)
        mendable = details["status"] < 500
        reason = "question" if mendable else "unavailable"
        yield Event("error", details | {"reason": reason, "retry": not mendable})


def _events(id: str, understood: str, chunk: Chunk) -> list[Event]:
    events: list[Event] = []
    if "state" in chunk:
        events.append(Event("status", {"state": chunk["state"], "answer": id}))
    if "passages" in chunk:
        passages = [passage_json(passage) for passage in chunk["passages"]]
        events.append(Event("passages", {"standalone_question": understood, "passages": passages}))
        events.append(Event("status", {"state": "answering", "answer": id}))
    if "confidence" in chunk:
        lead = {"lead": chunk["lead"]} if chunk.get("lead") else {}
        events.append(Event("text", {**lead, "confidence": chunk["confidence"]}))
    events += [Event("citation", citation.to_json()) for citation in chunk.get("citations", ())]
    events += [
        Event("text", {"statement": statement.to_json()})
        for statement in chunk.get("statements", ())
    ]
    return events


async def _done(id: str, answer: Answer, follow_ups: FollowUps) -> Event:
    data: dict[str, Any] = {"id": id, "answer": answer.to_json(), "follow_ups": []}
    if answer.mode != "notice":
        data["follow_ups"] = list(await asyncio.to_thread(follow_ups, answer))
    return Event("done", data)
