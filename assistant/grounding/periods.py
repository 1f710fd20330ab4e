"""Whether a time is where its source has it: until 1999 or since, within a month or after it."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.grounding.alignment import neighbours
from assistant.grounding.dates import MONTHS
from assistant.grounding.denials import EXPLICIT, IMPLICIT
from assistant.grounding.opposites import opposite_in
from assistant.grounding.quantities import quantities
from assistant.grounding.tokens import Token

SIDES: Mapping[str, str] = {
    "since": "since", "until": "until", "till": "until", "before": "before", "after": "after",
    "following": "after", "by": "by", "within": "within",
}  # fmt: skip
APART = frozenset(
    frozenset(pair.split())
    for pair in (
        "since until", "since before", "until after", "before after", "by after", "within after",
    )
)  # fmt: skip
"""What can't be said of one time of the same thing."""
BETWEEN = frozenset("the early late mid about around end of year beginning start - first".split())
NEAR, REACH = 4, 12
LEAST_SHARED = 2


def shifted(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """The prepositions of a statement's times, each with the source's that gainsays it."""
    if any(_denies(token) for token in (*tokens, *source)):
        return  # "not open until May" is "open after May"
    theirs = _times(source)
    for keys, at in _times(tokens):
        rivals = [other for others, other in theirs if keys <= others or others <= keys]
        side = SIDES[tokens[at].word]
        apart = [o for o in rivals if frozenset((side, SIDES[source[o].word])) in APART]
        if not apart or len(apart) < len(rivals):
            continue
        near = _company(tokens, at)
        if any(opposite_in(token, source) for token in near):
            continue
        shared = sum(
            any(token.like(other) for other in _company(source, apart[0])) for token in near
        )
        if shared >= min(LEAST_SHARED, len(near)):
            yield tokens[at], source[apart[0]]


def _denies(token: Token) -> bool:
    return token.word in EXPLICIT or not IMPLICIT.isdisjoint(token.keys)


def _times(tokens: Sequence[Token]) -> list[tuple[frozenset[str], int]]:
    """The times after a preposition: what makes each the same, and where the preposition stands."""
    found = []
    numbers = {one.first: one for one in quantities(tokens)}
    for at, token in enumerate(tokens):
        if token.word not in SIDES:
            continue
        keys: set[str] = set()
        for here in range(at + 1, min(at + 1 + NEAR, len(tokens))):
            if here in numbers:
                keys.add(f"{numbers[here].value:g} {numbers[here].unit or ''}")
            elif tokens[here].word in MONTHS and tokens[here].capital:
                keys.add(f"month {MONTHS[tokens[here].word]}")
            elif tokens[here].word not in BETWEEN:
                break
        if keys:
            found.append((frozenset(keys), at))
    return found


def _company(tokens: Sequence[Token], at: int) -> list[Token]:
    """The words on both sides that are no times."""
    return [
        token
        for step in (-1, 1)
        for _, token in neighbours(tokens, at, step, REACH)
        if token.kind == "word" and token.word not in MONTHS
    ]
