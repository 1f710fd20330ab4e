"""The questions that could be asked of one document, each with the sentence that answers it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from evals.making.blanks import blank_questions
from evals.making.clause import Clause, main_clause, relative_clause, tokens_of
from evals.making.definitions import definition_questions
from evals.making.names import Names
from evals.making.plain import plain
from evals.making.questions import from_clause
from evals.making.turning import Draft
from index.document import Document, Span
from index.sentences import blocks, sentences
from index.words import content_stems, stem, words

MOST_SENTENCES = 1500
"""Sentences of one document that are looked at, evenly over it."""
SHORTEST_QUESTION, LONGEST_QUESTION = 3, 30
ASKING = frozenset(
    stem(word) for word in "country year percentage many much stand fill blank according".split()
)
"""Words of a question that need not stand in its evidence."""
LIGHT = frozenset(
    stem(word)
    for word in "make makes made have has had take took taken give gave become became".split()
)
"""Verbs that tell little of what is asked."""
VAGUE_HEADS = frozenset(
    """
    study studies participants patients authors results findings data experiment experiments sample
    samples method methods analysis analyses section chapter paper report survey subjects group
    groups problem problems model models approach people things process system case cases test tests
    reason reasons example examples work author question questions article team event events
    """.split()
)
"""What every text calls its own."""
LEANING = frozenset(
    "similar different current preceding further each every additional overall most many some "
    "several few all recent new subsequent various much half".split()
)
"""Words that begin a subject which is clear only where it stands."""


@dataclass(frozen=True)
class Candidate:
    """A question with its evidence, and how far down its document that stands (0 to 1)."""

    draft: Draft
    span: Span
    sentence: str
    position: float
    repeated: bool = False
    """True where the document says the same sentence again."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The stems that the question asks with."""
        stems = content_stems(self.draft.question)
        return frozenset(stems - ASKING) or stems

    @cached_property
    def answer_stems(self) -> frozenset[str]:
        """The stems of the shortest answer, small words too where there is nothing else."""
        answer = min(self.draft.answers, key=len)
        return content_stems(answer) or frozenset(stem(word) for word in words(answer))


def candidates_of(document: Document, *, alone: bool) -> Iterator[Candidate]:
    """The candidates of a document in the order of its text.

    Where it is `alone` in its folder, "the region" may be understood; among others it is not.
    """
    text = document.text
    names = Names(text)
    spans = [
        span
        for start, end in blocks(text, document.headings)
        for span in sentences(text, start, end)
    ]
    step = max(1, -(-len(spans) // MOST_SENTENCES))
    for start, end in spans[::step]:
        sentence = text[start:end]
        for draft in _drafts(sentence, names, alone=alone):
            if is_sound(draft):
                place = Span(document.id, start, end)
                repeated = is_repeated(text, place)
                yield Candidate(draft, place, sentence, start / len(text), repeated)


def is_repeated(text: str, span: Span) -> bool:
    """True where a text holds the words of a span elsewhere too, overlapping ones included."""
    sentence = text[span.start : span.end]
    return text.find(sentence) < span.start or text.find(sentence, span.start + 1) >= 0


def _drafts(sentence: str, names: Names, *, alone: bool) -> Iterator[Draft]:
    text = plain(sentence)
    if text is None:
        return
    tokens = tokens_of(text)
    main = main_clause(tokens, names.opening(tokens))
    clauses = [c for c in (main, relative_clause(tokens)) if c and _is_clear(c, alone=alone)]
    drafts = [draft for clause in clauses for draft in from_clause(clause)]
    drafts += definition_questions(sentence, tokens, main, names)
    yield from drafts or blank_questions(tokens)


def _is_clear(clause: Clause, *, alone: bool) -> bool:
    """False for a subject that a stranger to the text cannot make out ("the study")."""
    subject = [word.lower() for word in clause.subject]
    named = any(_names_something(word) for word in clause.inner_subject)
    if named:
        return True
    if subject[0] in LEANING or set(subject) & VAGUE_HEADS:
        return False
    every = (*clause.rest, *clause.lead)
    return subject[0] != "the" or (alone and any(_names_something(word) for word in every))


def _names_something(word: str) -> bool:
    return bool(re.search(r"[A-Z]", word)) or word[:1].isdigit()


def is_sound(draft: Draft) -> bool:
    """False for a question that is misshapen, or that gives its own answer away."""
    question = draft.question
    spoken = question.lower().rstrip("?").split()
    if not SHORTEST_QUESTION <= len(spoken) <= LONGEST_QUESTION:
        return False
    if any(one == other and one != "that" for one, other in pairwise(spoken)):
        return False
    texts = (question, *draft.answers)
    if any(text.count('"') % 2 or text.count("“") != text.count("”") for text in texts):
        return False
    if any(len(answer) == 1 and not answer.isdigit() for answer in draft.answers):
        return False
    asked, told = content_stems(question), content_stems(min(draft.answers, key=len))
    if told and told <= asked:
        return False
    fewest = {"definition": 1, "name": 3}.get(draft.kind, 2)
    return len(asked - ASKING - LIGHT) >= fewest
