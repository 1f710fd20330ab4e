"""The names of countries, as English texts write them."""

import re
from functools import cache

ALIASES = {
    "U.S.": "United States", "US": "United States", "U.S.A.": "United States",
    "USA": "United States", "UK": "United Kingdom", "U.K.": "United Kingdom",
    "Britain": "United Kingdom", "Great Britain": "United Kingdom", "UAE": "United Arab Emirates",
    "Czech Republic": "Czechia", "Turkey": "Türkiye", "Burma": "Myanmar", "Myanmar": "Myanmar",
    "Ivory Coast": "Côte d’Ivoire", "Holland": "Netherlands", "Soviet Union": "Soviet Union",
    "USSR": "Soviet Union", "Palestine": "Palestine", "DR Congo": "Congo", "Congo": "Congo",
    "Swaziland": "Eswatini", "Vatican": "Vatican City",
}  # fmt: skip
"""Names of countries beside those of the gazetteer."""
NO_COUNTRY = frozenset("AQ EU EZ QO UN XA XB ZZ".split())


@cache
def countries() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of country names, and the name by which each is listed."""
    from babel import Locale

    territories = Locale("en").territories
    known = {
        name: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY
    } | ALIASES
    ordered = sorted(known, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)"), known
