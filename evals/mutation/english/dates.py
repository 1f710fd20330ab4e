"""Months, weekdays, seasons and years as they are written."""

import re

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
"""The pattern of a month."""
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SHORT_MONTHS = tuple(month[:3] for month in MONTHS)
LONG_MONTHS = frozenset("Jan Mar May Jul Aug Oct Dec".split())
"""Those with 31 days."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SEASONS = ("spring", "summer", "winter")
"""Those with one name."""

COUNTED = re.compile(
    r" (?:of [0-9]|million|people|children|men|[a-z]?m\b"
    r"|(?!(?:is|was|has|as|its|his|this|does|versus)\b)[a-z]+s\b)"
)


def looks_like_year(figures: str) -> bool:
    """Whether four figures may be a year."""
    return len(figures) == 4 and figures.isdecimal() and 1000 <= int(figures) <= 2100


def counts(text: str, end: int) -> bool:
    """Whether what follows figures makes them an amount: "2000 soldiers", "1245 of 1830"."""
    return COUNTED.match(text, end) is not None
