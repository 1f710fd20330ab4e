"""A document cut into passages that tile its text, each with its sentences.

No passage is longer than the embedding model reads; that is measured with the model's own
tokenizer. Cuts fall on sections first, then paragraphs, then sentences, and inside a sentence
only where it is too long by itself.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, tee

from index.document import Document, Heading, Passage, Sentence, Span
from index.sentences import blocks, sentences

VERSION = 5
"""Raised whenever the same document would be cut or kept in another way."""

AIM = 256
"""Word pieces that a passage is filled up to, unless the model reads fewer. Larger passages were
found better, up to what the default model reads: see `evals/BENCHMARKS.md`."""
HEADINGS = 24
"""Up to so many word pieces at the start of a passage are taken for titles and headings."""
CHARACTERS_A_PIECE = 12
"""This many characters weigh at least as much as a word piece: a run without spaces counts as one
piece however long it is, but nobody could read it."""

WEIGHED = 1024
"""Sentences that are counted at once: what a document takes of memory is not a matter of its
length."""
FAR = 10_000
"""Characters from the middle of a long piece within which a place to cut it is looked for."""

Count = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class CutPassage:
    """A passage with the sentences that lie in it."""

    passage: Passage
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence with the white space after it; the pieces of a document tile its text."""

    start: int
    end: int
    pieces: int
    opens_block: bool
    opens_section: bool


def cut(document: Document, count: Count, limit: int, build: int = 0) -> Iterator[CutPassage]:
    """The passages of a document, one after the other: joined, their texts are `document.text`.

    `limit` is the most word pieces of a passage as `count` gives them; `build` makes the ids of
    one build of an index differ from another's.
    """
    groups, same = tee(_pack(_pieces(document, count, limit), min(AIM, limit)))
    trails = _trails(document.headings, (group[-1].end for group in same))
    for position, (group, above) in enumerate(zip(groups, trails, strict=True)):
        yield _passage(document, position, group, above, build)


def _passage(
    document: Document, position: int, group: list[_Piece], heading: str, build: int
) -> CutPassage:
    start, end = group[0].start, group[-1].end
    name = f"{document.id}\0{position}\0{document.digest}\0{build}\0{document.loader}"
    passage = Passage(
        id=hashlib.sha256(name.encode()).hexdigest()[:32],
        span=Span(document.id, start, end),
        text=document.text[start:end],
        heading=heading,
        position=position,
    )
    stripped = (_stripped(document.text, piece.start, piece.end) for piece in group)
    return CutPassage(
        passage,
        tuple(
            Sentence(Span(document.id, first, last), document.text[first:last])
            for first, last in stripped
            if first < last
        ),
    )


def trail(headings: Sequence[Heading], before: int) -> str:
    """The headings in force just before an offset, from the top: `Guide › Setup`."""
    return next(_trails(headings, [before]))


def _trails(headings: Sequence[Heading], ends: Iterable[int]) -> Iterator[str]:
    """The trail before each of these offsets, which rise."""
    above: list[Heading] = []
    at = 0
    for end in ends:
        while at < len(headings) and headings[at].start < end:
            above = [*(h for h in above if h.level < headings[at].level), headings[at]]
            at += 1
        yield " › ".join(heading.text for heading in above)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _pieces(document: Document, count: Count, limit: int) -> Iterator[_Piece]:
    text = document.text
    heads = {heading.start for heading in document.headings}
    spans = _tiles(document)
    while some := list(islice(spans, WEIGHED)):
        sizes = _weights([text[start:end] for start, end, _ in some], count, limit)
        for (start, end, opens_block), size in zip(some, sizes, strict=True):
            section = any(at in heads for at in _line_starts(text, start, end)) if heads else False
            fitting = _fit(text, start, end, size, count, limit)
            for order, (first, last, pieces) in enumerate(fitting):
                yield _Piece(first, last, pieces, opens_block and not order, section)
                section = False


def _tiles(document: Document) -> Iterator[tuple[int, int, bool]]:
    """Each sentence with the white space after it, the first with that before it too; whether it
    is the first of its block."""
    text = document.text
    begin: int | None = None
    opened = True
    for first, last in blocks(text, document.headings):
        for order, (start, _) in enumerate(sentences(text, first, last)):
            if begin is not None:
                yield begin, start, opened
            begin, opened = 0 if begin is None else start, order == 0
    yield begin or 0, len(text), opened


def _line_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Offsets at which a line begins, from the line that `start` stands in up to `end`."""
    at = text.rfind("\n", 0, start) + 1
    while at < end:
        yield at
        line_end = text.find("\n", at, end)
        if line_end < 0:
            return
        at = line_end + 1


def _weights(texts: Sequence[str], count: Count, limit: int) -> list[int]:
    """What each text takes of a passage, in word pieces: never nothing, even where it is unseen.

    Of a text that is too long for a passage whatever is in it, no word pieces are counted.
    """
    least = [len(text) // CHARACTERS_A_PIECE for text in texts]
    counted = count([text if at <= limit else "" for text, at in zip(texts, least, strict=True)])
    return [max(1, pieces, at) for pieces, at in zip(counted, least, strict=True)]


def _fit(
    text: str, start: int, end: int, size: int, count: Count, limit: int
) -> Iterator[tuple[int, int, int]]:
    """A piece, halved until every part has at most `limit` word pieces."""
    if size <= limit or end - start == 1:
        yield start, end, size
        return
    middle = _cut_near(text, start, end)
    for first, last in ((start, middle), (middle, end)):
        (weight,) = _weights([text[first:last]], count, limit)
        yield from _fit(text, first, last, weight, count, limit)


def _cut_near(text: str, start: int, end: int) -> int:
    """An offset near the middle: after white space if there is some near, never inside a
    character that a reader sees as one."""
    middle = (start + end) // 2
    reach = min((end - start) // 4, FAR)
    for step in range(reach):
        for at in (middle - step, middle + step):
            if start < at < end and text[at - 1].isspace() and not text[at].isspace():
                return at
    for step in range(min((end - start) // 2, FAR)):
        for at in (middle + step, middle - step):
            if start < at < end and not _joined(text, at):
                return at
    return middle


def _joined(text: str, at: int) -> bool:
    """True where the characters on both sides of an offset belong to one visible character."""
    after = text[at]
    modifier = "\U0001f3fb" <= after <= "\U0001f3ff" or after in "\u200d\ufe0e\ufe0f"
    return modifier or text[at - 1] == "\u200d" or unicodedata.category(after) in ("Mn", "Me", "Mc")


def _pack(pieces: Iterable[_Piece], aim: int) -> Iterator[list[_Piece]]:
    """Groups of neighbouring pieces up to `aim` word pieces; a long block is cut in even parts.

    A title or heading is never left alone where words follow that it belongs to.
    """
    group: list[_Piece] = []
    filled = 0
    for block in _blocks(pieces):
        size = sum(piece.pieces for piece in block)
        full = filled + size > aim
        # A section starts a new passage unless what came before is only its parents' headings.
        if filled > HEADINGS and (full or block[0].opens_section):
            yield group
            group, filled, full = [], 0, size > aim
        if not full:
            group += block
            filled += size
            continue
        part = (filled + size) / -(-(filled + size) // aim)
        for piece in block:
            if group and (filled + piece.pieces > aim or filled >= max(part, HEADINGS)):
                yield group
                group, filled = [], 0
            group.append(piece)
            filled += piece.pieces
    if group:
        yield group


def _blocks(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    block: list[_Piece] = []
    for piece in pieces:
        if piece.opens_block and block:
            yield block
            block = []
        block.append(piece)
    if block:
        yield block
