"""Asking the ideas for questions, and keeping those that the documents surely answer."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from assistant.answer import Answer
from assistant.questions.idea import Idea, Kept
from assistant.questions.ideas import ideas_of
from index.document import Span
from index.retrieval import Index

Ask = Callable[[str], Answer]

SURE = 0.6
"""The confidence from which an answer is sure enough to suggest its question."""
MOST_DOCUMENTS = 30
MOST_ASKED = 72
"""Questions asked of a folder, at 0.1 to 0.4 seconds each on two cores."""
MOST_OF_ONE = 24
"""Questions asked of one document."""


def drawn(index: Index) -> list[str]:
    """The documents that questions are made of to begin with: of many documents some, drawn by
    lot, the same for the same folder."""
    ids = sorted(
        (entry.id for entry in index.entries()), key=lambda id: sha256(id.encode()).digest()
    )
    return ids[:MOST_DOCUMENTS]


def share_of(documents: int) -> int:
    """How many questions are asked of each of so many documents."""
    return min(MOST_OF_ONE, max(3, MOST_ASKED // max(1, documents)))


def kept_questions(
    index: Index, ids: Sequence[str], each: int, ask: Ask, goes_on: Callable[[], bool]
) -> Iterator[Kept]:
    """The questions about documents of an index that it answers, as they are found, of `each` so
    many are asked, in turn. Ends where `goes_on` says no, which is asked before each question."""
    alone = len(index.entries()) == 1
    ideas: dict[str, list[Idea]] = {}
    asked: set[str] = set()
    for turn in range(each):
        for id in ids:
            if not goes_on():
                return
            if id not in ideas:
                ideas[id] = ideas_of(index.catalog.passages_of(id), alone=alone)
            for idea in ideas[id][turn : turn + 1]:
                if idea.question not in asked:
                    asked.add(idea.question)
                    kept = answered(idea, ask)
                    if kept is not None:
                        yield kept


def answered(idea: Idea, ask: Ask) -> Kept | None:
    """The question as kept; None unless it is answered surely, wholly, and with words of the very
    place that it was made from."""
    answer = ask(idea.question)
    found = sure_evidence(answer)
    own = tuple(span for span in found if span.overlaps(idea.source))
    if not own or answer.notes:
        return None
    evidence = own + tuple(span for span in found if span not in own)
    return Kept(idea.question, idea.kind, idea.source.document, evidence, answer.confidence)


def kept_own(questions: Sequence[str], ask: Ask, goes_on: Callable[[], bool]) -> Iterator[Kept]:
    """Those of the owner's questions that are surely answered, in their order."""
    for question in questions:
        if not goes_on():
            return
        answer = ask(question)
        evidence = sure_evidence(answer)
        if evidence:
            yield Kept(question, "own", evidence[0].document, evidence, answer.confidence)


def sure_evidence(answer: Answer) -> tuple[Span, ...]:
    """The cited words that answer, none where the answer is a refusal or not sure."""
    if answer.refused or answer.confidence < SURE:
        return ()
    return tuple(c.span for c in answer.citations if c.role == "evidence")
