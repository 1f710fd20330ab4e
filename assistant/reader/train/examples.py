"""Windows to learn from, made of the question sets: what the model reads and what it should say."""

import hashlib
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.reader.pieces import (
    LONGEST_QUESTION,
    LONGEST_TEXT,
    Window,
    about,
    asked,
    split,
    window,
)
from assistant.reader.train.mining import Mine, answering, holding, overlaps
from assistant.reader.train.rows import Passage, Range, Row
from assistant.reader.train.unanswerable import removed, retyped, swapped

UNKNOWN = -1
NEAREST = 3
"""So many of the best other passages are drawn from for a mined negative."""


@dataclass(frozen=True, slots=True)
class Example:
    """A window with what is right. `labels`: whether each sentence answers, `UNKNOWN` where that
    isn't told; `span`: the pieces of a short answer, (0, 0) for none, None where it isn't told."""

    window: Window
    labels: tuple[int, ...]
    span: Range | None
    answerable: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A window before it is split: a question and sentences of a text, of which the one at `core`
    must be in it and the `barred` must not. No answers: unanswerable, and surely so."""

    question: str
    title: str
    text: str
    sentences: tuple[Range, ...]
    core: int
    kind: str
    barred: frozenset[int] = frozenset()
    answers: tuple[Range, ...] = ()
    exact: bool = True
    placed: bool = True


def held_out(text: str, share: float) -> bool:
    """Whether a passage is kept for the evaluation: by its letters and digits, as several sets
    have the same passage, some in lower case or with other spaces."""
    key = "".join(re.findall(r"\w", text.casefold()))[:300]
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) < share * 16**8


def cuts(
    rows: Sequence[Row], mine: Mine, settings: Mapping[str, Any], chance: random.Random
) -> Iterator[Cut]:
    """The windows to make of these rows, in their order."""
    for row in rows:
        kind = "answerable" if row.answers else "unanswerable"
        share = settings[kind].get(row.passage.source, 0.0)
        for _ in range(int(share) + (chance.random() < share % 1)):
            yield from _of(row, mine, settings["negatives"], chance)


def _of(row: Row, mine: Mine, rates: Mapping[str, float], chance: random.Random) -> Iterator[Cut]:
    passage = row.passage
    weights = mine.weights(row.question, passage)
    if not row.answers:
        kind = "written" if row.written else "given"
        yield _around_lookalike(row.question, passage, weights, kind)
        return
    right = answering(passage.sentences, row.answers)
    if not any(right):
        return
    answerable = Cut(
        row.question,
        passage.title,
        passage.text,
        passage.sentences,
        chance.choice([number for number, answers in enumerate(right) if answers]),
        "answerable",
        answers=row.answers,
        exact=row.exact,
        placed=row.placed,
    )
    yield answerable
    held = holding(passage, row.answers)
    if row.placed and not all(held) and chance.random() < rates["same_passage"]:
        barred = frozenset(number for number, answers in enumerate(held) if answers)
        yield _around_lookalike(row.question, passage, weights, "same passage", barred)
    texts = [passage.text[start:end] for start, end in row.answers]
    if chance.random() < rates["mined"]:
        near = mine.near(weights, passage, texts, NEAREST)
        if near:
            yield _around_lookalike(row.question, chance.choice(near), weights, "mined")
    shortest = min(row.answers, key=lambda answer: answer[1] - answer[0])
    if row.exact and chance.random() < rates["swapped"]:
        other = swapped(row.question, passage.text, passage.text[slice(*shortest)], chance)
        if other:
            yield _around_lookalike(other, passage, weights, "swapped")
    if row.placed and chance.random() < rates["retyped"]:
        sentences = [passage.text[start:end] for start, end in passage.sentences]
        asks = retyped(row.question, sentences, chance)
        if asks and not all(number in asks[1] for number in range(len(sentences))):
            yield _around_lookalike(asks[0], passage, weights, "retyped", asks[1])
    if row.exact and chance.random() < rates["removed"]:
        taken = removed(passage.text, shortest)
        if taken and not any(text.casefold() in taken[0].casefold() for text in texts):
            yield _without(answerable, *taken)


def _around_lookalike(
    question: str,
    passage: Passage,
    weights: Mapping[str, float],
    kind: str,
    barred: frozenset[int] = frozenset(),
) -> Cut:
    """A window around the sentence that looks most like an answer and isn't one."""
    scores = overlaps(passage, weights)
    free = [number for number in range(len(scores)) if number not in barred]
    core = max(free, key=lambda number: scores[number], default=0)
    return Cut(question, passage.title, passage.text, passage.sentences, core, kind, barred)


def _without(cut: Cut, text: str, gone: Range) -> Cut:
    """The window with the text that is left when the words of a range are taken out."""
    start, end = gone

    def moved(place: int) -> int:
        return place if place <= start else max(start, place - (end - start))

    sentences = tuple((moved(s), moved(e)) for s, e in cut.sentences)
    return Cut(
        cut.question,
        cut.title,
        text,
        sentences,
        next((n for n, (s, e) in enumerate(sentences) if s <= start <= e), cut.core),
        "removed",
        frozenset(n for n, (s, e) in enumerate(sentences) if s >= e),
    )


def examples(
    made: Sequence[Cut], settings: Mapping[str, Any], chance: random.Random
) -> Iterator[Example]:
    """Each cut as the model reads it; left out where a sentence is too long alone, or holds no
    word piece."""
    questions = split([asked(cut.question) for cut in made])
    least, most = settings["text"]
    for cut, question in zip(made, questions, strict=True):
        pieces = split([cut.text[start:end] for start, end in cut.sentences])
        lengths = [len(piece.ids) for piece in pieces]
        first, last = _around(cut, lengths, chance.randint(least, most), chance)
        if sum(lengths[first:last]) > LONGEST_TEXT or not all(lengths[first:last]):
            continue
        titled = chance.random() < settings["titled"]
        [title] = split([about(cut.title, "") if titled else ""])
        read = window(
            question.ids[:LONGEST_QUESTION], title.ids, [piece.ids for piece in pieces[first:last]]
        )
        right = answering(cut.sentences[first:last], cut.answers)
        labels = tuple(int(answers) if cut.placed else UNKNOWN for answers in right)
        span = (0, 0) if not cut.answers else None
        if cut.answers and cut.exact:
            span = _span(cut, read, first, [piece.offsets for piece in pieces], chance)
        yield Example(read, labels, span, bool(cut.answers), cut.kind)


def _around(
    cut: Cut, lengths: Sequence[int], budget: int, chance: random.Random
) -> tuple[int, int]:
    """First and last sentence (not included) of a window: the core and what fits beside it."""
    first, last = cut.core, cut.core + 1
    total = lengths[cut.core]
    while True:
        ways = []
        if first and first - 1 not in cut.barred and total + lengths[first - 1] <= budget:
            ways.append(first - 1)
        if last < len(lengths) and last not in cut.barred and total + lengths[last] <= budget:
            ways.append(last)
        if not ways:
            return first, last
        taken = chance.choice(ways)
        total += lengths[taken]
        first, last = min(first, taken), max(last, taken + 1)


def _span(
    cut: Cut,
    read: Window,
    first: int,
    offsets: Sequence[Sequence[Range]],
    chance: random.Random,
) -> Range | None:
    """The pieces of one of the answers that lie within one sentence of the window."""
    found = []
    for number, (begin, _) in enumerate(read.sentences, first):
        start_of = cut.sentences[number][0]
        for start, end in cut.answers:
            inside = [
                order
                for order, (s, e) in enumerate(offsets[number])
                if s + start_of < end and start < e + start_of
            ]
            if inside and cut.sentences[number][0] <= start and end <= cut.sentences[number][1] + 1:
                found.append((begin + inside[0], begin + inside[-1]))
    return chance.choice(found) if found else None
