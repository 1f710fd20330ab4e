"""Names that a folder does not hold, of the same kind as one that it does."""

import hashlib
from collections.abc import Container, Iterator

from evals.making.kinds import COUNTRIES, INSTITUTIONS, TITLES, kind_of
from evals.making.names import INNER
from index.words import words

FIRST_NAMES = """
Ottoline Leofric Isaura Tancred Perpetua Osbert Zenobia Ludovic Araminta Casimir Philippa Evander
Rosalba Gideon Henrike Aurelio Sunniva Bartholomew Odalys Thaddeus
""".split()
ONSETS = "b br c d dr f g gr h k l m n p pr r s sk st t tr v w z".split()
VOWELS = "a e i o u".split()
MIDDLES = "l ld lm ln m nd nt r rk rn rv s st th v x".split()
ENDINGS = "a an ar eck en ia in is o on or um ur".split()
CONSONANTS = "BDGKLMNPRSTVZ"


def foreign_name(name: str, held: Container[str]) -> str | None:
    """A name to put in that place, none of whose own words `held` (folded words) holds.

    The same name always gives the same one; None where nothing was found that is foreign.
    """
    article = "the " if name.lower().startswith("the ") else ""
    own = name[len(article) :].split()
    article = "" if kind_of(name) == "country" else article
    for salt in range(40):
        fresh = " ".join(_replaced(own, noise(f"{name}/{salt}")))
        if fresh and _is_foreign(fresh, own, held):
            return article + fresh
    return None


def _replaced(own: list[str], noise: Iterator[int]) -> list[str]:
    kind = kind_of(" ".join(own))
    if kind == "country":
        countries = sorted(country for country in COUNTRIES if " " not in country)
        return [countries[next(noise) % len(countries)]]
    if kind == "letters":
        return ["".join(_letter(at, noise) for at in range(max(3, len(own[0].strip(".")))))]
    if kind == "person":
        titles = [word for word in own[:1] if word.strip(".") in TITLES]
        return [*titles, FIRST_NAMES[next(noise) % len(FIRST_NAMES)], _word(noise)]
    kept = [_kept(word, noise, kind == "people") for word in own]
    return kept if kept != own else [_word(noise)]


def _kept(word: str, noise: Iterator[int], plural: bool) -> str:
    if word in INNER | INSTITUTIONS or word[:1].islower():
        return word
    return _word(noise) + ("ns" if plural else "")


def _word(noise: Iterator[int]) -> str:
    parts = [parts[next(noise) % len(parts)] for parts in (ONSETS, VOWELS, MIDDLES, ENDINGS)]
    return "".join(parts).capitalize()


def _letter(at: int, noise: Iterator[int]) -> str:
    letters = "AEIOU" if at % 2 else CONSONANTS
    return letters[next(noise) % len(letters)]


def _is_foreign(name: str, own: list[str], held: Container[str]) -> bool:
    fresh = [word for word in words(name) if word not in words(" ".join(own))]
    return bool(fresh) and not any(word in held for word in fresh)


def noise(seed: str) -> Iterator[int]:
    """Whole numbers that follow from the seed alone."""
    block = seed.encode()
    while True:
        block = hashlib.sha256(block).digest()
        yield from block
