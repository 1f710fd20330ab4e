"""Mutants that put a statement into another mouth."""

import re
from collections.abc import Iterator

from evals.mutation.edits import Edit
from evals.mutation.english.attribution import Attribution, attributed, attributions
from evals.mutation.english.names import names
from evals.mutation.english.people import FOREIGN_GROUPS, FOREIGN_PEOPLE
from evals.mutation.english.places import SORT_OF
from evals.mutation.pool import folded_words
from evals.mutation.said import Said

ITS_AUTHORS = re.compile(
    r"\b(?:we|our|us|I|author|authors|article|paper|study|studies|report|research|researchers|"
    r"results?|analysis|analyses|data|here)\b",
    re.I,
)
PERSONAL = re.compile(r"\b(?:I|we|We|you|You|your|Your|my|My|our|Our|us|[Ll]et['’]s)\b")
PLAIN = re.compile(r"[A-Z\"“][^:;?!]+[a-z0-9)]\.\Z")


def speaker_edits(said: Said) -> Iterator[Edit]:
    """Whoever says it replaced by another; what nobody says is put into somebody's mouth."""
    found = [one for one in attributions(said.text) if said.free(one.start, one.end)]
    for one in found:
        for now in (_another(said, one), _the_author(one)):
            if now is not None:
                yield Edit(one.start, one.end, now if one.start == 0 else _inside(now))
    if not found and not attributed(said.text) and not said.quotes and PLAIN.match(said.text):
        yield from _put_into_a_mouth(said)


def _another(said: Said, one: Attribution) -> str | None:
    """A speaker from the cited words, from the documents, or of our own."""
    if one.many:
        groups = [
            group for group in FOREIGN_GROUPS if not folded_words(group) & said.cited_words - {"in"}
        ]
        return next(iter(said.turned(groups, one.who)), None)
    return next(iter(_people(said, one.who)), None)


def _people(said: Said, who: str) -> list[str]:
    others = folded_words(said.text)
    cited = [
        name.text
        for name in names(said.cited, said.pool.capital)
        if name.sort == "person" and " " in name.text and not folded_words(name.text) & others
    ]
    if who and cited:
        return said.turned(dict.fromkeys(cited), who)
    own = [*said.pool.names.get(("person", False), ()), *FOREIGN_PEOPLE]
    foreign = [name for name in own if " " in name and not folded_words(name) & said.cited_words]
    return said.turned(foreign, who, "who")


def _the_author(one: Attribution) -> str | None:
    if ITS_AUTHORS.search(one.who):
        return None
    return "The authors" if one.many else "The author"


def _inside(who: str) -> str:
    """How a speaker is written where no sentence begins."""
    common = who in FOREIGN_GROUPS or who.startswith("The ")
    return who[0].lower() + who[1:] if common else who


def _put_into_a_mouth(said: Said) -> Iterator[Edit]:
    if PERSONAL.search(said.text):
        return
    end = len(said.text)
    strangers = [
        f", {how} {who}." for who in _people(said, "")[:1] for how in ("according to", "says")
    ]
    mentioned = [f", according to {who}." for who in _mentioned(said)[:1]]
    for now in said.turned([*strangers, *mentioned], "mouth")[:1]:
        yield Edit(end - 1, end, now)


def _mentioned(said: Said) -> list[str]:
    """Persons and states that the cited words only speak about."""
    if attributed(said.cited):
        return []
    found = [
        f"the {name.text}" if SORT_OF.get(name.text) == "the country" else name.text
        for name in names(said.cited, said.pool.capital)
        if (name.sort == "person" and " " in name.text)
        or SORT_OF.get(name.text) in ("country", "the country")
    ]
    return said.turned(dict.fromkeys(name for name in found if not name.endswith(".")), "mentioned")
