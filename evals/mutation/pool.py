"""The names of a folder, by sort: what a statement can be made to say falsely."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from evals.mutation.english.names import ACRONYM, Name, Sort, names
from evals.mutation.english.people import (
    FOREIGN_ACRONYMS,
    FOREIGN_ORGANISATIONS,
    FOREIGN_PEOPLE,
    FOREIGN_THINGS,
    GIVEN_NAMES,
)
from index.words import WORD, fold

MOST = 400
"""Names kept of each sort, the most frequent ones."""

INSIDE = re.compile(r"[a-z,] \Z|[a-z,] the \Z")


@dataclass(frozen=True, slots=True)
class Pool:
    """Names that occur inside the sentences of some documents.

    `names` holds, by sort, names with and without an article before them: ("thing", False).
    `capital` are words that these documents never write small; `people` are the last names
    of persons.
    """

    names: dict[tuple[Sort, bool], tuple[str, ...]] = field(default_factory=dict)
    capital: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()

    def foreign(self, name: Name, article: bool, cited: frozenset[str]) -> list[str]:
        """Names of the same sort and form, none of whose words is among the folded cited ones.

        Those of the documents first, then our own; none where neither has one.
        """
        sort, count = name.sort, len(name.text.split())
        own = self.names.get((sort, article), ())
        if sort == "person":
            own = (*own, *FOREIGN_PEOPLE)
            if count == 1:
                part = 0 if name.text in GIVEN_NAMES else -1
                own = tuple(full.split()[part] for full in own)
            else:
                own = tuple(full for full in own if len(full.split()) > 1)
        else:
            if sort == "organisation" and article and not own:
                own = FOREIGN_ORGANISATIONS
            elif sort == "acronym":
                own = (*own, *FOREIGN_ACRONYMS)
            elif sort == "thing" and not article:
                own = (*own, *FOREIGN_THINGS.get(count, ()))
            if sort == "thing":
                many = name.text.endswith("s")
                shape = _shape(name.text)
                own = tuple(
                    other for other in own if other.endswith("s") == many and _shape(other) == shape
                )
            if sort != "organisation":
                own = tuple(other for other in own if len(other.split()) == count)
        return [other for other in dict.fromkeys(own) if not folded_words(other) & cited]


def _shape(name: str) -> bool:
    """Whether every word is written like "Orion" rather than like "CoV"."""
    return all(word[1:].islower() for word in name.split())


def folded_words(text: str) -> frozenset[str]:
    """The words of a text, folded; plain ones and those in two parts by a hyphen alike."""
    return frozenset(fold(word) for word in WORD.findall(text))


def pool_of(texts: Iterable[str]) -> Pool:
    """The pool of some documents' texts."""
    counts: Counter[tuple[Sort, bool, str]] = Counter()
    capital: set[str] = set()
    small: set[str] = set()
    for text in texts:
        small.update(word for word in WORD.findall(text) if word[:1].islower())
        for name in names(text):
            if not INSIDE.search(text, max(0, name.start - 8), name.start):
                continue
            if "\n" in name.text or (name.text.isupper() and not ACRONYM.match(name.text)):
                continue
            capital.update(name.text.split())
            article = text[max(0, name.start - 4) : name.start].lower().endswith("the ")
            counts[name.sort, article, name.text] += 1
    kept: dict[tuple[Sort, bool], list[str]] = {}
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    for (sort, article, known), count in ranked:
        plain = " " not in known
        if sort == "thing" and (count < 2 or (plain and known.lower() in small)):
            continue
        if sort == "organisation" and plain:
            continue
        found = kept.setdefault((sort, article), [])
        if len(found) < MOST and counts[sort, not article, known] <= count:
            found.append(known)
    people = {full.split()[-1] for full in kept.get(("person", False), ()) if " " in full}
    return Pool(
        {key: tuple(found) for key, found in kept.items()},
        frozenset(word for word in capital if word.lower() not in small),
        frozenset(people),
    )
