"""Whether a statement is surer than its source: without its "may", its "allegedly", its "if"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.grounding.alignment import neighbours
from assistant.grounding.denials import Denial, repeats
from assistant.grounding.tokens import Token, parts

# The words are those that grammars list for modality, evidence and conditions: Quirk and others,
# A Comprehensive Grammar of the English Language (1985), 4.49-4.66, 8.127, 15.34-15.45; hedges
# also in K. Hyland, Metadiscourse (2005), appendix.
MODALS = frozenset("may might could should".split())
DOUBTS = frozenset(
    "allegedly reportedly supposedly purportedly possibly perhaps probably potentially presumably "
    "apparently arguably maybe conceivably ostensibly".split()
)
INTENT = frozenset(
    "plan hope intend want propose try attempt seek threaten promise aim expect think believe say "
    "allege estimate predict project suppose schedule set likely unlikely".split()
)
"""Before "to" and a verb, these don't say that it was done."""
BELIEFS = frozenset("believe think say allege estimate suppose".split())
"""Of these only "is believed to" is meant."""
UNTRUE = frozenset("wrongly falsely mistakenly erroneously incorrectly".split())
MYTHS = frozenset("myth misconception fallacy rumour rumor hoax possible possibility".split())
CONDITIONS = frozenset("if unless provided".split())
POLITE = ("say", "want", "like", "please", "know", "will", "wish")
NO_CONDITION = frozenset("as even whether and or not only ask wonder know see".split())

SOFT = MODALS | DOUBTS | UNTRUE | MYTHS | CONDITIONS | frozenset(
    "would can must ought possible potential probable apparent alleged suspect accuse charge claim "
    "risk chance danger threat warn fear suggest seem appear recommend advise need require urge "
    "call able ability allow permit enable capable option likelihood doubt uncertain unclear "
    "anticipate forecast speculate speculation hypothesis hypothesize assume whether case depend "
    "condition when where once long until after upon without false wrong incorrect untrue debunk "
    "mistake have".split()
)  # fmt: skip
"""What says in other words that something isn't certain, or when it holds."""
SURE = SOFT - frozenset("when where once long until after upon without have".split())
"""Of these, what takes the place of "may"."""
FUTURE = frozenset("will shall would going due effort goal target purpose order for".split())
"""With these a plan is still one."""
HEADS = 3
NEAR = 4


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word of doubt or condition as a denial of certainty: `heads` are the words in doubt.
    `soft` are the lemmas that may take its place."""

    denial: Denial
    soft: frozenset[str]


def overclaims(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[Token]:
    """The source's words of doubt and condition without which a statement repeats what they are
    about."""
    mine = hedges(tokens)
    asked = {token.sentence for token in source if token.text == "?"}
    for hedge in hedges(source):
        if hedge.denial.word.sentence in asked:
            continue
        for at in range(len(tokens)):
            said = repeats(tokens, at, hedge.denial, source)
            if said and not _softened(tokens, at, hedge, mine, source):
                yield hedge.denial.word
                break


def _softened(
    tokens: Sequence[Token],
    at: int,
    hedge: Hedge,
    mine: Sequence[Hedge],
    source: Sequence[Token],
) -> bool:
    """True where the statement has a doubt of its own about the word, or another word in the
    hedge's place that is not there for something else in the source."""
    if at and tokens[at - 1].word == "to" and "will" in hedge.soft:
        return True  # "to begin in July"
    heads = hedge.denial.heads
    for other in mine:
        kept = other.denial.word.keys & hedge.soft or other.denial.word.like(hedge.denial.word)
        if kept and any(a.like(b) for a in other.denial.heads for b in heads):
            return True
    return any(
        token.sentence == tokens[at].sentence
        and token.keys & hedge.soft
        and not any(token.like(word) for word in source if word is not hedge.denial.word)
        for token in tokens
    )


def hedges(tokens: Sequence[Token]) -> tuple[Hedge, ...]:
    """The words of doubt and condition in a text, in order."""
    return tuple(_hedges(tokens))


def _hedges(tokens: Sequence[Token]) -> Iterator[Hedge]:
    for at, token in enumerate(tokens):
        if token.kind != "word":
            continue
        following = tokens[at + 1].word if at + 1 < len(tokens) else ""
        if token.word in MODALS and token.text.islower():
            yield from _hedge(tokens, at, at, SURE)
        elif token.word == "would" and following == "have" and _has(tokens, at, CONDITIONS):
            yield from _hedge(tokens, at, at + 1, SURE)
        elif token.word in DOUBTS:
            yield from _hedge(tokens, at, at, SURE)
        elif following == "to" and not token.keys.isdisjoint(INTENT):
            passive = at > 0 and tokens[at - 1].word in ("is", "are", "was", "were", "be")
            if passive or token.keys.isdisjoint(BELIEFS | {"set"}):
                yield from _hedge(tokens, at, at + 1, SURE | INTENT | FUTURE)
        elif token.word in UNTRUE or token.word in MYTHS:
            that = next((n for n in range(at, at + NEAR) if _is(tokens, n, "that")), None)
            if that is not None:
                yield from _hedge(tokens, at, that, SURE)
        elif _is_condition(tokens, at) and not (
            (at and tokens[at - 1].keys & NO_CONDITION) or _is_polite(tokens, at)
        ):
            yield from _condition(tokens, at)


def _is(tokens: Sequence[Token], at: int, word: str) -> bool:
    return at < len(tokens) and tokens[at].word == word


def _is_condition(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].word in CONDITIONS and (
        tokens[at].word != "provided" or _is(tokens, at + 1, "that")
    )


def _is_polite(tokens: Sequence[Token], at: int) -> bool:
    """True for "if you want", which sets no condition."""
    return _is(tokens, at + 1, "you") and any(_is(tokens, at + 2, word) for word in POLITE)


def _has(tokens: Sequence[Token], at: int, words: frozenset[str]) -> bool:
    """True where the sentence of a token holds one of the words."""
    return any(t.sentence == tokens[at].sentence and t.keys & words for t in tokens)


def _hedge(tokens: Sequence[Token], at: int, last: int, soft: frozenset[str]) -> Iterator[Hedge]:
    """What follows `last` is in doubt by the word at `at`."""
    heads = [t for _, t in neighbours(tokens, last, 1, HEADS + 1, clause=True) if _states(t)]
    before = [t for _, t in neighbours(tokens, at, -1, 2, clause=True) if _states(t)]
    others = () if tokens[last].word == "that" else tuple(before)
    if heads:
        yield Hedge(Denial(at, tokens[at], False, None, tuple(heads[:HEADS]), others), soft)


def _states(token: Token) -> bool:
    return parts(token.word).keys() != {"ADV"} and token.keys.isdisjoint(SOFT | INTENT)


def _condition(tokens: Sequence[Token], at: int) -> Iterator[Hedge]:
    """The words of the main clause beside "if …"."""
    here = tokens[at]
    before = [token.text for token in tokens[:at] if token.sentence == here.sentence]
    if before.count("(") > before.count(")"):
        return  # of what stands in the brackets alone
    if here.opens:
        comma = next((n for n in range(at, len(tokens)) if _is_comma(tokens, at, n)), at)
        words = [t for _, t in neighbours(tokens, comma, 1, 2 * HEADS)]
    else:
        words = [t for _, t in neighbours(tokens, at, -1, 2 * HEADS)]
    words = [token for token in words if _states(token)]
    for n in range(min(2, len(words))):
        rest = (*words[:n], *words[n + 1 :])
        yield Hedge(Denial(at, here, False, None, (words[n],), rest[:3]), SOFT)


def _is_comma(tokens: Sequence[Token], at: int, other: int) -> bool:
    """True for a comma of the same sentence."""
    return tokens[other].text == "," and tokens[other].sentence == tokens[at].sentence
