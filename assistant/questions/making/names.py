"""The names of a document: runs of capitals that are no more than the first word of a sentence."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from assistant.questions.making.english import is_adverb
from assistant.questions.making.kinds import COUNTRIES, GIVEN_NAMES
from index.words import STOP_WORDS

CAPITAL = re.compile(r"[A-Z][\w’'&-]*\.?")
INNER = frozenset("of the de del la von van al bin du and for".split())
MONTHS_AND_DAYS = frozenset(
    """
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    """.split()
)
DESCRIBING = frozenset(
    "every each all any early late modern local most few several many ancient recent new old young "
    "former two three four five other certain various different additional following established "
    "founded located".split()
)
"""Words before a name that are no part of it."""
COMMON_ENDINGS = tuple(
    "s tion ment ity ness ing ed al ive ic ous ence ance ism er ary able sure ture ship".split()
)
"""How words end that are seldom names."""
MID_SENTENCE = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]*")
LOWER = re.compile(r"\b[a-z][a-z’'-]+")

Opening = Literal["name", "unsure", "word"]
"""What the first word of a sentence is: part of a name, perhaps a name, or a word."""


class Names:
    """Tells names from words that are capital only because a sentence begins with them.

    A capital word inside a sentence is a name; at the beginning, one that the document writes
    with a capital inside sentences too and never without.
    """

    def __init__(self, text: str) -> None:
        self._inside = Counter(re.sub(r"[’']s$", "", word) for word in MID_SENTENCE.findall(text))
        self._lower = frozenset(LOWER.findall(text))

    def opening(self, words: Sequence[str]) -> Opening:
        """What the first of these words is, which open a sentence."""
        word = re.sub(r"[’']s$", "", words[0]).strip(".,")
        lower = word.lower()
        if not CAPITAL.fullmatch(word) or lower in STOP_WORDS or is_adverb(lower):
            return "word"
        paired = list(words[1:2]) == ["and"] and (
            is_capital(words[2:3]) or words[2:3] in (["colleagues"], ["co-workers"])
        )
        if (paired or is_capital(words[1:2])) and lower not in DESCRIBING:
            return "name"
        if len(word) > 1 and not word[1:].islower():
            return "name"
        if lower in self._lower:
            return "word"
        if self._inside[word] or word in GIVEN_NAMES or word in COUNTRIES:
            return "name"
        return "word" if lower.endswith(COMMON_ENDINGS) or lower in DESCRIBING else "unsure"


def is_capital(words: Sequence[str]) -> bool:
    """True where there is a first word and it begins with a capital."""
    return bool(words) and bool(CAPITAL.match(words[0]))


def is_name(words: Sequence[str]) -> bool:
    """True for a run of words that is one name: capitals, with small words only between them."""
    run = list(words[1:] if words and words[0].lower() == "the" else words)
    if not run or not is_capital(run[:1]) or not is_capital(run[-1:]):
        return False
    if any(word.endswith(("’s", "'s", ",")) for word in run):
        return False
    return all(is_capital([word]) or word in INNER for word in run) and not (
        set(run) & MONTHS_AND_DAYS
    )


def names_in(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where names stand in a sentence that does not begin with one, as ranges of words."""
    at = 0
    while at < len(words):
        if not is_capital(words[at : at + 1]) or words[at] in MONTHS_AND_DAYS:
            at += 1
            continue
        end = at + 1
        while end < len(words):
            if is_capital(words[end : end + 1]):
                end += 1
            elif words[end] in INNER - {"and", "for"} and is_capital(words[end + 1 : end + 2]):
                end += 2
            else:
                break
        yield at, end
        at = end
