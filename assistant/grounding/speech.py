"""Whether what a statement has somebody say is said by the same in its source."""

from collections.abc import Iterator, Sequence

from assistant.grounding.attributions import Attribution, attributions
from assistant.grounding.names import Name, held, names, same_root
from assistant.grounding.reporting import AUTHOR, EVIDENT, GENERIC, SELF, UNNAMED, WORKS
from assistant.grounding.slots import slots
from assistant.grounding.tokens import Token, known, verb_of
from assistant.grounding.verbs import PREPOSITIONS


def misattributed(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[Attribution]:
    """The attributions of a statement that the source does not make, or makes to another."""
    theirs = attributions(source)
    named = names(source)
    for one in attributions(tokens):
        if {token.word for token in one.speaker} <= GENERIC:
            continue
        rivals = [other for other in theirs if other.verb == one.verb]
        if one.verb in EVIDENT and not rivals and not _is_person(one, tokens):
            continue
        if not one.speaker or _does(one, tokens, source):
            continue
        if not _borne_out(one, tokens, theirs, source, named):
            yield one


def _is_person(one: Attribution, tokens: Sequence[Token]) -> bool:
    """True where the speaker's first words, up to a preposition, hold a name that owns nothing."""
    for token in one.speaker:
        before = next((t for t in reversed(tokens) if t.start < token.start), None)
        if token is not one.speaker[0] and before is not None and before.word in PREPOSITIONS:
            return False
        if token.capital and not token.owns and not (token.opens and known(token.word)):
            return True
    return False


def _does(one: Attribution, tokens: Sequence[Token], source: Sequence[Token]) -> bool:
    """True where the source has the speaker do the same, if not in words: "reported cases"."""
    verb = verb_of(tokens[one.at].word)
    return any(
        verb_of(token.word) == verb
        and any(a.like(b) for a in one.speaker for b in slots(source, at).get("agent", ()))
        for at, token in enumerate(source)
        if token.kind == "word"
    )


def _borne_out(
    one: Attribution,
    tokens: Sequence[Token],
    theirs: Sequence[Attribution],
    source: Sequence[Token],
    named: Sequence[Name],
) -> bool:
    ranked = sorted(((_shared(one, other), other) for other in theirs), key=lambda pair: -pair[0])
    if any(token.keys & AUTHOR for token in one.speaker) and len(one.speaker) < 4:
        # The author says whatever nobody else is said to say.
        others = [o for n, o in ranked if n >= 2 and n >= 0.4 * len(one.content) and o.speaker]
        return not any(not _is_author(other) for other in others[:1])
    if not ranked:
        return _itself(one, source)
    best = ranked[0][0]
    likeliest = [other for shared, other in ranked if shared >= max(1, 0.7 * best)]
    if best == 0:
        return any(_same_speaker(one, other, tokens) for _, other in ranked)
    return any(_same_speaker(one, other, tokens) for other in likeliest)


def _itself(one: Attribution, source: Sequence[Token]) -> bool:
    """True for "the study found" where the source speaks of itself as "we" or "this study"."""
    if not any(token.keys & WORKS for token in one.speaker):
        return False
    return any(token.word in SELF or token.keys & WORKS for token in source)


def _is_author(other: Attribution) -> bool:
    return other.pronoun in SELF or any(token.keys & (AUTHOR | WORKS) for token in other.speaker)


def _shared(one: Attribution, other: Attribution) -> int:
    return sum(any(a.like(b) for b in other.content) for a in one.content)


def _same_speaker(one: Attribution, other: Attribution, tokens: Sequence[Token]) -> bool:
    if not other.speaker:
        return other.pronoun in UNNAMED or any(token.keys & WORKS for token in one.speaker)
    mine = [n for n in names(tokens) if any(tokens[n.first].start == t.start for t in one.speaker)]
    theirs = names(other.speaker)
    if not all(held(name, tokens, other.speaker, theirs) for name in mine):
        return False
    return bool(mine) or any(
        a.like(b) or same_root(a.word, b.word) for a in one.speaker for b in other.speaker
    )
