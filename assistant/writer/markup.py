"""A model's words as they stream in: whole sentences with the markers that they carry.

Models differ in how they mark: `[1]`, `[1, 2]`, `[1][2]`, `[1-3]`, `【1】`, `[^1]`, digits of any
script, before the full stop or after it, at the end of a sentence or at the head of a line. What is
shown has no markup: lists, emphasis, headings, links and pictures become their words.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from index.sentences import sentences

MARKER = re.compile(
    r"[\[【［]\s*\^?\s*(?:(?:sentences?|sources?|nos?\.?|n°|#)\s*)?"
    r"(\d{1,4}(?:\s*[-–,;]\s*\^?\d{1,4}|\s*(?:and|,)\s*\d{1,4})*)\s*[\]】］](?:\([^()\s]*\))?",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(\d+)\s*[-–]\s*(\d+)|(\d+)")
MOST_IN_RANGE = 10
OPEN = re.compile(r"!?[\[【［][^\]】］\n]{0,80}$|\][(][^()\n]{0,200}$|[!*_`<]+$")
"""The beginning of a marker or of markup, which is held back until the rest is there."""
RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")
HEADED = re.compile(
    r"\W*(?:sources?|references?|footnotes?|citations?|notes?|bibliography|fuentes?|referencias|"
    r"quellen|sources consultées|références|fonti|fontes|bronnen|источники)\W*$",
    re.IGNORECASE,
)
FENCE = re.compile(r"\s*(?:```|~~~)")
LEAD = re.compile(r"\s*(?:>\s*)?(?:#{1,6}\s+|[-*+•‣–]\s+|\(?\d{1,2}[.)]\s+)?")
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|`+)(?=\S)(.+?)(?<=\S)\1")
ENDED = re.compile(r"[.!?…。！？؟۔।][\"”’»)\]']*$")
"""The end of a sentence."""
INITIAL = re.compile(r"\b[A-Z]\.$")
"""What may be an end, or the end of a name such as "U.S." in the middle."""
RAISED = re.compile('(?<=[.!?”"])[⁰¹²³⁴⁵⁶⁷⁸⁹]+')
"""Numbers of footnotes as they are printed; after a letter they are units, such as km²."""


class Drafted(NamedTuple):
    """A sentence as the model wrote it, with the numbers that it cites, each once."""

    text: str
    cites: tuple[int, ...]


class Markup:
    """Takes up a model's words and gives its sentences; what comes after a closing rule or a
    list of sources is not read."""

    def __init__(self, known: int) -> None:
        """`known` is the highest number that was given: others are dropped and counted."""
        self._known = known
        self._line = ""
        self._broken = False
        self._given = 0
        self._spoke = False
        self.closed = False
        self.unknown = 0
        """How many markers named no sentence that was given."""

    def feed(self, words: str) -> Iterator[Drafted]:
        """The sentences that these words complete."""
        for part in re.split(r"(\n)", words.replace("\r\n", "\n").replace("\r", "\n")):
            if self.closed:
                return
            if self._broken and part:
                if part[0].islower():
                    self._line += " "  # a sentence that was broken at a width
                else:
                    yield from self._end_line()
                self._broken = False
                if self.closed:
                    return
            if part == "\n":
                self._broken = bool(self._line)
            else:
                self._line += part
        row = self._sentences(OPEN.sub("", self._line))
        # The word after a sentence must be whole: "U.S. S…" may go on to be one name.
        begun = bool(row) and " " in row[-1].text
        yield from self._complete(row[: -1 if begun else -2])

    def pause(self) -> Iterator[Drafted]:
        """The sentence that is whole although nothing has come after it yet."""
        row = self._sentences()
        if self._broken:
            self._broken = False
            yield from self._end_line()
        elif row and row[-1].cites and not OPEN.search(self._line) and _ended(row[-1].text):
            yield from self._complete(row)

    def end(self) -> Iterator[Drafted]:
        """What is left once the model is done."""
        if not self.closed:
            yield from self._end_line()

    @property
    def draft(self) -> str:
        """The sentence that is being written, as far as it goes."""
        row = self._sentences(OPEN.sub("", self._line))
        return " ".join(one.text for one in row[self._given :])

    def _end_line(self) -> Iterator[Drafted]:
        line = self._line
        if RULE.match(line) or HEADED.match(line):
            self.closed = self._spoke
        elif not FENCE.match(line):
            yield from self._complete(self._sentences())
        self._line, self._given = "", 0

    def _complete(self, row: list[Drafted]) -> Iterator[Drafted]:
        """Those of the line's sentences that were not given before."""
        for one in row[self._given :]:
            self._given += 1
            self._spoke = True
            known = tuple(dict.fromkeys(n for n in one.cites if 1 <= n <= self._known))
            self.unknown += sum(not 1 <= n <= self._known for n in dict.fromkeys(one.cites))
            yield Drafted(one.text, known)

    def _sentences(self, line: str | None = None) -> list[Drafted]:
        """The sentences of a line, each with the numbers of all its markers."""
        marked = self._line if line is None else line
        if FENCE.match(marked):
            return []
        text, markers, leading = _parted(marked)
        places = list(sentences(text, 0, len(text)))
        row = [Drafted(" ".join(text[a:b].split()), ()) for a, b in places]
        for at, numbers in markers:
            n = _owner(places, at, leading=leading)
            if n is not None:
                row[n] = Drafted(row[n].text, row[n].cites + numbers)
        return row


def _parted(line: str) -> tuple[str, list[tuple[int, tuple[int, ...]]], bool]:
    """The line's text without markup, its markers with where in the text each stood, and whether
    markers lead what they belong to."""
    line = RAISED.sub(lambda raised: f"[{unicodedata.normalize('NFKC', raised[0])}]", line)
    line = PICTURE.sub("", line)
    line = line[LEAD.match(line).end() :] if LEAD.match(line) else line  # type: ignore[union-attr]
    leading = bool(MARKER.match(line.lstrip("*_ ")))
    text, markers, last = "", list[tuple[int, tuple[int, ...]]](), 0
    for match in MARKER.finditer(line):
        text += line[last : match.start()]
        text = _joined(text, line[match.end() : match.end() + 1])
        markers.append((len(text), _numbers(match.group(1))))
        last = match.end()
    text += line[last:]
    bare = _bare(text)
    if bare != text:  # markup went: places are counted anew, from what stood before each
        markers = [(len(_bare(text[:at])), numbers) for at, numbers in markers]
    return bare, markers, leading


def _ended(text: str) -> bool:
    return bool(ENDED.search(text)) and not INITIAL.search(text)


def _joined(text: str, after: str) -> str:
    """The text before a marker, without the space that only the marker needed."""
    return text.rstrip(" ") if not after or after in " .,;:!?\n" else text


def _bare(text: str) -> str:
    previous = None
    while previous != text:
        previous = text
        text = EMPHASIS.sub(r"\2", LINK.sub(r"\1", text))
    return text


def _numbers(words: str) -> tuple[int, ...]:
    found: list[int] = []
    for match in NUMBER.finditer(words):
        if match.group(3):
            found.append(int(match.group(3)))
        else:
            first, last = int(match.group(1)), int(match.group(2))
            whole = first <= last < first + MOST_IN_RANGE
            found += range(first, last + 1) if whole else (first, last)
    return tuple(found)


def _owner(places: list[tuple[int, int]], at: int, *, leading: bool) -> int | None:
    """Which sentence a marker belongs to: the one it stands in or after; at the head of a line
    of such, the one that comes next."""
    if not places:
        return None
    if leading:
        after = [n for n, (_, end) in enumerate(places) if end > at]
        return after[0] if after else len(places) - 1
    before = [n for n, (start, _) in enumerate(places) if start < at]
    return before[-1] if before else 0
