"""The way from a question to an answer as one LangChain Runnable (LCEL).

It takes a question, or `{"question", "history", "documents"}`, and gives a dict whose `answer`
is the `Answer`. Streamed, each key comes as soon as it is known: `standalone_question`,
`passages`, then `lead` and `confidence` of an answer, one statement at a time with its citations,
and the whole `answer` last.

Where a language model writes, `draft` is the text of the statement that is being written, as far as
it goes: nothing has checked it yet, and the next `draft` or statement takes its place ("" takes it
away). `withdrawn` says why the statements before it are taken back: the writing failed, and those
that follow are the documents' own words, or the model had only been thinking, and writes now. Empty
chunks are signs of life of a model that is waited for: who reads them can leave there.
"""

import time
from collections.abc import AsyncIterator, Generator, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from langchain_core.runnables import RunnableGenerator, RunnableLambda
from langchain_core.runnables.utils import AddableDict

from assistant.answer import REFUSAL, Answer, Turn
from assistant.assigning import Chain, assigned, walked
from assistant.composing import OWN_WORDS, quoted, refusal, refused, timed, why_quoted, written
from assistant.conversation.plain import plain
from assistant.explanation import explain
from assistant.finding import Finding, Found
from assistant.language import language_note
from assistant.reader.reading import Reading
from assistant.writer.asking import Helping
from assistant.writer.questions import is_foreign
from assistant.writer.writing import Writer
from index.errors import InvalidQuestion

FAIRLY_SURE = 0.6
"""Confidence under which a language model that sees no answer is believed."""
LONGEST_QUESTION = 4000
"""Characters of the longest question."""


def build_chain(finding: Finding, writer: Writer | None = None) -> Chain:
    """The chain of the steps; raises `InvalidQuestion` and `UnknownDocument` when run."""
    steps = Steps(finding, writer)
    chain: Chain = (
        RunnableLambda(request)
        | assigned("understood", finding.understand)
        | assigned("standalone_question", lambda state: state["understood"].text)
        | assigned("found", finding.search)
        | assigned("passages", finding.passages)
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
        left=given.get("left"),
        helping=given.get("helping") or Helping(),
    )


class Steps:
    """The steps from what was found to the answer."""

    def __init__(self, finding: Finding, writer: Writer | None = None) -> None:
        """Without a writer, answers are in the documents' own words."""
        self._finding, self._writer = finding, writer
        self._reads = finding.index.embedder.languages

    def answer(self, chunks: Iterator[dict[str, Any]]) -> Iterator[AddableDict]:
        """Passes on what is known, then the answer statement by statement, then as a whole."""
        state: dict[str, Any] = {}
        for chunk in chunks:
            state.update(chunk)
            if (shown := _shown(chunk)) is not None:
                yield shown
        yield from self._parts(state)

    async def answer_async(
        self, chunks: AsyncIterator[dict[str, Any]]
    ) -> AsyncIterator[AddableDict]:
        """The same for asynchronous callers."""
        state: dict[str, Any] = {}
        async for chunk in chunks:
            state.update(chunk)
            if (shown := _shown(chunk)) is not None:
                yield shown
        async with aclosing(walked(self._parts(state))) as parts:
            async for part in parts:
                yield part

    def _parts(self, state: Mapping[str, Any]) -> Generator[AddableDict, None, None]:
        found, searching, understood = state["found"]
        if not found:
            text = self._finding.notice(state) or REFUSAL
            answer = replace(refused(state, text, 0.0), mode="notice")
            yield AddableDict(answer=timed(state, answer, searching, 0.0))
            return
        began = time.perf_counter()
        reading, searches = yield from self._finding.read(state, found)
        asked = state["plain"] if self._writer is None else state["understood"].text
        note = language_note(asked, self._reads)
        if note:
            reading = replace(reading, notes=(*reading.notes, note))
        reading_took = time.perf_counter() - began
        answer = yield from self._answered(state, reading, searches)
        answer = timed(state, answer, searching, reading_took)
        if self._writer is not None:
            took = round(understood - state["started"], 4)
            answer = replace(answer, seconds={"understand": took, **answer.seconds})
        how = explain(state["standalone_question"], reading, searches, answer.seconds)
        helping = dict(state["helping"].costs)
        yield AddableDict(answer=replace(answer, explanation=how, helping=helping))

    def _answered(
        self, state: Mapping[str, Any], reading: Reading, searches: Sequence[Found]
    ) -> Generator[AddableDict, None, Answer]:
        """Gives the parts of the answer, then the answer."""
        if reading.refused:
            return refusal(state, reading)
        is_list = bool(reading.lead) and not searches
        if self._writer is None or is_list:
            answer = quoted(state, reading)
            yield from _statements(answer)
            return answer
        yield AddableDict(lead="", confidence=reading.confidence)
        hits = [hit for found, _ in searches for hit in found.hits]
        # What is asked in another language is to be answered in that.
        own = is_foreign(state["plain"], self._reads)
        question = state["plain"] if own else state["standalone_question"]
        spent = time.perf_counter() - state["started"]
        outcome = yield from self._writer.write(
            question, state["history"], reading, hits, spent, state["helping"]
        )
        if outcome.stands:
            return written(state, reading, outcome, self._writer.model.name)
        why = why_quoted(outcome)
        yield AddableDict(withdrawn=why)
        unsure = reading.confidence < FAIRLY_SURE or is_foreign(state["plain"], self._reads)
        if outcome.declined and unsure:
            return replace(refusal(state, reading), writing=outcome.account)
        noted = replace(reading, notes=(*reading.notes, f"{why} {OWN_WORDS}"))
        answer = replace(quoted(state, noted), writing=outcome.account)
        yield from _statements(answer)
        return answer


def _shown(chunk: Mapping[str, Any]) -> AddableDict | None:
    """What of it is for callers, signs of life too; None where nothing is."""
    inner = ("found", "helping", "left", "plain", "started", "understood")
    shown = AddableDict({key: value for key, value in chunk.items() if key not in inner})
    return shown if shown or not chunk else None


def _statements(answer: Answer) -> Iterator[AddableDict]:
    """The lead of an answer, then its statements one by one."""
    cited = {citation.marker: citation for citation in answer.citations}
    if answer.statements:
        yield AddableDict(lead=answer.lead, confidence=answer.confidence)
    for statement in answer.statements:
        citations = tuple(cited[marker] for marker in statement.citations)
        yield AddableDict(statements=(statement,), citations=citations)
