"""What became of the statements that a scripted writer wrote, and whether an answer is in order."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from assistant.answer import Answer, Citation, Statement
from evals.metrics.answers import quote_exact
from evals.metrics.fidelity import quotes_of
from evals.mutation.count import Origin, Trial
from evals.scripted.writers import Seeded
from index.document import Document

ORIGINS: Mapping[str, Origin] = {
    "faithful": "rewording", "mutant": "mutant", "citation": "written", "invented": "written",
}  # fmt: skip
LEAST_WORDS = 3
"""Words of the shortest part of a statement that is looked for where sentences were split."""
LEFT_OUT = "left out"


def trials_of(answer: Answer, seeded: Sequence[Seeded]) -> Iterator[Trial]:
    """A trial for each statement: `faults` are why it is not shown as supported, none if it is.

    What cites wrongly counts as not shown where its source is among the footnotes in the end.
    """
    shown = [one for one in answer.statements if one.supported] if answer.mode == "written" else []
    for one in seeded:
        stands = _stands(one, shown, answer)
        reason = next((s.reason for s in answer.statements if s.text == one.text), None)
        yield Trial(
            says=one.text,
            cited=(one.source,),
            true=one.faithful,
            origin=ORIGINS[one.sort],
            label=one.label,
            faults=() if stands else (reason or LEFT_OUT,),
            base="sentence" if one.sort == "mutant" else None,
            change=one.change,
        )


def _stands(one: Seeded, shown: Sequence[Statement], answer: Answer) -> bool:
    text, source = plain(one.text), plain(one.source)
    if one.faithful:
        return text in plain(" ".join(statement.text for statement in shown))
    found = [
        statement
        for statement in shown
        if plain(statement.text) == text or _part(plain(statement.text), text, source)
    ]
    if one.sort == "citation":
        return any(source not in map(plain, quotes_of(found_one, answer)) for found_one in found)
    return bool(found)


def _part(shown: str, text: str, source: str) -> bool:
    """Whether a part of the statement is shown that its source does not say."""
    return len(shown.split()) >= LEAST_WORDS and shown in text and shown not in source


def complaints(
    answer: Answer, chunks: Sequence[Mapping[str, object]], documents: Mapping[str, Document]
) -> Iterator[str]:
    """What is out of order about an answer and the chunks that it came in; nothing if all is well.

    Each quote stands in its document, each statement shown as supported cites something, and what
    was settled as it came is what the answer holds.
    """
    if quote_exact(answer, documents) not in (None, 1.0):
        yield "a quote is not exact"
    if any(one.supported and not quotes_of(one, answer) for one in answer.statements):
        yield "a statement cites nothing"
    settled, cited = settled_in(chunks)
    if settled != answer.statements:
        yield "what came is not what the answer holds"
    if not set(answer.citations) <= set(cited):
        yield "a citation of the answer did not come"


def settled_in(
    chunks: Sequence[Mapping[str, object]],
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """The statements and citations that stand after all chunks."""
    statements: list[tuple[Statement, ...]] = []
    citations: list[tuple[Citation, ...]] = []
    for chunk in chunks:
        if "withdrawn" in chunk:
            statements, citations = [], []
        statements.append(_tuple(chunk.get("statements")))
        citations.append(_tuple(chunk.get("citations")))
    return tuple(chain.from_iterable(statements)), tuple(chain.from_iterable(citations))


def _tuple(value: object) -> tuple:  # type: ignore[type-arg]
    return value if isinstance(value, tuple) else ()


def own_words(answer: Answer) -> bool:
    """Whether an answer says nothing but what its citations quote."""
    return answer.mode == "extractive" and all(
        plain(one.text) in map(plain, quotes_of(one, answer)) for one in answer.statements
    )


def plain(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())
