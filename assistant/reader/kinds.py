"""What kind of thing a question asks for, and where such things stand in a sentence."""

import re
from collections.abc import Iterator
from enum import Enum

from index.words import STOP_WORDS, content_row, fold, stem, words


class Kind(Enum):
    """The kinds of short answers that can be told by form alone."""

    PERSON = "person"
    PLACE = "place"
    TIME = "time"
    NUMBER = "number"
    NAME = "name"


QUESTIONS = (
    (Kind.NUMBER, r"\bhow (?:many|much|large|big|old|long|far|tall|high|deep|fast|often|heavy)\b"),
    (
        Kind.NUMBER,
        r"\b(?:what|which) (?:\w+ )?(?:percent(?:age)?|share|proportion|number|amount)\b",
    ),
    (Kind.NUMBER, r"\bwhat (?:is|was|were|are) the (?:population|price|cost|size|length|height)\b"),
    (Kind.TIME, r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|decade|time)\b"),
    (Kind.PERSON, r"\bwho(?:m|se)?\b"),
    (
        Kind.PLACE,
        r"\bwhere\b|\b(?:what|which) (?:\w+ )?(?:country|city|state|place|town|location|region)\b",
    ),
    (
        Kind.NAME,
        r"\b(?:what|which) (?:\w+ ){0,3}?(?:name|called|company|organi[sz]ation|agency|system)\b",
    ),
)

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
TIMES = re.compile(
    rf"(?:\b\d{{1,2}}(?:st|nd|rd|th)? )?\b(?:{MONTHS})\b\.?(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?"
    r"(?:,? \d{4})?"
    r"|\b(?:in |since |until |by )?(?:1[0-9]|20)\d\ds?\b"
    r"|\b(?:last|this|next) (?:year|month|week|summit|decade|century)(?:(?:’s|'s) \w+)?"
    r"|\b(?:over |in |during )?the (?:past|last|next) (?:\w+ )?"
    r"(?:years?|months?|decades?|days?|weeks?)"
    r"|\b(?:in )?recent (?:years|months|weeks|decades)"
    r"|\b\d{1,2}(?:st|nd|rd|th)? century"
)
NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|thirty|"
    "forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|half|dozens?"
)
NUMBERS = re.compile(
    r"(?:(?:over|about|around|nearly|almost|roughly|at least|more than|less than|up to) )?"
    rf"[$€£]?(?:\b\d[\d,]*(?:\.\d+)?|\b(?:{NUMBER_WORDS})\b)"
    r"(?:\s?%| percent\b| (?:hundred|thousand|million|billion|trillion)\b)?"
    r"(?: (?:[a-z]+ )?[a-z]+s\b)?",
    re.IGNORECASE,
)
NAMES = re.compile(
    r"(?:(?:[A-Z][\w’'.-]*|[A-Z]\.(?:[A-Z]\.)+)"
    r"(?:(?: (?:of|the|de|del|la|and the|for|von|van|al|bin) | )?(?=[A-Z])[A-Z][\w’'.-]*)*)"
)


def expected_kind(question: str) -> Kind | None:
    """The kind of short answer that a question asks for, None where its form does not tell."""
    lowered = question.lower()
    return next((kind for kind, pattern in QUESTIONS if re.search(pattern, lowered)), None)


def holds(text: str, kind: Kind, question: str) -> bool:
    """True where a text holds something of that kind that the question does not already name."""
    return next(mentions(text, kind, question), None) is not None


def mentions(text: str, kind: Kind, question: str) -> Iterator[tuple[int, int]]:
    """Where things of a kind stand in a text, less those that the question itself names."""
    asked = {stem(word) for word in words(question)}
    pattern = {Kind.TIME: TIMES, Kind.NUMBER: NUMBERS}.get(kind, NAMES)
    for match in pattern.finditer(text):
        start, end = match.span()
        if pattern is NAMES:
            start, end = _name(text, start, end)
        own = content_row(text, start, end)
        if own and not all(stem(w) in asked for w in own):
            yield start, end


def _name(text: str, start: int, end: int) -> tuple[int, int]:
    """A capitalised run without its possessive ending, or nothing for a sentence's first word."""
    run = re.sub(r"[’']s?$|[.,-]+$", "", text[start:end])
    opening = not text[:start].strip() or text[:start].rstrip().endswith((".", "!", "?", "“"))
    first = run.split(" ", 1)[0]
    if opening and (fold(first) in STOP_WORDS or " " not in run) and not first.isupper():
        rest = run[len(first) :].lstrip()
        start += len(run) - len(rest)
        run = rest
    return start, start + len(run)
