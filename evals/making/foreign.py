"""Names that a folder does not hold, of the same kind as one that it does."""

import hashlib
from collections.abc import Container, Iterator

from assistant.questions.making.kinds import COUNTRIES, INSTITUTIONS, TITLES, kind_of
from assistant.questions.making.names import INNER
from index.words import words

FIRST_NAMES = """
Ottoline Leofric Isaura Tancred Perpetua Osbert Zenobia Ludovic Araminta Casimir Philippa Evander
Rosalba Gideon Henrike Aurelio Sunniva Bartholomew Odalys Thaddeus
""".split()
ONSETS = "b br c d dr f g gr h k l m n p pr r s sk st t tr v w z".split()
VOWELS = "a e i o u".split()
MIDDLES = "l ld lm ln m nd nt r rk rn rv s st th v x".split()
ENDINGS = "a an ar eck en ia in is o on or um ur".split()
ATTEMPTS = len(COUNTRIES)
"""Names that are tried before a name is given up."""
CONSONANTS = "BDGKLMNPRSTVZ"


def foreign_name(name: str, held: Container[str]) -> str | None:
    """A name to put in that place, none of whose own words `held` (folded words) holds.

    The same name always gives the same one; None where nothing was found that is foreign.
    """
    article = "the " if name.lower().startswith("the ") else ""
    own = name[len(article) :].split()
    article = "" if kind_of(name) == "country" else article
    for attempt in range(ATTEMPTS):
        fresh = " ".join(_replaced(own, name, attempt))
        if fresh and _is_foreign(fresh, own, held):
            return article + fresh
    return None


def _replaced(own: list[str], name: str, attempt: int) -> list[str]:
    kind = kind_of(" ".join(own))
    if kind == "country":
        countries = sorted(country for country in COUNTRIES if " " not in country)
        return [countries[(next(noise(name)) + attempt) % len(countries)]]
    lots = noise(f"{name}/{attempt}")
    if kind == "letters":
        return ["".join(_letter(at, lots) for at in range(max(3, len(own[0].strip(".")))))]
    if kind == "person":
        titles = [word for word in own[:1] if word.strip(".") in TITLES]
        return [*titles, FIRST_NAMES[next(lots) % len(FIRST_NAMES)], _word(lots)]
    kept = [_kept(word, lots, plural=kind == "people") for word in own]
    return kept if kept != own else [_word(lots)]


def _kept(word: str, lots: Iterator[int], *, plural: bool) -> str:
    if word in INNER | INSTITUTIONS or word[:1].islower():
        return word
    return _word(lots) + ("ns" if plural else "")


def _word(lots: Iterator[int]) -> str:
    parts = [parts[next(lots) % len(parts)] for parts in (ONSETS, VOWELS, MIDDLES, ENDINGS)]
    return "".join(parts).capitalize()


def _letter(at: int, lots: Iterator[int]) -> str:
    letters = "AEIOU" if at % 2 else CONSONANTS
    return letters[next(lots) % len(letters)]


def _is_foreign(name: str, own: list[str], held: Container[str]) -> bool:
    fresh = [word for word in words(name) if word not in words(" ".join(own))]
    return bool(fresh) and not any(word in held for word in fresh)


def noise(seed: str) -> Iterator[int]:
    """Whole numbers that follow from the seed alone."""
    block = seed.encode()
    while True:
        block = hashlib.sha256(block).digest()
        yield from block
