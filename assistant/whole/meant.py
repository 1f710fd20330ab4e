"""Which documents a question about a whole means: all, or those that it names."""

import re
from collections.abc import Callable, Sequence

from assistant.whole.intent import WORK, kind_mentioned, left_over
from index.catalog import DocumentEntry
from index.words import content_words, words

Entries = Callable[[], Sequence[DocumentEntry]]
"""Gives the documents that may be asked: looked at only for a question about a whole."""

MOST_DOCUMENTS = 5
"""Documents that are summed up in one answer."""
MOST_PASSAGES = 4000
"""Passages that are looked through for things of a kind: one or two seconds on two busy cores."""
UNREAD = "Only the first {read:,} of {every:,} documents were looked through."
OF_ALL = re.compile(rf"\b(?:all|each|every|everything|{WORK}s|stories)\b", re.IGNORECASE)


def meant(question: str, entries: Entries) -> list[str]:
    """The documents that a question about a whole means, none for any other question, and none
    where they are too many for one answer.

    "Summarise the handbook" means the one whose title or file is called so.
    """
    named = _named(question, entries)
    if kind_mentioned(question):
        return [entry.id for entry in _first(named)]
    return [entry.id for entry in named] if len(named) <= MOST_DOCUMENTS else []


def too_many(question: str, entries: Entries, *, opening: bool = True) -> Sequence[DocumentEntry]:
    """The documents that a question means which are too many for one answer, none where they are
    not. But for the `opening` question of a conversation it must say that it means all: "it" is
    what was spoken of."""
    if kind_mentioned(question) or not (opening or OF_ALL.search(question)):
        return ()
    named = _named(question, entries)
    return named if len(named) > MOST_DOCUMENTS else ()


def unread(question: str, entries: Entries, read: Sequence[str]) -> tuple[str, ...]:
    """A note where a question means more documents than were read for it."""
    every = len(_named(question, entries))
    return (UNREAD.format(read=len(read), every=every),) if every > len(read) else ()


def _named(question: str, entries: Entries) -> Sequence[DocumentEntry]:
    """Those whose title and file have all words of the question that are left over; of them those
    that have most of its words, so that "annual report 2023" is not that of 2022."""
    left = left_over(question)
    if not left:
        return entries() if left is not None else ()
    asked = set(content_words(question))
    held = {entry.id: set(words(f"{entry.title} {entry.id}")) for entry in entries()}
    fitting = [entry for entry in entries() if left <= held[entry.id]]
    most = max((len(asked & held[entry.id]) for entry in fitting), default=0)
    return [entry for entry in fitting if len(asked & held[entry.id]) == most]


def _first(entries: Sequence[DocumentEntry]) -> Sequence[DocumentEntry]:
    """As many of the documents as may be looked through, one at least."""
    passages = 0
    for order, entry in enumerate(entries):
        passages += entry.passages
        if order and passages > MOST_PASSAGES:
            return entries[:order]
    return entries
