"""One question of a conversation and what has come back for it so far."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.answer import Answer, Citation, Statement, Turn
from assistant.web.answering import OF_THE_ASKER, Answering
from index.errors import Busy

FAILED = "Something went wrong while answering. Please ask again; the server's log has the reason."

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with the statements that have arrived, then with its answer or its failure."""

    question: str
    standalone_question: str | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    lead: str = ""
    confidence: float | None = None
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
        for chunk in answering.stream("page", question, history, documents):
            exchange = _grown(exchange, chunk)
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


def _grown(exchange: Exchange, chunk: Mapping[str, Any]) -> Exchange:
    return replace(
        exchange,
        standalone_question=chunk.get("standalone_question", exchange.standalone_question),
        statements=exchange.statements + tuple(chunk.get("statements", ())),
        citations=exchange.citations + tuple(chunk.get("citations", ())),
        lead=chunk.get("lead", exchange.lead),
        confidence=chunk.get("confidence", exchange.confidence),
        answer=chunk.get("answer", exchange.answer),
    )
