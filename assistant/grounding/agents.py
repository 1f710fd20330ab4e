"""Whether each cited sentence that tells of a deed names the one whom the statement names."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.grounding.names import Name, held, names
from assistant.grounding.slots import slots
from assistant.grounding.tokens import Token, parts, verb_of
from assistant.grounding.verbs import BE, DETERMINERS, PREPOSITIONS, is_passive, is_verb

AGENTS = frozenset(["agent", "owner"])
LEAST_SHARED = 0.5
"""Of what a statement says after the verb, so much must be in the other's sentence."""
MUTUAL = frozenset(
    "friend enemy neighbour neighbor brother sister sibling cousin twin colleague partner ally "
    "rival spouse wife husband equivalent equal opposite capital name".split()
)
"""Whoever is one of these to somebody has him for the same, or the words mean one thing."""


def usurped(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """The names that a statement gives for who did something, where the sentences of the source
    that tell it name others; with one of those."""
    mine, theirs = names(tokens), names(source)
    for at in _verbs(tokens):
        agents = _named_before(tokens, at, mine)
        if not agents or is_passive(tokens, at):
            continue
        rivals = []
        for other in _verbs(source):
            if verb_of(source[other].word) != verb_of(tokens[at].word):
                continue
            if is_passive(source, other) or not _same_deed(tokens, at, source, other):
                continue
            rivals.append((other, _said_before(source, other, theirs)))
        if not rivals or not all(named for _, named in rivals):
            continue
        sentences = {source[other].sentence for other, _ in rivals}
        told = [token for token in source if token.sentence in sentences]
        known = names(told)
        if not any(held(name, tokens, told, known) for name in agents):
            yield agents[0].words(tokens), rivals[0][1]


def _verbs(tokens: Sequence[Token]) -> list[int]:
    """Where verbs stand that come right after a name."""
    return [
        at
        for at, token in enumerate(tokens)
        if at and token.content and (is_verb(tokens, at) or _follows_name(tokens, at))
    ]


def _follows_name(tokens: Sequence[Token], at: int) -> bool:
    verb = "VERB" in parts(tokens[at].word) and not tokens[at].capital
    return verb and tokens[at - 1].capital and tokens[at - 1].kind == "word"


def _named_before(tokens: Sequence[Token], verb: int, found: Sequence[Name]) -> list[Name]:
    """The names of who does it: those at the start of what stands before the verb."""
    agent = {token.start for token in slots(tokens, verb).get("agent", ())}
    return [name for name in found if name.last <= verb and tokens[name.first].start in agent]


def _said_before(source: Sequence[Token], verb: int, found: Sequence[Name]) -> str:
    """Who does it by name; also the one word before a verb that opens its sentence, such as
    "Chile", which by its letters might be no name. Empty for "it" and "the company"."""
    named = _named_before(source, verb, found)
    if named:
        return named[0].words(source)
    before = source[verb - 1]
    alone = before.opens and before.content and before.kind == "word"
    return before.text if alone and not before.word.endswith("s") else ""


def _same_deed(tokens: Sequence[Token], at: int, source: Sequence[Token], other: int) -> bool:
    """True where most of what follows the verb is in the source's sentence too."""
    said = [t for slot, row in slots(tokens, at).items() if slot not in AGENTS for t in row]
    told = [t for t in source if t.sentence == source[other].sentence]
    shared = sum(any(one.like(token) for token in told) for one in said)
    return bool(said) and shared > LEAST_SHARED * len(said)


def reversed_relations(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[Token]:
    """The nouns with which "A is the mother of B" stands where the source has "B is the mother
    of A"."""
    theirs = list(_relations(source))
    for noun, one, other in _relations(tokens):
        rows = [(a, b) for word, a, b in theirs if word.like(noun)]
        straight = any(_share(one, a) or _share(other, b) for a, b in rows)
        if not straight and any(_share(one, b) and _share(other, a) for a, b in rows):
            yield noun


def _relations(
    tokens: Sequence[Token],
) -> Iterator[tuple[Token, Sequence[Token], Sequence[Token]]]:
    """Each "A is the NOUN of B": the noun, and the content words of A and of B."""
    for at, token in enumerate(tokens):
        of = at + 1 < len(tokens) and tokens[at + 1].word in ("of", "to")
        if not of or "NOUN" not in parts(token.word) or token.keys & MUTUAL:
            continue
        start = at - 1
        while start >= 0 and (
            tokens[start].word in DETERMINERS or "ADJ" in parts(tokens[start].word)
        ):
            start -= 1
        if start < 1 or tokens[start].word not in BE | {"became", "become", "becomes"}:
            continue
        clause = [n for n, t in enumerate(tokens) if t.clause == token.clause]
        before = [tokens[n] for n in clause if n < start and tokens[n].content]
        after = [tokens[n] for n in clause if n > at + 1 and tokens[n].content]
        if before and after:
            yield token, before, after[:2]


def crossed_pairs(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[Token]:
    """Words such as "safe" in "safe for children and dangerous for adults" where the source has
    both the other way round."""
    theirs = list(_pairs(source))
    for one, other in combinations(_pairs(tokens), 2):
        if one[0].like(other[0]) or one[2].like(other[2]) or one[1] != other[1]:
            continue
        straight = any(_same(one, pair) or _same(other, pair) for pair in theirs)
        crossed = [(one[0], one[1], other[2]), (other[0], other[1], one[2])]
        if not straight and all(any(_same(want, pair) for pair in theirs) for want in crossed):
            yield one[0]


def _pairs(tokens: Sequence[Token]) -> Iterator[tuple[Token, str, Token]]:
    """Each "safe for adults": a word, a preposition, and the word of meaning after it."""
    for at in range(len(tokens) - 2):
        one, joint = tokens[at], tokens[at + 1].word
        if one.content and one.kind == "word" and joint in PREPOSITIONS:
            after = next((t for t in tokens[at + 2 : at + 5] if t.content), None)
            if after is not None and after.sentence == one.sentence:
                yield one, joint, after


def _same(one: tuple[Token, str, Token], other: tuple[Token, str, Token]) -> bool:
    return one[0].like(other[0]) and one[1] == other[1] and one[2].like(other[2])


def _share(some: Sequence[Token], others: Sequence[Token]) -> bool:
    return any(one.like(other) for one in some for other in others)
