"""Mutants that name another person, organisation, thing or place."""

import re
from collections.abc import Iterator

from evals.mutation.edits import Edit
from evals.mutation.english.names import Name
from evals.mutation.english.places import SORT_OF, SORTS, near
from evals.mutation.pool import folded_words
from evals.mutation.said import Said
from index.words import STOP_WORDS

COMPASS_WORDS = frozenset("North South East West Northern Southern Eastern Western Central".split())
COMPASS = re.compile(rf"\b(?:{'|'.join(COMPASS_WORDS)}|Latin) (?:and|or) \Z")
PART_AFTER = re.compile(r" (?:and|for|with|on|to) (?:the |a )?[A-Z]")
PART_BEFORE = re.compile(
    r"(?:[A-Z]\w* (?:and|for|with|on|to) (?:the )?|[A-Z]\w*['’]s |[0-9](?:st|nd|rd|th)? )\Z"
)
ARTICLE = re.compile(r"\b[Tt]he \Z")


def name_edits(said: Said) -> Iterator[Edit]:
    """Each name of a person, organisation or thing, replaced by one that is not cited."""
    for name in said.names:
        if name.sort in ("place", "people") or not _replaceable(said, name):
            continue
        article = bool(ARTICLE.search(said.text, max(0, name.start - 5), name.start))
        options = said.pool.foreign(name, article, said.cited_words)
        for now in said.turned(options, name.text, str(name.start))[:1]:
            yield Edit(name.start, name.end, now)


def place_edits(said: Said) -> Iterator[Edit]:
    """Each place or people that is known, replaced by another of its sort."""
    for name in said.names:
        if name.sort not in ("place", "people") or not _replaceable(said, name):
            continue
        sort = SORT_OF[name.text]
        if name.sort == "people" and not _before_noun(said, name):
            continue
        options = [
            other
            for other in SORTS[sort]
            if not near(other, name.text)
            and not folded_words(other) & said.cited_words
            and not any(near(other, cited) for cited in SORT_OF if _stands(cited, said.cited))
            and ("." in other or other.isupper()) == ("." in name.text or name.text.isupper())
        ]
        for now in said.turned(options, name.text, str(name.start))[:1]:
            end = name.end
            if name.text.endswith(".") and not now.endswith(".") and end == len(said.text):
                now += "."
            yield Edit(name.start, end, now)


def _before_noun(said: Said, name: Name) -> bool:
    """Whether the word for a people is an adjective, as in "American author"."""
    match = re.match(r" ([a-z-]+)", said.text[name.end :])
    return match is not None and match[1] not in STOP_WORDS


def _stands(name: str, text: str) -> bool:
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _replaceable(said: Said, name: Name) -> bool:
    """Whether a name stands by itself: in no quotation, reference, title or longer name."""
    after = said.text[name.end : name.end + 20]
    before = said.text[max(0, name.start - 20) : name.start]
    plain = name.sort == "thing" and " " not in name.text and said.pool.capital
    if plain and name.text not in said.pool.capital:
        return False  # a word that has its capital for another reason
    if name.sort == "organisation" and " " not in name.text:
        return False  # "the Committee": part of a name, or short for one
    if name.sort == "acronym" and re.search(r"[0-9]\s?\Z", before):
        return False  # a unit
    if name.sort == "thing" and (PART_AFTER.match(after) or PART_BEFORE.search(before)):
        return False
    return (
        said.free(name.start, name.end)
        and not re.match(r"\s?(?:[(:&/]|[0-9])|[-–—]\w|\s(?:of (?:the )?)?[A-Z]|['’]s [A-Z]", after)
        and not COMPASS.search(before)
        and name.text not in COMPASS_WORDS
        and not re.search(r"(?:[&/(:]|[–—-]|\b(?:aka|called|named|titled|entitled)) ?\Z", before)
        and len(name.text.split()) <= 4
    )
