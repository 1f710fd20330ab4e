"""The numbered sentences that a language model is given to write from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.reader.context import antecedents
from assistant.reader.reading import Reading
from index.document import Sentence
from index.retrieval import Hit

MOST_PASSAGES = 8
"""Passages that the model is given at most."""
CHARACTERS_A_TOKEN = 3
"""Fewer than English has, as no tokenizer of the model is known: names and numbers cost more."""
MARKER_TOKENS = 4
"""Tokens of a sentence's number and line end."""


@dataclass(frozen=True, slots=True)
class Given:
    """A sentence under the number by which the model cites it."""

    number: int
    sentence: Sentence
    hit: Hit

    @property
    def about(self) -> str:
        """Title, heading and day of where it stands."""
        return about(self.hit)

    @property
    def leans_on(self) -> list[Sentence]:
        """The sentences before it that say who is meant, where it doesn't."""
        sentences = self.hit.sentences
        position = next((n for n, s in enumerate(sentences) if s.span == self.sentence.span), None)
        return [] if position is None else antecedents(self.hit.before, sentences, position)


class Material(NamedTuple):
    """What the model is given, in reading order and numbered from 1, and how many sentences of
    the passages found had no room."""

    given: tuple[Given, ...]
    trimmed: int


def about(hit: Hit) -> str:
    """Title and heading of where a passage stands, and the day that its document states."""
    place = " › ".join(filter(None, (hit.title, hit.passage.heading)))
    return f"{place} ({hit.date})" if hit.date else place


def tokens(text: str) -> int:
    """How many tokens a text has, estimated on the safe side: of other than Latin letters, one
    each."""
    latin = sum(character.isascii() for character in text)
    return latin // CHARACTERS_A_TOKEN + len(text) - latin + 1


def material(reading: Reading, hits: Sequence[Hit], room: int) -> Material:
    """The sentences for a question: the reader's own first, then those of the best passages.

    `hits` come best first; `room` is in tokens. A passage goes in whole as long as there is room,
    then sentence by sentence; what has none is counted.
    """
    best = list(dict.fromkeys([e.hit.passage.id for e in reading.evidence]))
    known = {hit.passage.id: hit for hit in [*(e.hit for e in reading.evidence), *hits]}
    order = [known[id] for id in dict.fromkeys([*best, *(hit.passage.id for hit in hits)])]
    taken = {hit.passage.id for hit in order[: max(MOST_PASSAGES, len(best))]}
    chosen: dict[tuple[str, int], tuple[Sentence, Hit]] = {}
    headed: set[str] = set()
    left, without = room, set[tuple[str, int]]()
    for sentence, hit in _wanted(reading, order):
        place = sentence.span.document, sentence.span.start
        if place in chosen:
            continue
        head = 0 if hit.passage.id in headed else tokens(about(hit)) + MARKER_TOKENS
        cost = tokens(sentence.text) + MARKER_TOKENS + head
        if cost > left or hit.passage.id not in taken:
            without.add(place)
            continue
        left -= cost
        headed.add(hit.passage.id)
        chosen[place] = sentence, hit
    documents = list(dict.fromkeys(document for document, _ in chosen))
    row = sorted(chosen, key=lambda place: (documents.index(place[0]), place[1]))
    given = tuple(Given(number, *chosen[place]) for number, place in enumerate(row, 1))
    return Material(given, len(without - chosen.keys()))


def _wanted(reading: Reading, hits: Sequence[Hit]) -> Iterator[tuple[Sentence, Hit]]:
    """The sentences in the order in which they deserve room."""
    for item in reading.evidence:
        yield item.sentence, item.hit
    for hit in hits:
        for sentence in hit.sentences:
            yield sentence, hit
