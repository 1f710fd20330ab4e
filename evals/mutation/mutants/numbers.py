"""Mutants that give another number."""

import re
from collections.abc import Iterator
from decimal import Decimal

from evals.mutation.edits import Edit
from evals.mutation.english.bounds import bound
from evals.mutation.english.dates import MONTH, counts, looks_like_year
from evals.mutation.english.numerals import ORDINALS, Numeral, in_words, numerals, values
from evals.mutation.said import Said

DATE_BEFORE = re.compile(rf"\b{MONTH}\.?,? (?:[0-9]{{1,2}}(?:st|nd|rd|th)?,? )?(?:and |to )?\Z")
DATE_AFTER = re.compile(
    rf"(?:st|nd|rd|th)?(?: of)? {MONTH}\b|,? (?:AD|BCE?|CE)\b| (?:a|p)\.?m\b|\s?[–-]+ ?[0-9]|"
    rf" (?:to|and|or) [0-9]{{1,2}}(?:st|nd|rd|th)? {MONTH}\b"
)
NAMED_BEFORE = re.compile(
    r"(?:[A-Z][\w.'’-]*|\b(?:type|level|grade|stage|phase|class|day|number|no\.|version|volume|"
    r"episode|chapter|IC|CD|week|age|serotypes?)) ?\Z"
)
PLAIN_BEFORE = re.compile(
    r"(?:\A|[.:;] ?)(?:About|Over|In|Of|At|The|These|Those|All|Some|Around|Nearly|Almost|Its|"
    r"Their|For|Up to|More than|Less than|Only|Between|From|After|Within|With|His|Her|Our|"
    r"Approximately) \Z"
)
IN_YEAR = re.compile(r"\b(?:in|since|until|during|after|before|from) \Z", re.I)
BARE_BEFORE = re.compile(
    r"(?:[$€£]|\b(?:to|by|was|were|is|than|from|at|over|about|nearly|approximately|only|of|all|"
    r"between \S+ and) )\Z"
)
HEDGED = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|some|circa|c\.) \Z|[~∼≈]\Z", re.I
)
OTHER_ENDS = re.compile(r" ?(?:/|±|×|:|°|degrees|o'clock|[a-zA-Z]?[0-9])|'|’")
SCALES = ("hundred", "thousand", "million", "billion", "trillion")
SCALE = re.compile(rf"(?<=[0-9a-z] )(?:{'|'.join(SCALES[2:])})\b")
RANK = re.compile(
    rf"(?<![\w-])(?:{'|'.join(ORDINALS[1:])})(?![\w-])|(?<![\w-])([0-9]{{1,2}})(?:st|nd|rd|th)\b"
)
FRACTIONS = {
    "half of": "a quarter of", "one-third": "one-fifth", "one third": "one fifth",
    "two-thirds": "two-fifths", "two thirds": "two fifths", "a third of": "a fifth of",
    "a quarter of": "half of", "three-quarters": "one-quarter", "three quarters": "one quarter",
    "twice": "three times", "doubled": "tripled", "tripled": "doubled", "tens of": "hundreds of",
    "hundreds of": "dozens of", "thousands of": "dozens of", "dozens of": "hundreds of",
}  # fmt: skip


def number_edits(said: Said) -> Iterator[Edit]:
    """Each number that stands for an amount or a rank, replaced by one of a like form.

    The new number does not occur in the cited words in any form, and where the old one is a
    bound ("over 60") the new one is not implied by it.
    """
    taken = values(said.cited) | values(said.text)
    for numeral in amounts(said):
        for now in _others(said, numeral, taken):
            yield Edit(numeral.start, numeral.end, now)
            break
    yield from _scales(said)
    yield from _ranks(said, taken)
    yield from _fractions(said)


def amounts(said: Said) -> Iterator[Numeral]:
    """The numbers of a statement that count something: no dates, labels or parts of names."""
    return (numeral for numeral in numerals(said.text) if _is_amount(said, numeral))


def _is_amount(said: Said, numeral: Numeral) -> bool:
    """Whether a number counts something: no date, label, reference or part of a name."""
    text, start, end = said.text, numeral.start, numeral.end
    before, after = text[max(0, start - 30) : start], text[end : end + 20]
    if not said.free(start, end) or said.in_name(start, end):
        return False
    if re.search(r"[0-9]\s\Z", before) or re.match(r"\s[0-9]", after):
        return False  # "250 000"
    if numeral.value == 1 and not re.match(r"\s?(?:%|percent)", after):
        return False  # its noun is a singular
    if DATE_BEFORE.search(before) or DATE_AFTER.match(after) or OTHER_ENDS.match(after):
        return False
    if numeral.words:
        return _counts_in_words(text, numeral)
    if NAMED_BEFORE.search(before) and not PLAIN_BEFORE.search(text[:start]):
        return False
    if re.search(
        r"[<>=≤≥~±+*/(\[-]\s?\Z|[A-Za-z]\)\s?\Z|\band [A-Z]\w* \Z|[0-9]: \Z|\b[a-z]{1,2}\. \Z",
        before,
    ):
        return before.endswith("(") and after.startswith(("%", " percent"))
    if looks_like_year(numeral.text) and (not counts(text, end) or IN_YEAR.search(before)):
        return False
    if re.search(r"\[[^\]]*\Z", text[:start]):
        return False
    if re.match(r" (?:and|or|to) ", after):
        return re.search(r"\b(?:between|from) [$€£]?\Z", before, re.I) is not None
    if re.match(r"[),.;]|\Z", after):
        return BARE_BEFORE.search(before) is not None
    return re.match(r"\s?%|\s[a-z]|-[a-z]", after) is not None


def _counts_in_words(text: str, numeral: Numeral) -> bool:
    if numeral.value < 2 or (numeral.start == 0 and numeral.value > 20):
        return False
    if text[numeral.start].isupper() and numeral.start:
        return False
    after = text[numeral.end :]
    if re.match(r" [A-Z]", after):
        return False
    another = re.search(r"\b(?:these|the other|the|or|one|and) \Z", text[: numeral.start])
    plain = re.match(r"(?:-[a-z]+)? [a-z(]", after) and not re.match(r" (?:or|to|and) ", after)
    return bool(plain) and not (another and another[0] in ("or ", "one "))


def _others(said: Said, numeral: Numeral, taken: frozenset[Decimal]) -> Iterator[str]:
    """Numbers of a like form and size, the old one's bound kept in mind."""
    limit = bound(said.text, numeral.start, numeral.end)
    percent = re.match(r"\s?(?:%|percent)", said.text[numeral.end :])
    for value in _near(said, numeral):
        if (limit == "least" and value < numeral.value) or (
            limit == "most" and value > numeral.value
        ):
            continue
        if value in taken or (percent and not 0 < value < 100) or value <= 0:
            continue
        if value < 2 and numeral.value >= 2:  # its noun is a plural
            continue
        now = in_words(int(value)) if numeral.words else _written(value, numeral.text)
        if now is not None:
            yield now.capitalize() if numeral.text[0].isupper() else now


def _near(said: Said, numeral: Numeral) -> list[Decimal]:
    """Other values, as round as the old one and clearly apart from it."""
    hedged = HEDGED.search(said.text[: numeral.start])
    apart = 3 if hedged else Decimal("6.5")
    step = _step(numeral)
    values = [numeral.value + step * k for k in (3, -3, 2, -2, 4, -4, 5, 1, -1, 6, 7, 8)]
    far = [value for value in values if abs(value - numeral.value) * apart >= numeral.value]
    return said.turned(far, numeral.text, str(numeral.start))


def _step(numeral: Numeral) -> Decimal:
    value, text = numeral.value, numeral.text
    if "." in text:
        places = len(text.split(".")[1])
        return Decimal(1) if value >= 4 else Decimal(10) ** -min(places, 1)
    if value <= 12 or (numeral.words and value <= 20):
        return Decimal(1)
    whole = int(value)
    if whole < 100:
        return Decimal(10 if whole % 10 == 0 else 5 if whole % 5 == 0 else 7)
    digits = len(str(whole))
    return (
        Decimal(10) ** (digits - 1)
        if str(whole)[0] in "3456789"
        else 5 * Decimal(10) ** (digits - 2)
    )


def _written(value: Decimal, like: str) -> str | None:
    """A value in figures, with as many decimals as the like of it and its thousands set apart."""
    places = len(like.split(".")[1]) if "." in like else 0
    if value != round(value, places):
        return None
    written = f"{value:,.{places}f}" if "," in like else f"{value:.{places}f}"
    return written if written != like else None


def _scales(said: Said) -> Iterator[Edit]:
    """Millions made billions and the reverse."""
    for match in SCALE.finditer(said.text):
        if said.free(*match.span()) and not said.in_name(*match.span()):
            limit = bound(said.text, _number_start(said.text, match.start()), match.end())
            larger = {"million": "billion", "billion": "trillion", "trillion": "trillion"}
            smaller = {"million": "thousand", "billion": "million", "trillion": "billion"}
            now = (smaller if limit == "most" else larger)[match[0]]
            if now != match[0] and not re.search(rf"\b{now}", said.cited):
                yield Edit(*match.span(), now)


def _number_start(text: str, end: int) -> int:
    match = re.search(r"\S+\s\Z", text[:end])
    return match.start() if match else end


def _ranks(said: Said, taken: frozenset[Decimal]) -> Iterator[Edit]:
    """ "The third largest" made "the fifth largest"."""
    for match in RANK.finditer(said.text):
        start, end = match.span()
        after = said.text[end:]
        if re.match(r" century|-century| of [A-Z]| [A-Z]|[.,;:]|\Z|s\b", after):
            continue
        if not said.free(start, end) or not re.search(
            r"\b(?:the|a|an|his|her|its|their) \Z", said.text[:start]
        ):
            continue
        old = int(match[1]) if match[1] else ORDINALS.index(match[0]) + 1
        for now in said.turned([old + k for k in (2, -2, 3, 1)], match[0]):
            if now >= 2 and Decimal(now) not in taken and now <= 20:
                yield Edit(start, end, f"{now}th" if match[1] and now > 3 else ORDINALS[now - 1])
                break


def _fractions(said: Said) -> Iterator[Edit]:
    for old, now in FRACTIONS.items():
        for match in re.finditer(rf"(?<![\w-]){old}(?![\w-])", said.text):
            cited_too = re.search(
                rf"\b{now.split()[0] if now != 'a quarter of' else 'quarter'}\b", said.cited
            )
            bounded = re.search(
                r"\b(?:over|than|least|most|under|to|and|or|a|first|second|latter|other|one|the|"
                r"last|former) \Z",
                said.text[: match.start()],
            )
            if said.free(*match.span()) and not bounded and not cited_too:
                yield Edit(*match.span(), now)
