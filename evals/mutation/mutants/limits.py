"""Mutants with a number's bound or sign, or the word before a date, changed."""

import re
from collections.abc import Iterator

from evals.mutation.edits import Edit
from evals.mutation.english.clauses import NEGATIVE, clause_start
from evals.mutation.english.dates import MONTH
from evals.mutation.mutants.comparison import AMOUNT, NUMBER
from evals.mutation.said import Said

AT_MOST = re.compile(
    rf"\b(?:(?:fewer than|less than|at most|no more than|up to)(?={NUMBER})|"
    rf"(?:under|below)(?={AMOUNT})) ",
    re.I,
)
AT_LEAST = re.compile(
    rf"\b(?:(?:more than|at least|no fewer than)(?={NUMBER})|(?:over|above)(?={AMOUNT}))", re.I
)
NO_BOUND = re.compile(
    r"\b(?:no|not|never|nothing|once|from|or|and|led|adds?|added|lead|catch|is|was|all|turned|"
    r"took|won|in|little|ruled?|control|much|any|than) \Z",
    re.I,
)
NO_AMOUNT = re.compile(rf" (?:(?:1[0-9]|20)[0-9]{{2}}\b|[0-9]{{1,2}} (?:{MONTH})\b|(?:a|half)\b)")

TIME = (
    rf"(?= (?:(?:early|late|mid-?|about|around|the end of) ?)?(?:[12][0-9]{{3}}\b|(?:{MONTH})\b))"
)
PERIODS = (
    (rf"since{TIME}", "until"),
    (rf"(?:until|till){TIME}", "since"),
    (rf"by{TIME}", "after"),
    (r"within(?= (?:the first )?(?:[0-9]+|an?|two|three|four|five|six|seven|eight|nine|ten|twelve|"
     r"several|a few) (?:second|minute|hour|day|week|month|year|decade)s?\b)", "after"),
)  # fmt: skip

MINUS = re.compile(r"(?<![\w).,%\]])(?<![0-9] )(?:[-−](?=[$€£]?[0-9])|minus (?=[0-9]))")
MEASURED = re.compile(r"\b(?:was|were|is|of|at|to) ()[0-9][0-9.]* ?(?:°|degrees|%|percent)(?! of)")


def bound_edits(said: Said) -> Iterator[Edit]:
    """Each "fewer than", taken away or made "exactly", as "more than" is."""
    text = said.text
    for pattern, options in ((AT_MOST, ("", "exactly ")), (AT_LEAST, ("exactly",))):
        for m in pattern.finditer(text):
            led = NO_BOUND.search(text[: m.start()])
            year = NO_AMOUNT.match(text, m.end() - m[0].endswith(" "))
            if led or year or not said.free(*m.span()) or said.in_name(*m.span()):
                continue
            for now in options:
                yield Edit(*m.span(), now)


def period_edits(said: Said) -> Iterator[Edit]:
    """ "Until 1999" for "since 1999", "after" for "within" and "by"."""
    text = said.text
    for pattern, now in PERIODS:
        for m in re.finditer(rf"\b{pattern}", text, re.I):
            before = text[clause_start(text, m.start()) : m.start()]
            passive = m[0].lower() == "by" and re.search(r"(?:ed|en|n|t) \Z", before)
            if said.free(*m.span()) and not NEGATIVE.search(before) and not passive:
                yield Edit(*m.span(), now)


def sign_edits(said: Said) -> Iterator[Edit]:
    """Each "-" before a number taken away, and one put before degrees and percentages."""
    for m in MINUS.finditer(said.text):
        if said.free(*m.span()):
            yield Edit(*m.span(), "")
    for m in MEASURED.finditer(said.text):
        if said.free(*m.span()):
            yield Edit(*m.span(1), "-")
