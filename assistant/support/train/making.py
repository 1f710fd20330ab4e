"""Statements made of question sets, right and wrong ones about the same passage."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.reader.train.rows import Passage, Range, Row
from assistant.support.train.faithful import merged, reworded
from assistant.support.train.pair import Pair
from assistant.support.train.telling import asked_and_told, told
from assistant.support.train.unfaithful import Around, changed
from index.words import content_stems

WORDS = range(6, 46)
"""Words of a sentence that statements are made of."""
LONGEST_ANSWER = 80


@dataclass(frozen=True, slots=True)
class Told:
    """A passage with its questions. `others` are passages of the same set."""

    passage: Passage
    rows: tuple[Row, ...]
    others: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """The sentences, with single spaces."""
        return [" ".join(self.passage.text[start:end].split()) for start, end in self.places]

    @property
    def places(self) -> tuple[Range, ...]:
        """Where they are."""
        return self.passage.sentences

    @property
    def around(self) -> Around:
        """What a false statement may be made of."""
        return Around(self.passage.text, self.others)


def passages(rows: Sequence[Row], chance: random.Random) -> list[Told]:
    """The passages of a set, each once, with all that is asked about them."""
    of: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of[row.passage.text].append(row)
    texts = list(of)
    return [
        Told(asked[0].passage, tuple(asked), tuple(chance.sample(texts, min(3, len(texts)))))
        for asked in of.values()
    ]


def pairs(one: Told, rates: Mapping[str, float], chance: random.Random) -> Iterator[Pair]:
    """Statements about a passage, drawn anew each time: at most `questions` of its questions and
    `sentences` of its sentences are told."""
    asked = [row for row in one.rows if row.exact or not row.answers]
    for row in chance.sample(asked, min(len(asked), int(rates["questions"]))):
        yield from _of_question(row, one, chance)
    whole = [n for n, text in enumerate(one.sentences) if len(text.split()) in WORDS]
    for number in chance.sample(whole, min(len(whole), int(rates["sentences"]))):
        yield from _of_sentence(number, one, chance)


def _of_question(row: Row, one: Told, chance: random.Random) -> Iterator[Pair]:
    source, sentences = one.passage.source, one.sentences
    wrong = _wrong_answer(row, one, chance)
    if not row.answers:
        if row.written and wrong:
            statement = _told(row.question, wrong, chance)
            yield Pair(statement, _nearest(statement, sentences, chance), False, "asked", source)
        return
    start, end = chance.choice(row.answers)
    answer = one.passage.text[start:end]
    at = next((n for n, (s, e) in enumerate(one.places) if s <= start and end <= e + 1), None)
    if at is None or len(answer) > LONGEST_ANSWER:
        return
    cited = _with_neighbours(at, sentences, chance)
    right = _told(row.question, answer, chance)
    yield Pair(right, cited, True, "answer", source)
    if wrong and chance.random() < 0.6:
        statement = _told(row.question, wrong, chance)
        if chance.random() < 0.5:
            cited = tuple(dict.fromkeys([*cited, *_nearest(statement, sentences, chance)]))[:4]
        yield Pair(statement, cited, False, "wrong answer", source)
    if chance.random() < 0.3 and (made := changed(right, one.around, chance)):
        yield Pair(made[0], cited, False, made[1], source)
    if chance.random() < 0.35:
        others = [text for n, text in enumerate(sentences) if n != at and answer not in text]
        if others:
            yield Pair(right, _nearest(right, others, chance), False, "other sentence", source)


def _of_sentence(number: int, one: Told, chance: random.Random) -> Iterator[Pair]:
    source, sentences = one.passage.source, one.sentences
    text = sentences[number]
    statement, cited = text, _with_neighbours(number, sentences, chance)
    kind = "sentence"
    second = chance.choice([*sentences, *sentences[number + 1 : number + 2] * 3])
    joined = chance.random() < 0.3 and len(second.split()) in WORDS and second != text
    if joined:
        statement = merged(reworded(text, chance), reworded(second, chance), chance)
        kind, cited = "merged", (text, second)
    elif chance.random() < 0.85:
        statement, kind = reworded(text, chance), "reworded"
    if chance.random() < 0.75:
        yield Pair(statement, cited, True, kind, source)
    if joined and chance.random() < 0.8:
        half = chance.randrange(2)
        yield Pair(statement, (cited[half],), False, "half cited", source)
    for _ in range(chance.choice((0, 1, 1, 2))):
        if made := changed(statement, one.around, chance):
            yield Pair(made[0], cited, False, made[1], source)
    others = [other for other in sentences if other not in cited and other != text]
    if others and not joined and chance.random() < 0.4:
        near = _nearest(statement, others, chance)
        yield Pair(statement, near, False, "other sentence", source)


def _told(question: str, answer: str, chance: random.Random) -> str:
    statement = told(question, answer)
    if statement is None:
        return asked_and_told(question, answer)
    return reworded(statement, chance) if chance.random() < 0.15 else statement


def _wrong_answer(row: Row, one: Told, chance: random.Random) -> str | None:
    """The answer to another question about the passage that begins alike, or to any."""
    own = [one.passage.text[slice(*place)].casefold() for place in row.answers]
    found: list[str] = []
    alike: list[str] = []
    for other in one.rows:
        if other.question == row.question or not other.exact:
            continue
        for place in islice(other.answers, 1):
            answer = one.passage.text[slice(*place)]
            folded = answer.casefold()
            if len(answer) <= LONGEST_ANSWER and not any(a in folded or folded in a for a in own):
                found.append(answer)
                if _head(other.question) == _head(row.question):
                    alike.append(answer)
    fits = alike or (found if chance.random() < 0.5 else [])
    return chance.choice(fits) if fits else None


def _head(question: str) -> str:
    words = question.casefold().split()
    return " ".join(words[:2]) if words[:1] == ["how"] else "".join(words[:1])


def _with_neighbours(at: int, sentences: Sequence[str], chance: random.Random) -> tuple[str, ...]:
    first, last = at, at + 1
    if chance.random() < 0.35:
        first = max(0, at - chance.choice((1, 1, 2)))
    if chance.random() < 0.25:
        last = min(len(sentences), at + 2)
    return tuple(sentences[first:last])


def _nearest(statement: str, sentences: Sequence[str], chance: random.Random) -> tuple[str, ...]:
    """One to three sentences, mostly those that share most words with the statement."""
    count = chance.choice((1, 1, 1, 2, 2, 3))
    if chance.random() < 0.2:
        return tuple(chance.sample(sentences, min(count, len(sentences))))
    ours = content_stems(statement)
    ranked = sorted(sentences, key=lambda text: -len(ours & content_stems(text)))
    near = set(ranked[:count])
    return tuple(text for text in sentences if text in near)
