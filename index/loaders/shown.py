"""Values of a spreadsheet as their number format shows them (ECMA-376, part 1, 18.8.31).

Dates are written year first (2024-03-05), or with the month's name where the format has it (5
March 2024): the order of day and month depends on the reader's country, and is never guessed.
"""

import re
from datetime import date, datetime, time, timedelta

MONTHS = """January February March April May June July August September October November
December""".split()
NOT_SHOWN = re.compile(r"_.|\*.|\[(?!\$)[^\]]*\]")
"""Of a format: room for a sign, filling, colours and conditions."""
CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
QUOTED = re.compile(r'"([^"]*)"|\\(.)')
CONDITION = re.compile(r"\[[<>=]")
DIGITS = re.compile(r"[#0?](?:[#0?,. ]*[#0?,.])?(?:E[+-][#0?]+)?", re.I)
SECTIONS = re.compile(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")


def shown(value: object, format: str) -> str:
    """A cell's value (as openpyxl gives it) as a person sees it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, format)
    if isinstance(value, datetime | date | time):
        return _moment(value, format)
    if isinstance(value, timedelta):
        return _duration(value)
    return str(value)


def _moment(value: date | time, format: str) -> str:
    codes = QUOTED.sub("", NOT_SHOWN.sub("", CURRENCY.sub("", format))).lower()
    day, clock = "", ""
    if isinstance(value, date):
        day = value.strftime("%Y-%m-%d") if value.year >= 1000 else value.isoformat()[:10]
        if "mmm" in codes:
            number = f"{value.day} " if "d" in codes else ""
            year = f" {value.year}" if "y" in codes else ""
            day = f"{number}{MONTHS[value.month - 1]}{year}"
        elif "y" in codes and "d" not in codes:
            day = day[:7] if "m" in codes and "h" not in codes else day[:4]
    if isinstance(value, datetime | time) and ("h" in codes or "s" in codes):
        clock = f"{value.hour:02}:{value.minute:02}"
        if "s" in codes:
            clock += f":{value.second:02}"
        if not re.search("[dy]", codes):
            return clock
    if isinstance(value, time):
        return clock or value.isoformat()
    return f"{day} {clock}".strip()


def _duration(value: timedelta) -> str:
    minus = "-" if value < timedelta(0) else ""
    seconds = round(abs(value).total_seconds())
    return f"{minus}{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"


def _number(value: float, format: str) -> str:
    if CONDITION.search(format):
        return _plain(value)
    given, sections = value, SECTIONS.split(format)
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    else:
        section = sections[0]
    section = NOT_SHOWN.sub("", CURRENCY.sub(r'"\1"', section))
    literals: list[str] = []

    def kept(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or "")
        return chr(0xE000 + len(literals) - 1)  # so that a digit in it is not taken for a code

    bare = QUOTED.sub(kept, section)
    digits = DIGITS.search(bare)
    if len(DIGITS.findall(bare)) > 1 and "/" not in bare:
        return _plain(given)  # digits in groups, such as a telephone number
    if digits is None or "general" in bare.lower() or "/" in bare:
        text = _plain(value)
        if digits is None and bare and "general" not in bare.lower() and "@" not in bare:
            text = bare  # a format of words alone, such as a dash for zero
    else:
        number = _digits(value * 100 if "%" in bare else value, digits[0])
        text = bare[: digits.start()] + number + bare[digits.end() :]
    for at, literal in enumerate(literals):
        text = text.replace(chr(0xE000 + at), literal)
    return text.strip()


def _digits(value: float, codes: str) -> str:
    mantissa, _, exponent = codes.upper().partition("E")
    mantissa = mantissa.strip()
    scaled = mantissa.rstrip(",")
    thousands = len(mantissa) - len(scaled)
    whole, _, decimals = scaled.partition(".")
    places = len(re.findall(r"[0#?]", decimals))
    if exponent:
        return f"{value:.{places}E}"
    comma = "," if "," in whole else ""
    text = f"{value / 1000**thousands:{comma}.{places}f}"
    optional = len(decimals) - len(decimals.rstrip("#"))
    for _ in range(optional):
        text = text[:-1] if text.endswith("0") else text
    least = whole.count("0")
    minus, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    head, dot, tail = text.rstrip(".").partition(".")
    return f"{minus}{head if comma else head.zfill(least)}{dot}{tail}"


def _plain(value: float) -> str:
    """A number without a format: without what binary fractions add to it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if isinstance(value, int) else format(value, ".11g")
