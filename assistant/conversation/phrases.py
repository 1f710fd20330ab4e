"""The noun phrases of a sentence: what it speaks of, and what could be spoken of again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.conversation import grammar
from assistant.conversation.grammar import is_plural, parts_of_speech, singular
from assistant.conversation.tokens import Token, Word, tokens

LONGEST = 8
"""Words of the longest phrase that is spoken of again."""
TITLE = re.compile(r"[“\"](?P<title>[^”\"]{2,60}?)[,.]?[”\"]")
YEAR = re.compile(r"(?:1\d|20)\d\ds?$|\d{1,2}(?:st|nd|rd|th)$")
CONNECTING = frozenset("of the de del la da di du von van bin al el and & for".split())
ORGANISING = frozenset(
    "band university institute committee company orchestra club party union league council church "
    "college school records band group department ministry agency association federation bank "
    "army police society corp corporation inc ltd llc gmbh plc foundation academy authority "
    "commission court office parliament congress senate alliance bloc museum network war act award "
    "awards prize cup tour album book game games".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase without its determiner: "recent tasks" of "the recent tasks".

    `owner` is true of one that follows "of" or stands before "'s": more is usually said of it
    than of what it owns. `place` is true of one that follows "in", "at", "from" or the like.
    `definite` tells whether it came with "the", "this" or an owner, `local` whether the place
    that it lies in follows, as in "El Alto, Bolivia"; `oblique` whether a preposition other than
    "of" leads it.
    """

    text: str
    start: int
    end: int
    head: str
    named: bool = False
    plural: bool = False
    owner: bool = False
    place: bool = False
    definite: bool = False
    determiner: str = ""
    local: bool = False
    oblique: bool = False

    @property
    def noun(self) -> str:
        """The head in the singular, lower case."""
        return singular(self.head.lower())

    @property
    def words(self) -> frozenset[str]:
        """The words in lower case."""
        return frozenset(self.text.lower().split())


INSIDE = (Word.ADJECTIVE, Word.NOUN, Word.NAME, Word.NUMBER)


def phrases(text: str) -> list[Phrase]:
    """The noun phrases of a text in order; titles in quotation marks are phrases too."""
    found: list[Phrase] = []
    titles = list(TITLE.finditer(text))
    row = [t for t in tokens(text) if not any(m.start() <= t.start < m.end() for m in titles)]
    for group in _groups(row):
        phrase = _phrase(text, row, group)
        if phrase is None:
            continue
        found.append(phrase)
        if group.start and row[group.start - 1].kind is Word.OWNING:
            found += [_owned(text, p, phrase) for p in found if p.end == row[group.start - 1].start]
    for match in titles:
        title = match.group("title")
        found.append(
            Phrase(match.group(), match.start(), match.end(), title.split()[-1], named=True)
        )
    return sorted(found, key=lambda phrase: phrase.start)


def _groups(row: Sequence[Token]) -> Iterator[range]:
    """Runs of words that make one phrase, as places in the row."""
    at = 0
    while at < len(row):
        if row[at].kind not in INSIDE:
            at += 1
            continue
        end = at + 1
        while end < len(row):
            if row[end].kind in INSIDE:
                if _breaks(row, at, end):
                    break
                end += 1
            elif joined := _joined(row, end):
                end += joined
            else:
                break
        yield range(at, end)
        at = end


def _breaks(row: Sequence[Token], begin: int, at: int) -> bool:
    """True where another phrase begins: "movements | Bose led", but "the band Mazzy Star"."""
    last, this = row[at - 1].kind, row[at].kind
    if this is Word.ADJECTIVE:
        return last is Word.NOUN
    bare = begin == 0 or row[begin - 1].kind is not Word.DETERMINER
    return last is Word.NOUN and this is Word.NAME and bare


def _joined(row: Sequence[Token], at: int) -> int:
    """How many small words at `at` hold a name together: "of the" in "Mothers of the Nation"."""
    if row[at - 1].kind is not Word.NAME:
        return 0
    for length in (1, 2):
        middle = row[at : at + length]
        after = row[at + length : at + length + 1]
        if (
            after
            and after[0].kind is Word.NAME
            and all(t.lower in CONNECTING for t in middle)
            and middle[0].lower not in {"and", "for", "&", "the"}
        ):
            return length
    return 0


def _owned(text: str, owner: Phrase, phrase: Phrase) -> Phrase:
    """A phrase together with its owner: "Mercury’s first album"."""
    return replace(phrase, text=text[owner.start : phrase.end], start=owner.start, determiner="")


def _phrase(text: str, row: Sequence[Token], group: range) -> Phrase | None:
    words = [row[i] for i in group]
    while words and words[-1].kind is Word.ADJECTIVE:
        words.pop()
    if words and words[-1].kind is Word.NAME:
        while words[0].kind is Word.NUMBER:
            words.pop(0)
    if not words or len(words) > LONGEST:
        return None
    head = words[-1]
    if head.kind is Word.NUMBER and not YEAR.match(head.text):
        return None
    before = row[group.start - 1] if group.start else None
    after = next((t for t in row if t.start >= head.end), None)
    shared = (
        after is not None and after.lower in {"and", "or"} and "ADJ" in parts_of_speech(head.lower)
    )
    if shared and len(words) == 1 and head.kind is Word.NOUN:
        return None  # "male" of "male and female infertility"
    determiner = before.lower if before and before.kind is Word.DETERMINER else ""
    earlier = row[group.start - 2] if determiner and group.start > 1 else before
    start = words[0].start
    preposition = earlier.lower if earlier and earlier.kind is Word.PREPOSITION else ""
    named = any(w.kind is Word.NAME for w in words)
    phrase = Phrase(
        text[start : head.end],
        start,
        head.end,
        head.text,
        named=named,
        plural=is_plural(head.text) and not (named and head.kind is Word.NAME),
        owner=preposition == "of" or bool(after and after.kind is Word.OWNING),
        place=preposition in {"in", "at", "from", "near", "to"},
        definite=determiner in {"the", "this", "that", "these", "those"}
        or determiner in grammar.POSSESSIVES
        or bool(before and before.kind is Word.OWNING),
        determiner=determiner,
        oblique=preposition not in {"", "of"},
        local=named
        and bool(re.match(r", [A-Z][\w’'-]*(?! and\b)(?:[.,;:?]|$| )", text[head.end :])),
    )
    if named and determiner == "the":
        begin = before.start if before else start
        phrase = replace(phrase, text="the " + phrase.text, start=begin)
    return phrase
