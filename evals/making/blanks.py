"""A sentence with one name or number left out, for what cannot be turned into a question."""

import re
from collections.abc import Iterator, Sequence

from assistant.questions.making.clause import joined
from assistant.questions.making.english import NEGATIONS, POINTING, SUBORDINATORS
from assistant.questions.making.names import names_in
from assistant.questions.making.turning import Draft

BLANK = "___"
LONGEST = 26
"""Words of a sentence that is asked whole."""
NUMBER = re.compile(r"\d[\d,.]*%?")


def blank_questions(tokens: Sequence[str]) -> Iterator[Draft]:
    """ "Fill in the blank: …", for each name and number that the sentence holds once."""
    for start, end in _telling(tokens):
        left_out = joined(tokens[start:end])
        shown = _around([*tokens[:start], BLANK, *tokens[end:]], start)
        leans = {word.lower() for word in shown} & (POINTING | NEGATIONS)
        if shown and not leans and joined(tokens).count(left_out) == 1:
            yield Draft("cloze", f"Fill in the blank: “{joined(shown)}”", (left_out,))


def _telling(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    for start, end in names_in(tokens):
        if start and not tokens[end - 1].endswith(("’s", "'s", "s’")):
            yield start, end
    for at, word in enumerate(tokens):
        if at and NUMBER.fullmatch(word):
            yield at, at + 1


def _around(tokens: Sequence[str], at: int) -> Sequence[str]:
    """The part between commas that a blank stands in, with neighbours while there is room."""
    marks = [-1, *(i for i, word in enumerate(tokens) if word in (",", ";", ":")), len(tokens)]
    first = max(i for i, mark in enumerate(marks) if mark < at)
    last = first + 1
    while first and marks[last] - marks[first - 1] - 1 <= LONGEST and marks[first] >= 0:
        first -= 1
    while last + 1 < len(marks) and marks[last + 1] - marks[first] - 1 <= LONGEST:
        last += 1
    part = list(tokens[marks[first] + 1 : marks[last]])
    if first and part and part[0].lower() in SUBORDINATORS | {"and", "or", "but"}:
        part = part[1:]
    return part if 8 <= len(part) <= LONGEST else ()
