"""The day that a document says of itself that it is from: by its metadata, never by its file."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

DAY = re.compile(
    r"\s*(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"
    r"|D:(\d{4})(\d\d)(\d\d)"
    r"|(\d{4})(\d\d)(\d\d)(?:\d{6})?(?!\d))",
    re.ASCII,
)
"""2024-05-03; as PDF has it, D:20240503; 20240503, with a time in six digits or without. What comes
after, such as a time and its zone, is not read."""
EARLIEST = 1000
"""Years before are what programs write where they know none."""
TERMS = "{http://purl.org/dc/terms/}"


def day_of(stated: object) -> str | None:
    """The day that a document states, as `2024-05-03`, in the zone that it is stated in.

    None for what is no day: no text, a day that there is none of, one whose month is not certain
    (03/05/2024), a year alone.
    """
    found = DAY.match(stated) if isinstance(stated, str) else None
    if found is None:
        return None
    year, month, day = (int(digits) for digits in found.groups() if digits)
    try:
        known = date(year, month, day)
    except ValueError:
        return None
    return known.isoformat() if year >= EARLIEST else None


def first_day(stated: Iterable[object]) -> str | None:
    """The first of these that is a day."""
    return next((day for one in stated if (day := day_of(one))), None)


def day_of_properties(properties: Any) -> str | None:
    """The day on which an Office file was last changed, else made, by its core properties."""
    return first_day(properties.findtext(f"{TERMS}{name}") for name in ("modified", "created"))
