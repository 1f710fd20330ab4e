"""What the model reads of a pair."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reader.pieces import Window, split, window
from assistant.support.train.pair import Pair
from assistant.support.windows import LONGEST_STATEMENT, nearest


@dataclass(frozen=True, slots=True)
class Example:
    """A statement and cited words as word pieces, and whether the one is supported."""

    window: Window
    supported: bool
    kind: str
    source: str


def examples(pairs: Sequence[Pair], most: int) -> Iterator[Example]:
    """The pairs as the model reads them; of cited words longer than `most` word pieces only the
    sentences that share most words with the statement. Left out where there is no room."""
    statements = split([pair.statement for pair in pairs])
    for pair, statement in zip(pairs, statements, strict=True):
        cited = [piece.ids for piece in split(pair.cited)]
        kept = nearest(pair.statement, pair.cited, [len(ids) for ids in cited], most)
        if kept and statement.ids and len(statement.ids) <= LONGEST_STATEMENT:
            read = window(statement.ids, [], [cited[number] for number in kept])
            yield Example(read, pair.supported, pair.kind, pair.source)
