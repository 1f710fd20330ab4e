"""The words of a sentence and what each does there, told by word classes and neighbours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest

from assistant.conversation import grammar
from assistant.conversation.grammar import WORD, parts_of_speech


class Word(Enum):
    """What a word does in its sentence."""

    DETERMINER = "determiner"
    ADJECTIVE = "adjective"
    NOUN = "noun"
    NAME = "name"
    NUMBER = "number"
    VERB = "verb"
    AUXILIARY = "auxiliary"
    PREPOSITION = "preposition"
    PRONOUN = "pronoun"
    CONJUNCTION = "conjunction"
    ASKING = "asking"
    ADVERB = "adverb"
    OWNING = "owning"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place in the text and what it does there."""

    text: str
    start: int
    end: int
    kind: Word

    @property
    def lower(self) -> str:
        """The word in lower case with straight apostrophes."""
        return self.text.lower().replace("’", "'")


def tokens(text: str) -> list[Token]:
    """The words and marks of a text, each with what it does."""
    found: list[Token] = []
    matches = list(WORD.finditer(text))
    for match, following in zip_longest(matches, matches[1:]):
        base, ending = _split(match.group())
        after = following.group() if following else ""
        start, middle = match.start(), match.start() + len(base)
        found.append(Token(base, start, middle, _kind(base, found, after)))
        if ending:
            kind = found[-1].kind
            owned = kind in (Word.NOUN, Word.NAME, Word.ADJECTIVE) and ending[1:] in {"s", ""}
            found.append(
                Token(ending, middle, match.end(), Word.OWNING if owned else Word.AUXILIARY)
            )
    return found


ENDING = re.compile(r"(?<=\w)(?:['’](?:s|m|re|ve|ll|d)|(?<=s)['’])$", re.IGNORECASE)


def _split(word: str) -> tuple[str, str]:
    """A word and what is joined to it by an apostrophe, as "’s"."""
    match = ENDING.search(word)
    return (word[: match.start()], match.group()) if match else (word, "")


def _kind(word: str, before: Sequence[Token], after: str) -> Word:
    lower = word.lower().replace("’", "'")
    last = before[-1] if before else None
    opening = last is None or last.text in {".", "!", "?", ":", "“", '"', "(", "…", ";"}
    if not word[0].isalnum():
        return Word.MARK
    if word[0].isdigit() or lower in grammar.NUMBERS - {"one"}:
        return Word.NUMBER
    if (
        word[0].isupper()
        and not opening
        and lower != "i"
        and (lower not in grammar.CLOSED or word.isupper())
    ):
        return Word.NAME
    closed = _closed(lower, last)
    if closed is not None:
        return closed
    possible = parts_of_speech(lower)
    if word[0].isupper() and not possible:
        return Word.NAME
    return _open(lower, possible, before, after)


def _closed(lower: str, last: Token | None) -> Word | None:
    if lower in {"her", "that", "this", "these", "those"} or lower in grammar.DETERMINERS:
        return Word.DETERMINER
    for words, kind in (
        (grammar.AUXILIARIES, Word.AUXILIARY),
        (grammar.ASKING, Word.ASKING),
        (grammar.PRONOUNS, Word.PRONOUN),
        (grammar.PREPOSITIONS, Word.PREPOSITION),
        (grammar.CONJUNCTIONS, Word.CONJUNCTION),
        (grammar.ADVERBS, Word.ADVERB),
    ):
        if lower in words:
            return kind
    return None


NOMINAL = (Word.DETERMINER, Word.ADJECTIVE, Word.NUMBER, Word.OWNING)


def _open(lower: str, possible: frozenset[str], before: Sequence[Token], after: str) -> Word:
    """What a word that is in no closed class does, by what it can be and what stands before it."""
    last = next((t for t in reversed(before) if t.kind is not Word.ADVERB), None)
    if not possible:
        if lower.endswith("ly"):
            return Word.ADVERB
        subject = last and last.kind in (Word.NAME, Word.PRONOUN) and _lacks_verb(before)
        return Word.VERB if subject else Word.NOUN
    if "NOUN" not in possible:
        if "ADJ" in possible and not (
            "VERB" in possible and last and last.kind in (Word.NOUN, Word.NAME, Word.PRONOUN)
        ):
            return Word.ADJECTIVE
        if "VERB" in possible:
            participle = lower.endswith(("ed", "ing")) and last and last.kind in NOMINAL
            return Word.ADJECTIVE if participle else Word.VERB
        return Word.ADVERB
    if "VERB" not in possible:
        if "ADJ" not in possible or lower in grammar.SURE_NOUNS:
            return Word.NOUN
        stated = last is not None and last.kind is Word.AUXILIARY
        noun_follows = "NOUN" in parts_of_speech(after.lower())
        return Word.ADJECTIVE if stated or noun_follows else Word.NOUN
    if last is None:
        return Word.VERB
    asked_of = before[-2].lower if len(before) > 1 else ""
    if last.lower in {"this", "that"} and asked_of in grammar.DO | grammar.MODALS:
        return Word.VERB
    if last.kind in NOMINAL or (last.kind is Word.PREPOSITION and last.lower != "to"):
        return Word.NOUN
    if last.kind is Word.ASKING:
        object_follows = after.lower() in grammar.DETERMINERS | {"that"} or after[:1].isupper()
        names = last.lower in {"what", "which", "whose"}
        return Word.NOUN if names and not (lower.endswith("s") and object_follows) else Word.VERB
    if last.kind in (Word.NOUN, Word.NAME):
        if _lacks_verb(before):
            return Word.VERB
        return Word.ADJECTIVE if "ADJ" in possible else Word.NOUN
    if last.kind is Word.AUXILIARY and last.lower in grammar.BE:
        return Word.NOUN
    if last.kind is Word.VERB:
        return Word.NOUN
    return Word.VERB


def _lacks_verb(before: Sequence[Token]) -> bool:
    """True where the clause so far has no main verb: "do people", "which group"."""
    clause: list[Token] = []
    for token in reversed(before):
        if token.kind is Word.CONJUNCTION or token.text in {",", ";", ".", "!", "?"}:
            break
        clause.append(token)
    has_verb = any(t.kind is Word.VERB for t in clause)
    has_be = any(t.lower in grammar.BE for t in clause)
    return not has_verb and not has_be
