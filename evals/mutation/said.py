"""What a mutant is made of: a statement, the words it cites, and the names that are at hand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from evals.mutation.edits import turned
from evals.mutation.english.names import Name, names
from evals.mutation.pool import Pool, folded_words

T = TypeVar("T")

SPARED = (
    re.compile(r"\[[\s0-9,;–-]*\]"),  # [17, 18]
    re.compile(
        r"\([^()]*\b(?:et al|[A-Z][\w-]+,? (?:and [A-Z][\w-]+,? )?(?:1[89]|20)[0-9]{2})[^()]*\)"
    ),
    re.compile(
        r"(?:[A-Z][\w-]+,? )(?:et al\.?,? )?\((?:1[89]|20)[0-9]{2}[a-z]?\)"
    ),  # Homans (1961)
    re.compile(
        r"\b(?:[Ff]igs?|[Ff]igures?|[Tt]ables?|[Ss]ections?|[Cc]hapters?|[Ee]qs?|Refs?|"
        r"[Nn]os?)\.?\s*[0-9][\w.,–-]*"
    ),
    re.compile(r"(?<=[a-zA-Z)]) [0-9]{1,3}(?:\s?[,–-]\s?[0-9]{1,3})*(?= \.)"),  # activity 17, 18 .
    re.compile(r"https?://\S+|\S+@\S+"),
    re.compile(r"\([^()]*[=<>≤≥:][^()]*\)"),
)
"""What stands beside a sentence rather than in it: references, figures, statistics, addresses."""

QUOTED = re.compile(r"(?<![\w])\"([^\"\n]+)\"|“([^“”\n]+)”|(?<![\w])''([^'\n]+)''")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as the makers of mutants see it.

    `cited` are the cited words as one text and `cited_words` the same as folded words. `spared`
    are stretches that stay as they are: references, and words in quotation marks.
    """

    text: str
    cited: str
    cited_words: frozenset[str]
    pool: Pool
    names: tuple[Name, ...]
    quotes: tuple[tuple[int, int], ...]
    spared: tuple[tuple[int, int], ...]

    def free(self, start: int, end: int) -> bool:
        """Whether nothing between the offsets is spared."""
        return all(end <= first or last <= start for first, last in self.spared)

    def in_name(self, start: int, end: int) -> bool:
        """Whether a name of more than one word reaches over the offsets."""
        return any(n.start <= start and end <= n.end and " " in n.text for n in self.names)

    def turned(self, options: Iterable[T], *key: str) -> list[T]:
        """The options in an order that depends on the statement and the key alone."""
        return turned(options, self.text, *key)


def said(statement: str, cited: Sequence[str], pool: Pool) -> Said:
    """The statement with what is known about it."""
    words = "\n".join(cited)
    quotes = tuple(m.span(m.lastindex or 0) for m in QUOTED.finditer(statement))
    spared = [match.span() for pattern in SPARED for match in pattern.finditer(statement)]
    return Said(
        statement,
        words,
        folded_words(words) | folded_words(statement),
        pool,
        tuple(_named(statement, pool)),
        quotes,
        (*spared, *quotes),
    )


def _named(statement: str, pool: Pool) -> Iterable[Name]:
    for name in names(statement, pool.capital):
        one_word = " " not in name.text
        if one_word and name.sort == "thing" and name.text in pool.people:
            yield name._replace(sort="person")
        else:
            yield name
