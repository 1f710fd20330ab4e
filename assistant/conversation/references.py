"""What a question leaves unsaid: the words in it that point at something said before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from assistant.conversation import grammar
from assistant.conversation.phrases import INSIDE, Phrase, phrases
from assistant.conversation.tokens import Token, Word, tokens


class Points(Enum):
    """What a pointing word can stand for."""

    HE = "a man"
    SHE = "a woman"
    IT = "a thing"
    THEY = "several, or a group"
    THERE = "a place"
    THIS = "what was just said"
    NOUN = "something of a kind"
    MEMBER = "one of several"


@dataclass(frozen=True, slots=True)
class Reference:
    """Words of a question that stand for something said before, and where they are.

    `noun` is the noun in "that country" or "the rock band", in the singular, `kind` what says
    which, as "rock"; `sought` is true where the question asks who or what that is. `place` is the
    number of the one meant among several, from 0, -1 for the last.
    """

    points: Points
    start: int
    end: int
    possessive: bool = False
    plural: bool = False
    noun: str = ""
    place: int = 0
    demonstrative: bool = False
    kind: frozenset[str] = frozenset()
    sought: bool = False


EMPTY = re.compile(
    r"\b(?:(?:is|was|isn[’']t|wasn[’']t|would) it (?:\w+ )?(?:true|possible|important|necessary|ok|"
    r"okay|legal|better|normal|easy|hard|difficult|worth|safe|good|bad|best|common) "
    r"(?:that|to|for|if|when)"
    r"|it takes?|it (?:cost|mean|feel) to|(?:is|was) it like to|time is it|it seems?"
    r"|(?:what|why) do they (?:mean|call|say))\b",
    re.IGNORECASE,
)
"""Questions in which "it" or "they" stands for nothing."""
PLACES = {"former": 0, "first": 0, "second": 1, "third": 2, "fourth": 3, "latter": -1, "last": -1}
ORDINAL = re.compile(
    r"\bthe (?P<place>former|latter|(?:first|second|third|fourth|last) one\b"
    r"|(?:first|second|third|fourth|last)(?: of (?:these|those|them|the \w+))?"
    r"(?=\s*(?:$|[?.,!]|and\b|have|has|is|was|do|does)))",
    re.IGNORECASE,
)
SELF = grammar.OWN_NOUNS | {"moment", "way"}
PRONOUNS = {
    "he": Points.HE, "him": Points.HE, "his": Points.HE,
    "she": Points.SHE, "her": Points.SHE, "hers": Points.SHE,
    "it": Points.IT, "its": Points.IT,
    "they": Points.THEY, "them": Points.THEY, "their": Points.THEY, "theirs": Points.THEY,
}  # fmt: skip
OWNING = frozenset("his her hers its their theirs".split())
SOUGHT = re.compile(r"\b(?:who|what|which)(?: (?:is|are|was|were)|[’'](?:s|re)) $", re.IGNORECASE)
COMPLEMENT = frozenset("of that who which whose where for from to in on with by about".split())


def references(question: str) -> list[Reference]:
    """The pointing words of a question in order, less those explained by the question itself."""
    row, named = tokens(question), phrases(question)
    empty = [match.span() for match in EMPTY.finditer(question)]
    found: list[Reference] = []
    for match in ORDINAL.finditer(question):
        place = match.group("place").lower().split()[0]
        found.append(Reference(Points.MEMBER, *match.span(), place=PLACES[place]))
    for at, token in enumerate(row):
        if any(start <= token.start < end for start, end in empty):
            continue
        reference = _pronoun(row, at) or _demonstrative(row, at, named)
        if reference and not _explained(reference, row, named):
            found.append(reference)
    found += [r for r in (_definite(p, row, question) for p in named) if r]
    return sorted(_apart(found), key=lambda reference: reference.start)


def _apart(found: Sequence[Reference]) -> Iterator[Reference]:
    for at, reference in enumerate(found):
        if not any(o.start < reference.end and reference.start < o.end for o in found[:at]):
            yield reference


def _pronoun(row: Sequence[Token], at: int) -> Reference | None:
    token = row[at]
    after = row[at + 1] if at + 1 < len(row) else None
    points = PRONOUNS.get(token.lower)
    if points is not None:
        owning = token.lower in OWNING
        if token.lower == "her":
            owning = after is not None and after.kind in (
                Word.NOUN,
                Word.ADJECTIVE,
                Word.NAME,
                Word.NUMBER,
            )
        return Reference(points, token.start, token.end, owning, points is Points.THEY)
    before = row[at - 1] if at else None
    if token.lower == "one" and before and before.lower == "which":
        return Reference(Points.THEY, token.start, token.end, plural=True, noun="one")
    if token.lower == "there":
        stated = any(t is None or t.kind is Word.AUXILIARY for t in (before, after or token))
        return None if stated else Reference(Points.THERE, token.start, token.end)
    return None


def _demonstrative(row: Sequence[Token], at: int, named: Sequence[Phrase]) -> Reference | None:
    token = row[at]
    if token.lower not in grammar.DEMONSTRATIVES and token.lower != "such":
        return None
    before = row[at - 1] if at else None
    after = row[at + 1] if at + 1 < len(row) else None
    plural = token.lower in {"these", "those"}
    if (
        after
        and after.lower in grammar.NUMBERS
        and (at + 2 == len(row) or row[at + 2].kind not in INSIDE)
    ):
        return Reference(Points.THEY, token.start, after.end, plural=True)
    phrase = next((p for p in named if after and p.start == after.start), None)
    if phrase is not None and (token.lower != "that" or not _is_link(before, after)):
        if phrase.noun in SELF or phrase.noun in grammar.TIME_NOUNS or phrase.named:
            return None
        following = next((t for t in row if t.start >= phrase.end), None)
        if phrase.noun in grammar.LIGHT_NOUNS and following and following.lower == "of":
            return None  # "these types of accounts" says which
        return Reference(
            Points.NOUN, token.start, phrase.end, plural=phrase.plural or plural,
            noun=phrase.noun, demonstrative=True,
        )  # fmt: skip
    if token.lower == "such" or (token.lower == "that" and _is_link(before, after)):
        return None
    return Reference(Points.THEY if plural else Points.THIS, token.start, token.end, plural=plural)


def _is_link(before: Token | None, after: Token | None) -> bool:
    """True where "that" only joins clauses: "the song that won", "know that he came"."""
    if after is None or after.kind in (Word.MARK, Word.PREPOSITION, Word.CONJUNCTION):
        return False
    if before is None or before.kind in (
        Word.AUXILIARY,
        Word.PREPOSITION,
        Word.MARK,
        Word.CONJUNCTION,
    ):
        return False
    return after.kind in (
        Word.PRONOUN, Word.DETERMINER, Word.AUXILIARY, Word.VERB, Word.NAME,
    ) or before.kind in (Word.NOUN, Word.NAME, Word.PRONOUN)  # fmt: skip


def _definite(phrase: Phrase, row: Sequence[Token], question: str) -> Reference | None:
    """ "the band", where nothing says which."""
    if phrase.determiner != "the" or phrase.named or phrase.noun in SELF | grammar.TIME_NOUNS:
        return None
    after = next((t for t in row if t.start >= phrase.end), None)
    if after and (after.lower in COMPLEMENT or after.kind is Word.OWNING):
        return None
    if after and after.kind in (Word.VERB, Word.PRONOUN, Word.NAME) and after.lower.endswith("ing"):
        return None
    begin = question.lower().rfind("the", 0, phrase.start)
    ends = after is None or after.kind in (Word.MARK, Word.ADVERB, Word.PREPOSITION)
    return Reference(
        Points.NOUN, begin, phrase.end, plural=phrase.plural, noun=phrase.noun,
        kind=phrase.words - {phrase.head.lower()},
        sought=ends and SOUGHT.search(question[:begin]) is not None,
    )  # fmt: skip


def _explained(reference: Reference, row: Sequence[Token], named: Sequence[Phrase]) -> bool:
    """True where the question itself says before what is meant.

    A possessive may mean its own clause's subject, another pronoun only what an earlier clause
    names (principles A and B of N. Chomsky, Lectures on Government and Binding, 1981).
    """
    if reference.points in (Points.THIS, Points.THERE, Points.MEMBER, Points.NOUN):
        return False
    before = [p for p in named if p.end <= reference.start and _may_be(reference, p)]
    if not before:
        return False
    if reference.possessive:
        return True
    edge = before[-1].end
    between = [t for t in row if edge <= t.start < reference.start]
    return any(
        t.kind in (Word.CONJUNCTION, Word.ASKING)
        or t.text in {",", ";", "?", ".", "!"}
        or t.lower == "that"
        for t in between
    )


def _may_be(reference: Reference, phrase: Phrase) -> bool:
    if phrase.noun in grammar.LIGHT_NOUNS | grammar.TIME_NOUNS:
        return False
    if phrase.determiner in grammar.POSSESSIVES and not phrase.named:
        return False
    if reference.points in (Points.HE, Points.SHE):
        return (phrase.named and not phrase.place) or phrase.noun in grammar.PERSON_NOUNS
    if reference.points is Points.THEY:
        return phrase.plural or phrase.noun in grammar.GROUP_NOUNS or phrase.named
    return not phrase.plural
