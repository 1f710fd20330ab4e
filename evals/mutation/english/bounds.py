"""Whether a number is given as a least or a greatest one: "over 60" also makes "over 50" true."""

import re
from typing import Literal

Bound = Literal["least", "most"]

AT_LEAST = re.compile(
    r"\b(?:over|more than|at least|exceed(?:s|ed|ing)?|above|greater than|higher than|older than|"
    r"longer than|larger than|minimum of|fewer than no|no (?:fewer|less) than|beyond|upwards? of|"
    r"not (?:fewer|less) than|from|between|since|for|in excess of|up from)(?: the)?(?: (?:about|"
    r"approximately|around))?\s?[$€£]?\Z",
    re.I,
)
AT_MOST = re.compile(
    r"\b(?:under|less than|fewer than|at most|up to|below|within|no (?:more|later|longer) than|"
    r"not more than|maximum of|by|before|until|till|smaller than|lower than|younger than|"
    r"shorter than|past|last|to|as (?:young|few|little|low) as)(?: the)?(?: (?:next|first|about|"
    r"approximately|around|end of))?\s?[$€£]?\Z",
    re.I,
)
AFTER_LEAST = re.compile(
    r"\s?(?:%|percent|[a-z]+)? (?:or (?:more|older|over|above|higher)|and (?:over|older))\b"
)
AFTER_MOST = re.compile(r"\s?(?:%|percent|[a-z]+)? or (?:less|fewer|younger|under|below|lower)\b")


def bound(text: str, start: int, end: int) -> Bound | None:
    """How the words around a number bound it; None where it is given as it is."""
    before = text[max(0, start - 40) : start]
    after = text[end : end + 30]
    denied = re.search(r"\b(?:not|never|no|cannot|without)\b", before) is not None
    if AT_LEAST.search(before) or AFTER_LEAST.match(after):
        return "most" if denied else "least"
    if AT_MOST.search(before) or AFTER_MOST.match(after):
        return "least" if denied and "no " not in before else "most"
    return None
