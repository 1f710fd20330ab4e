"""The events that an answer comes as, made from the chunks of the assistant."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from typing import Any

from assistant.answer import Answer, passage_json
from assistant.web.drafts import Chunk
from assistant.web.problem import told
from assistant.web.streams import Event
from index.errors import Busy, FootnoteError, UnknownDocument

GONE = "A document that was asked about is not there any more. Ask again."

FollowUps = Callable[[Answer], Sequence[str]]


async def answer_events(
    id: str, chunks: AsyncGenerator[Chunk], follow_ups: FollowUps
) -> AsyncGenerator[Event]:
    """The events of the answer with that id: status, passages, draft, text and citation, then done.

    What is wrong with the question, or with the documents, is an error event; whatever else goes
    wrong is raised, and so is what is raised before the first chunk.
    """
    events = _Events(id)
    try:
        async with contextlib.aclosing(chunks):
            async for chunk in chunks:
                for event in events.of(chunk):
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


class _Events:
    """The events of one answer's chunks; a citation is told once, under its marker."""

    def __init__(self, id: str) -> None:
        self._id = id
        self._understood = ""
        self._cited: set[int] = set()

    def of(self, chunk: Chunk) -> Iterator[Event]:
        """The events that a chunk comes as."""
        self._understood = chunk.get("standalone_question", self._understood)
        if "state" in chunk:
            yield Event("status", {"state": chunk["state"], "answer": self._id})
        if "passages" in chunk:
            passages = [passage_json(passage) for passage in chunk["passages"]]
            found = {"standalone_question": self._understood, "passages": passages}
            yield Event("passages", found)
            yield Event("status", {"state": "answering", "answer": self._id})
        if "withdrawn" in chunk:
            self._cited.clear()
            yield Event("withdrawn", {"reason": chunk["withdrawn"]})
        if "confidence" in chunk:
            lead = {"lead": chunk["lead"]} if chunk.get("lead") else {}
            yield Event("text", {**lead, "confidence": chunk["confidence"]})
        if "draft" in chunk:
            yield Event("draft", {"text": chunk["draft"]})
        for citation in chunk.get("citations", ()):
            if citation.marker not in self._cited:
                self._cited.add(citation.marker)
                yield Event("citation", citation.to_json())
        for statement in chunk.get("statements", ()):
            yield Event("text", {"statement": statement.to_json()})


async def _done(id: str, answer: Answer, follow_ups: FollowUps) -> Event:
    data: dict[str, Any] = {"id": id, "answer": answer.to_json(), "follow_ups": []}
    if answer.mode != "notice":
        data["follow_ups"] = list(await asyncio.to_thread(follow_ups, answer))
    return Event("done", data)
