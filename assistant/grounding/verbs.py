"""Verbs in a text, told from nouns by what stands before them, and passive from active ones."""

from collections.abc import Sequence

from assistant.grounding.tokens import AUXILIARY, Token, parts, verb_of

BE = frozenset("be is are was were been being get got gets".split())
PREPOSITIONS = frozenset(
    "in on at to from with for of by against towards toward into onto over under near between "
    "during after before since until through via within".split()
)
DETERMINERS = frozenset(
    "the a an this that these those its their his her our my your some any no each every it them "
    "him us me you".split()
)
NOMINAL = frozenset(
    "the a an this these those its their his her our of in on at to from with for by and".split()
)


def is_verb(tokens: Sequence[Token], at: int) -> bool:
    """True for a word that can be a verb and does not stand like a noun."""
    token = tokens[at]
    if token.kind != "word" or "VERB" not in parts(token.word) or token.owns:
        return False
    if token.capital and not token.opens:
        return False  # part of a name
    before = tokens[at - 1] if at else None
    if before is None or before.kind == "mark":
        return "NOUN" not in parts(token.word) or _object_follows(tokens, at)
    if before.word == "to" or before.word in AUXILIARY:
        return True
    if before.word in NOMINAL or before.owns:
        return False
    if "NOUN" not in parts(token.word):
        return True
    return parts(before.word).keys() != {"ADJ"} and _object_follows(tokens, at)


def _object_follows(tokens: Sequence[Token], at: int) -> bool:
    """True where what comes next is rather a verb's than a noun's."""
    if at + 1 == len(tokens):
        return False
    following = tokens[at + 1]
    return following.word in DETERMINERS or (following.capital and following.kind == "word")


def is_passive(tokens: Sequence[Token], at: int) -> bool:
    """True for a participle after a form of "be", or before "by"."""
    word = tokens[at].word
    if word == verb_of(word) and word not in ("put", "set", "hit", "cut", "led", "built"):
        return False
    if word.endswith("ing") or (word.endswith("s") and not word.endswith("ss")):
        return False
    if at + 1 < len(tokens) and tokens[at + 1].word == "by":
        return True
    for back in (1, 2, 3):
        if at < back or tokens[at - back].sentence != tokens[at].sentence:
            return False
        before = tokens[at - back]
        if before.word in BE:
            return True
        if parts(before.word).keys() != {"ADV"} and before.word not in (
            "not",
            "also",
            "have",
            "has",
        ):
            return False
    return False
