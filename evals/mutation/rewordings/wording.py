"""The same statement in other words of the same meaning: numbers, short forms, small phrases."""

import re
from collections.abc import Iterator

from evals.mutation.edits import Edit, applied, fluent
from evals.mutation.english.dates import MONTH
from evals.mutation.english.numerals import in_words
from evals.mutation.mutants.numbers import amounts
from evals.mutation.pool import Pool
from evals.mutation.said import QUOTED, said

CONTRACTED = {
    "is not": "isn't", "are not": "aren't", "was not": "wasn't", "were not": "weren't",
    "does not": "doesn't", "do not": "don't", "did not": "didn't", "has not": "hasn't",
    "have not": "haven't", "had not": "hadn't", "cannot": "can't", "will not": "won't",
    "would not": "wouldn't", "could not": "couldn't", "should not": "shouldn't",
}  # fmt: skip
FULL = {short: full for full, short in CONTRACTED.items()}

LONG_NAMES = {
    "U.S.": "United States", "U.K.": "United Kingdom", "UK": "United Kingdom",
    "EU": "European Union", "UN": "United Nations",
}  # fmt: skip
SHORT_NAMES = {
    "United States": "U.S.",
    "United Kingdom": "UK",
    "European Union": "EU",
    "United Nations": "UN",
}

SYNONYMS = (
    (
        r"\bover (?=[$€£]?[0-9][0-9.,]*(?:%| (?:percent|million|thousand|people|cases|countries|"
        r"species)))",
        "more than ",
    ),
    (r"\bmore than (?=[$€£]?[0-9])", "over "),
    (r"\bapproximately (?=[$€£]?[0-9])", "about "),
    (r"\babout (?=[0-9])", "approximately "),
    (r"\bin order to\b", "to"),
    (r"\bprior to (?=the|a|his|her|its|their|[0-9])", "before "),
    (r"\bdue to (?=the|a|an|its|their)\b", "because of "),
    (r"(?<!is )(?<!was )(?<!'s )(?<!’s )(?<!are )\bbecause of\b(?! (?:which|whom))", "due to"),
    (r"\balso known as\b", "also called"),
    (r"\ba number of\b", "several"),
    (r"\bin addition to\b", "besides"),
    (r"\bwith regard to\b", "regarding"),
    (r"\bas well as (?=[a-z]+ing\b)", "in addition to "),
    (r"\bthroughout the world\b", "around the world"),
    (r"\bat present\b", "currently"),
    (r"\bto the north of\b", "north of"),
    (r"\bnowadays\b", "today"),
)
US_DATE = re.compile(rf"\b(?P<month>{MONTH}) (?P<day>[0-9]{{1,2}}), (?P<year>[12][0-9]{{3}})\b")
UK_DATE = re.compile(rf"\b(?P<day>[0-9]{{1,2}}) (?P<month>{MONTH}) (?P<year>[12][0-9]{{3}})\b")
MILLIONS = re.compile(r"(?<![\w.,–-])([0-9]{1,3})(?:\.([0-9]))? million\b(?! (?:and|or|to)\b)")


def numbers(statement: str) -> Iterator[str]:
    """A number in letters for one in figures and the reverse, "percent" for "%", "1,500,000"."""
    setting = said(statement, (), Pool())
    for numeral in amounts(setting):
        after = statement[numeral.end :]
        small = numeral.value == int(numeral.value) and 2 <= numeral.value <= 12
        if not small or numeral.start == 0 or not re.match(r" [a-z]{3,}", after):
            continue
        if re.match(r" (?:million|billion|percent|thousand|of the|and|or|to|out)\b", after):
            continue
        if re.search(
            r"(?:[$€£]|\bone or |\bor |\band |\bto |\btimes |[0-9] |\()\Z",
            statement[: numeral.start],
        ):
            continue
        now = str(int(numeral.value)) if numeral.words else in_words(int(numeral.value))
        if now is not None:
            yield applied(statement, fluent(statement, Edit(numeral.start, numeral.end, now)))
            break
    for pattern, now in ((r"(?<=[0-9])%(?=[ ,.;])", " percent"), (r"(?<=[0-9]) percent\b", "%")):
        changed = re.sub(pattern, now, statement)
        if changed != statement and not QUOTED.search(statement):
            yield changed
    millions = MILLIONS.search(statement)
    if (
        millions
        and not statement[: millions.start()].endswith(" to ")
        and setting.free(*millions.span())
    ):
        tenth = millions[2] or "0"
        yield applied(statement, Edit(*millions.span(), f"{millions[1]},{tenth}00,000"))


def contractions(statement: str) -> Iterator[str]:
    """ "is not" as "isn't", and the reverse."""
    for table in (CONTRACTED, FULL):
        for old, now in table.items():
            match = re.search(
                rf"\b{old.replace(chr(39), '[’' + chr(39) + ']')}\b(?! (?:only|that|the|he|she|it|"
                rf"they|we|you|I)\b)",
                statement,
            )
            if match and not _quoted(statement, match.start()):
                yield applied(statement, Edit(*match.span(), now))
                return


def abbreviations(statement: str) -> Iterator[str]:
    """ "the U.S." as "the United States", and the reverse."""
    for table in (LONG_NAMES, SHORT_NAMES):
        for old, now in table.items():
            pattern = (
                rf"(?<=\b[Tt]he ){re.escape(old)}(?P<end>\Z)?(?!\w|['’-]| [A-Z]| \(| states\b)"
            )
            match = re.search(pattern, statement)
            if match is None or now in statement or _quoted(statement, match.start()):
                continue
            stop = match["end"] is not None
            if stop and old.endswith("."):
                now += "."
            after = statement[match.end() :]
            if now.endswith(".") and after.startswith("."):
                now = now[:-1]
            yield applied(statement, Edit(match.start(), match.end(), now))
            return


def dates(statement: str) -> Iterator[str]:
    """ "July 20, 1969" as "20 July 1969", and the reverse."""
    for pattern, form in ((US_DATE, "{day} {month} {year}"), (UK_DATE, "{month} {day}, {year}")):
        match = pattern.search(statement)
        if match and not _quoted(statement, match.start()):
            after = statement[match.end() :]
            if after.startswith(",") and pattern is US_DATE and re.match(r", (?:[a-z])", after):
                continue
            if pattern is UK_DATE and re.match(r" [a-z]", after):
                continue
            yield applied(statement, Edit(*match.span(), form.format(**match.groupdict())))
            return


def synonyms(statement: str) -> Iterator[str]:
    """Small phrases for others of the same meaning, one at a time."""
    for pattern, now in SYNONYMS:
        match = re.search(pattern, statement)
        if match and match.start() and not _quoted(statement, match.start()):
            yield applied(statement, Edit(*match.span(), now))


def _quoted(statement: str, at: int) -> bool:
    return any(match.start() <= at < match.end() for match in QUOTED.finditer(statement))
