"""Sentences that say something by themselves, freed of what stands in brackets and of openers."""

import re

from assistant.questions.making.english import CONJUNCTIONS, POINTING, PREPOSITIONS, TALKING
from index.words import STOP_WORDS

SHORTEST, LONGEST = 6, 48
"""Words of a sentence that questions are made of."""
BRACKETS = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
FOOTNOTE_NUMBERS = re.compile(r"(?<=[a-z.,])\s?\[\d+\]")
ODD = re.compile(
    r"[<>|=@#*_{}\\~^•…]|https?:|www\.|\.\.|--|\d/\d| [,.;/'’] | ['’]s |[\[\]()]|[’'`]{2}"
    r"|\b(?:Fig|Figs|Figure|Figures|Table|Tables|Supplementary|Appendix|Eq|al)\b"
)
QUOTED = re.compile(r"[“”\"«»]")
OPENER = re.compile(
    r"(?:However|Moreover|Overall|Furthermore|Therefore|Thus|Hence|Additionally|Finally|Meanwhile|"
    r"Nevertheless|Nonetheless|Similarly|Concurrently|Indeed|Also|Consequently|Instead|Notably|"
    r"Importantly|Interestingly|Likewise|Today|Currently|Historically|Traditionally|Generally|"
    r"Typically|Usually|Originally|Initially|Eventually|Ultimately|Subsequently|Recently|Besides|"
    r"First|Second|Third|Lastly|Specifically|Conversely|Unfortunately|Fortunately|Clearly|"
    r"Accordingly|Altogether|Briefly|Nowadays|Still|Yet|But|And|So|Or|In conclusion|"
    r"For (?:example|instance)|In (?:addition|fact|contrast|particular|general|turn|short|summary|"
    r"practice|total|recent (?:years|months|decades|times))|As (?:a result|a consequence|well)|"
    r"Of course|By contrast|On the other hand|At the same time|After all|That is|To date|"
    r"On average|At first|At present|At least|More recently|Not surprisingly)(?:,? )"
)
ASIDES = re.compile(
    r", (?:for (?:instance|example)|however|therefore|in turn|of course|in fact|indeed|moreover|"
    r"thus|too|also|in particular|furthermore|as well|then|perhaps|respectively|in general|"
    r"on the other hand|by contrast|meanwhile|nevertheless|though|instead)(?:,|(?=$))"
)
INITIAL = re.compile(r"[“\"]?[A-Z]")


def plain(sentence: str) -> str | None:
    """A sentence on one line without its end mark, brackets, openers and asides.

    None for what is no whole statement that a stranger to the text can understand: a heading, a
    table row, a question, a sentence too short or too long, or one that leans on its context.
    """
    if "](" in sentence:  # a link in Markdown: without its words the sentence would be another
        return None
    text = BRACKETS.sub("", FOOTNOTE_NUMBERS.sub("", " ".join(sentence.split())))
    text = re.sub(r" (?=[,.])", "", text).strip()
    if not text.endswith((".", ".”", '."')):
        return None
    text = ASIDES.sub("", _without_opener(text.rstrip('”"').removesuffix(".")))
    if ODD.search(text) or len(QUOTED.findall(text)) % 2 or not INITIAL.match(text):
        return None
    every = re.findall(r"\w+", text.lower())
    if not SHORTEST <= len(every) <= LONGEST or not STOP_WORDS & set(every) or TALKING & set(every):
        return None
    return None if _leans(every) else text


def _without_opener(text: str) -> str:
    while match := OPENER.match(text):
        rest = text[match.end() :]
        text = rest[:1].upper() + rest[1:]
    return text


def _leans(every: list[str]) -> bool:
    first, second = every[0], every[1]
    if first == "both":
        return "and" not in every[1:6]
    return (
        first in POINTING or first in CONJUNCTIONS or (first in PREPOSITIONS and second in POINTING)
    )
