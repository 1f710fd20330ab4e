"""Questions and texts changed so that the text no longer answers, by rules.

A name or number of the question exchanged for another of the passage: what is asked then isn't
what the text tells. An answer taken out of its sentence together with its preposition: the text
still speaks of the thing and no longer gives the detail.
"""

import random
import re

from assistant.reader.train.rows import Range

NAME = re.compile(r"(?<![.!?\w]\s)(?<!^)\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*")
NUMBER = re.compile(r"\b\d[\d.,]*\b")
YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
LED_BY = re.compile(
    r"[,;]?\s+(?:(?:in|on|at|by|for|from|during|since|until|after|before|near|about|around|with|to)"
    r"\s+(?:the\s+|an?\s+|about\s+|around\s+|early\s+|late\s+)?)$"
)
ENDS = re.compile(r"^\s*(?:[,.;)]|and\b|but\b|where\b|when\b|which\b|who\b)")


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
