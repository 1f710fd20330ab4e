"""Whether a statement says the opposite of its source: more for less, before for after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.grounding.alignment import neighbours
from assistant.grounding.denials import Denial, denials, is_denied
from assistant.grounding.opposites import Side, sides_of
from assistant.grounding.tokens import Token

MOST_PLACES = 60
"""Words of one pair in a source; where there are more, none is the counterpart of one."""
SAME_WORD = 0.5
"""What the very word is worth beside the company it keeps."""
LEAST_SHARED = 0.5
CLEARLY = 0.25
"""By how much the company of an opposite must be the likelier."""


@dataclass(frozen=True, slots=True)
class Reversal:
    """A word of a statement, and the word of the source that says the opposite."""

    said: Token
    source: Token


def reversals(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[Reversal]:
    """Words of a statement for which the source, in the same place, has the opposite.

    "A is higher than B" for "B is lower than A" is no reversal: there both sides changed places.
    """
    mine, theirs = denials(tokens), denials(source)
    for at, token in enumerate(tokens):
        for side in sides_of(token):
            found = _reversed(tokens, at, source, side, mine, theirs)
            if found is not None:
                yield Reversal(token, found)


def _reversed(
    tokens: Sequence[Token],
    at: int,
    source: Sequence[Token],
    side: Side,
    mine: Sequence[Denial],
    theirs: Sequence[Denial],
) -> Token | None:
    """The source's word for the other side, if it stands in likelier company than any word for
    this one."""
    group, which = side
    if _beside_opposite(tokens, at, group):
        return None
    denied = is_denied(at, tokens, mine)
    agreeing, opposing, opposite = 0.0, 0.0, None
    places = [
        (index, token)
        for index, token in enumerate(source)
        if any(found[0] == group for found in sides_of(token))
    ]
    if len(places) > MOST_PLACES:
        return None
    for index, token in places:
        sides = sides_of(token)
        straight, crossed = _sides_shared(tokens, at, source, index)
        same = ((group, which) in sides) != (denied != is_denied(index, source, theirs))
        turned = crossed > straight
        if turned and same and _pivot(tokens, at) and _pivot(source, index):
            if crossed > opposing:
                opposing, opposite = crossed, token
        elif same or turned:
            agreeing = max(
                agreeing, straight, crossed, SAME_WORD if token.like(tokens[at]) else 0.0
            )
        elif straight > opposing:
            opposing, opposite = straight, token
    return opposite if opposing > max(agreeing + CLEARLY, LEAST_SHARED) else None


def _sides_shared(
    tokens: Sequence[Token], at: int, source: Sequence[Token], index: int
) -> tuple[float, float]:
    """How much the words on the same sides share, and how much those on opposite sides do."""
    ours, theirs = _distinct(_sides(tokens, at)), _distinct(_sides(source, index))
    if not (_pivot(tokens, at) and _pivot(source, index)):
        ours, theirs = _around(tokens, at), _around(source, index)
    straight = _shared(ours[0], theirs[0]) + _shared(ours[1], theirs[1])
    crossed = _shared(ours[0], theirs[1]) + _shared(ours[1], theirs[0])
    return straight, crossed


def _distinct(sides: list[list[tuple[int, Token]]]) -> list[list[tuple[int, Token]]]:
    """The sides of a comparison without the words that stand on both."""
    return [
        [(near, token) for near, token in side if not any(token.like(o) for _, o in other)]
        for side, other in zip(sides, reversed(sides), strict=True)
    ]


def _around(tokens: Sequence[Token], at: int) -> list[list[tuple[int, Token]]]:
    return [list(neighbours(tokens, at, step)) for step in (-1, 1)]


def _sides(tokens: Sequence[Token], at: int) -> list[list[tuple[int, Token]]]:
    """What is compared, before the word, and with what, after "than"."""
    return [
        list(neighbours(tokens, at, -1)),
        list(neighbours(tokens, _pivot(tokens, at) or at, 1)),
    ]


def _pivot(tokens: Sequence[Token], at: int) -> int | None:
    """Where "than" stands after a comparative, or the second "as" of "as high as"."""
    equal = at > 0 and tokens[at - 1].word in ("as", "so")
    for index in range(at + 1, min(at + 6, len(tokens))):
        if tokens[index].word == "than" or (equal and tokens[index].word == "as"):
            return index
    return None


def _beside_opposite(tokens: Sequence[Token], at: int, group: int) -> bool:
    """True for "foreign and domestic": both sides are named."""
    near = [*range(max(0, at - 2), at), *range(at + 1, min(at + 3, len(tokens)))]
    joined = any(tokens[index].word in ("and", "or", "nor") for index in near)
    sides = [side for index in near for side in sides_of(tokens[index]) if side[0] == group]
    return joined and bool(sides)


def _shared(ours: Sequence[tuple[int, Token]], theirs: Sequence[tuple[int, Token]]) -> float:
    return sum(
        max((1 / max(near, far) for far, other in theirs if token.like(other)), default=0.0)
        for near, token in ours
    )
