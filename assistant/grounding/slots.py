"""Who does what to whom, verb by verb: agent, patient, owner, and what each preposition brings."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from assistant.grounding.tokens import Token, parts, verb_of
from assistant.grounding.verbs import DETERMINERS, NOMINAL, PREPOSITIONS, is_passive, is_verb

SYMMETRIC = frozenset(
    "associate correlate link relate connect marry meet share equal resemble border combine "
    "compare differ cooperate collaborate compete".split()
)
"""Verbs that say the same with both sides exchanged."""
MUTUAL = {"owner", "with"}
"""Norway's relations with Iceland are Iceland's with Norway."""

Slots = Mapping[str, tuple[Token, ...]]


def exchanged(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[Token]:
    """The verbs of a statement with which two things change the places they have in the source.

    "Norway was helped by Iceland" for "Norway helped Iceland"; "Iceland was helped by Norway" is
    the same with the same places.
    """
    theirs = [(verb_of(source[at].word), slots(source, at)) for at in _verbs(source)]
    for at in _verbs(tokens):
        verb, mine = verb_of(tokens[at].word), slots(tokens, at)
        places = [place for other, place in theirs if other == verb and verb not in SYMMETRIC]
        if places and all(_crossed(mine, place) for place in places):
            yield tokens[at]


def _verbs(tokens: Sequence[Token]) -> list[int]:
    """Where the words stand that may be verbs, without auxiliaries. A noun among them does no
    harm, as only what is a verb with the same places on both sides is compared."""
    return [
        at
        for at, token in enumerate(tokens)
        if token.content and (is_verb(tokens, at) or _after_noun(tokens, at))
    ]


def _after_noun(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1] if at else None
    if before is None or "VERB" not in parts(tokens[at].word) or tokens[at].capital:
        return False
    plain = parts(before.word).keys() == {"ADJ"}
    return before.content and not before.owns and not plain and before.word not in NOMINAL


def slots(tokens: Sequence[Token], verb: int) -> Slots:
    """The content words around a verb in its clause, by what they are to it."""
    found: dict[str, list[Token]] = {}
    passive = is_passive(tokens, verb)
    _fill(_before(tokens, verb), "patient" if passive else "agent", passive, found)
    _fill(_after(tokens, verb), "" if passive else "patient", passive, found)
    return {slot: tuple(words) for slot, words in found.items()}


def _fill(words: Sequence[Token], slot: str, passive: bool, found: dict[str, list[Token]]) -> None:
    first, filled = slot, False
    for token in words:
        if token.word in PREPOSITIONS:
            slot, filled = "agent" if token.word == "by" and passive else token.word, False
        elif token.content:
            found.setdefault("owner" if token.owns else slot, []).append(token)
            filled = True
        elif token.word in DETERMINERS and filled:
            slot = first  # "in March the tower": the phrase after the preposition is over


def _before(tokens: Sequence[Token], verb: int) -> list[Token]:
    words: list[Token] = []
    at = verb - 1
    while at >= 0 and tokens[at].clause == tokens[verb].clause:
        if tokens[at].content and is_verb(tokens, at):
            break
        words.insert(0, tokens[at])
        at -= 1
    return words


def _after(tokens: Sequence[Token], verb: int) -> list[Token]:
    words: list[Token] = []
    at = verb + 1
    while at < len(tokens) and tokens[at].clause == tokens[verb].clause:
        if tokens[at].sentence != tokens[verb].sentence:
            break
        if tokens[at].content and is_verb(tokens, at) and at > verb + 1:
            break
        words.append(tokens[at])
        at += 1
    return words


def _crossed(mine: Slots, place: Slots) -> bool:
    """True where two slots have changed their words and neither kept any, or who acts is to
    whom it was done or given in the source, of the same thing."""
    moved = _share(mine.get("patient", ()), place.get("patient", ())) and any(
        _share(mine.get("agent", ()), place.get(end, ()))
        for end in ("to", "from", "against", "patient")
    )
    if moved and not _share(mine.get("agent", ()), place.get("agent", ())):
        return True
    return any(
        _share(mine[one], place.get(other, ())) and _share(mine[other], place.get(one, ()))
        and not _share(mine[one], place.get(one, ()))
        and not _share(mine[other], place.get(other, ()))
        for one, other in combinations(mine, 2)
        if {one, other} != MUTUAL
    )  # fmt: skip


def _share(some: Sequence[Token], others: Sequence[Token]) -> bool:
    return any(one.like(other) for one in some for other in others)
