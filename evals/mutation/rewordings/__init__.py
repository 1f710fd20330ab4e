"""Rewordings of a statement that are as true as it is, by the way they are made."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from evals.mutation.edits import capitalised
from evals.mutation.english.attribution import attributed, attributions
from evals.mutation.english.grammar import lowered
from evals.mutation.rewordings.order import moved, turned_lists
from evals.mutation.rewordings.shortening import cut_at_semicolon, without_connective, without_which
from evals.mutation.rewordings.voice import active, passive
from evals.mutation.rewordings.wording import abbreviations, contractions, dates, numbers, synonyms

Way = Literal[
    "verbatim", "order", "list", "passive", "active", "number", "contraction", "abbreviation",
    "date", "synonym", "connective", "clause", "cut", "attribution",
]  # fmt: skip
WAYS: tuple[Way, ...] = get_args(Way)


@dataclass(frozen=True, slots=True)
class Rewording:
    """A statement in other words or another order, that tells nothing else."""

    kind: Way
    text: str


def rewordings(statement: str) -> Iterator[Rewording]:
    """The statement itself, and every rewording of it that is sure to be faithful and English."""
    seen: set[str] = set()
    for kind, reword in REWORDS.items():
        for text in reword(statement):
            if text not in seen:
                seen.add(text)
                yield Rewording(kind, text)


def _verbatim(statement: str) -> Iterator[str]:
    yield statement


def _attributed(statement: str) -> Iterator[str]:
    """ "X has noted that it rains." → "According to X, it rains."; and that with X at the end."""
    leading = re.match(r"According to ", statement)
    for one in attributions(statement):
        rest = statement[one.end + 2 : -1]
        whole = statement.endswith(".") and statement[one.end :].startswith(", ")
        plain = rest and not re.search(r"\b[A-Z]\Z", rest) and not attributed(rest)
        whole = whole and not re.search(r"[;:]", statement)
        if leading and one.start == leading.end() and whole and plain:
            yield f"{capitalised(rest)}, according to {one.who}."
        match = re.match(
            r"(?: (?:has|have|had))?(?: also| recently)? (?:said|says?|noted|argued|argues?|"
            r"stated|states|claimed|claims?|reported|explained|suggested|concluded) that ",
            statement[one.end :],
        )
        who = lowered(one.who)
        pronoun = one.who in ("He", "She", "They", "It", "We", "I")
        if (
            one.start == 0
            and match
            and who
            and not pronoun
            and not re.search(r"[;:\"“]", statement)
        ):
            yield f"According to {who}, {statement[one.end + match.end() :]}"


REWORDS: dict[Way, Callable[[str], Iterator[str]]] = {
    "verbatim": _verbatim,
    "order": moved,
    "list": turned_lists,
    "passive": passive,
    "active": active,
    "number": numbers,
    "contraction": contractions,
    "abbreviation": abbreviations,
    "date": dates,
    "synonym": synonyms,
    "connective": without_connective,
    "clause": without_which,
    "cut": cut_at_semicolon,
    "attribution": _attributed,
}
