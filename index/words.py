"""The words of a question or sentence as search compares them: folded, stemmed, without filler."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

STOP_WORDS = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being below
    between both but by can could did do does doing down during each few for from further get give
    had has have having he her here hers him his how i if in into is it its itself just let may me
    might more most much many must my no nor not now of off on once one only or other our out over
    own please same shall she should so some such than that the their them then there these they
    this those through to too under until up upon us very was we were what when where which while
    who whom whose why will with would you your yes tell explain describe say says said mention
    mentions mentioned according article text document documents passage author s t re ve ll d m
    however moreover furthermore therefore thus hence meanwhile instead indeed overall concurrently
    similarly nevertheless nonetheless consequently additionally finally besides although though
    """.split()
)
"""Words that say how something is asked, not what."""
POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
NAMED_MAY = re.compile(r"(?<=[\w,;)] )May\b|\bMay(?= \d)")
SHOUTED = 3
"""Words of the shortest text whose capitals are how all of it is put."""


def words(text: str) -> list[str]:
    """The words of a text, lower-case, without accents, in order; possessive endings dropped."""
    return [fold(match.group()) for match in WORD.finditer(text)]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word in lower case, its accents and its possessive ending removed."""
    plain = unicodedata.normalize("NFKD", word.lower().replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return plain.removesuffix("'s").replace("'", "")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Porter stem of a folded word (M. F. Porter, An algorithm for suffix stripping, 1980)."""
    return str(snowballstemmer.stemmer("porter").stemWord(word))


def stemmed(text: str) -> str:
    """A text as the full-text index holds it: the stem of every word, in order."""
    return " ".join(stem(word) for word in words(text))


def content_words(text: str) -> list[str]:
    """The folded words that carry meaning, in order, each once; all of them if none does."""
    return list(dict.fromkeys(content_row(text))) or list(dict.fromkeys(words(text)))


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stem(word) for word in content_row(text))


def content_row(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The folded words that carry meaning, in order, of a text or a part of it: all but stop words,
    which are names where their capitals say so: "the US", "the WHO", "in May"."""
    found = []
    for match in WORD.finditer(text, start, len(text) if end is None else end):
        word = fold(match.group())
        if word not in STOP_WORDS or _is_name(match):
            found.append(word)
    return found


def _is_name(match: re.Match[str]) -> bool:
    """Whether a stop word is put as a name is."""
    word = POSSESSIVE.sub("", match.group())
    if word == "May":
        return NAMED_MAY.match(match.string, match.start()) is not None
    return len(word) > 1 and word.isupper() and not _shouted(match.string)


def _shouted(text: str) -> bool:
    return text.isupper() and len(WORD.findall(text)) >= SHOUTED


def edits(one: str, other: str, most: int) -> int:
    """Letters to insert, delete, replace or swap with a neighbour to make one word the other.

    Counts to `most + 1` and no further (optimal string alignment distance).
    """
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
