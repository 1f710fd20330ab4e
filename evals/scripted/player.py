"""A scripted model that takes part in a whole conversation with the assistant, and remembers what
it wrote."""

import re
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from evals.mutation.mutants import mutants
from evals.scripted.server import Messages, Pause, Step
from evals.scripted.sheet import Sheet, read_sheet
from evals.scripted.writers import Library, Seeded, compose, written

LONGEST_PIECE = 24
"""Characters of the longest piece of a stream."""
SLOW = 0.25
"""The part of what it says in which it makes a pause after each marker."""
PAUSE = Pause(0.06)
MARKED = re.compile(r"(?<=\])")


class Player:
    """Writes faithful and unfaithful statements; called by the server as its script.

    Asked to mend a statement, it says the same again, takes the source's own words, or makes
    another mistake. Questions it leaves as they are.
    """

    def __init__(self, library: Library, random: Random) -> None:
        self._library, self._random = library, random
        self._gold: Sequence[str] = ()
        self.seeded: list[Seeded] = []
        """What it wrote since the last `turn`, mended statements included."""

    def turn(self, gold: Sequence[str]) -> None:
        """Begins another answer, for which sentences with these words come first."""
        self._gold = [_line(words) for words in gold]
        self.seeded = []

    def __call__(self, messages: Messages) -> Iterable[Step]:
        """What it says to a request, in pieces."""
        sheet = read_sheet(messages)
        if sheet.task == "write":
            made = compose(sheet.sentences, self._gold, self._library, self._random)
            self.seeded += made
            return self._pieces(written(made) or "NO ANSWER")
        if sheet.task == "repair":
            return self._pieces(written(self._mended(sheet)) or sheet.about)
        return [sheet.about]

    def _mended(self, sheet: Sheet) -> list[Seeded]:
        wrong = next((one for one in self.seeded if _line(one.text) == sheet.about), None)
        number = next(
            (n for n, text in sheet.sentences.items() if wrong and text == wrong.source), 0
        )
        if wrong is None or not number:
            return []
        right = Seeded(wrong.source, (number,), "faithful", "mended", wrong.source)
        others = [
            Seeded(one.text, (number,), "mutant", one.kind, wrong.source, f"{one.was} → {one.now}")
            for one in mutants(wrong.source, (wrong.source,), self._library.pool)
        ]
        mended = self._random.choice([wrong, right, self._random.choice(others or [wrong])])
        if mended not in self.seeded:
            self.seeded.append(mended)
        return [mended]

    def _pieces(self, text: str) -> Iterator[Step]:
        slow = Random(text).random() < SLOW
        at = 0
        while at < len(text):
            size = self._random.randint(1, LONGEST_PIECE)
            for part in filter(None, MARKED.split(text[at : at + size])):
                yield part
                if slow and part.endswith("]"):
                    yield PAUSE
            at += size


def _line(text: str) -> str:
    return " ".join(text.split())
