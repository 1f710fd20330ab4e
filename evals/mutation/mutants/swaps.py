"""Mutants in which two names, or two numbers, have exchanged places."""

import re
from collections.abc import Iterator
from itertools import combinations

from evals.mutation.edits import Edit, takes_an
from evals.mutation.english.names import Name
from evals.mutation.english.numerals import Numeral
from evals.mutation.english.people import GIVEN_NAMES
from evals.mutation.english.places import SORT_OF, near
from evals.mutation.english.verbs import FORMS
from evals.mutation.mutants.dates import YEAR
from evals.mutation.mutants.numbers import amounts
from evals.mutation.said import Said

SYMMETRIC = re.compile(
    r"\b(?:between|(?<!was )(?<!were )(?<!is )(?<!are )among|both|each other|one another|"
    r"mutual\w*|together|jointly|alongside|along with|as well as|and also|shar(?:e|es|ed|ing)|"
    r"border\w*|neighbou?r\w*|met|meets?|married|marriage|signed|agree\w*|cooperat\w*|"
    r"collaborat\w*|partner\w*|relations?|ties|friend\w*|alliance|allied|treaty|war|talks|"
    r"negotiat\w*|similar\w*|same|equal\w*|differ\w*|versus|vs|with|near|or|connect\w*|link\w*|"
    r"distance|respectively|also|like|unlike|such as|including|co-\w+|called|known as|named|"
    r"joined|combin\w*|interact\w*|compet\w*|relat\w*|i\.e\.|aka|is an?|was an?|are|formerly|"
    r"became)\b",
    re.I,
)
"""Words that let two names stand either way round, or make them one."""
LIST_BETWEEN = re.compile(r"[\s,;/&()]*(?:and|or|to|the|in|of|then|&|[\s,;/()])*\Z")
FROM_TO = re.compile(r"\bfrom (?:the )?\Z")
TO_BETWEEN = re.compile(r"(?: [a-z]+){0,3} to (?:the )?\Z|\Ato (?:the )?\Z")
ARTICLE = re.compile(r"\b[Tt]he \Z")
COUNTED = re.compile(r"(?:%|-| percent| million)?[ -]([a-z]+)")
NO_PAIR = re.compile(r"\b(?:or|between|respectively|plus|times|by)\b|[;()]")
PERCENT = re.compile(r"\s?(?:%|percent)")
THAN = re.compile(r"\bthan\b")
NOT_A_VERB = frozenset("state states like use uses name names form forms view views".split())


def swap_edits(said: Said) -> Iterator[Edit]:
    """Two names of one sort, or two amounts, that play different parts, exchanged."""
    for one, other in combinations(said.names, 2):
        if _alike(one, other) and _told_apart(said, one, other):
            yield _swapped(said.text, _with_article(said, one), _with_article(said, other))
    yield from _amounts(said)
    yield from _years(said)


def _alike(one: Name, other: Name) -> bool:
    if one.sort != other.sort or one.text == other.text or near(one.text, other.text):
        return False
    if set(one.text.split()) & set(other.text.split()):
        return False
    if one.sort in ("place", "people"):
        sorts = {SORT_OF[one.text], SORT_OF[other.text]}
        return len(sorts) == 1 or sorts <= {"country", "the country", "region"}
    if one.sort == "person" and (one.text in GIVEN_NAMES) != (other.text in GIVEN_NAMES):
        return False  # the two may be the names of one person
    return one.sort in ("person", "organisation", "acronym")


def _told_apart(said: Said, one: Name, other: Name) -> bool:
    """Whether a verb, "than" or "from … to" stands between them and nothing makes them equals."""
    text = said.text
    between = text[one.end : other.start]
    if any(
        ARTICLE.search(text, max(0, name.start - 5), name.start)
        and SORT_OF.get(name.text) != "the country"
        for name in (one, other)
    ):
        return False
    if any(len(re.findall(rf"\b{re.escape(name.text)}", text)) > 1 for name in (one, other)):
        return False
    if not (said.free(one.start, one.end) and said.free(other.start, other.end)):
        return False
    after = text[other.end : other.end + 20]
    if re.match(r"\s?\(", after) or re.search(r"[;:()\"“”–—]", between):
        return False
    bare = between
    for name in said.names:
        if one.end <= name.start and name.end <= other.start:
            bare = bare.replace(name.text, "")
    if LIST_BETWEEN.match(bare) or len(between.split()) > 15:
        return bool(FROM_TO.search(text[: one.start]) and re.match(r" to \Z", between))
    around = text[max(0, one.start - 40) : one.start] + between + after
    if SYMMETRIC.search(around):
        return False
    if FROM_TO.search(text[: one.start]) and TO_BETWEEN.search(between):
        return True
    verbs = [word for word in between.split() if word in FORMS and word not in NOT_A_VERB]
    return bool(verbs) or bool(THAN.search(between))


def _with_article(said: Said, name: Name) -> tuple[int, int]:
    """The name with the article that goes with it: "the U.S."."""
    article = ARTICLE.search(said.text, max(0, name.start - 5), name.start)
    moves = article and SORT_OF.get(name.text) == "the country"
    return (article.start() if article and moves else name.start, name.end)


def _amounts(said: Said) -> Iterator[Edit]:
    """ "153 children and 203 adults" → "203 children and 153 adults"."""
    found = [
        one
        for one in sorted(amounts(said), key=lambda one: one.start)
        if not re.match(r" to [0-9]| of (?:the )?[0-9]", said.text[one.end :])
        and not re.search(r"(?:[0-9] to|of|of the) \Z", said.text[: one.start])
    ]
    for one, other in combinations(found, 2):
        if _comparable(said.text, one, other):
            yield _swapped(said.text, (one.start, one.end), (other.start, other.end))


def _comparable(text: str, one: Numeral, other: Numeral) -> bool:
    """Whether two amounts are of one form and size, and count different things."""
    between = text[one.end : other.start]
    mine, yours = (COUNTED.match(text, at.end) for at in (one, other))
    if mine is None or yours is None or one.value == other.value:
        return False
    larger, smaller = sorted((one.value, other.value), reverse=True)
    same_thing = mine[1].rstrip("s") == yours[1].rstrip("s") and " in " not in between
    like = all(
        form(one) == form(other)
        for form in (
            lambda at: at.words,
            lambda at: "." in at.text,
            lambda at: PERCENT.match(text, at.end) is not None,
            lambda at: text[at.end : at.end + 1],
        )
    )
    plain = re.search(r"[a-z]{3,} ", between) and not NO_PAIR.search(between)
    named = re.search(r"\b(?:respectively|between)\b", text)
    near_by = larger <= 20 * smaller and len(between.split()) <= 14
    return bool(like and plain and near_by and not same_thing and not named)


def _years(said: Said) -> Iterator[Edit]:
    """ "founded in 1901 and closed in 1950" → "founded in 1950 and closed in 1901"."""
    found = [m.span() for m in YEAR.finditer(said.text) if said.free(*m.span())]
    for one, other in combinations(found, 2):
        between = said.text[one[1] : other[0]]
        led = all(
            re.search(r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y) \Z", said.text[: at[0]])
            for at in (one, other)
        )
        same = said.text[slice(*one)] == said.text[slice(*other)]
        if (
            led
            and not same
            and 3 <= len(between.split()) <= 20
            and not re.search(r"[;()]", between)
        ):
            yield _swapped(said.text, one, other)


def _swapped(text: str, one: tuple[int, int], other: tuple[int, int]) -> Edit:
    first, second = text[slice(*one)], text[slice(*other)]
    first = "the " + first[4:] if first.startswith("The ") else first
    between, end = text[one[1] : other[0]], other[1]
    now = second + _article(between, first) + first
    if end == len(text) and second.endswith(".") and not first.endswith("."):
        now += "."  # the stop of "U.S." was the sentence's too
    elif first.endswith(".") and text[end : end + 1] == ".":
        end += 1
    return Edit(one[0], end, now)


def _article(between: str, word: str) -> str:
    match = re.search(r"\b([Aa])n? \Z", between)
    return (
        between[: match.start()] + match[1] + ("n " if takes_an(word) else " ")
        if match
        else between
    )
