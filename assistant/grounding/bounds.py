"""What the words before and after a number make of it: a bound, a rough figure, one below zero."""

from collections.abc import Sequence

from assistant.grounding.tokens import Token

PREFIXED = frozenset("$€£¥")
SIGNS = frozenset("-−–")
MINUS = "minus"
BOUNDS = {
    "over": 1, "above": 1, "exceeding": 1, "exceeds": 1, "exceeded": 1, "exceed": 1,
    "more than": 1, "greater than": 1, "higher than": 1, "at least": 1, "no fewer than": 1,
    "no less than": 1, "in excess of": 1, "upwards of": 1, "minimum of": 1, "larger than": 1,
    "longer than": 1, "older than": 1, "not less than": 1,
    "under": -1, "below": -1, "less than": -1, "fewer than": -1, "lower than": -1, "at most": -1,
    "no more than": -1, "up to": -1, "maximum of": -1, "smaller than": -1, "shorter than": -1,
    "not more than": -1, "younger than": -1,
}  # fmt: skip
LONGEST_BOUND = 3
OF_AGE = frozenset("the age of aged".split())
"""What may stand between a bound and its number: "under the age of 5"."""
BETWEEN = PREFIXED | SIGNS | OF_AGE | {MINUS}
NEAR = frozenset(
    "about around approximately roughly nearly almost circa ca some close over more least than "
    "under less".split()
)


def bound_of(tokens: Sequence[Token], first: int, last: int) -> tuple[int, bool]:
    """1 for "more than" around the number at `tokens[first:last]`, -1 for "less than", 0 for
    neither; and whether it is called inexact."""
    before = [token.word for token in tokens[max(0, first - 2 * LONGEST_BOUND) : first]]
    before = [word for word in before if word not in BETWEEN]
    about = any(word in NEAR for word in before[-2:])
    for length in range(LONGEST_BOUND, 0, -1):
        if (phrase := " ".join(before[-length:])) in BOUNDS and len(before) >= length:
            return BOUNDS[phrase], about
    return _bound_after(tokens, last), about


def _bound_after(tokens: Sequence[Token], last: int) -> int:
    """The bound of "60 or more", "60 or fewer", "60+"."""
    after = [token.word for token in tokens[last : last + 3]]
    if after[:1] == ["+"] or after[:2] in (["or", "more"], ["and", "over"], ["or", "over"]):
        return 1
    return -1 if after[:2] in (["or", "less"], ["or", "fewer"]) else 0


def is_negative(tokens: Sequence[Token], first: int) -> bool:
    """True where "minus", or a "-" that touches it and no word or number before it, makes the
    number at that place one below zero: "-3", "−$3", "$-3"; not "2-3" or "mid-1990"."""
    at = first - 1
    while at >= 0 and tokens[at].text in PREFIXED:
        at -= 1
    if at < 0:
        return False
    before = tokens[at - 1] if at else None
    if before is not None and before.kind == "number":
        return False  # "5 minus 3", "1990 -1995"
    if tokens[at].word == MINUS:
        return True
    touches = tokens[at].start + 1 == tokens[at + 1].start
    free = (
        before is None
        or before.start + len(before.text) < tokens[at].start
        or before.text in ("(", *PREFIXED)
    )
    return tokens[at].text in SIGNS and touches and free
