"""Simple sentences taken apart, as far as a few word lists tell for sure."""

import re
from typing import NamedTuple

from evals.mutation.english.names import OPENERS, names
from evals.mutation.english.verbs import FORMS

AUXILIARIES = frozenset(
    "is are was were be been being has have had do does did can could will would shall should may "
    "might must isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't "
    "didn't can't cannot "
    "won't wouldn't couldn't shouldn't".split()
)
ADVERBS = frozenset(
    "not never also first later then only still already now often always soon".split()
)
NOT_VERBS = frozenset(
    "during including according following regarding concerning hundred bring king spring ring "
    "thing things something nothing anything everything morning evening string wing building "
    "buildings being red bed seed speed need hundred sacred indeed breed like used".split()
)
SUBORDINATING = re.compile(
    r"\b(?:that|which|who|whom|whose|when|while|because|although|though|if|as|since|where|whereas|"
    r"after|before|until|unless|so|but|than|whether|how|why|what|to be|not only|either|neither|"
    r"nor)\b"
)
COMMON_NOUN = re.compile(r"[A-Z][a-z]{3,}(?:tions?|sions?|ments|ities|ness|ology|ists)\b (?=[a-z])")
OBJECTS = {"He": "him", "She": "her", "They": "them", "We": "us", "It": "it"}
SUBJECTS = {small: capital for capital, small in OBJECTS.items()}
MANY_WITHOUT_S = frozenset(
    "people children men women police data cattle media mice feet teeth".split()
)
ONE_WITH_S = frozenset("series species news".split())


class VerbGroup(NamedTuple):
    """The words of a clause's only verb, `text[start:end]`."""

    start: int
    end: int


def only_verb(text: str) -> VerbGroup | None:
    """The verb of a clause that surely has one; None where it has more, or none that is known."""
    words = [(m.start(), m.end(), m[0]) for m in re.finditer(r"[\w’'-]+", text)]
    marked = [i for i, (_, _, word) in enumerate(words) if _may_be_verb(words, i, word)]
    if not marked:
        return None
    first, last = marked[0], marked[-1]
    for i in range(first, last + 1):
        word = words[i][2]
        if i not in marked and word not in ADVERBS and not word.endswith("ly"):
            return None
    between = text[words[first][0] : words[last][1]]
    if re.search(r"[^\w\s’'-]", between):
        return None
    return VerbGroup(words[first][0], words[last][1])


def _may_be_verb(words: list[tuple[int, int, str]], at: int, word: str) -> bool:
    if word in AUXILIARIES:
        return True
    if not word.islower() or word in NOT_VERBS:
        return False
    if word in FORMS:
        before = words[at - 1][2].lower() if at else ""
        noun = before in (
            "the",
            "a",
            "an",
            "its",
            "his",
            "her",
            "their",
            "this",
            "these",
            "of",
            "in",
        )
        return not (noun and all(form.tense in ("base", "s") for form in FORMS[word]))
    return len(word) > 4 and word.endswith(("ed", "ing"))


def lowered(text: str) -> str | None:
    """The text as it stands inside a sentence; None where its first word may be a name or not."""
    first = re.match(r"[\w’'-]+", text)
    if first is None:
        return None
    if first[0] in OPENERS:
        return text[0].lower() + text[1:]
    name = next(iter(names(text)), None)
    if name is not None and name.start == 0:
        return text
    if COMMON_NOUN.match(text):
        return text[0].lower() + text[1:]
    return None


def many(phrase: str) -> bool | None:
    """Whether a noun phrase is a plural; None where that is not sure."""
    head = re.split(r" (?:of|in|for|on|at|from|to|with|by)\b", phrase)[0]
    if re.search(r" and | or |,", head):
        return True if " and " in head else None
    word = head.split()[-1] if head.split() else ""
    if word.lower() in MANY_WITHOUT_S:
        return True
    if word.lower() in ONE_WITH_S or re.match(r"(?:each|every|one|an?|this)\b", phrase, re.I):
        return False
    if word[:1].isupper():
        return None if word.endswith("s") else False
    if word.endswith(("ss", "us", "is", "ics")):
        return False
    return word.endswith("s")


def sentence_parts(statement: str) -> str | None:
    """A plain sentence without its full stop; None where it is more than that."""
    if not re.match(
        r"[A-Z0-9][^.!?;:()\[\]\"“”—–…\n]*(?:\b[A-Z]\.[^.!?;:()\[\]\"“”—–…\n]*)*\.\Z", statement
    ):
        return None
    body = statement[:-1]
    return None if re.search(r"\b[A-Z]\Z", body) else body
