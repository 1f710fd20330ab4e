"""How long an answer about a whole is to be, where the question says so."""

import re

NUMBERS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
COUNT = rf"(?:\d{{1,3}}|{'|'.join(NUMBERS)}|a|single)"
SENTENCES = re.compile(
    rf"\b({COUNT}) (?:short |brief |main |key |important |bullet |single )*"
    r"(?:sentences?|points?|bullets?|lines?|ideas|takeaways|arguments|messages|findings)\b",
    re.IGNORECASE,
)
WORDS = re.compile(r"\b(\d{2,4})[- ]words?\b", re.IGNORECASE)
PARAGRAPHS = re.compile(rf"\b({COUNT}) (?:short |brief |single )*paragraphs?\b", re.IGNORECASE)
SHORT = re.compile(
    r"\b(?:brief(?:ly|est)?|short(?:ly)?|quick(?:ly)?|tl;?dr|in a nutshell|gist)\b", re.IGNORECASE
)
LONG = re.compile(
    r"\b(?:detail(?:ed|s)?|long(?:er)?|thorough(?:ly)?|in depth|full)\b", re.IGNORECASE
)
WORDS_A_SENTENCE = 22
SENTENCES_A_PARAGRAPH = 4
SHORT_LENGTH, LONG_LENGTH = 3, 9
MOST = 15
"""Sentences of the longest answer."""


def sentences_wanted(question: str) -> int | None:
    """How many sentences are asked for, at most `MOST`; None where the question doesn't say."""
    if told := sentences_told(question):
        return told
    if LONG.search(question):
        return LONG_LENGTH
    return SHORT_LENGTH if SHORT.search(question) else None


def sentences_told(question: str) -> int | None:
    """The same where the question gives a number."""
    if found := SENTENCES.search(question):
        return max(1, min(MOST, _number(found.group(1))))
    if found := PARAGRAPHS.search(question):
        return max(1, min(MOST, _number(found.group(1)) * SENTENCES_A_PARAGRAPH))
    if found := WORDS.search(question):
        return max(1, min(MOST, round(int(found.group(1)) / WORDS_A_SENTENCE)))
    return None


def _number(told: str) -> int:
    return NUMBERS.get(told.lower()) or (int(told) if told.isdigit() else 1)
