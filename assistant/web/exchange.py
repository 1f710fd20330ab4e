"""One question of a conversation and what has come back for it so far."""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from assistant.answer import Answer, Citation, Statement, Turn
from assistant.web.answering import OF_THE_ASKER, Answering
from assistant.web.drafts import Chunk
from index.errors import Busy

FAILED = "Something went wrong while answering. Please ask again; the server's log has the reason."
SILENCE = 0.4
"""Seconds after which an exchange comes again though nothing is new: who reads it can leave."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with the statements that have arrived, then with its answer or its failure.

    `draft` is the unchecked text of the statement that a model is writing, empty where none is;
    `withdrawn` says why the statements of a model were taken back, if they were.
    """

    question: str
    standalone_question: str | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    lead: str = ""
    confidence: float | None = None
    draft: str = ""
    withdrawn: str | None = None
    answer: Answer | None = None
    failure: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The exchange as plain values; statements and citations as in an answer."""
        return {
            "standalone_question": self.standalone_question,
            "statements": [statement.to_json() for statement in self.statements],
            "citations": [citation.to_json() for citation in self.citations],
            "lead": self.lead,
            "confidence": self.confidence,
            "draft": self.draft,
            "withdrawn": self.withdrawn,
            "answer": self.answer and self.answer.to_json(explain=True),
            "failure": self.failure,
        }


def exchanges(
    answering: Answering,
    question: str,
    history: Sequence[Turn] = (),
    documents: Sequence[str] = (),
) -> Iterator[Exchange]:
    """The exchange as it grows: first the bare question, last the whole answer or why not."""
    exchange = Exchange(question)
    yield exchange
    try:
        with closing(answering.stream("page", question, history, documents)) as chunks:
            for exchange in _growing(Exchange(question), chunks):
                yield exchange
    except (*OF_THE_ASKER, Busy) as error:
        yield replace(exchange, failure=str(error))
    except Exception:
        # Anything else may name paths of the server: the log has it, the page does not.
        logger.exception("a question could not be answered")
        yield replace(exchange, failure=FAILED)
    else:
        if exchange.answer is None:
            yield replace(exchange, failure=FAILED)


def _growing(exchange: Exchange, chunks: Iterator[Chunk]) -> Iterator[Exchange]:
    """The exchange as each chunk changes it; unchanged, it comes again after `SILENCE`."""
    given = time.monotonic()
    for chunk in chunks:
        now = time.monotonic()
        if chunk:
            exchange = _grown(exchange, chunk)
        elif now - given < SILENCE:
            continue
        given = now
        yield exchange


def _grown(exchange: Exchange, chunk: Mapping[str, Any]) -> Exchange:
    if "withdrawn" in chunk:
        exchange = replace(exchange, statements=(), citations=(), withdrawn=chunk["withdrawn"])
    said = chunk.keys() & {"statements", "withdrawn", "answer"}
    known = {citation.marker for citation in exchange.citations}
    new = (one for one in chunk.get("citations", ()) if one.marker not in known)
    return replace(
        exchange,
        standalone_question=chunk.get("standalone_question", exchange.standalone_question),
        statements=exchange.statements + tuple(chunk.get("statements", ())),
        citations=(*exchange.citations, *new),
        lead=chunk.get("lead", exchange.lead),
        confidence=chunk.get("confidence", exchange.confidence),
        draft=chunk.get("draft", "" if said else exchange.draft),
        answer=chunk.get("answer", exchange.answer),
    )
