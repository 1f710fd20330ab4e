"""One line as a model writes it: its sentences, without markup, and the numbers that each cites."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.sentences import sentences

NAMED = r"(?:(?:sentences?|sources?|s|nos?\.?|n°|#|satz|sätze|quellen?|fuentes?|frases?)\s*)?"
AND = r"(?:and|und|et|en|og|och|[eiyиو]|和|与)"
JOINT = rf"(?:[,;、，；،](?:\s*{AND})?|[-–—&]|{AND})"
"""What stands between two numbers, or between two markers of one sentence."""
MARKER = re.compile(
    rf"[\[【［]\s*(?:\^\s*)?{NAMED}(\d+(?:\s*{JOINT}\s*(?:\^\s*)?{NAMED}\d+)*)"
    r"(?:\s*†[^\[\]【】［］]{0,80})?\s*[\]】］](?:\([^()\s]*\))?",
    re.IGNORECASE,
)
"""Each character can be read in one way only: a question's history may hold anything."""
BETWEEN = re.compile(rf"(?:{JOINT})?", re.IGNORECASE)
NUMBER = re.compile(r"(\d+)\s*[-–—]\s*(\d+)|(\d+)")
DIGITS = 9
"""Digits of a number that are read: with more it names no sentence anyway."""
MOST_IN_RANGE = 10
MONTH = (
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|"
    r"januar|februar|marts|mars|april|maj|mai|juni|juli|august|september|oktober|november|december|"
    r"desember|ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince|"
    r"\w{3,6}kuuta)\b"
)
"""Months of languages that put a full stop after the day, as they are written there."""
DAY = re.compile(r"(?<!\S)\d{1,2}\.$")
LEAD = re.compile(
    r"\s*(?:>\s*)?(?:#{1,6}\s+|[-*+•‣–]\s+|"
    rf"(?!\d{{1,2}}\.\s+{MONTH})\(?\d{{1,2}}[.)]\s+)?"
)
PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\([^()]*\)")
EMPHASIS = re.compile(r"[*`]+|(?<!_)_{2,3}(?!_)")
RAISED = re.compile('(?<=[.!?”"])[⁰¹²³⁴⁵⁶⁷⁸⁹]+')
"""Numbers of footnotes as they are printed; after a letter they are units, such as km²."""
RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LOOSE = " \t.,;、，；،。&"
"""What may stand around markers that are a line by themselves."""
ENDS = tuple(".。")
"""A full stop, of which there may be one before a marker and one after it."""
BEGUN = re.compile(r"[\s.,;、，；،。&]*(?:\([^()\s]*|!?[\[【［][^\]】］\n]{0,80})?")
"""What a line that is to be of markers alone may hold beside whole ones."""
PAIRS = {
    "“": "”", "«": "»", "‘": "’", "„": "“", "‹": "›", "《": "》", "「": "」", "(": ")", "[": "]",
    "{": "}", "<": ">", "（": "）", '"': '"', "‛": "‛", "‟": "‟",
}  # fmt: skip
"""Marks between which a sentence does not end, by those that open them."""


class Drafted(NamedTuple):
    """A sentence as the model wrote it, with the numbers that it cites, each once."""

    text: str
    cites: tuple[int, ...]


class Line(NamedTuple):
    """The sentences of a line; the first `closed` of them end before a quotation or bracket that is
    open still: what comes may make one sentence of those after. `cited` counts the numbers that
    they cite, and those of markers without a sentence."""

    sentences: tuple[Drafted, ...]
    closed: int
    cited: int


def read_line(line: str) -> Line:
    """The sentences of a line, each with the numbers of all its markers."""
    text, markers, leading = _parted(line)
    places = _places(text)
    cites: list[list[int]] = [[] for _ in places]
    alone: list[int] = []
    for at, numbers in markers:
        n = _owner(places, at, leading=leading)
        (alone if n is None else cites[n]).extend(numbers)
    row = tuple(
        Drafted(" ".join(text[a:b].split()), tuple(dict.fromkeys(numbers)))
        for (a, b), numbers in zip(places, cites, strict=True)
    )
    cited = sum(len(one.cites) for one in row) + len(set(alone))
    return Line(row, _closed(text, [end for _, end in places]), cited)


def _places(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text are; one does not end after the day of "20. Dezember"."""
    places: list[tuple[int, int]] = []
    for start, end in sentences(text, 0, len(text)):
        begun, last = places[-1] if places else (0, 0)
        if DAY.search(text[max(begun, last - 4) : last]) and re.match(MONTH, text[start:end]):
            places[-1] = begun, end
        else:
            places.append((start, end))
    return places


def letters(text: str) -> int:
    """How many characters a text has without white space."""
    return len("".join(text.split()))


def after(row: Sequence[Drafted], given: int) -> Iterator[Drafted]:
    """The sentences of a line after so many characters without white space; of one that goes on
    there, the rest."""
    for one in row:
        length = letters(one.text)
        if given >= length:
            given -= length
            continue
        words = one.text
        while given:
            given -= not words[0].isspace()
            words = words[1:]
        if any(character.isalnum() for character in words):
            yield Drafted(words.strip(), one.cites)


def only_marks(line: str) -> str:
    """The markers of a line that holds nothing else."""
    return "".join(mark[0] for mark in MARKER.finditer(line)) or line.strip(LOOSE)


def is_marks(line: str) -> bool:
    """Whether a line holds markers and nothing else."""
    return bool(line.strip()) and not MARKER.sub("", line).strip(LOOSE + RAISED_DIGITS)


def may_be_marks(line: str) -> bool:
    """Whether the beginning of a line may go on to be markers and nothing else."""
    rest = MARKER.sub("", line)
    return bool(BEGUN.fullmatch(rest)) or not rest.strip(LOOSE + RAISED_DIGITS)


def _parted(line: str) -> tuple[str, list[tuple[int, tuple[int, ...]]], bool]:
    """The line's text without markup, its markers with where in the text each stood, and whether
    markers lead what they belong to."""
    line = RAISED.sub(lambda raised: f"[{unicodedata.normalize('NFKC', raised[0])}]", line)
    line = LINK.sub(_linked, EMPHASIS.sub(_unmarked, PICTURE.sub("", line)))
    line = LEAD.sub("", line, count=1)
    leading = bool(MARKER.match(line.lstrip()))
    text, markers, last = "", list[tuple[int, tuple[int, ...]]](), 0
    for match in MARKER.finditer(line):
        between = line[last : match.start()]
        if not markers or not BETWEEN.fullmatch(between.strip()):
            text += _going_on(text, between) if markers else between
        text = _joined(text, line[match.end() : match.end() + 1])
        markers.append((len(text), _numbers(match.group(1))))
        last = match.end()
    rest = line[last:]
    return text + (_going_on(text, rest) if markers else rest), markers, leading


def _going_on(text: str, rest: str) -> str:
    """What follows a marker, without the colon after one that leads and without a second full
    stop."""
    if not text.strip():
        return rest.lstrip(" :")
    return rest[1:] if text[-1] in ENDS and rest[:1] in ENDS else rest


def _linked(link: re.Match[str]) -> str:
    """The words of a link, unless it is a marker."""
    return link[0] if MARKER.fullmatch(link[0]) else link[1]


def _unmarked(run: re.Match[str]) -> str:
    """Nothing in the place of marks of emphasis; signs of arithmetic and of names stay.

    Only their neighbours count, as the marks that close an emphasis may be yet to come.
    """
    before = run.string[max(0, run.start() - 1) : run.start()]
    after = run.string[run.end() : run.end() + 1]
    apart = not before.strip() and not after.strip()
    inside = str.isalnum if run[0][0] == "_" else str.isdigit
    return run[0] if apart or (inside(before) and inside(after)) else ""


def _joined(text: str, after: str) -> str:
    """The text before a marker, without the space that only the marker needed."""
    return text.rstrip(" ") if not after or after in " .,;:!?\n、。，；" else text


def _numbers(words: str) -> tuple[int, ...]:
    found: list[int] = []
    for match in NUMBER.finditer(words):
        if match.group(3):
            found.append(int(match.group(3)[:DIGITS]))
        else:
            first, last = (int(digits[:DIGITS]) for digits in match.group(1, 2))
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


def _closed(text: str, ends: Sequence[int]) -> int:
    """How many of these ends come before one at which a quotation or bracket is open."""
    opened: set[str] = set()
    start = 0
    for count, end in enumerate(ends):
        for at in range(start, end):
            mark = text[at]
            if mark in opened and (mark != "'" or not text[at + 1 : at + 2].isalnum()):
                opened.remove(mark)
            elif mark in PAIRS:
                opened.add(PAIRS[mark])
            elif mark == "'" and text[at + 1 : at + 2].isalpha() and not text[:at][-1:].strip():
                opened.add(mark)  # else it is an apostrophe
        if opened:
            return count
        start = end
    return len(ends)
