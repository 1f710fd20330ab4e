"""The sentences of whole documents in reading order, and evidence made of some of them."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from assistant.answer import Evidence
from assistant.reader.context import antecedents
from index.retrieval import hit_of
from index.stored import Stored

CONFIDENCE = 0.9
"""What is said of a whole is made of its own sentences; what can be wrong is only their choice."""


class Row(NamedTuple):
    """A sentence of a stored passage."""

    stored: Stored
    position: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.stored.sentences[self.position].text


def rows_of(passages: Sequence[Stored]) -> list[Row]:
    """All sentences of these passages in order."""
    return [Row(stored, n) for stored in passages for n in range(len(stored.sentences))]


def headings_and_text(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The sentences that are headings, told by the trails of headings above the passages, and all
    others."""
    told = {part for row in rows for part in row.stored.passage.heading.split(" › ")} - {""}
    found: tuple[list[Row], list[Row]] = [], []
    for row in rows:
        found[row.text.strip("#= \t") not in told].append(row)
    return found


def cited(chosen: Iterable[Row], *, alone: bool = False) -> list[Evidence]:
    """Evidence of these sentences of one document, in reading order, with those that they lean on
    unless they stand `alone`."""
    found: dict[int, Evidence] = {}
    for stored, position in chosen:
        hit = hit_of(stored, np.zeros_like(stored.vector), 0.0, {}, {}, {})
        before = () if alone else antecedents(stored.before, stored.sentences, position)
        for sentence in before:
            found.setdefault(sentence.span.start, Evidence(sentence, hit, 0.0, "context"))
        sentence = stored.sentences[position]
        found[sentence.span.start] = Evidence(sentence, hit, CONFIDENCE)
    return [found[start] for start in sorted(found)]


def cited_of_each(chosen: Iterable[Row], *, alone: bool = False) -> list[Evidence]:
    """The same of sentences of several documents, which come one document after the other."""
    each = groupby(chosen, key=lambda row: row.stored.passage.span.document)
    return [one for _, of_one in each for one in cited(of_one, alone=alone)]
