"""Months, days of the week and words such as "last year", and whether a source holds them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.grounding.tokens import Token

MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
DAYS = {
    name: day
    for day, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thurs", "friday fri",
         "saturday sat", "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
SEASONS = frozenset("spring summer autumn fall winter".split())
ALSO_WORDS = frozenset("may march mar sun sat wed jan fall spring".split())
"""Of these, only what stands as a date does is one."""
BEFORE_DATES = frozenset(
    "in of since until till by early late mid last next this before after during from on through "
    "between and every each".split()
)
PERIODS = frozenset(
    "year month week weekend decade century night evening morning day quarter season summer winter "
    "spring autumn fall term time generation semester monday tuesday wednesday thursday friday "
    "saturday sunday".split()
)
SIDES = {
    "last": "past", "past": "past", "previous": "past", "prior": "past", "preceding": "past",
    "earlier": "past", "ago": "past", "recent": "past",
    "this": "present", "current": "present", "present": "present",
    "next": "future", "coming": "future", "following": "future", "upcoming": "future",
    "future": "future", "subsequent": "future",
}  # fmt: skip
REGULAR = {
    "yearly": "year", "annual": "year", "annually": "year", "monthly": "month", "weekly": "week",
    "daily": "day", "nightly": "night", "hourly": "hour",
}  # fmt: skip
SINGLE = {"yesterday": "past day", "tomorrow": "future day"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A month, a day of the week, or a period told from now: `key` is the same for the same one."""

    key: str
    said: str


def is_calendar(tokens: Sequence[Token], at: int) -> bool:
    """True for a month or a day of the week, told from words that are spelt like one."""
    token = tokens[at]
    if token.word not in MONTHS and token.word not in DAYS:
        return False
    if token.word not in ALSO_WORDS:
        return True
    if not token.capital:
        return False
    near = [*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2]]
    if any(other.kind == "number" for other in near):
        return True
    return bool(at) and tokens[at - 1].word in BEFORE_DATES and not token.opens


def _season(tokens: Sequence[Token], at: int) -> bool:
    word = tokens[at].word
    if word not in SEASONS:
        return False
    before = tokens[at - 1].word if at else ""
    return word not in ALSO_WORDS or before in BEFORE_DATES or before == "the"


def moments(tokens: Sequence[Token]) -> Iterator[Moment]:
    """The moments that a text names, in order."""
    for at, token in enumerate(tokens):
        if is_calendar(tokens, at):
            month = MONTHS.get(token.word)
            yield Moment(f"month {month}" if month else f"day {DAYS[token.word]}", token.text)
        elif _season(tokens, at):
            yield Moment(f"season {token.word.replace('fall', 'autumn')}", token.text)
        elif token.word in REGULAR:
            yield Moment(f"each {REGULAR[token.word]}", token.text)
        elif token.word in SINGLE:
            yield Moment(SINGLE[token.word], token.text)
        elif token.word in PERIODS or token.word.removesuffix("s") in PERIODS:
            yield from _period(tokens, at)


def _period(tokens: Sequence[Token], at: int) -> Iterator[Moment]:
    """ "last year", "the past two years", "two years ago", "every year"."""
    period = tokens[at].word
    period = period if period in PERIODS else period.removesuffix("s")
    if period == "time":
        return
    if at and tokens[at - 1].word in ("per", "each", "every"):
        yield Moment(f"each {period}", f"{tokens[at - 1].text} {tokens[at].text}")
    if at + 1 < len(tokens) and tokens[at + 1].word == "ago":
        yield Moment(f"past {period}", f"{tokens[at].text} ago")
    for back in (1, 2, 3):
        if at < back or tokens[at].sentence != tokens[at - back].sentence:
            return
        word = tokens[at - back].word
        if word in SIDES and word not in ("ago", "earlier"):
            said = " ".join(token.text for token in tokens[at - back : at + 1])
            # How many, and of what, the numbers tell.
            yield Moment(SIDES[word] if back > 1 else f"{SIDES[word]} {period}", said)
            return
        numeral = tokens[at - back].kind == "number" or word in NUMERALS
        if not numeral:
            return


NUMERALS = frozenset(
    "one two three four five six seven eight nine ten few several couple of".split()
)
