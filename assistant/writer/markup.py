"""A model's words as they stream in: whole sentences with the markers that they carry.

Models differ in how they mark: `[1]`, `[1, 2]`, `[1][2]`, `[1-3]`, `【1】`, `[^1]`, digits of any
script, before the full stop or after it, at the end of a sentence, at the head of a line or on a
line of their own. What is shown has no markup: lists, emphasis, headings, links and pictures become
their words.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.writer.lines import (
    Drafted,
    Line,
    after,
    is_marks,
    letters,
    may_be_marks,
    only_marks,
    read_line,
)

PAUSES = 2
"""Pauses in a row after which no more markers are waited for: a slow model makes one a token."""
OPEN = re.compile(
    r"!?[\[【［][^\]】］\n]{0,80}$|\][(][^()\n]{0,200}$|(?<![!*_`<])[!*_`<]+$|</?\w{0,9}$"
)
"""The beginning of a marker or of markup, which is held back until the rest is there."""
RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")
HEADED = re.compile(
    r"\W*(?:sources?|references?|footnotes?|citations?|notes?|bibliography|fuentes?|referencias|"
    r"quellen|sources consultées|références|fonti|fontes|bronnen|источники)\W*$",
    re.IGNORECASE,
)
NOTE = re.compile(r"\s*\[\^[^\[\]\s]{1,20}\]:")
"""How the text of a footnote begins: such a list ends an answer too."""
FENCE = re.compile(r"\s*(?:```|~~~)")
ENDED = re.compile(r"[.!?…。！？؟۔।][\"”’»)\]']*$")
"""The end of a sentence."""
INITIAL = re.compile(r"\b[A-Z]\.$")
"""What may be an end, or the end of a name such as "U.S." in the middle."""


class Markup:
    """Takes up a model's words and gives its sentences; what comes after a closing rule or a
    list of sources is not read."""

    def __init__(self, known: int) -> None:
        """`known` is the highest number that was given: others are dropped and counted."""
        self._known = known
        self._line = ""
        self._next = ""
        """What came after the line's end, as long as it may belong to the line."""
        self._broken = self._blank = False
        """Whether the line has come to an end, and a blank line after it."""
        self._given = 0
        """Characters of the line that were given, not sentences: what is one may change with what
        comes."""
        self._cited = 0
        """Numbers that those sentences of the line cited."""
        self._pauses = 0
        self._spoke = False
        self.closed = False
        self.unknown = 0
        """How many markers were dropped: they named no sentence that was given, or came when theirs
        was told already."""

    def feed(self, words: str) -> Iterator[Drafted]:
        """The sentences that these words complete."""
        self._pauses = 0
        for part in re.split(r"(\n)", words.replace("\r\n", "\n").replace("\r", "\n")):
            if self.closed:
                return
            if self._broken:
                yield from self._go_on(part)
            elif part != "\n":
                self._line += part
            elif self._is_no_text():
                yield from self._end_line()
            else:
                self._broken = bool(self._line)
        row, closed, _ = self._read(OPEN.sub("", self._line))
        # The word after a sentence must be whole: "U.S. S…" may go on to be one name.
        begun = bool(row) and " " in row[-1].text
        yield from self._complete(row[: min(closed, max(0, len(row) - (1 if begun else 2)))])

    def pause(self) -> Iterator[Drafted]:
        """To be called while nothing comes: after `PAUSES` of them, the sentence that is whole
        although nothing has come after it yet. One without a marker is not: that may come, on the
        next line too."""
        self._pauses += 1
        row, closed, _ = self._read(self._line)
        if self._pauses < PAUSES or not row or not row[-1].cites or self._next.strip():
            return
        if self._broken:
            yield from self._end_line()
        elif not OPEN.search(self._line) and _ended(row[-1].text) and closed == len(row):
            yield from self._complete(row)

    def end(self) -> Iterator[Drafted]:
        """What is left once the model is done."""
        if self.closed:
            return
        if is_marks(self._next):
            self._take_marks()
        if self._next.strip():
            yield from self._begin()
        yield from self._end_line()

    @property
    def draft(self) -> str:
        """The sentence that is being written, as far as it goes."""
        row, _, _ = self._read(OPEN.sub("", self._line))
        return " ".join(one.text for one in after(row, self._given))

    def _go_on(self, part: str) -> Iterator[Drafted]:
        """Takes up what comes after the line's end: markers that stand alone belong to it."""
        if part != "\n":
            self._next += part
            if not may_be_marks(self._next):
                yield from self._begin()
        elif is_marks(self._next):
            self._take_marks()
        elif self._next.strip():
            yield from self._begin()
            self._broken = True
        else:
            self._next, self._blank = "", True

    def _take_marks(self) -> None:
        self._line, self._next = self._line.rstrip() + only_marks(self._next), ""

    def _begin(self) -> Iterator[Drafted]:
        """Makes what came a new line, or goes on with the last one: that was broken at a width, or
        holds the markers of what comes."""
        words = self._next.lstrip()
        wrapped = words[0].islower() and not self._blank
        if wrapped or (is_marks(self._line) and not self._spoke):
            self._line, self._next = f"{self._line} {words}", ""
            self._broken = self._blank = False
        else:
            begun = self._next
            yield from self._end_line()
            self._line = begun

    def _end_line(self) -> Iterator[Drafted]:
        line = self._line
        if RULE.match(line) or HEADED.match(line) or self._is_note(line):
            self.closed = self._spoke
        else:
            read = self._read(line)
            yield from self._complete(read.sentences)
            self.unknown += max(0, read.cited - self._cited)
        self._line, self._next, self._given, self._cited = "", "", 0, 0
        self._broken = self._blank = False

    def _complete(self, row: Sequence[Drafted]) -> Iterator[Drafted]:
        """What was not given before of the line's sentences."""
        for one in list(after(row, self._given)):
            self._given += letters(one.text)
            self._spoke = True
            self._cited += len(one.cites)
            known = tuple(n for n in one.cites if 1 <= n <= self._known)
            self.unknown += len(one.cites) - len(known)
            yield Drafted(one.text, known)

    def _read(self, line: str) -> Line:
        return Line((), 0, 0) if FENCE.match(line) or self._is_note(line) else read_line(line)

    def _is_note(self, line: str) -> bool:
        """Whether a line is the text of a footnote. Before the first sentence it is the answer."""
        return self._spoke and not self._given and bool(NOTE.match(line))

    def _is_no_text(self) -> bool:
        line = self._line
        known = RULE.match(line) or HEADED.match(line) or FENCE.match(line)
        return bool(known) or self._is_note(line)


def _ended(text: str) -> bool:
    return bool(ENDED.search(text)) and not INITIAL.search(text)
