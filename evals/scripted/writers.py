"""Scripted writers: what they write from numbered sentences, faithfully or not.

A faithful statement is a sentence that was given, as it is or reworded, under its own number. An
unfaithful one is a mutant of such a sentence, one that cites wrongly or nothing, or one invented.
Which, is drawn by a random generator: the same seed gives the same statements.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from evals.mutation.correct import is_whole
from evals.mutation.mutants import mutants
from evals.mutation.pool import Pool
from evals.mutation.rewordings import rewordings
from index.words import content_stems

Sort = Literal["faithful", "mutant", "citation", "invented"]

MOST = 3
"""Statements of an answer."""
UNLIKE = 0.2
"""A sentence that shares at most this part of a statement's words of meaning is no source of it."""
TWICE = 0.25
"""The part of faithful statements and mutants that cite a second sentence, which adds nothing."""
NUMBERS_BEYOND = 50
"""How far the number of a sentence that was not given lies beyond the last."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """A statement that a writer puts into its answer, `cites` being the numbers it writes after it.

    `label` is the way of a rewording, the kind of a mutant, or what is wrong with it. `source` is
    the sentence that it was made from, and `change` what was changed.
    """

    text: str
    cites: tuple[int, ...]
    sort: Sort
    label: str
    source: str
    change: str = ""

    @property
    def faithful(self) -> bool:
        """Whether it may be shown with the footnotes that it has."""
        return self.sort == "faithful"

    @property
    def written(self) -> str:
        """As the model writes it, with markers before the full stop's white space."""
        return self.text + "".join(f"[{number}]" for number in self.cites)


@dataclass(frozen=True, slots=True)
class Library:
    """What writers take names and inventions from: the pool of a folder's names, and sentences of
    its documents that say something else."""

    pool: Pool
    sentences: Sequence[str]


def written(statements: Sequence[Seeded]) -> str:
    """An answer of statements as a model writes it."""
    return " ".join(one.written for one in statements)


def compose(
    given: Mapping[int, str], gold: Sequence[str], library: Library, random: Random
) -> tuple[Seeded, ...]:
    """An answer of up to MOST statements, faithful and unfaithful ones mixed.

    They are made from the given sentences that are whole, those of `gold` before others, each
    sentence once.
    """
    usable = [n for n, text in given.items() if is_whole(text) and "[" not in text]
    random.shuffle(usable)
    usable.sort(key=lambda n: not any(words in given[n] or given[n] in words for words in gold))
    made = [_one(number, given, library, random) for number in usable[: random.randint(1, MOST)]]
    return tuple({one.text: _citing_two(one, given) for one in made}.values())


def _citing_two(one: Seeded, given: Mapping[int, str]) -> Seeded:
    """The statement with another number after its own, if it is one of those that have two."""
    random = Random(one.text)
    others = [number for number in given if number not in one.cites]
    if one.sort not in ("faithful", "mutant") or not others or random.random() >= TWICE:
        return one
    return replace(one, cites=(*one.cites, random.choice(others)))


def faithful(given: Mapping[int, str], number: int, random: Random) -> Seeded:
    """A statement that a given sentence bears out: itself, or as often a rewording of it."""
    source = given[number]
    others = [one for one in rewordings(source) if one.kind != "verbatim"]
    if others and random.random() < 0.8:
        chosen = random.choice(others)
        return Seeded(chosen.text, (number,), "faithful", chosen.kind, source)
    return Seeded(source, (number,), "faithful", "verbatim", source)


def _one(number: int, given: Mapping[int, str], library: Library, random: Random) -> Seeded:
    true = faithful(given, number, random)
    if random.random() < 0.5:
        return true
    makers: list[Callable[[], Iterator[Seeded]]] = [
        lambda: _mutant(true, number, library, random),
        lambda: _citing(true, given, random),
        lambda: _invented(true, given, library, random),
    ]
    [first] = random.choices(makers, weights=(6, 2, 1))
    return next(first(), true)


def _mutant(true: Seeded, number: int, library: Library, random: Random) -> Iterator[Seeded]:
    """One mutant, of a kind drawn from those that the statement has."""
    kinds: dict[str, list[Seeded]] = {}
    for one in mutants(true.text, (true.source,), library.pool):
        change = f"{one.was!r} → {one.now!r}"
        seeded = Seeded(one.text, (number,), "mutant", one.kind, true.source, change)
        kinds.setdefault(one.kind, []).append(seeded)
    if kinds:
        yield random.choice(kinds[random.choice(sorted(kinds))])


def _citing(true: Seeded, given: Mapping[int, str], random: Random) -> Iterator[Seeded]:
    """The statement with the number of a sentence about something else, of none, or without."""
    stems = content_stems(true.text)
    far = [
        n for n, text in given.items() if len(stems & content_stems(text)) <= UNLIKE * len(stems)
    ]
    ways: list[tuple[str, tuple[int, ...]]] = [
        ("cites nothing", ()),
        ("cites what was not given", (max(given) + NUMBERS_BEYOND,)),
        *([("cites another sentence", (random.choice(far),))] if far else []),
    ]
    label, cites = random.choice(ways)
    yield Seeded(true.text, cites, "citation", label, true.source)


def _invented(
    true: Seeded, given: Mapping[int, str], library: Library, random: Random
) -> Iterator[Seeded]:
    """A sentence of the folder that was not given and shares little with what was."""
    known = frozenset(stem for text in given.values() for stem in content_stems(text))
    for text in random.sample(library.sentences, min(20, len(library.sentences))):
        stems = content_stems(text)
        if "[" not in text and stems and len(stems & known) <= len(stems) / 2:
            yield Seeded(text, true.cites, "invented", "invented", text)
