"""Things of a kind that a document mentions, each in a sentence of its own words that names it."""

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.conversation import names
from assistant.countries import countries
from assistant.reader.kinds import NUMBERS, TIMES
from assistant.reader.reading import Reading
from assistant.whole.rows import CONFIDENCE, Row, cited_of_each, rows_of
from index.stored import Stored

MOST_SENTENCES = 12
"""Sentences of one answer, of all its documents together."""
ORGANISED = re.compile(
    r"\b(?:Inc|Corp|Corporation|Company|Ltd|LLC|GmbH|Group|Bank|University|College|Institute|"
    r"Institution|Academy|Agency|Authority|Commission|Committee|Council|Court|Department|Ministry|"
    r"Office|Organi[sz]ation|Association|Federation|Foundation|Fund|Union|Party|Parliament|"
    r"Congress|Senate|Assembly|Alliance|League|Bloc|Army|Navy|Force|Forces|Church|Society|Museum|"
    r"Club|Team|Press|Times|Network|Center|Centre)\b"
)
ACRONYM = re.compile(r"\b[A-Z][A-Z&]{1,7}s?\b(?: Plus\b)?")
ROMAN = re.compile(r"[IVXLCDM]+")
ROLE = re.compile(
    r"\b(?:president|minister|chancellor|king|queen|prince(?:ss)?|pope|mayor|senator|governor|"
    r"secretary|director|general|colonel|captain|professor|doctor|dr|mrs?|ms|sir|lord|lady|saint|"
    r"author|poet|painter|leader|chairman|ceo|actor|actress|singer|coach|player|judge|"
    r"merchant|student|agent|assistant|servant|correspondent)\.? ",
    re.IGNORECASE,
)
ROLE_BEFORE = re.compile(
    rf"(?:(?i:{ROLE.pattern})|\b(?!(?:former|other|later|under|over|after|another|per|different)\b)"
    r"[a-z]+(?:er|or|ist|ian|man|woman|ess)(?:,| is| was)? )$"
)
"""A role before a name, named or told by its ending: "the merchant Olaf Brandt", "its director is
Per Dahl"."""
PLACED = re.compile(r"\b(?:Gulf|Bank|University|Bay|Sea|Strait|Islands?|New) (?:of )?$")
"""Words after which the name of a country is a part of another name."""
SPEAKS = re.compile(
    r"^(?:,? (?:who|born|aged)\b| (?:said|says|told|wrote|writes|argued|argues|added|noted|"
    r"explained|visited|met|announced|married|died|claimed|believed|stated|warned|asked|replied)\b)"
)


def mentioned(documents: Sequence[Sequence[Stored]], kind: str) -> Reading:
    """All things of that kind (a key of `intent.KINDS`), listed in the lead, and few sentences
    that name all of them, in reading order. What finds no room is counted in a note; nothing of
    the kind: no evidence.
    """
    rows = [row for passages in documents for row in rows_of(passages)]
    held = [list(dict.fromkeys(FINDERS[kind](rows, row))) for row in rows]
    chosen = _cover(held)
    listed = dict.fromkeys(item for n in sorted(chosen) for item in held[n])
    left = len({item for items in held for item in items} - listed.keys())
    if not chosen:
        return Reading((), 0.0)
    evidence = cited_of_each((rows[n] for n in sorted(chosen)), alone=True)
    notes = (f"{left} more {kind} are mentioned.",) if left else ()
    lead = f"{kind.capitalize()} mentioned: {', '.join(listed)}."
    return Reading(tuple(evidence), CONFIDENCE, lead, notes)


def _cover(held: Sequence[Sequence[str]]) -> list[int]:
    """Few rows that hold all items: the one with most that are missing, the first of equals, until
    none is missing (the greedy set cover of Johnson, 1974)."""
    missing = {item for items in held for item in items}
    chosen: list[int] = []
    while missing and len(chosen) < MOST_SENTENCES:
        best = max(range(len(held)), key=lambda n: (len(missing.intersection(held[n])), -n))
        chosen.append(best)
        missing -= set(held[best])
    return chosen


def _country(rows: Sequence[Row], row: Row) -> Iterable[str]:
    pattern, known = countries()
    return (
        known[match.group()]
        for match in pattern.finditer(row.text)
        if not PLACED.search(row.text[: match.start()])
    )


def _person(rows: Sequence[Row], row: Row) -> Iterable[str]:
    """Names of two words and more that a role goes before or speech comes after."""
    pattern, _ = countries()
    for name in names(row.text):
        start = max((match.end() for match in ROLE.finditer(name)), default=0)
        person = name[start:].partition(" of ")[0]
        at = row.text.find(name) + start
        told = ROLE_BEFORE.search(row.text[:at]) or SPEAKS.match(row.text[at + len(person) :])
        if " " in person and told and not (ORGANISED.search(person) or pattern.search(person)):
            yield person


def _organisation(rows: Sequence[Row], row: Row) -> Iterable[str]:
    _, known = countries()
    for name in names(row.text):
        acronym = ACRONYM.fullmatch(name)
        if name in known or ROMAN.fullmatch(name):
            continue
        if acronym or (" " in name and ORGANISED.search(name)):
            yield name


def _number(rows: Sequence[Row], row: Row) -> Iterable[str]:
    dates = [match.span() for match in TIMES.finditer(row.text)]
    for match in NUMBERS.finditer(row.text):
        within = any(start <= match.start() < end for start, end in dates)
        if not within and any(c.isdigit() for c in match.group()):
            yield match.group().partition(" of ")[0].strip()


def _date(rows: Sequence[Row], row: Row) -> Iterable[str]:
    return (m.group() for m in TIMES.finditer(row.text) if any(c.isdigit() for c in m.group()))


FINDERS: dict[str, Callable[[Sequence[Row], Row], Iterable[str]]] = {
    "countries": _country,
    "people": _person,
    "organisations": _organisation,
    "numbers": _number,
    "dates": _date,
}
