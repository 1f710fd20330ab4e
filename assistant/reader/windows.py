"""What the cross reader's model reads of a search: windows of whole sentences.

A passage is cut into windows of neighbouring sentences; those are read that hold the sentences
which look best already, until there is no more room. The sentence before a window goes along,
so that "it" and "he" can be understood.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Encoding

from assistant.reader.candidate import Candidate
from assistant.reader.pieces import (
    LONGEST_QUESTION,
    LONGEST_TEXT,
    Window,
    about,
    asked,
    split,
    window,
)
from index.retrieval import Hit

TEXT = 112
"""Word pieces of a window's text, if its first sentence isn't longer already."""
BEFORE = 48
"""Word pieces of a sentence before a window that goes along; a longer one is left out."""
MOST_PIECES = 1200
"""Word pieces that are read for a question."""


@dataclass(frozen=True, slots=True)
class ReadWindow:
    """A window of a hit: the candidates judged in it, with the pieces of each; `place` is where
    their ranges begin in the window's sentences (1 where one goes along before them)."""

    window: Window
    candidates: tuple[Candidate, ...]
    pieces: tuple[Encoding, ...]
    place: int


def windows(question: str, best_first: Sequence[Candidate]) -> list[ReadWindow]:
    """The windows to read, of the candidates in order of how good they look."""
    order = {id(candidate): rank for rank, candidate in enumerate(best_first)}
    hits: dict[int, list[Candidate]] = {}
    for candidate in best_first:
        hits.setdefault(id(candidate.hit), []).append(candidate)
    cut = [one for row in hits.values() for one in _cut(sorted(row, key=lambda c: c.position))]
    cut.sort(key=lambda row: min(order[id(candidate)] for candidate, _ in row))
    [pieces] = split([asked(question)])
    taken: list[ReadWindow] = []
    left = MOST_PIECES
    for row in cut:
        read = _window(pieces.ids[:LONGEST_QUESTION], row)
        if taken and len(read.window.ids) > left:
            break
        left -= len(read.window.ids)
        taken.append(read)
    return taken


Row = list[tuple[Candidate, Encoding]]


def _cut(candidates: list[Candidate]) -> Iterator[Row]:
    """The sentences of one hit in windows that hold as many as have room."""
    row: Row = []
    length = 0
    for candidate, pieces in zip(
        candidates, split([candidate.sentence.text for candidate in candidates]), strict=True
    ):
        if not pieces.ids:  # of characters that the model doesn't know, such as a lone accent
            continue
        if row and length + len(pieces.ids) > TEXT:
            yield row
            row, length = [], 0
        row.append((candidate, pieces))
        length += len(pieces.ids)
    if row:
        yield row


def _window(question: Sequence[int], row: Row) -> ReadWindow:
    hit = row[0][0].hit
    [title] = split([about(hit.title, hit.passage.heading)])
    sentences = [pieces.ids[:LONGEST_TEXT] for _, pieces in row]  # of a longer one the beginning
    before = _before(hit, row[0][0].position)
    if before and sum(map(len, sentences)) + len(before) <= TEXT + BEFORE:
        sentences = [before, *sentences]
    return ReadWindow(
        window(question, title.ids, sentences),
        tuple(candidate for candidate, _ in row),
        tuple(pieces for _, pieces in row),
        len(sentences) - len(row),
    )


def _before(hit: Hit, position: int) -> list[int]:
    """The sentence before one of a hit; nothing where there is none, or it is long."""
    earlier = hit.sentences[position - 1 : position] if position else hit.before[-1:]
    ids: list[int] = split([earlier[0].text])[0].ids if earlier else []
    return ids if len(ids) <= BEFORE else []
