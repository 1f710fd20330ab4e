"""The few words of a sentence that answer: a name, a number, a date or a place."""

import re

from assistant.reader.kinds import Kind, expected_kind, mentions
from index.document import Sentence, Span
from index.retrieval import Retrieval
from index.words import WORD, content_words, fold, stem

PLACE_BEFORE = re.compile(r"\b(?:in|at|near|into|around|outside|across)(?: the)? $")
ASKS_WHERE = re.compile(r"\bwhere\b|\b(?:in|at|near|to|from) (?:what|which)\b", re.IGNORECASE)

FURTHER_NAMES = re.compile(r"(?:(?:,? and|,) [A-Z][\w’'-]*\w(?: [A-Z][\w’'-]*\w)*)+")


def short_answer(sentence: Sentence, retrieval: Retrieval) -> Span | None:
    """Where the short answer stands, None where the question's form does not tell what it is.

    Of several numbers, dates or places the one nearest to the question's own words is taken; of
    several names none.
    """
    kind = expected_kind(retrieval.question)
    if kind is None or (kind is Kind.PLACE and not ASKS_WHERE.search(retrieval.question)):
        return None  # "Which country joined?" asks for a doer; form does not tell which
    found = list(mentions(sentence.text, kind, retrieval.question))
    if kind is Kind.PLACE:
        found = [pair for pair in found if PLACE_BEFORE.search(sentence.text[: pair[0]])]
    if kind in (Kind.PLACE, Kind.PERSON):
        found = [(start, _whole_list(sentence.text, end)) for start, end in found]
    if kind is Kind.PERSON:
        found = [pair for pair in found if " " in sentence.text[slice(*pair)]] or found
    if not found or (kind in (Kind.NAME, Kind.PERSON) and len(found) > 1):
        return None  # of several names the nearest is too often the wrong one
    anchors = _anchors(sentence.text, retrieval)
    start, end = min(found, key=lambda pair: (_distance(pair, anchors), pair))
    base = sentence.span.start
    return Span(sentence.span.document, base + start, base + end)


def _whole_list(text: str, end: int) -> int:
    """The end of "El Alto, Bolivia" or "Cuba, Venezuela, and Nicaragua" from its first name's."""
    further = FURTHER_NAMES.match(text, end)
    return further.end() if further else end


def _anchors(text: str, retrieval: Retrieval) -> list[tuple[int, int]]:
    asked = {stem(word) for word in content_words(retrieval.question)}
    return [m.span() for m in WORD.finditer(text) if stem(fold(m.group())) in asked]


def _distance(pair: tuple[int, int], anchors: list[tuple[int, int]]) -> float:
    """Characters between a candidate and the question's words: the mean of the two nearest."""
    start, end = pair
    gaps = sorted(max(0, first - end, start - last) for first, last in anchors)[:2]
    return sum(gaps) / len(gaps) if gaps else float(start)
