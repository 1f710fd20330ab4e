"""Whether an answer says only what its citations say, and nothing that it must not."""

from collections.abc import Sequence

from assistant.answer import Answer, Statement
from assistant.grounding.check import check
from assistant.grounding.fault import Fault
from evals.case import Case
from evals.metrics import wording


def statement_faults(answer: Answer) -> tuple[tuple[Fault, ...], ...]:
    """For each statement, in order, what it says and the quotes of its citations don't.

    A statement that cites nothing has nothing to be checked against, and no faults here.
    """
    cited = [(statement.text, quotes_of(statement, answer)) for statement in answer.statements]
    return tuple(check(text, quotes) if quotes else () for text, quotes in cited)


def fidelity(answer: Answer, faults: Sequence[Sequence[Fault]]) -> float | None:
    """The share of the statements that cite something and are faithful to it.

    `faults` are those of `statement_faults`. None of an answer without statements. Source: here;
    the question is that of FActScore (Min et al., EMNLP 2023), with rules for the judge.
    """
    if not answer.statements:
        return None
    faithful = [
        bool(quotes_of(statement, answer)) and not found
        for statement, found in zip(answer.statements, faults, strict=True)
    ]
    return sum(faithful) / len(faithful)


def forbidden_said(case: Case, answer: Answer) -> float:
    """1 where a statement holds words that the case forbids, else 0. Source: here."""
    return float(bool(forbidden_words(case, answer)))


def forbidden_words(case: Case, answer: Answer) -> tuple[str, ...]:
    """The words of `must_not_say` that a statement holds, as whole words side by side."""
    return tuple(
        words
        for words in case.must_not_say
        if any(wording.contains(statement.text, [words]) for statement in answer.statements)
    )


def quotes_of(statement: Statement, answer: Answer) -> list[str]:
    """The words that a statement cites."""
    return [c.quote for c in answer.citations if c.marker in statement.citations]
