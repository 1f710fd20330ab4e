"""The questions that could be asked of one document, each with the sentence that answers it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.questions.making.clause import tokens_of
from assistant.questions.making.drafts import ASKING, drafts_of, is_sound
from assistant.questions.making.names import Names
from assistant.questions.making.plain import plain
from assistant.questions.making.turning import Draft
from evals.making.blanks import blank_questions
from index.document import Document, Span
from index.sentences import blocks, sentences
from index.words import content_stems, stem, words

MOST_SENTENCES = 1500
"""Sentences of one document that are looked at, evenly over it."""


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
    """The questions that a sentence answers, and its words with blanks where it gives none."""
    drafts = drafts_of(sentence, names, alone=alone)
    text = None if drafts else plain(sentence)
    yield from drafts if text is None else blank_questions(tokens_of(text))
