"""Answers put together: refused, in the documents' own words, or in those of a language model."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.answer import REFUSAL, Answer, ShortAnswer
from assistant.grounding.quote import quote, text_of
from assistant.reader.reading import Reading
from assistant.writer.writing import Outcome

OWN_WORDS = "These are the documents’ own words."
NOTHING_STANDS = "Nothing that the language model wrote is borne out by the documents."
DECLINED = "The language model saw no answer in what was found."
TRANSLATED = "The language model’s own translation of these sentences was what could be checked."
LEFT_OUT_ONE = "One sentence was left out, as the documents don’t bear it out."
LEFT_OUT = "{n} sentences were left out, as the documents don’t bear them out."


def refused(state: Mapping[str, Any], text: str, confidence: float) -> Answer:
    """An answer that is none: its words, and the passages that are nearest."""
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


def refusal(state: Mapping[str, Any], reading: Reading) -> Answer:
    """What is said where the documents don't answer, with the reading's remarks."""
    text = " ".join((REFUSAL, *reading.notes))
    return replace(refused(state, text, reading.confidence), notes=reading.notes)


def quoted(state: Mapping[str, Any], reading: Reading) -> Answer:
    """An answer in the words of the reading's evidence."""
    grounded = quote(reading.evidence)
    text = " ".join(filter(None, (reading.lead, grounded.text, *reading.notes)))
    return replace(
        refused(state, text, reading.confidence),
        refused=False,
        short_answer=grounded.short_answer,
        statements=grounded.statements,
        citations=grounded.citations,
        lead=reading.lead,
        notes=reading.notes,
    )


def written(state: Mapping[str, Any], reading: Reading, outcome: Outcome, model: str) -> Answer:
    """An answer in the words of the language model of that name."""
    translated = (TRANSLATED,) if outcome.translated else ()
    notes = (*reading.notes, *left_out(outcome), *translated)
    citations = outcome.footnotes.citations
    stands = [one for one in outcome.statements if one.supported]
    short = quote(reading.evidence).short_answer
    return replace(
        refused(state, " ".join((text_of(stands), *notes)), reading.confidence),
        refused=False,
        short_answer=short if short and _lies_in(short, outcome) else None,
        statements=outcome.statements,
        citations=citations,
        notes=notes,
        mode="written",
        model=model,
        writing=outcome.account,
    )


def left_out(outcome: Outcome) -> tuple[str, ...]:
    """What to say of the sentences that are not shown."""
    count = outcome.account.dropped - sum(not one.supported for one in outcome.statements)
    if count < 1:
        return ()
    return (LEFT_OUT_ONE if count == 1 else LEFT_OUT.format(n=count),)


def why_quoted(outcome: Outcome) -> str:
    """Why the documents' own words are given in place of what was to be written."""
    if outcome.failure is not None:
        return outcome.failure.words
    return DECLINED if outcome.declined else NOTHING_STANDS


def timed(state: Mapping[str, Any], answer: Answer, searching: float, reading: float) -> Answer:
    """The answer with the seconds of each step, and of all up to now."""
    writing = answer.writing.seconds if answer.writing else {}
    took = {
        "retrieve": searching,
        "read": reading,
        **({"write": writing.get("write", 0.0)} if answer.writing else {}),
        "total": time.perf_counter() - state["started"],
    }
    return replace(answer, seconds={name: round(value, 4) for name, value in took.items()})


def _lies_in(short: ShortAnswer, outcome: Outcome) -> bool:
    return any(
        citation.span.document == short.span.document
        and citation.span.start <= short.span.start
        and short.span.end <= citation.span.end
        for citation in outcome.footnotes.citations
    )
