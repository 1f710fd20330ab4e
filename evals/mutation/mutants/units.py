"""Mutants that measure in another unit."""

import re
from collections.abc import Iterator

from evals.mutation.edits import Edit
from evals.mutation.english.bounds import bound
from evals.mutation.english.numerals import SPELLED
from evals.mutation.said import Said

SCALES = (
    ("second", "minute", "hour", "day", "week", "month", "year", "decade"),
    ("millimetre", "centimetre", "metre", "kilometre"),
    ("millimeter", "centimeter", "meter", "kilometer"),
    ("inch", "foot", "yard", "mile"),
    ("microgram", "milligram", "gram", "kilogram", "tonne"),
    ("ounce", "pound"),
    ("millilitre", "litre"),
    ("milliliter", "liter"),
    ("square metre", "acre", "hectare", "square kilometre", "square mile"),
    ("square meter", "square kilometer"),
    ("watt", "kilowatt", "megawatt", "gigawatt"),
    ("kilobyte", "megabyte", "gigabyte", "terabyte"),
    ("cent", "dollar"),
    ("mm", "cm", "m", "km"),
    ("µg", "mg", "g", "kg"),
    ("μg", "mg", "g", "kg"),
    ("µl", "ml", "l"),
    ("μl", "ml", "l"),
    ("nM", "µM", "mM"),
    ("nm", "µm", "mm"),
    ("kB", "MB", "GB", "TB"),
    ("kW", "MW", "GW"),
    ("hPa", "kPa", "MPa"),
)
"""Units of one kind, the smaller first; in another of them the same number is another amount."""

IRREGULAR = {"foot": "feet", "inch": "inches"}
ABBREVIATED = frozenset(unit for scale in SCALES for unit in scale if len(unit) <= 3) - {"day"}
MONEY = {"$": "€", "€": "£", "£": "$"}
MONEY_WORDS = {"dollars": "euros", "euros": "pounds", "rubles": "dollars", "rupees": "dollars"}

NUMBER_BEFORE = re.compile(
    rf"(?<![\w.,/:−-])(?:[0-9][0-9.,]*|(?i:{SPELLED})|several|few|many)"
    r"(?: (?:hundred|thousand|million|billion))?[\s-]?(?:(?:light|calendar|full|more) )?\Z"
)
PERCENT = re.compile(
    r"\b(?:by|rose|fell|grew|dropped|increased|decreased|declined) (?:about |over |"
    r"nearly )?([0-9.]+) ?(%|percent)(?=[ .,;])"
)
PERCENT_OF = re.compile(
    r"\b[0-9.]+ ?(%|percent)(?= of (?:the|all|its|their|these|those|his|her|our) [a-z]+s\b)"
)
SIGN = re.compile(r"(?<![A-Z\w])[$€£](?=[0-9])")


def unit_edits(said: Said) -> Iterator[Edit]:
    """Each unit behind a number, replaced by another of its kind."""
    for scale in SCALES:
        for place, unit in enumerate(scale):
            for form in _forms(unit):
                yield from _in_scale(said, scale, place, form)
    yield from _money(said)
    yield from _percents(said)


def _forms(unit: str) -> tuple[str, ...]:
    if unit in ABBREVIATED:
        return (unit,)
    return (unit, _plural(unit))


def _plural(unit: str) -> str:
    return IRREGULAR.get(unit, unit + "s")


def _in_scale(said: Said, scale: tuple[str, ...], place: int, form: str) -> Iterator[Edit]:
    text = said.text
    for match in re.finditer(rf"(?<=[\s0-9-]){re.escape(form)}(?![\w/²³^]|[.]\w)", text):
        number = _number_before(text, match.start())
        after = text[match.end() :]
        if number is None or not said.free(*match.span()) or said.in_name(number, match.end()):
            continue
        if scale is SCALES[0] and re.match(r" a (?:day|week|year)\b", after):
            continue
        if form in ("second", "m", "g", "l") and not re.match(r"[0-9]", text[number:]):
            continue
        if re.match(r" (?:ago|old and|later|earlier)\b", after):
            continue
        limit = bound(text, number, match.end())
        larger = [*scale[place + 1 : place + 3], *scale[place + 3 :]]
        smaller = scale[max(0, place - 2) : place][::-1]
        options = (
            larger if limit == "least" else [*smaller] if limit == "most" else [*smaller, *larger]
        )
        for other in said.turned(options, form, str(match.start())):
            now = other if form == scale[place] else _plural(other)
            if not re.search(rf"(?<!\w){re.escape(other)}", said.cited):
                yield Edit(*match.span(), now)
                break


def _number_before(text: str, start: int) -> int | None:
    """Where the number right before a unit begins."""
    match = NUMBER_BEFORE.search(text, max(0, start - 60), start)
    return match.start() if match else None


def _money(said: Said) -> Iterator[Edit]:
    for match in SIGN.finditer(said.text):
        if said.free(*match.span()) and MONEY[match[0]] not in said.cited:
            yield Edit(*match.span(), MONEY[match[0]])
    for old, now in MONEY_WORDS.items():
        for match in re.finditer(rf"(?<=[\w] ){old}\b", said.text):
            if said.free(*match.span()) and now not in said.cited:
                yield Edit(*match.span(), now)


def _percents(said: Said) -> Iterator[Edit]:
    for match in PERCENT.finditer(said.text):
        if said.free(*match.span()) and "percentage point" not in said.cited:
            yield Edit(match.end(1), match.end(2), " percentage points")
    for match in PERCENT_OF.finditer(said.text):
        if said.free(*match.span()) and "million" not in said.cited:
            yield Edit(match.start(1), match.end(1), "million" if match[1] != "%" else " million")
