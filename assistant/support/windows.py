"""A statement with the words it cites, as windows that the support model can read.

`[CLS] statement [SEP] cited sentences … [SEP]`: what fits is read at once; what doesn't, in several
windows, so that nothing is left out.
"""

from collections.abc import Iterator, Sequence

from assistant.reader.pieces import Window, split, window
from index.sentences import sentences
from index.words import content_stems

LONGEST_STATEMENT = 90
"""Word pieces of a statement that are read at a time."""
LONGEST_CITED = 100
"""Word pieces of cited words that are read at a time: as many as the model was trained on."""

Ids = Sequence[int]


def windows(statement: str, cited: Sequence[str]) -> list[list[Window]]:
    """For each part of the statement the windows to read of the cited words: mostly it is one
    part, but of a long one each sentence.

    Long cited words make windows of whole sentences in their order, each of which begins with the
    last sentence of the one before, and one more of the sentences from anywhere that share most
    words with the statement: what bears it out may stand far apart.
    """
    units = list(_units(cited))
    texts = [text for text, _ in units]
    pieces = [ids for _, ids in units]
    groups = list(_groups([len(ids) for ids in pieces]))
    if len(groups) > 1:
        groups.append(nearest(statement, texts, [len(ids) for ids in pieces], LONGEST_CITED))
    return [
        [window(part, [], [pieces[number] for number in group]) for group in groups]
        for part in _parts(statement)
    ]


def nearest(statement: str, texts: Sequence[str], lengths: Sequence[int], most: int) -> list[int]:
    """The texts, in order, that share most words with the statement, `most` word pieces of them."""
    ours = content_stems(statement)
    stems = [content_stems(text) for text in texts]
    kept: list[int] = []
    for number in sorted(range(len(texts)), key=lambda number: -len(ours & stems[number])):
        if lengths[number] and sum(lengths[n] for n in kept) + lengths[number] <= most:
            kept.append(number)
    return sorted(kept)


def _units(cited: Sequence[str]) -> Iterator[tuple[str, Ids]]:
    """The sentences of the cited words, the longest of them in overlapping stretches."""
    texts = [text[start:end] for text in cited for start, end in sentences(text, 0, len(text))]
    for text, piece in zip(texts, split(texts), strict=True):
        if len(piece.ids) <= LONGEST_CITED:
            yield text, piece.ids
            continue
        for first in range(0, len(piece.ids), LONGEST_CITED // 2):
            stretch = piece.offsets[first : first + LONGEST_CITED // 2]
            ids = piece.ids[first : first + LONGEST_CITED // 2]
            yield text[stretch[0][0] : stretch[-1][1]], ids


def _groups(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The units in runs that fit a window."""
    group: list[int] = []
    for number, length in enumerate(lengths):
        if group and sum(lengths[n] for n in group) + length > LONGEST_CITED:
            yield group
            last = group[-1]
            group = [last] if lengths[last] + length <= LONGEST_CITED else []
        group.append(number)
    if group:
        yield group


def _parts(statement: str) -> Iterator[Ids]:
    """The word pieces of a statement, of a long one those of each sentence."""
    [said] = split([statement])
    if len(said.ids) <= LONGEST_STATEMENT:
        yield said.ids
        return
    places = sentences(statement, 0, len(statement))
    for sentence in split([statement[start:end] for start, end in places]):
        for first in range(0, len(sentence.ids), LONGEST_STATEMENT):
            yield sentence.ids[first : first + LONGEST_STATEMENT]
