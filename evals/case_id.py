"""Ids for cases that are drafted."""

from collections.abc import Container
from itertools import count

from index.words import STOP_WORDS, words

WORDS_OF_AN_ID = 5


def case_id(kind: str, question: str, taken: Container[str]) -> str:
    """The kind and the question's own words; with a number where that is taken already."""
    told = [word for word in words(question) if word not in STOP_WORDS]
    id = "-".join([kind, *told[:WORDS_OF_AN_ID]])
    numbered = (f"{id}-{number}" for number in count(2))
    return id if id not in taken else next(one for one in numbered if one not in taken)
