"""Whether a statement says "all" or "always" where its source says "most", "some" or "often"."""

from collections.abc import Iterator, Sequence

from assistant.grounding.alignment import neighbours
from assistant.grounding.quantities import WORDS
from assistant.grounding.tokens import Token, parts

# Quirk and others, A Comprehensive Grammar of the English Language (1985): quantifiers 5.10-5.25,
# adverbs of frequency 8.64-8.72, of degree 8.104-8.115.
UNIVERSAL = frozenset(
    "all every everyone everybody everything always entirely completely fully wholly exclusively "
    "invariably constantly".split()
)
PARTIAL = frozenset(
    "most many some several few majority part partly partially often usually sometimes generally "
    "typically frequently commonly normally mainly mostly largely primarily predominantly "
    "occasionally half chiefly somewhat".split()
)
ALMOST = frozenset("almost nearly virtually practically not".split())
"""With these before it, "all" is not all."""
SET_BEFORE = frozenset("in at above after".split())
HEADS = 2


def widened(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """The universal words of a statement, each with the source's partial word for the same."""
    theirs = [at for at in range(len(source)) if _is_partial(source, at)]
    whole = [at for at in range(len(source)) if _is_universal(source, at)]
    for at, token in enumerate(tokens):
        if not _is_universal(tokens, at):
            continue
        heads = _heads(tokens, at)
        if any(_share(heads, _heads(source, other)) for other in whole):
            continue
        found = [source[other] for other in theirs if _share(heads, _heads(source, other))]
        found = [word for word in found if not any(word.like(other) for other in tokens)]
        if found:
            yield token, found[0]


def _is_partial(tokens: Sequence[Token], at: int) -> bool:
    word = tokens[at].word
    if word == "most":  # "the most famous city" is the first of all
        before = tokens[at - 1].word if at else ""
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        adjective = following is not None and {"ADJ", "ADV"} & parts(following.word).keys()
        return before != "the" and not adjective
    if word in PARTIAL:
        return True
    return word in ALMOST and at + 1 < len(tokens) and tokens[at + 1].word in UNIVERSAL


def _is_universal(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1].word if at else ""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        tokens[at].word == "all"
        and before in SET_BEFORE
        and (following is None or not following.content)
    ):
        return False  # "in all", "after all"
    return tokens[at].word in UNIVERSAL and before not in ALMOST | {"of"}


def _heads(tokens: Sequence[Token], at: int) -> tuple[Token, ...]:
    """The words that a quantifier is about: those after it, or at a clause's end those before."""
    for step in (1, -1):
        near = [token for _, token in neighbours(tokens, at, step, HEADS + 1, clause=True)]
        words = [t for t in near if t.kind == "word" and t.word not in WORDS]
        if words:
            return tuple(words[:HEADS])
    return ()


def _share(ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """True where the first words are one, or both next to each other are the same two."""
    return any(one.like(other) for one in ours[:1] for other in theirs[:2]) or any(
        one.like(other) for one in ours[:2] for other in theirs[:1]
    )
