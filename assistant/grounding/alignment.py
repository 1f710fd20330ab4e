"""Which word of a source a word of a statement stands for: the one in the likest company."""

from collections.abc import Callable, Iterator, Sequence

from assistant.grounding.tokens import Token

REACH = 8
"""Content words on each side that count as a word's company."""


def neighbours(
    tokens: Sequence[Token], at: int, step: int, most: int = REACH, clause: bool = False
) -> Iterator[tuple[int, Token]]:
    """The content words on one side (`step` 1 or -1) of a token in its sentence, nearest first,
    each with its distance in content words from 1."""
    distance = 0
    here = tokens[at]
    at += step
    while 0 <= at < len(tokens) and distance < most:
        token = tokens[at]
        if token.sentence != here.sentence or (clause and token.clause != here.clause):
            return
        if token.content:
            distance += 1
            yield distance, token
        at += step


def company(tokens: Sequence[Token], at: int) -> dict[str, float]:
    """What stands around a token, by key; nearer words weigh more."""
    weights: dict[str, float] = {}
    for step in (-1, 1):
        for distance, token in neighbours(tokens, at, step):
            for key in token.keys:
                weights[key] = max(weights.get(key, 0.0), 1 / distance)
    return weights


def likeness(one: dict[str, float], other: dict[str, float]) -> float:
    """How much two tokens' companies share."""
    return sum(min(weight, other[key]) for key, weight in one.items() if key in other)


def counterpart(
    tokens: Sequence[Token], at: int, source: Sequence[Token], fits: Callable[[Token], bool]
) -> tuple[int | None, float]:
    """The source's token that fits and has the likest company, with the likeness; or None."""
    mine = company(tokens, at)
    best, score = None, -1.0
    for index, token in enumerate(source):
        if fits(token) and (found := likeness(mine, company(source, index))) > score:
            best, score = index, found
    return best, score
