"""The names in a text, as far as their capitals and a few lists tell, with the sort of each."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from evals.mutation.english.people import GIVEN_NAMES, ORGANISATION_WORDS, TITLES
from evals.mutation.english.places import PEOPLES, SORT_OF, WIDE_PEOPLES
from index.words import STOP_WORDS

Sort = Literal["place", "people", "person", "organisation", "acronym", "thing"]

_TAILS = (
    "owned|based|led|run|born|like|style|related|specific|backed|funded|made|speaking|era|infected|"
    "positive|negative|free|induced|mediated|dependent|associated|coated|derived|occupied|only|type"
)
_CAPITAL = (
    r"(?:(?:[A-Z]\.){1,4}(?=[\s,;:)’']|$)"
    rf"|[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:[-'’](?!(?:{_TAILS})\b)[^\W\d_]+)*)"
)
_JOINING = r"(?:of the|of|de la|de|del|van der|van|von|du|di|bin|al)"
NAME = re.compile(
    rf"(?<![\w.&/'’-]){_CAPITAL}(?:\s(?:{_JOINING}\s)?{_CAPITAL})*(?![\w&/]|-\w|\.\w)"
)
POSSESSIVE = re.compile(r"['’]s?\Z")
ACRONYM = re.compile(r"[A-Z]{2,6}\Z")

CALENDAR = frozenset(
    """
    January February March April May June July August September October November December Monday
    Tuesday Wednesday Thursday Friday Saturday Sunday Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov
    Dec Christmas Easter AD BC BCE CE AM PM
    """.split()
)
COMMON = frozenset(
    "I Day Days Text Abstract Conclusion Gram Type Figure Fig Table Section Chapter "
    "Eq Equation Appendix No Vol Part Phase".split()
)
OPENERS = frozenset(
    """
    The A An It He She They We This These Those His Her Its Their Our There All Some Many Most
    Several Both Each Another Such No Two Three Four Five Six Seven Eight Nine Ten In On At During
    Since By After Before Over For Within Until Throughout Under Despite Although Though While
    Because When If Other One Every Any People Scientists Researchers Studies Military Local Like
    Unlike Between Among Using With Without From Around About Alongside Besides Given Only Even
    Economists Experts Analysts Officials Critics Actor Actress Author Singer Writer Former Recent
    Early Late New However Moreover Furthermore Nearly Almost Once Upon Following Based Perhaps
    Approximately Typically Usually Generally Currently Recently Originally Initially Today Later
    Thus Hence Also Not Never Out Off Up Down And But Or So Yet As To Of Than That What Who Which
    Where Why How Can Could Will Would Should Must May Might Is Are Was Were Do Does Did Has Have
    Had
    """.split()
)
"""Words that open a sentence and are no name for having a capital there."""
NO_PERSON = frozenset(
    "City Medical Island River County Street House Castle Palace Park Road Landing "
    "Bay Lake Sea".split()
)
_PEOPLES = frozenset((*PEOPLES, *WIDE_PEOPLES))
_LANGUAGES = frozenset("Arabic English French German Greek Hebrew Latin Hindi Persian".split())


class Name(NamedTuple):
    """`text[start:end]`, without a possessive ending or a title before it."""

    start: int
    end: int
    text: str
    sort: Sort


def names(text: str, known: frozenset[str] = frozenset()) -> Iterator[Name]:
    """The names of a text in order.

    `known` are words that are known to be names, as they have a capital inside sentences; the
    first word of a sentence counts as a name only if it is one of them or stands in our lists.
    """
    for match in NAME.finditer(text):
        start, end = match.span()
        if _opens_sentence(text, start):
            start = _without_first_word(text, start, end, known)
        yield from _split(text, start, end)


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"“‘'(")
    return not before or before[-1] in ".!?:;\n•"


def _without_first_word(text: str, start: int, end: int, known: frozenset[str]) -> int:
    """Where the name starts if the first word has its capital for being first only."""
    words = text[start:end].split(" ")
    first = POSSESSIVE.sub("", words[0])
    whole = POSSESSIVE.sub("", text[start:end])
    listed = (
        first in known
        or whole in SORT_OF
        or first in GIVEN_NAMES
        or first in TITLES
        or first in SORT_OF
        or (ACRONYM.match(first) and first not in COMMON and first.lower() not in STOP_WORDS)
        or (len(words) > 1 and first.lower() not in STOP_WORDS and words[1][:1].isupper())
    )
    if listed and not (first in OPENERS or (first.lower() in STOP_WORDS and first not in SORT_OF)):
        return start
    return min(end, start + len(words[0]) + 1)


def _split(text: str, start: int, end: int) -> Iterator[Name]:
    """The name between two offsets without titles, months and what is no name."""
    while start < end:
        joining = re.match(rf"(?:{_JOINING}|the)\s", text[start:end])
        start += joining.end() if joining else 0
        word = re.match(r"\S+", text[start:end])
        if word is None:
            return
        bare = POSSESSIVE.sub("", word[0])
        rest = start + word.end() < end
        if bare in CALENDAR or bare in COMMON or bare in _LANGUAGES:
            return
        whole = POSSESSIVE.sub("", text[start:end])
        if whole in SORT_OF:
            break
        titled = bare in TITLES
        if rest and (titled or (bare in _PEOPLES and _titles_follow(text[start:end]))):
            start += word.end() + 1
            continue
        if titled:
            return
        break
    stop = re.search(r"['’]s?\s", text[start:end])
    if stop:
        later = start + stop.end()
        yield from _one(text, start, start + stop.start())
        yield from _split(text, later, end)
        return
    whole = POSSESSIVE.sub("", text[start:end])
    yield from _one(text, start, start + len(whole))


def _titles_follow(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and (words[1] in TITLES or words[1] in GIVEN_NAMES)


def _one(text: str, start: int, end: int) -> Iterator[Name]:
    name = text[start:end]
    words = name.split()
    if not words or any(word in CALENDAR for word in words):
        return
    if all(word.lower() in STOP_WORDS and word not in SORT_OF for word in words):
        return
    if len(name) == 1 or re.fullmatch(r"(?:[A-Z]\.?\s?)", name):
        return
    sort = _sort(text, start, name, words)
    if sort != "thing" or not (len(name) < 3 or re.search(r"-[a-z]+\Z", name)):
        yield Name(start, end, name, sort)


def _sort(text: str, start: int, name: str, words: list[str]) -> Sort:
    if name in _PEOPLES:
        return "people"
    if name in SORT_OF:
        return "place"
    if any(word in ORGANISATION_WORDS for word in words):
        return "organisation"
    if len(words) == 1 and ACRONYM.match(name):
        return "acronym"
    if name.endswith(".") or any(word in NO_PERSON for word in words):
        return "thing"
    title = re.search(r"(\S+)\s\Z", text[max(0, start - 20) : start])
    if title and title[1] in TITLES and title[1] not in ("General", "Foreign", "Saint"):
        return "person"
    if words[0] in GIVEN_NAMES and (len(words) in (2, 3) or (len(words) == 1 and len(name) > 2)):
        return "person"
    return "thing"
