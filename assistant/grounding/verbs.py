"""Verbs in a text, told from nouns by what stands before them, and passive from active ones."""

from collections.abc import Sequence
from functools import lru_cache

from lemminflect import getAllInflections

from assistant.grounding.tokens import AUXILIARY, Token, parts, verb_of

BE = frozenset("be is are was were been being get got gets".split())
PREPOSITIONS = frozenset(
    "in on at to from with for of by against towards toward into onto over under near between "
    "during after before since until through via within".split()
)
BETWEEN = frozenset("not also have has never".split())
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
    if before is not None and before.text == "-":
        return False
    if before is None or before.kind == "mark":
        return "NOUN" not in parts(token.word) or _object_follows(tokens, at)
    if before.word == "to":
        return token.word == verb_of(token.word)
    if before.word in AUXILIARY:
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
    """True for a participle after a form of "be", or before "by" and who did it."""
    if not is_participle(tokens[at].word):
        return False
    following = tokens[at + 1 : at + 3]
    if len(following) == 2 and following[0].word == "by" and following[1].kind != "number":
        return True
    for back in (1, 2, 3):
        if at < back or tokens[at - back].sentence != tokens[at].sentence:
            return False
        before = tokens[at - back]
        if before.word in BE:
            return True
        if parts(before.word).keys() != {"ADV"} and before.word not in BETWEEN:
            return False
    return False


@lru_cache(maxsize=65536)
def is_participle(word: str) -> bool:
    """True for a past participle, regular or not."""
    forms = getAllInflections(verb_of(word), "VERB")
    return word in forms.get("VBN", forms.get("VBD", ()))
