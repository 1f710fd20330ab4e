"""Questions and texts changed so that the text no longer answers, by rules.

"Where was it signed?" becomes "When was it signed?", for sentences that tell no time: they speak of
the very thing and leave out what is asked.

A name or number of the question exchanged for another of the passage: what is asked then isn't
what the text tells. An answer taken out of its sentence together with its preposition: the text
still speaks of the thing and no longer gives the detail.
"""

import random
import re
from collections.abc import Sequence

from assistant.reader.train.rows import Range

NAME = re.compile(r"(?<![.!?\w]\s)(?<!^)\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*")
NUMBER = re.compile(r"\b\d[\d.,]*\b")
YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
LED_BY = re.compile(
    r"[,;]?\s+(?:(?:in|on|at|by|for|from|during|since|until|after|before|near|about|around|with|to)"
    r"\s+(?:the\s+|an?\s+|about\s+|around\s+|early\s+|late\s+)?)$"
)
ENDS = re.compile(r"^\s*(?:[,.;)]|and\b|but\b|where\b|when\b|which\b|who\b)")

ASKS = re.compile(
    r"^(when|where|why)(?= (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b)",
    re.IGNORECASE,
)
LEFT_OPEN = re.compile(r"\b(?:in|at|on|to|from|of|like|mean|come|live|go)\W*$", re.IGNORECASE)
"""Such an end fits a place or a meaning alone, and would give away what was exchanged."""
TIMED = re.compile(
    r"\d|\b(?:when|after|before|during|since|until|while|once|ago|today|yesterday|now|later|"
    r"century|decade|years?|months?|weeks?|days?|hours?|spring|summer|autumn|fall|winter|morning|"
    r"evening|night|early|late|recent|recently|first|last|next|always|never|often|then|time)\b",
    re.IGNORECASE,
)
CAUSED = re.compile(
    r"\b(?:because|since|as|so|due|thanks|reasons?|causes?|caused|to|for|by|order|result|results|"
    r"therefore|thus|hence|why|if|lead|leads|led|allow|allows|makes?|made|which)\b",
    re.IGNORECASE,
)
PLACED = re.compile(
    r"\b(?:in|at|on|near|to|from|into|around|outside|inside|across|along|through|between|under|over|"
    r"behind|where|here|there|home|everywhere|north|south|east|west)\b",
    re.IGNORECASE,
)
TELLS = {"when": TIMED, "where": PLACED, "why": CAUSED}
"""Words without one of which a sentence doesn't tell when, where or why."""


def retyped(
    question: str, sentences: Sequence[str], chance: random.Random
) -> tuple[str, frozenset[int]] | None:
    """The question asking for a time, a place or a reason instead of another of these, with the
    numbers of the sentences that may tell it; None where it asks for none of them."""
    asks = ASKS.search(question)
    if asks is None or LEFT_OPEN.search(question):
        return None
    other = chance.choice([word for word in TELLS if word != asks.group().lower()])
    telling = frozenset(n for n, sentence in enumerate(sentences) if TELLS[other].search(sentence))
    return other + question[asks.end() :], telling


def swapped(question: str, text: str, answer: str, chance: random.Random) -> str | None:
    """The question with one of its names or numbers exchanged; None where none can be."""
    pairs = []
    for shape in (YEAR, NUMBER, NAME):
        asked = [m for m in shape.finditer(question) if m.group() in text]
        others = {m.group() for m in shape.finditer(text)}
        for found in asked:
            fits = sorted(
                other
                for other in others
                if other not in question and other not in answer and answer not in other
                if found.group() not in other and other not in found.group()
            )
            pairs += [(found, other) for other in fits]
        if pairs:
            break
    if not pairs:
        return None
    found, other = chance.choice(pairs)
    return question[: found.start()] + other + question[found.end() :]


def removed(text: str, answer: Range) -> tuple[str, Range] | None:
    """The text without the answer and the preposition before it, with what was cut out; None
    where that would leave a broken sentence, or the answer stands elsewhere too."""
    start, end = answer
    led = LED_BY.search(text[:start])
    if led is None or not ENDS.match(text[end:]):
        return None
    left = text[: led.start()] + text[end:]
    return None if text[start:end].casefold() in left.casefold() else (left, (led.start(), end))
