"""What a conversation has spoken of so far, turn by turn."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.conversation import grammar
from assistant.conversation.people import LIKELY, personal
from assistant.conversation.phrases import Phrase, phrases

SHORT = 8
"""Words of the longest answer that is nothing but what was asked for."""
ANSWER_READ = 500
"""Characters of an answer that are read for what it speaks of."""
MARKER = re.compile(r"(?<!\s)\s*\[\d+\]")
JOINED = re.compile(r"(?:,|,? and|,? or|,? as well as)(?: (?:the|a|an))? ?$", re.IGNORECASE)
ASKS = re.compile(r"\W*(?:\w+ )?(who|whom|which|what|where)\b", re.IGNORECASE)
NOTHING_TOLD = re.compile(
    r"^(?:i|we) (?:do not|don[’']t|am|can|could)\b|^(?:sorry|unknown|no|yes)\b", re.IGNORECASE
)
OF_SOMEONE = re.compile(r"\b(?:he|him|his|she|hers?)\b|(?<!who)['’]s\b|s['’](?!\w)", re.IGNORECASE)
"""A person in a question; who owns with "'s" mostly is one, what owns with "of" mostly is not."""

SOUGHT = re.compile(
    r"\b(?:what|which|how many)(?: (?!(?:"
    + "|".join(sorted(grammar.AUXILIARIES - {"'s", "’s"}))
    + r")\b)\w+)? $",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that was spoken of `turn` turns after the first, in a question or an answer.

    `wanted` is true of what answers a question for such a thing ("Who…?": a person), `sought` of
    the thing that an answered question was after ("Which countries…?"), `kept` of what a pointing
    word of that question meant, `first` of the first phrase, `person` of who answers "Who…?".
    """

    phrase: Phrase
    turn: int
    answer: bool = False
    first: bool = False
    kept: bool = False
    wanted: bool = False
    sought: bool = False
    person: bool = False


def asked(question: str, turn: int, kept: Iterable[str], told: bool) -> list[Mention]:
    """What a whole question speaks of.

    `kept` are the words that were put into it, `told` is true where it has been answered.
    """
    lent = set(kept)
    row = [*phrases(question)]
    row += together(question, row)
    return [
        Mention(
            p,
            turn,
            first=at == 0,
            kept=any(p.text in text or text in p.text for text in lent),
            sought=told and SOUGHT.search(question[: p.start]) is not None,
        )
        for at, p in enumerate(row)
    ]


def answered(question: str, answer: str, turn: int) -> list[Mention]:
    """What an answer speaks of."""
    text = MARKER.sub("", answer)[:ANSWER_READ]
    if NOTHING_TOLD.match(text) and len(text) > 4:
        return []
    row = [p for p in phrases(text) if p.noun not in grammar.OWN_NOUNS]
    joint = list(together(text, row))
    asks = ASKS.match(question)
    short = len(text.split()) <= SHORT

    def wanted(phrase: Phrase, first: bool) -> bool:
        if asks is None or phrase.owner:
            return False
        if asks.group(1).lower() == "where":
            return phrase.named and phrase.place
        return first or (phrase.plural and (short or phrase.named))

    listed = [p for p in row if any(j.start <= p.start < j.end and wanted(j, False) for j in joint)]
    person = _person(question, row)
    return [
        Mention(
            p,
            turn,
            answer=True,
            first=at == 0,
            wanted=wanted(p, at == 0) and p not in listed,
            person=p == person,
        )
        for at, p in enumerate([*row, *joint])
    ]


def _person(question: str, row: Iterable[Phrase]) -> Phrase | None:
    """Who is told by the phrases of an answer: the first new name that can be a person's.

    None where the question speaks of a person already, who is likely to stay the one meant.
    """
    asks = ASKS.match(question)
    if asks is None or not asks.group(1).lower().startswith("who") or OF_SOMEONE.search(question):
        return None
    if any(p.named and personal(p) >= LIKELY for p in phrases(question)):
        return None
    known = frozenset(word.lower() for word in grammar.WORD.findall(question))
    return next((p for p in row if p.named and personal(p) > 0 and p.words - known), None)


def together(text: str, row: Sequence[Phrase]) -> Iterator[Phrase]:
    """Phrases that "and" or commas join: "Cuba and Venezuela", as one phrase."""
    for group in lists(text, row):
        if len(group) > 1:
            begin, end = group[0].start, group[-1].end
            yield replace(
                group[-1], text=text[begin:end], start=begin, plural=True,
                named=all(p.named for p in group),
            )  # fmt: skip


def lists(text: str, row: Sequence[Phrase]) -> list[list[Phrase]]:
    """The phrases of a text in groups, each of such as are listed side by side."""
    groups: list[list[Phrase]] = []
    for phrase in row:
        if groups and JOINED.fullmatch(text[groups[-1][-1].end : phrase.start]):
            groups[-1].append(phrase)
        else:
            groups.append([phrase])
    return [
        g for g in groups
        if len(g) == 1 or re.search(r"\b(?:and|or|as well as)\b", text[g[0].end : g[-1].start])
    ]  # fmt: skip
