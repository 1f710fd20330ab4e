"""Sentences that cannot be understood alone, and the ones before them that say who is meant."""

import re
from collections.abc import Sequence

from index.document import Sentence
from index.words import STOP_WORDS, fold

FURTHEST = 2
"""At most this many sentences are brought along."""

OPENING = (
    r"(?:(?:however|moreover|furthermore|also|then|thus|therefore|still|yet|but|and|so|meanwhile|"
    r"concurrently|similarly|instead|indeed|in addition|as a result|for example|for instance|"
    r"in turn|at the same time|nevertheless|nonetheless|consequently|after that|later),? )?"
)
PRONOUN_FIRST = re.compile(
    rf"^[\"“'(]*{OPENING}(?:he|she|it|they|this|these|those|that|his|her|their|its|such|"
    r"both(?! (?-i:[A-Z]))|the latter|the former)\b"
    r"(?! (?:is|was) (?:clear|true|likely|possible|important|raining)\b)",
    re.IGNORECASE,
)
PAIR_WORDS = re.compile(
    r"\b(?:both (?!\w+ and\b)(?:\w+ )?\w+s\b|the latter\b|the former\b|the two (?:\w+ )?\w+s\b|"
    r"these (?:\w+ )?\w+s\b|those (?:\w+ )?\w+s\b)",
    re.IGNORECASE,
)
THIS_THING = re.compile(
    r"\b(?:this|such an?) (?!year|month|week|day|time|century|decade|article|document|text|paper|"
    r"report|study|book|chapter|section)[a-z]",
    re.IGNORECASE,
)
PERSON = re.compile(r"\b(?:he|she|him|her|his|they|them|their)\b", re.IGNORECASE)
NAME = re.compile(r"(?<!^)(?<![.!?“\"] )\b[A-Z][\w’'-]+")
HEADING = re.compile(r"#{1,6}\s")
LISTED = re.compile(r"\b[A-Z][\w’'-]+(?:,? (?:[A-Z][\w’'-]+,? )*and )[A-Z]")


def leans(text: str) -> bool:
    """True where a sentence speaks of something that only an earlier sentence names.

    Told by form: it opens with a pronoun, speaks of "both countries" or "these nations" without
    having listed them, of "this scenario" in its first clause, or of "he" before any name.
    """
    if PRONOUN_FIRST.match(text):
        return True
    pair = PAIR_WORDS.search(text)
    if pair and not LISTED.search(text[: pair.start()]):
        return True
    clause = re.split(r"[,;:]", text, maxsplit=1)[0]
    if len(clause) < 12:  # an opening word such as "However,"
        clause = ",".join(text.split(",", 2)[:2])
    if THIS_THING.search(clause):
        return True
    person = PERSON.search(clause)
    if person is None:
        return False
    opens_with_noun = fold(clause.split(" ", 1)[0].strip("“\"'(")) not in STOP_WORDS
    return not opens_with_noun and not NAME.search(clause[: person.start()])


def antecedents(
    before: Sequence[Sentence], sentences: Sequence[Sentence], position: int
) -> list[Sentence]:
    """The sentences that `sentences[position]` needs in order to be understood, in order; none from
    beyond a heading, which is told beside an answer anyway.

    `before` are those that precede the first of `sentences`.
    """
    row = [*before, *sentences]
    at = len(before) + position
    found: list[Sentence] = []
    while at and len(found) < FURTHEST and leans(row[at].text):
        at -= 1
        if HEADING.match(row[at].text):
            break
        found.insert(0, row[at])
    return found
