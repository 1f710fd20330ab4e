"""How a document is built: its headings, or where it has none how each passage opens."""

from collections.abc import Sequence

from assistant.reader.reading import Reading
from assistant.whole.rows import CONFIDENCE, Row, cited, headings_and_text, rows_of
from index.stored import Stored

MOST_HEADINGS = 30
MOST_OPENINGS = 8
HEADINGS, OPENINGS = "Its headings:", "It has no headings. Its parts open with:"


def structure(documents: Sequence[Sequence[Stored]]) -> Reading:
    """The headings of the documents in order; of one without, the first sentence of each passage.

    What is left out for length is told in a note.
    """
    evidence, notes, headed = [], [], False
    for passages in documents:
        headings, _ = headings_and_text(rows_of(passages))
        headed = headed or bool(headings)
        shown = headings or [Row(stored, 0) for stored in passages if stored.sentences]
        most = MOST_HEADINGS if headings else MOST_OPENINGS
        evidence += cited(shown[:most], alone=True)
        if len(shown) > most:
            notes.append(f"{len(shown) - most} more are left out of {passages[0].title}.")
    lead = HEADINGS if headed else OPENINGS
    return Reading(tuple(evidence), CONFIDENCE if evidence else 0.0, lead, tuple(notes))
