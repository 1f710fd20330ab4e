"""Mutants that give another date."""

import re
from collections.abc import Iterator

from evals.mutation.edits import Edit, capitalised
from evals.mutation.english.bounds import bound
from evals.mutation.english.dates import (
    LONG_MONTHS,
    MONTH,
    MONTHS,
    SEASONS,
    SHORT_MONTHS,
    WEEKDAYS,
    counts,
    looks_like_year,
)
from evals.mutation.english.numerals import ANY_FIGURES, ORDINALS
from evals.mutation.said import Said

IN_DATE_BEFORE = re.compile(
    r"(?:\b(?:[Ii]n|[Oo]n|[Bb]y|of|[Ss]ince|[Uu]ntil|[Ff]rom|[Ll]ate|[Ee]arly|[Mm]id|to|[Ll]ast|"
    r"[Tt]his|next|[Bb]etween|and|[Bb]efore|[Aa]fter|[Dd]uring)[ -]|[0-9](?:st|nd|rd|th)? )\Z"
)
DAY_OR_YEAR_AFTER = re.compile(r"\.?,? [0-9]")
DAY = re.compile(
    rf"(?<=\b)(?:{MONTH})\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?\b(?!,?[0-9:])|"
    rf"(?<![\w.,–-])([0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? (?:{MONTH})\b"
)
YEAR = re.compile(r"(?<![\w.,/$€£–-])[0-9]{4}(?![\w/%–-]|[.,][0-9]| [–-]+ [0-9])")
ROUGHLY = re.compile(r"\b(?:around|circa|about|c\.|approximately|roughly) \Z", re.I)
DECADE = re.compile(r"(?<![\w–-])([0-9]{3})0(?=s\b)")
CENTURY = re.compile(
    rf"\b(?:([0-9]{{1,2}})(?:st|nd|rd|th)|({'|'.join(ORDINALS)}))(?=[ -]century\b)", re.I
)
YEAR_BEFORE = re.compile(
    rf"(?:\b(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Ff]rom|[Oo]f|to|and|[Bb]etween|[Bb]efore|[Aa]fter|"
    rf"[Dd]uring|early|late|mid|the|its|around|circa|year|than|as of|"
    rf"(?:{MONTH})\.?(?: [0-9]{{1,2}}(?:st|nd|rd|th)?)?)"
    r",?[ -]|; )\Z"
)
ERA = re.compile(r"(?<=[0-9] )(?:BCE?|AD|CE)\b")
ERAS = {"BC": "AD", "BCE": "CE", "AD": "BC", "CE": "BCE"}
RELATIVE = {
    "last year": "next year", "next year": "last year", "this year": "last year",
    "last month": "next month", "next month": "last month", "last week": "next week",
    "next week": "last week", "yesterday": "tomorrow", "tomorrow": "yesterday",
    "last century": "this century", "this century": "last century",
    "recent months": "recent days", "recent decades": "recent months",
    "recent years": "recent weeks",
    "days later": "days earlier", "weeks later": "weeks earlier", "months later": "months earlier",
    "years later": "years earlier", "year later": "year earlier", "day later": "day earlier",
    "days earlier": "days later", "years earlier": "years later", "days ago": "months ago",
    "weeks ago": "years ago", "months ago": "years ago", "years ago": "months ago",
    "the following year": "the previous year", "the previous year": "the following year",
    "the following day": "the previous day", "the next day": "the previous day",
    "the next year": "the previous year",
}  # fmt: skip
LATE_DAY_BEFORE = re.compile(r"\b(?:29|3[01])(?:st|nd|rd|th)? \Z")
LATE_DAY_AFTER = re.compile(r"\.? (?:29|3[01])\b")
UP_TO = re.compile(r"\b(?:after|until|till|to|and) (?:[A-Z][a-z]+ )?\Z", re.I)
RANGE_BEFORE = re.compile(r"\b[0-9]+ [-–]+ \S*\s?\Z")
SEASON = re.compile(
    r"(?<=\bthe )(?:spring|summer|winter)(?= of [0-9])|(?<=\bin )(?:spring|summer|winter)(?= [0-9])"
)


def date_edits(said: Said) -> Iterator[Edit]:
    """Each month, day, year, decade, century, weekday and relative date, replaced by another.

    What stands in the cited words is never put in. Where a date bounds a time ("by 1990"), the
    new one is not implied by the old.
    """
    for maker in (_months, _days, _years, _decades, _centuries, _eras, _days_of_week, _relative):
        for edit in maker(said):
            if said.free(edit.start, edit.end):
                yield edit


def _months(said: Said) -> Iterator[Edit]:
    for series in (MONTHS, SHORT_MONTHS):
        for month in series:
            if series is SHORT_MONTHS and month == "May":
                continue
            for match in re.finditer(rf"\b{month}\b(?!['’]|-[a-z]| [A-Z])", said.text):
                dated = DAY_OR_YEAR_AFTER.match(said.text, match.end())
                if not dated and (series is SHORT_MONTHS or not _led(IN_DATE_BEFORE, said, match)):
                    continue
                late = _led(LATE_DAY_BEFORE, said, match) or LATE_DAY_AFTER.match(
                    said.text, match.end()
                )
                fitting = [one for one in series if not late or one[:3] in LONG_MONTHS]
                free = [one for one in fitting if not _stands(one[:3], said)]
                for now in said.turned(free, month, str(match.start()))[:1]:
                    yield Edit(*match.span(), now)


def _led(pattern: re.Pattern[str], said: Said, match: re.Match[str]) -> bool:
    """Whether the pattern matches right before."""
    return pattern.search(said.text, max(0, match.start() - 25), match.start()) is not None


def _stands(word: str, said: Said) -> bool:
    """Whether a word, or one that begins with it, stands in the cited words or the statement."""
    return re.search(rf"\b{word}", f"{said.cited}\n{said.text}", re.I) is not None


def _figures(said: Said) -> frozenset[str]:
    return frozenset(m[0] for m in ANY_FIGURES.finditer(f"{said.cited}\n{said.text}"))


def _days(said: Said) -> Iterator[Edit]:
    taken = _figures(said)
    for match in DAY.finditer(said.text):
        group = 1 if match[1] else 2
        if re.match(r"(?:st|nd|rd|th)", said.text[match.end(group) :]):
            continue
        free = [day for day in range(2, 29) if not {str(day), f"{day:02}"} & taken]
        if re.match(r"\s?(?:[-–]|to |and )", said.text[match.end() :]):
            free = [day for day in free if day < int(match[group])]
        for now in said.turned(free, match[0])[:1]:
            yield Edit(*match.span(group), str(now))


def _years(said: Said) -> Iterator[Edit]:
    taken = _figures(said)
    for match in YEAR.finditer(said.text):
        amount = counts(said.text, match.end())
        if not looks_like_year(match[0]) or said.in_name(*match.span()) or amount:
            continue
        if not _led(YEAR_BEFORE, said, match):
            continue
        for shift in said.turned(_shifts(said, match), match[0], str(match.start())):
            now = str(int(match[0]) + shift)
            if now not in taken:
                yield Edit(*match.span(), now)
                break


def _shifts(said: Said, match: re.Match[str]) -> tuple[int, ...]:
    """How far a year may be moved, so that the old one does not imply the new one."""
    if _led(ROUGHLY, said, match):
        return (-150, -200, 120, -300)
    if _led(UP_TO, said, match):
        return (6, 9, 4, 3)
    match bound(said.text, *match.span()):
        case "least" | "most":
            return (-5, -12, -8, -3)
        case _:
            return (-9, 6, -4, 11, -14, 8, 3, -6)


def _decades(said: Said) -> Iterator[Edit]:
    taken = _figures(said)
    for match in DECADE.finditer(said.text):
        tens = [int(match[1]) + k for k in (-2, -1, 2, 1, -3)]
        free = [one for one in tens if f"{one}0" not in taken and not _stands(f"{one}0s", said)]
        for now in said.turned(free, match[0])[:1]:
            yield Edit(*match.span(1), str(now))


def _centuries(said: Said) -> Iterator[Edit]:
    for match in CENTURY.finditer(said.text):
        old = int(match[1]) if match[1] else ORDINALS.index(match[2].lower()) + 1
        near = [now for now in (old - 2, old - 3, old + 1, old - 1) if 4 <= now <= 20]
        free = [now for now in near if not _stands(f"(?:{now}|{ORDINALS[now - 1]})", said)]
        for now in said.turned(free, match[0])[:1]:
            word = f"{now}th" if match[1] else ORDINALS[now - 1]
            yield Edit(*match.span(), capitalised(word) if match[0][0].isupper() else word)


def _eras(said: Said) -> Iterator[Edit]:
    for match in ERA.finditer(said.text):
        if not _led(RANGE_BEFORE, said, match):
            yield Edit(*match.span(), ERAS[match[0]])


def _days_of_week(said: Said) -> Iterator[Edit]:
    """Weekdays, and the seasons of a year."""
    days = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})(?=s?\b)(?!s? [A-Z])")
    for pattern, series in ((days, WEEKDAYS), (SEASON, SEASONS)):
        for match in pattern.finditer(said.text):
            free = [one for one in series if not _stands(one, said)]
            if not said.in_name(*match.span()):
                for now in said.turned(free, match[0])[:1]:
                    yield Edit(*match.span(), now)


def _relative(said: Said) -> Iterator[Edit]:
    for old, now in RELATIVE.items():
        for match in re.finditer(rf"\b{old}\b", said.text, re.I):
            if not re.search(rf"\b{now}\b", said.cited, re.I):
                yield Edit(*match.span(), capitalised(now) if match[0][0].isupper() else now)
