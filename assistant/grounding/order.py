"""What happens before what, as clauses with "before" and "after" tell it."""

from collections.abc import Iterator, Sequence

from assistant.grounding.tokens import Token

EARLIER = {"before": True, "after": False}
"""Whether the main clause is the earlier."""
LEAST_SHARED = 2

Steps = tuple[int, list[Token], list[Token]]


def disordered(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Each "before" and "after" of a statement that puts two things in the other order than its
    source does; with the source's word."""
    theirs = list(_steps(source))
    for at, first, then in _steps(tokens):
        kept = [_shared(first, a) + _shared(then, b) for _, a, b in theirs]
        turned = [min(_shared(first, b), _shared(then, a)) for _, a, b in theirs]
        both = [_shared(first, b) + _shared(then, a) for _, a, b in theirs]
        for index, (other, _, _) in enumerate(theirs):
            if turned[index] and both[index] >= LEAST_SHARED and both[index] > 2 * max(kept):
                yield tokens[at], source[other]
                break


def _steps(tokens: Sequence[Token]) -> Iterator[Steps]:
    """Where "before" or "after" stands, and the words of the earlier and of the later thing."""
    for at, token in enumerate(tokens):
        if token.word not in EARLIER:
            continue
        sentence = [n for n, other in enumerate(tokens) if other.sentence == token.sentence]
        comma = next((n for n in sentence if n > at and tokens[n].text == ","), sentence[-1])
        if token.opens:
            main, side = range(comma, sentence[-1] + 1), range(at + 1, comma)
        else:
            main, side = range(sentence[0], at), range(at + 1, comma + 1)
        rows = [[tokens[n] for n in row if tokens[n].content] for row in (main, side)]
        if all(rows):
            yield (at, *(rows if EARLIER[token.word] else reversed(rows)))


def _shared(some: Sequence[Token], others: Sequence[Token]) -> int:
    return sum(any(one.like(other) for other in others) for one in some)
