"""The way from a question to an answer as one LangChain Runnable (LCEL).

It takes a question, or `{"question", "history", "documents"}`, and gives a dict whose `answer`
is the `Answer`. Streamed, each key comes as soon as it is known: `standalone_question`,
`passages`, then `lead` and `confidence` of an answer, one statement at a time with its citations,
and the whole `answer` last.

Where a language model writes, `draft` is the text of the statement that is being written, as far as
it goes: nothing has checked it yet, and the next `draft` or statement takes its place ("" takes it
away). `withdrawn` says why the writing failed: the statements before it are taken back, and those
that follow are the documents' own words.
"""

import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from langchain_core.runnables import RunnableGenerator, RunnableLambda
from langchain_core.runnables.utils import AddableDict

from assistant.answer import REFUSAL, Answer, Turn
from assistant.assigning import Chain, assigned
from assistant.conversation import Understood, understand
from assistant.conversation.plain import plain
from assistant.explanation import explain
from assistant.framing import framed
from assistant.grounding.quote import quote
from assistant.language import language_note
from assistant.notice import notice, without_courtesies
from assistant.overview import overview
from assistant.parts import in_turn, parts_of, together
from assistant.reader.reading import Reader, Reading
from assistant.whole.intent import MOST_DOCUMENTS, left_over
from assistant.whole.reading import read_whole
from index.catalog import DocumentEntry
from index.document import Passage
from index.errors import InvalidQuestion
from index.listing import LOOKED_AT, listed
from index.retrieval import Index, Retrieval
from index.words import words

LONGEST_QUESTION = 4000
"""Characters of the longest question."""


def build_chain(steps: "Steps") -> Chain:
    """The chain of the steps; raises `InvalidQuestion` and `UnknownDocument` when run."""
    chain: Chain = (
        RunnableLambda(request)
        | assigned("understood", steps.understand)
        | assigned("standalone_question", lambda state: state["understood"].text)
        | assigned("found", steps.search)
        | assigned("passages", steps.passages)
        | RunnableGenerator(steps.answer, steps.answer_async)
    )
    return chain.with_config(run_name="footnote")


def request(asked: str | Mapping[str, Any]) -> AddableDict:
    """What was asked, in full form: question, history and documents.

    Raises `InvalidQuestion` for a question that is empty or too long.
    """
    given: Mapping[str, Any] = {"question": asked} if isinstance(asked, str) else asked
    question = given["question"]
    seen = plain(question)
    if not seen.strip():
        raise InvalidQuestion("the question is empty; ask something about the documents")
    if len(question) > LONGEST_QUESTION:
        raise InvalidQuestion(
            f"the question has {len(question):,} characters; ask it in at most {LONGEST_QUESTION:,}"
        )
    history: Sequence[Turn] = tuple(given.get("history") or ())
    return AddableDict(
        question=question,
        plain=seen,
        history=history,
        documents=tuple(given.get("documents") or ()),
        started=time.perf_counter(),
    )


class Steps:
    """The steps of the chain over an open index, as functions of plain values."""

    def __init__(
        self, index: Index, reader: Reader, passages: int, refuse_below: float | None
    ) -> None:
        self._index, self._reader = index, reader
        self._listed, self._refuse_below = passages, refuse_below

    def understand(self, state: Mapping[str, Any]) -> Understood:
        """The question as read; small talk and questions about a whole stand by themselves."""
        question: str = state["plain"]
        if self._notice(state) is not None or self._whole(question, state["documents"]):
            return Understood(question)
        return understand(without_courtesies(question), state["history"])

    def _notice(self, state: Mapping[str, Any]) -> str | None:
        return notice(state["plain"], lambda: self._entries(state["documents"]))

    def _entries(self, documents: Sequence[str]) -> list[DocumentEntry]:
        """What there is of those documents and folders, all without any."""
        scope = set(self._index.catalog.within(documents))
        return [entry for entry in self._index.entries() if not scope or entry.id in scope]

    def search(self, state: Mapping[str, Any]) -> tuple[tuple[Retrieval, ...], float]:
        """What the index holds for each part of the question, nothing for small talk; and the
        seconds it took."""
        began = time.perf_counter()
        if self._notice(state) is not None:
            return (), 0.0
        limit = max(LOOKED_AT, self._listed)
        parts = parts_of(state["understood"])
        found = [self._index.search(part.query, limit, state["documents"]) for part in parts]
        return tuple(found), time.perf_counter() - began

    def passages(self, state: Mapping[str, Any]) -> tuple[Passage, ...]:
        """The passages that the answer lists."""
        found: tuple[Retrieval, ...] = state["found"][0]
        lists = [listed([hit.passage for hit in one.hits], self._listed) for one in found]
        return in_turn(lists, self._listed)

    def answer(self, chunks: Iterator[dict[str, Any]]) -> Iterator[AddableDict]:
        """Passes on what is known, then the answer statement by statement, then as a whole."""
        state: dict[str, Any] = {}
        for chunk in chunks:
            state.update(chunk)
            if shown := _shown(chunk):
                yield shown
        yield from self._parts(state)

    async def answer_async(
        self, chunks: AsyncIterator[dict[str, Any]]
    ) -> AsyncIterator[AddableDict]:
        """The same for asynchronous callers."""
        state: dict[str, Any] = {}
        async for chunk in chunks:
            state.update(chunk)
            if shown := _shown(chunk):
                yield shown
        for part in self._parts(state):
            yield part

    def _parts(self, state: Mapping[str, Any]) -> Iterator[AddableDict]:
        answer = self._answer(state)
        cited = {citation.marker: citation for citation in answer.citations}
        if answer.statements:
            yield AddableDict(lead=answer.lead, confidence=answer.confidence)
        for statement in answer.statements:
            citations = tuple(cited[marker] for marker in statement.citations)
            yield AddableDict(statements=(statement,), citations=citations)
        yield AddableDict(answer=answer)

    def _answer(self, state: Mapping[str, Any]) -> Answer:
        found, searching = state["found"]
        began = time.perf_counter()
        if not found:
            text = self._notice(state) or REFUSAL
            answer = _refused(state, text, 0.0)
            return replace(answer, mode="notice", seconds=_seconds(state, searching, began))
        reading, searches = self._read(state, found)
        seconds = _seconds(state, searching, began)
        note = language_note(state["plain"], self._index.embedder.languages)
        notes = (*reading.notes, note) if note else reading.notes
        if reading.refused:
            text = " ".join((REFUSAL, *notes))
            answer = replace(_refused(state, text, reading.confidence), notes=notes)
        else:
            answer = _answered(state, replace(reading, notes=notes))
        understood = state["standalone_question"]
        how = explain(understood, reading, searches, seconds)
        return replace(answer, seconds=seconds, explanation=how)

    def _read(
        self, state: Mapping[str, Any], found: Sequence[Retrieval]
    ) -> tuple[Reading, list[tuple[Retrieval, Reading]]]:
        """The reading, and the searches with their own readings that it was put together from."""
        documents = self._whole(state["plain"], state["documents"])
        if documents:
            passages = [self._index.catalog.passages_of(id) for id in documents]
            return self._limited(read_whole(passages, state["plain"])), []
        readings = [self._limited(overview(one) or self._reader.read(one)) for one in found]
        reading = together(parts_of(state["understood"]), readings)
        return framed(state["understood"].text, reading), list(zip(found, readings, strict=True))

    def _limited(self, reading: Reading) -> Reading:
        """The reading with the limit that the user set, if any."""
        if self._refuse_below is None:
            return reading
        return replace(reading, refuse_below=self._refuse_below)

    def _whole(self, question: str, documents: Sequence[str]) -> list[str]:
        """The documents that a question about a whole means, none for any other question.

        Where there are too many to speak of as a whole, those that are named in it.
        """
        left = left_over(without_courtesies(question))
        if left is None:
            return []
        entries = self._entries(documents)
        if not left and len(entries) <= MOST_DOCUMENTS:
            return [entry.id for entry in entries]
        named = [entry.id for entry in entries if left and left <= set(words(entry.title))]
        return named if len(named) <= MOST_DOCUMENTS else []


def _shown(chunk: Mapping[str, Any]) -> AddableDict:
    inner = ("found", "plain", "started", "understood")
    return AddableDict({key: value for key, value in chunk.items() if key not in inner})


def _seconds(state: Mapping[str, Any], searching: float, began: float) -> dict[str, float]:
    now = time.perf_counter()
    return {
        "retrieve": round(searching, 4),
        "read": round(now - began, 4),
        "total": round(now - state["started"], 4),
    }


def _refused(state: Mapping[str, Any], text: str, confidence: float) -> Answer:
    return Answer(
        question=state["question"],
        standalone_question=state["standalone_question"],
        refused=True,
        confidence=confidence,
        text=text,
        short_answer=None,
        statements=(),
        citations=(),
        passages=state["passages"],
        mode="extractive",
        model=None,
        seconds={},
    )


def _answered(state: Mapping[str, Any], reading: Reading) -> Answer:
    grounded = quote(reading.evidence)
    text = " ".join(filter(None, (reading.lead, grounded.text, *reading.notes)))
    return replace(
        _refused(state, text, reading.confidence),
        refused=False,
        short_answer=grounded.short_answer,
        statements=grounded.statements,
        citations=grounded.citations,
        lead=reading.lead,
        notes=reading.notes,
    )
