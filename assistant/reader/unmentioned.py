"""Questions about someone or something by name, of whom the documents never speak."""

import re
from collections.abc import Iterator

from assistant.countries import countries
from index.retrieval import Retrieval
from index.words import STOP_WORDS, fold, stem

NAME = re.compile(r"[A-Z][\w’'-]*[^\W_](?: [A-Z][\w’'-]*[^\W_])*")
SENTENCE = re.compile(r"(?:\A|[.?!:;]\s)[\s\"'“‘(¿¡]*")
NO_NAMES = frozenset(
    "january february march april june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday christmas easter "
    "mr mrs ms miss dr prof sir lady lord saint".split()
)
OF_COUNTRIES = {
    "america": "united states", "american": "united states", "americans": "united states",
    "british": "united kingdom", "english": "united kingdom", "french": "france",
    "dutch": "netherlands", "greek": "greece", "swiss": "switzerland", "soviet": "soviet union",
}  # fmt: skip
"""Words for what is of a country that do not begin as its name does."""
DERIVED = re.compile(r"(?:[ai]ns?|ese|ish|i[cs]|is[mt]s?)$")
"""How words end that are made of another name: "Bolivian" of Bolivia."""
SHARED = 3
"""Letters at its beginning that such a word shares with the name at least."""
MOSTLY = 0.7
"""The share of capitals from which a question is put as a title is, and they tell nothing."""


def unmentioned(retrieval: Retrieval) -> bool:
    """True where the question holds a name of which no passage that is searched has any word, and
    what was found has no name like it or for the same."""
    names = [
        name
        for name in names_in(retrieval.question)
        if all(stem(word) in retrieval.unknown for word in name)
    ]
    if not names:
        return False
    text = " ".join(
        f"{hit.title} {hit.passage.span.document} {hit.passage.heading} {hit.passage.text}"
        for hit in retrieval.hits
    )
    found = {fold(word).replace(".", "") for word in re.findall(r"[^\W_]+(?:\.[^\W_]+)*", text)}
    return any(not _meant(name, text, found) for name in names)


def names_in(question: str) -> Iterator[tuple[str, ...]]:
    """The folded words of each name in a question. The first word of a sentence, months, days and
    abbreviations are none; nothing is where capitals don't tell."""
    words = re.findall(r"[^\W\d_][\w’'-]*", question)
    large = [word for word in words if word[0].isupper()]
    if len(words) > 2 and len(large) >= MOSTLY * len(words):
        return
    first = {found.end() for found in SENTENCE.finditer(question)}
    for match in NAME.finditer(question):
        parts = match.group().split()
        if match.start() in first:
            parts = parts[1:]
        kept = [fold(part) for part in parts if not part.isupper()]
        if name := tuple(w for w in kept if w not in STOP_WORDS and w not in NO_NAMES):
            yield name


def _meant(name: tuple[str, ...], text: str, found: set[str]) -> bool:
    """Whether a text has the initials of a name, a word that one of its words is made of, or
    another name of the same country."""
    initials = "".join(word[0] for word in name)
    if len(name) > 1 and initials in found:
        return True
    begun = [word[: max(SHARED, len(word) - 4)] for word in name if DERIVED.search(word)]
    if any(word.startswith(tuple(begun)) for word in found if begun):
        return True
    pattern, listed = countries()
    spoken = {fold(listed[match]) for match in pattern.findall(text)}
    return bool(spoken & {" ".join(name), *(OF_COUNTRIES.get(word) for word in name)})
